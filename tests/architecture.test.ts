/** Who may import whom, how large things may be: the tables of docs/architecture.md, held against the code. */

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { MAY_USE } from "./architecture-packages.ts";
import { MAY_IMPORT } from "./architecture-table.ts";

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
  expect(inCircles(near)).toEqual([]);
});

test("no file leads back to itself, not even by a type", () => {
  const near = new Map(files.map((file) => [file, new Set<string>()]));
  for (const { from, to } of edges)
    if (to.startsWith(".")) near.get(from)?.add(relative(root, normalize(join(root, dirname(from), to))));
  expect(inCircles(near)).toEqual([]);
});

/** The names from which a way leads back to them. */
function inCircles(near: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(near.get(from) ?? [])].some(
      (next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))),
    );
  return [...near.keys()].filter((name) => reaches(name, name));
}

test("runtime dependencies are imported only where docs/architecture.md says", () => {
  const manifest = JSON.parse(readFileSync(join(top, "package.json"), "utf8"));
  // the bundle holds them: what is published installs nothing
  expect(manifest.dependencies).toBeUndefined();
  for (const name of Object.keys(MAY_USE)) expect(manifest.devDependencies).toHaveProperty([name]);
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
