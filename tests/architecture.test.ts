/** Who may import whom: the table of docs/architecture.md, held against the code. */

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

/** Folder (or the longest prefix of one) → folders it may import from; its own always. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ["core"],
  log: ["core"],
  audit: ["core", "store/folder.ts"],
  hass: ["core"],
  search: ["core", "hass"],
  store: ["core"],
  security: ["core", "hass", "store"],
  home: ["core", "hass", "search", "security/grant"],
  tools: ["core", "home"],
  registry: ["core", "home", "hass", "security", "audit", "log", "tools/tool.ts"],
  transport: ["core", "log", "security/identity", "registry"],
  demo: ["core", "hass"],
};

/** Files of hass that others than the entry points may see: the port, its types, what follows from the registries. */
const HASS_PORT = new Set([
  "hass/gateway.ts",
  "hass/registries.ts",
  "hass/wire.ts",
  "hass/hass-error.ts",
  "hass/password.ts",
]);
/** Runtime dependency → folders that may import it. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  "@modelcontextprotocol/server": ["transport"],
  "@modelcontextprotocol/client": ["cli"],
  "home-assistant-js-websocket": ["hass"],
  ws: ["hass", "demo"],
  valibot: ["tools", "registry", "security/grant"],
  "@valibot/to-json-schema": ["registry"],
  pino: ["log"],
};
/** The one file of the registry that knows the catalogue runs when the program is bundled. */
const EXCEPTIONS = new Set(["registry/served-catalogue.ts → tools/catalogue.ts"]);

const root = join(import.meta.dir, "..", "src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const edges = files.flatMap((file) =>
  [
    ...readFileSync(join(root, file), "utf8").matchAll(/(?:^import\b[^"]*?|^} from |import\()"([^"]+)"/gm),
  ].map((match) => ({
    from: file,
    to: match[1] ?? "",
  })),
);

function isEntryPoint(file: string): boolean {
  return !file.includes("/") || file.startsWith("cli/");
}

test("the scan saw the tree", () => {
  expect(files.length).toBeGreaterThan(60);
  expect(edges.length).toBeGreaterThan(200);
});

test("every folder is in the table", () => {
  const known = new Set([...Object.keys(MAY_IMPORT), "cli"]);
  const folders = new Set(files.filter((file) => file.includes("/")).map((file) => file.split("/")[0] ?? ""));
  expect([...folders].filter((folder) => !known.has(folder))).toEqual([]);
});

test("folders import only what they may", () => {
  const faults: string[] = [];
  for (const { from, to } of edges) {
    if (!to.startsWith(".") || isEntryPoint(from)) continue;
    const target = relative(root, normalize(join(root, dirname(from), to)));
    const folder = from.split("/")[0] ?? "";
    if (target.startsWith(`${folder}/`) || EXCEPTIONS.has(`${from} → ${target}`)) continue;
    const allowed = MAY_IMPORT[folder] ?? [];
    if (!allowed.some((each) => target === each || target.startsWith(`${each}/`)))
      faults.push(`${from} → ${target}`);
    if (target.startsWith("hass/") && !HASS_PORT.has(target))
      faults.push(`${from} → ${target} (not the port)`);
  }
  expect(faults).toEqual([]);
});

test("runtime dependencies are imported only where docs/architecture.md says", () => {
  const manifest = JSON.parse(readFileSync(join(root, "..", "package.json"), "utf8"));
  expect(Object.keys(manifest.dependencies).sort()).toEqual(Object.keys(MAY_USE).sort());
  const faults: string[] = [];
  const page = readFileSync(join(root, "..", "docs", "architecture.md"), "utf8");
  for (const name of Object.keys(MAY_USE))
    if (!page.includes(`\`${name}\``)) faults.push(`docs/architecture.md does not name ${name}`);
  for (const { from, to } of edges) {
    if (to.startsWith(".") || to.startsWith("node:")) continue;
    const name = Object.keys(MAY_USE).find((each) => to === each || to.startsWith(`${each}/`));
    const allowed = name === undefined ? [] : (MAY_USE[name] ?? []);
    if (!allowed.some((folder) => from.startsWith(`${folder}/`))) faults.push(`${from} → ${to}`);
  }
  expect(faults).toEqual([]);
});

test("every file opens with a sentence that says what it is for", () => {
  const faults = files.filter(
    (file) => !/^(#!.*\n)?\/\*\*[\s\S]+?\*\/\n/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(faults).toEqual([]);
});

test("no file is longer than 400 lines", () => {
  expect(files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 401)).toEqual([]);
});
