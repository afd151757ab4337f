/** Writes what is generated: .env.example, docs/configuration.md, docs/clients.md, docs/tools.md, tests/pins, words for what signs show. With --check it only compares. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Setting } from "../src/config/setting.ts";
import { SETTINGS } from "../src/config/settings.ts";
import { type ServedTool, serve } from "../src/registry/served.ts";
import { CATALOGUE } from "../src/tools/catalogue.ts";
import { clientsPage } from "./docs/clients-page.ts";
import { signWordsFile } from "./docs/sign-words.ts";

const settings: readonly [string, Setting][] = Object.entries(SETTINGS);
const tools = CATALOGUE.map(serve);

function envExample(): string {
  const lines = settings.flatMap(([name, setting]) => [
    `# ${setting.help}`,
    ...(setting.kind === "choice" ? [`# one of: ${setting.options.join(", ")}`] : []),
    ...(setting.aliases ? [`# also: ${setting.aliases.join(", ")}`] : []),
    `${setting.default === undefined && !["HASS_URL", "HASS_TOKEN"].includes(name) ? "# " : ""}${name}=${setting.default ?? ""}`,
    "",
  ]);
  return `# Settings of Hearthgate. Every NAME may instead be given as NAME_FILE, the path of a file that holds the value.\n\n${lines.join("\n")}`;
}

function configurationPage(): string {
  const rows = settings.map(([name, setting]) => {
    const kind = setting.kind === "choice" ? setting.options.join(" \\| ") : setting.kind;
    const aliases = setting.aliases
      ? ` Also: ${setting.aliases.map((alias) => `\`${alias}\``).join(", ")}.`
      : "";
    return `| \`${name}\` | ${kind} | ${setting.default === undefined ? "" : `\`${setting.default}\``} | ${setting.help}.${aliases} |`;
  });
  return [
    "# Configuration",
    "",
    "Read once at start from the environment. A bad value stops the start (exit 78) with every fault at once, by name and never by value. Every setting may come from a file: `HASS_TOKEN_FILE=/run/secrets/hass_token`. Empty means unset.",
    "",
    "| name | kind | default | |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function toolsPage(): string {
  const parts = tools.map((tool) => {
    const { readOnlyHint, destructiveHint, idempotentHint } = tool.annotations;
    const hints = [
      readOnlyHint && "read only",
      destructiveHint && "acts on the home",
      idempotentHint && "idempotent",
    ]
      .filter(Boolean)
      .join(", ");
    return [
      `## ${tool.name}`,
      "",
      tool.description,
      "",
      `${hints}. Effects: ${tool.effects.join(", ")}.`,
      "",
      "```json",
      JSON.stringify(tool.inputSchema, null, 2),
      "```",
      "",
    ].join("\n");
  });
  return ["# Tools", "", "As served; the order is the order in which hosts see them.", "", ...parts].join(
    "\n",
  );
}

function pin({ effects: _, ...wire }: ServedTool): string {
  return `${JSON.stringify(wire, null, 2)}\n`;
}

const files: Readonly<Record<string, string>> = {
  ".env.example": envExample(),
  "docs/configuration.md": configurationPage(),
  "docs/clients.md": clientsPage(),
  "docs/tools.md": toolsPage(),
  "src/search/words/cldr/sign-words.json": await signWordsFile(),
  ...Object.fromEntries(tools.map((tool) => [`tests/pins/${tool.name}.json`, pin(tool)])),
};

const stale = Object.entries(files).filter(
  ([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text,
);
if (process.argv.includes("--check")) {
  for (const [path] of stale) console.error(`${path} is stale: run npm run docs`);
  process.exit(stale.length > 0 ? 1 : 0);
}
for (const [path, text] of stale) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
