/** Who may import whom, how large things may be: the tables of docs/architecture.md, held against the code. */

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

/** What others see of the grants: everything else of security/grant is its own. */
const GRANT_PORT = [
  "security/grant/model/access.ts",
  "security/grant/model/builtins.ts",
  "security/grant/model/denied.ts",
  "security/grant/model/grant.ts",
  "security/grant/model/instant.ts",
  "security/grant/model/request.ts",
  "security/grant/model/special.ts",
  "security/grant/scope/attributes.ts",
  "security/grant/scope/readable.ts",
  "security/grant/scope/tool-list.ts",
  "security/grant/scope/usable-services.ts",
  "security/grant/restrict/counters.ts",
  "security/grant/restrict/network.ts",
  "security/grant/restrict/store-counters.ts",
  "security/grant/decide/decide.ts",
  "security/grant/decide/look.ts",
  "security/grant/decide/permission.ts",
  "security/grant/parse/grant-book.ts",
] as const;

const MODEL = ["core", "hass", "security/grant/model"];
const SCOPE = [...MODEL, "security/grant/scope"];
const TARGET = [...SCOPE, "security/grant/target"];
const EVALUATE = [...TARGET, "security/grant/reach", "security/grant/restrict"];
const IDENTITY = ["core", ...GRANT_PORT, "store"];
const DEMO = ["core", "hass", "demo/world", "demo/services"];
/** The owner's commands look into the grants themselves. */
const CLI = [
  "core",
  "config",
  "hass",
  "hass/live-gateway.ts",
  ...EVALUATE,
  "security/grant/decide",
  "security/grant/parse",
  "transport/stdio",
  "demo/house.ts",
  "start",
  "version.ts",
];
const HOME = ["core", "hass", ...GRANT_PORT, "home/home.ts", "home/denials.ts", "home/sent-call.ts"];

/**
 * Room → rooms and files that it may import from; its own always. A file belongs to the room with the longest name that
 * its path begins with; a room is the files directly in it, and files at the root are rooms of their own.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ["core"],
  log: ["core"],
  store: ["core", "store/migrations"],
  "store/migrations": [],
  audit: ["core", "store/folder.ts"],
  hass: ["core"],
  "hass/link": ["core", "hass"],
  "hass/live": ["core", "hass", "hass/link"],
  "hass/live-gateway.ts": ["core", "hass", "hass/link", "hass/live"],
  "search/words": ["core"],
  "search/index": ["core", "hass", "search/words"],
  "search/match": ["core", "hass", "search/query.ts", "search/words", "search/index"],
  search: ["core", "hass", "search/words", "search/words/languages", "search/index", "search/match"],
  "search/words/languages": ["search/words"],
  "security/grant/model": MODEL,
  "security/grant/scope": SCOPE,
  "security/grant/target": TARGET,
  "security/grant/reach": TARGET,
  "security/grant/restrict": [...TARGET, "store"],
  "security/grant/evaluate": EVALUATE,
  "security/grant/decide": [...EVALUATE, "security/grant/evaluate"],
  "security/grant/parse": [...SCOPE, "security/grant/restrict", "store"],
  "security/identity/keep": ["core", "store"],
  "security/identity/token": [...IDENTITY, "security/identity/keep"],
  "security/identity/key": [...IDENTITY, "security/identity/keep"],
  "security/identity/login": [
    ...IDENTITY,
    "security/identity",
    "security/identity/keep",
    "security/identity/key",
  ],
  "security/identity/guard": IDENTITY,
  "security/identity": [
    ...IDENTITY,
    "security/identity/keep",
    "security/identity/token",
    "security/identity/key",
    "security/identity/login",
    "security/identity/guard",
  ],
  "home/see": HOME,
  "home/service": [...HOME, "home/see"],
  "home/act": [...HOME, "home/see", "home/service"],
  "home/read": [...HOME, "home/see", "home/service", "search"],
  home: [...HOME, "home/see", "home/service", "home/act", "home/read", "search"],
  tools: ["core", "home/home.ts"],
  registry: ["core", "home", "hass", ...GRANT_PORT, "security/identity", "audit", "log", "tools/tool.ts"],
  // the one file of the registry that knows the catalogue runs when the program is bundled
  "registry/served-catalogue.ts": ["registry", "tools/catalogue.ts"],
  transport: ["core", "log", "security/identity", "registry"],
  "transport/stdio": ["core", "log", "registry", "transport"],
  "demo/world": ["core", "hass"],
  "demo/services": DEMO,
  "demo/inventory": DEMO,
  "demo/past": DEMO,
  "demo/commands": [...DEMO, "demo/past", "demo/version.ts"],
  "demo/door": [...DEMO, "demo/commands"],
  demo: [...DEMO, "demo/inventory", "demo/past", "demo/commands", "demo/door"],
  start: [
    "core",
    "config",
    "log",
    "audit",
    "store",
    "hass",
    "hass/live-gateway.ts",
    "hass/link/token-owner.ts",
    "search",
    ...GRANT_PORT,
    "security/grant/parse/grant-file.ts",
    "security/identity",
    "registry",
    "registry/served-catalogue.ts",
    "tools/catalogue.ts",
    "transport/door.ts",
    "demo/house.ts",
    "version.ts",
  ],
  cli: CLI,
  // what is done to tokens, keys and the like is done to the state
  "cli/owner": [
    "core",
    "config",
    "audit",
    "store",
    "cli/grants-command.ts",
    "security/grant/model",
    "security/grant/parse",
    "security/grant/restrict",
    "security/identity/keep",
    "security/identity/token",
    "security/identity/key",
    "security/identity/login",
    "security/identity/guard",
  ],
  "cli.ts": ["cli", "cli/owner", "start", "version.ts"],
  "stdio-server.ts": ["cli/stdio.ts", "start"],
  "version.ts": [],
};

/** Runtime dependency → rooms or files that may import it; an SDK is known to one file. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  "@modelcontextprotocol/server": ["transport/sdk-server.ts"],
  "@modelcontextprotocol/client": ["cli"],
  "home-assistant-js-websocket": ["hass/live-gateway.ts", "hass/link", "hass/live"],
  jsonwebtoken: ["security/identity/login"],
  "ipaddr.js": ["security/grant/restrict"],
  ws: ["hass/link", "demo/door"],
  valibot: ["tools", "registry", "security/grant/parse"],
  "@valibot/to-json-schema": ["registry"],
  pino: ["log"],
};

const FILE_LINES = 300;
const FILES_IN_FOLDER = 16;

const top = join(import.meta.dir, "..");
const root = join(top, "src");
const files = filesBelow(root);
const rooms = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);
const edges = files.flatMap((from) =>
  [
    ...readFileSync(join(root, from), "utf8").matchAll(
      /^(?:import|export)\b[^"';]*?from "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm,
    ),
  ].map(([, named, bare, dynamic]) => ({ from, to: named ?? bare ?? dynamic ?? "" })),
);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
}

/** `search` holds the files directly in it, and those of rooms below that are not in the table: there must be none. */
function roomOf(file: string): string | undefined {
  return rooms.find((room) => file === room || (file.startsWith(`${room}/`) && dirname(file) === room));
}

test("the scan saw the tree", () => {
  expect(files.length).toBeGreaterThan(200);
  expect(edges.length).toBeGreaterThan(700);
  expect(edges.some(({ from, to }) => from === "start/start.ts" && to === "./road.ts")).toBe(true);
});

test("every file is in a room of the table, and no room is empty", () => {
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  const lived = new Set(files.map(roomOf));
  expect(rooms.filter((room) => !lived.has(room))).toEqual([]);
});

test("rooms import only what they may", () => {
  const faults: string[] = [];
  for (const { from, to } of edges) {
    if (!to.startsWith(".")) continue;
    const target = relative(root, normalize(join(root, dirname(from), to)));
    if (target === "../package.json" && from === "version.ts") continue;
    const room = roomOf(from) ?? "";
    const other = roomOf(target) ?? "";
    const allowed = MAY_IMPORT[room] ?? [];
    if (room !== other && !allowed.includes(target) && !allowed.includes(other))
      faults.push(`${from} → ${target}`);
  }
  expect(faults).toEqual([]);
});

test("rooms import each other one way", () => {
  const near = new Map(rooms.map((room) => [room, new Set<string>()]));
  for (const { from, to } of edges) {
    const target = relative(root, normalize(join(root, dirname(from), to)));
    const [room, other] = [roomOf(from) ?? "", roomOf(target) ?? ""];
    // what a folder's root hands down (types, words) is no way back
    if (to.startsWith(".") && room !== other && !room.startsWith(`${other}/`)) near.get(room)?.add(other);
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(near.get(from) ?? [])].some(
      (next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))),
    );
  expect(rooms.filter((room) => reaches(room, room))).toEqual([]);
});

test("runtime dependencies are imported only where docs/architecture.md says", () => {
  const manifest = JSON.parse(readFileSync(join(top, "package.json"), "utf8"));
  expect(Object.keys(manifest.dependencies).sort()).toEqual(Object.keys(MAY_USE).sort());
  const page = readFileSync(join(top, "docs", "architecture.md"), "utf8");
  const faults = Object.keys(MAY_USE)
    .filter((name) => !page.includes(`\`${name}\``))
    .map((name) => `docs/architecture.md does not name ${name}`);
  for (const { from, to } of edges) {
    if (to.startsWith(".") || to.startsWith("node:")) continue;
    const name = Object.keys(MAY_USE).find((each) => to === each || to.startsWith(`${each}/`));
    const allowed = name === undefined ? [] : (MAY_USE[name] ?? []);
    if (!allowed.includes(from) && !allowed.includes(roomOf(from) ?? "")) faults.push(`${from} → ${to}`);
  }
  expect(faults).toEqual([]);
});

test("every file opens with a sentence that says what it is for", () => {
  const faults = files.filter(
    (file) => !/^(#!.*\n)?\/\*\*[\s\S]+?\*\/\n/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(faults).toEqual([]);
});

test("no file is longer than 300 lines, no folder holds more than 16 files", () => {
  const long: string[] = [];
  const counts = new Map<string, number>();
  for (const folder of ["src", "tests", "bench", "scripts"]) {
    for (const file of filesBelow(join(top, folder))) {
      const path = join(folder, file);
      if (readFileSync(join(top, path), "utf8").split("\n").length > FILE_LINES + 1) long.push(path);
      counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    }
  }
  expect(long).toEqual([]);
  expect([...counts].filter(([, count]) => count > FILES_IN_FOLDER)).toEqual([]);
});

test("a type that others import has a name of its own", () => {
  const named = new Map<string, string[]>();
  for (const file of files.filter((each) => !each.startsWith("demo/"))) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, name = ""] of text.matchAll(/^export (?:type|class) (\w+)/gm))
      named.set(name, [...(named.get(name) ?? []), file]);
  }
  expect(named.size).toBeGreaterThan(100);
  expect([...named].filter(([, where]) => where.length > 1)).toEqual([]);
});
