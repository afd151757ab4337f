/** What Node says of a bundle that ran (NODE_V8_COVERAGE), told in lines of the sources it was made from. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { decode } from "@jridgewell/sourcemap-codec";
import type { Lines } from "./lines.ts";

type Range = { readonly startOffset: number; readonly endOffset: number; readonly count: number };
type Script = {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
};

/** One place of the bundle and the line it comes from. */
type Segment = { readonly offset: number; readonly file: string; readonly line: number };

/** Of every report in `folder`; `root` is the checkout, whose `dist` has the bundle and its maps. */
export function readBundleLines(folder: string, root: string): Lines {
  const lines: Lines = new Map();
  const maps = new Map<string, readonly Segment[]>();
  for (const report of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    const { result } = JSON.parse(readFileSync(join(folder, report), "utf8")) as {
      result: readonly Script[];
    };
    for (const { url, functions } of result) {
      if (!url.startsWith("file:")) continue;
      const path = fileURLToPath(url);
      if (!path.startsWith(join(root, "dist")) || !existsSync(`${path}.map`)) continue;
      const segments = maps.get(path) ?? readSegments(path, root);
      maps.set(path, segments);
      mark(
        lines,
        segments,
        functions.flatMap(({ ranges }) => ranges),
      );
    }
  }
  return lines;
}

/** The innermost range around a place says how often it ran. */
function mark(lines: Lines, segments: readonly Segment[], ranges: readonly Range[]): void {
  const nested = [...ranges].sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const around: Range[] = [];
  let next = 0;
  for (const { offset, file, line } of segments) {
    for (let range = nested[next]; range && range.startOffset <= offset; range = nested[++next])
      around.push(range);
    while (around.length > 0 && (around.at(-1)?.endOffset ?? 0) <= offset) around.pop();
    const ran = (around.findLast(({ endOffset }) => endOffset > offset)?.count ?? 0) > 0;
    const known = lines.get(file) ?? new Map<number, boolean>();
    lines.set(file, known);
    known.set(line, ran || known.get(line) === true);
  }
}

/** In the order of their offsets. */
function readSegments(path: string, root: string): readonly Segment[] {
  const map = JSON.parse(readFileSync(`${path}.map`, "utf8")) as { sources: string[]; mappings: string };
  // the bundler names the sources of a chunk as seen from the folder above it
  const files = map.sources.map((source) => {
    const [beside, above] = [dirname(path), dirname(dirname(path))].map((from) => resolve(from, source));
    return relative(root, beside !== undefined && existsSync(beside) ? beside : (above ?? ""));
  });
  const segments: Segment[] = [];
  const starts = lineStarts(readFileSync(path, "utf8"));
  for (const [row, places] of decode(map.mappings).entries())
    for (const [column, source, line] of places) {
      const file = source === undefined ? undefined : files[source];
      if (file !== undefined && line !== undefined)
        segments.push({ offset: (starts[row] ?? 0) + column, file, line: line + 1 });
    }
  return segments;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
