/** Where a cover went, told of its rows: from the beginning of each way to its end, in whatever states it was meanwhile. */

import { expect, test } from "bun:test";
import { settingsIn } from "../../../src/home/past/settings.ts";

type Row = readonly [state: string, position: number, at: number, changed?: number];

function told(...rows: readonly Row[]): readonly string[] {
  const written = rows.map(([s, current_position, lu, lc]) => ({
    ...{ s, a: { current_position }, lu },
    ...(lc === undefined ? {} : { lc }),
  }));
  const [state = "", position = 0, at = 0, changed = at] = rows.at(-1) ?? [];
  const now = {
    ...{ id: "cover.a", state, attributes: { current_position: position } },
    ...{ lastUpdated: at, lastChanged: changed, contextId: "", parentContextId: undefined },
  };
  const range = { start: 0, end: 1_000_000 };
  const seen = { open: ({ attributes }: typeof now) => attributes, say: (text: string) => text };
  return settingsIn(written, now, range, seen as never).map(
    ({ at: when, text }) => `${when / 1_000} ${text}`,
  );
}

test.each<readonly [string, readonly Row[], readonly string[]]>([
  [
    "in steps, the last of which ends the motion",
    [
      ["open", 10, 1],
      ["opening", 10, 100],
      ["opening", 20, 101, 100],
      ["opening", 30, 102, 100],
      ["open", 40, 103],
    ],
    ["103 position 10 % → 40 %"],
  ],
  [
    "told at its end alone",
    [
      ["open", 100, 1],
      ["closing", 100, 100],
      ["closed", 0, 130],
    ],
    ["130 position 100 % → 0 %"],
  ],
  [
    "while it stays open",
    [
      ["open", 50, 1],
      ["open", 60, 100, 1],
    ],
    ["100 position 50 % → 60 %"],
  ],
  [
    "two ways, one long after the other",
    [
      ["open", 50, 1],
      ["open", 60, 100, 1],
      ["open", 70, 101, 1],
      ["open", 20, 200, 1],
    ],
    ["101 position 50 % → 70 %", "200 position 70 % → 20 %"],
  ],
  [
    "not what a start writes anew",
    [
      ["open", 50, 1],
      ["open", 60, 100],
      ["unavailable", 60, 200],
      ["open", 20, 300],
    ],
    [],
  ],
  [
    "nor what only tells its state",
    [
      ["open", 50, 1],
      ["closing", 50, 100],
      ["open", 50, 105],
    ],
    [],
  ],
])("%s", (_, rows, said) => expect(told(...rows)).toEqual(said));
