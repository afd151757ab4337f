/** The words after `hearthgate`: help everywhere, every fault at once, the nearest of what was meant. */

import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { hearthgate, home } from "./owner-home.ts";

setDefaultTimeout(60_000);

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  stdio: [],
  serve: [],
  http: [],
  demo: [],
  setup: [],
  remove: [],
  backup: [],
  restore: [],
  kill: [],
  clock: [],
  grants: [
    ...["list", "show", "create", "preview", "explain", "test", "edit", "restrict", "ceiling"],
    ...["pause", "resume", "revoke", "delete"],
  ],
  tokens: ["issue", "list", "rotate", "revoke"],
  keys: ["list", "generate", "rotate", "retire", "revoke"],
  approvals: ["list", "approve", "deny", "passphrase"],
  audit: ["tail", "verify", "export"],
  lockouts: ["list", "clear", "block"],
  logs: ["decrypt"],
};

const NOTHING = { HASS_URL: "", HASS_TOKEN: "" };

function allOf(ways: readonly (readonly string[])[]) {
  return Promise.all(ways.map(async (args) => ({ args, ...(await hearthgate(home(), args, NOTHING)) })));
}

describe("help", () => {
  test("of the whole, in every spelling", async () => {
    for (const args of [["--help"], ["-h"], ["help"], ["help", "--help"]]) {
      const { out, err, code } = await hearthgate(home(), args, NOTHING);
      expect([code, err]).toEqual([0, ""]);
      for (const command of Object.keys(COMMANDS)) expect(out).toContain(command);
    }
  });

  test.each(Object.keys(COMMANDS))("of %s", async (command) => {
    // every spelling goes through the same words: of all but one command two are enough
    const others =
      command === "grants"
        ? [
            [command, "-h"],
            [command, "help"],
          ]
        : [];
    for (const args of [[command, "--help"], ["help", command], ...others]) {
      const { out, err, code } = await hearthgate(home(), args, NOTHING);
      expect([args.join(" "), code, err]).toEqual([args.join(" "), 0, ""]);
      expect(out.startsWith(`hearthgate ${command}`)).toBe(true);
      for (const name of COMMANDS[command] ?? []) expect(out).toContain(`hearthgate ${command} ${name}`);
    }
  });

  test.each(
    Object.entries(COMMANDS).flatMap(([command, names]) => names.map((name) => [command, name] as const)),
  )("of %s %s: its own lines", async (command, name) => {
    const others =
      name === COMMANDS[command]?.[0]
        ? [
            [command, name, "help"],
            [command, "help", name],
          ]
        : [];
    const ways = [[command, name, "--help"], ...others];
    for (const { args, out, err, code } of await allOf(ways)) {
      expect([args.join(" "), code, err]).toEqual([args.join(" "), 0, ""]);
      const own = out.split("\n").filter((line) => line.startsWith(`hearthgate ${command} `));
      expect(own.length).toBeGreaterThan(0);
      for (const line of own) expect(line.startsWith(`hearthgate ${command} ${name}`)).toBe(true);
    }
  });
});

describe("faults", () => {
  test.each<readonly [readonly string[], readonly string[]]>([
    [
      ["tokens", "isue", "--lable", "x", "--json=1"],
      ["nearest is issue", "nearest is --label", "--json takes no"],
    ],
    [
      ["grants", "revok", "x", "--resaon", "y"],
      ["nearest is revoke", "nearest is --reason"],
    ],
    [
      ["grants", "list", "--area", "x", "--pin", "1"],
      ["list takes no --area", "list takes no --pin"],
    ],
    [
      ["grants", "explain", "operatr", "--target", "{", "--data", "["],
      ["«operator»", "--service", "--target", "--data"],
    ],
    [
      ["grants", "create", "--preset", "guest", "--schedule", "{", "--entities", "["],
      ["--schedule", "--entities"],
    ],
    [["grants", "show"], ["One grant is to be named"]],
    [["grants", "show", "a", "b"], ["One grant is to be named"]],
    [["grants", "delete", "operato"], ["no grant of that name"]],
    [["kill", "on", "--reason"], ["--reason needs a value"]],
    [["kill", "on", "--reason", "--json"], ["--reason needs a value; one that begins with -"]],
    [["keys"], ["give one of list, generate"]],
    [["serve", "--dmo"], ["nearest is --demo"]],
  ])("%j", async (args, said) => {
    const { out, err, code } = await hearthgate(home(), args, NOTHING);
    expect([code, out]).toEqual([78, ""]);
    for (const part of said) expect(err).toContain(part);
  });

  test("an unknown command is told with its nearest", async () => {
    const { err, code } = await hearthgate(home(), ["grnts"], NOTHING);
    expect([code, err]).toEqual([
      64,
      'hearthgate: no command "grnts". The nearest is grants. hearthgate --help lists them.\n',
    ]);
  });
});
