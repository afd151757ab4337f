/** Every command that a page shows is one that the program takes, with options that it takes there. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { hearthgate, home } from "../cli/owner-home.ts";

setDefaultTimeout(60_000);

const PAGES = [
  "README.md",
  "SECURITY.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

type Shown = {
  readonly page: string;
  readonly words: readonly string[];
  readonly options: readonly string[];
};

function shownIn(page: string): readonly Shown[] {
  const blocks = [...readFileSync(page, "utf8").matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, text = ""]) => text,
  );
  const lines = blocks.flatMap((block) => block.replaceAll("\\\n", " ").split("\n"));
  return lines
    .map((line) => line.replace(/^\s*(?:[A-Z_]+=\S+ )*/, ""))
    .filter((line) => line.startsWith("hearthgate "))
    .map((line) => {
      const [, ...words] = line.replace(/\s+#.*$/, "").split(/\s+/);
      const plain = words.filter((word) => /^[a-z-]+$/.test(word) && !word.startsWith("-"));
      return {
        page,
        words: plain,
        options: words.filter((word) => /^--[a-z-]+/.test(word)).map((word) => word.replace(/=.*/, "")),
      };
    });
}

const SHOWN = PAGES.flatMap(shownIn);
const helps = new Map<string, Promise<string>>();

/** Of the sub-command where there is one of that name, else of the command. */
function helpOf([command = "", name = ""]: readonly string[]): Promise<string> {
  const key = `${command} ${name}`;
  const known =
    helps.get(key) ??
    (async () => {
      const own = await hearthgate(home(), [command, name, "--help"].filter(Boolean), {
        HASS_URL: "",
        HASS_TOKEN: "",
      });
      expect([command, own.code, own.err]).toEqual([command, 0, ""]);
      return own.out;
    })();
  helps.set(key, known);
  return known;
}

/** The sub-commands that the help of a command lists; empty where it has none. */
async function namesOf(command: string): Promise<readonly string[]> {
  const whole = await helpOf([command]);
  return [...whole.matchAll(new RegExp(`^hearthgate ${command} ([a-z|-]+)`, "gm"))].flatMap(
    ([, names = ""]) => names.split("|"),
  );
}

test("there are some", () => {
  expect(SHOWN.length).toBeGreaterThan(40);
});

test.each(PAGES)("%s", async (page) => {
  for (const { words, options } of SHOWN.filter((shown) => shown.page === page)) {
    const [command = "", name] = words;
    const names = await namesOf(command);
    if (names.length > 0 && name !== undefined) expect(names).toContain(name);
    const help = await helpOf(words);
    expect([words.join(" "), help.startsWith(`hearthgate ${words[0]}`)]).toEqual([words.join(" "), true]);
    for (const option of options)
      expect([words.join(" "), help]).toEqual([words.join(" "), expect.stringContaining(option)]);
  }
});
