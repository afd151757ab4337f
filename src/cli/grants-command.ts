/** What every command under `hearthgate grants` is handed. */

import { Failure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import { keyTwice } from "../core/json-shape.ts";

export type GrantsCommand = {
  readonly positionals: readonly string[];
  readonly homePath: string;
  /** Runs what reads and writes grants.json while no other process does, with its line in the audit; `work` must not wait. */
  readonly change: <Result>(
    change: { readonly action: string; readonly id: string },
    work: () => Result,
  ) => Promise<Result>;
  readonly values: {
    readonly json: boolean;
    readonly demo: boolean;
    readonly from?: string | undefined;
    readonly preset?: string | undefined;
    readonly name?: string | undefined;
    readonly area?: readonly string[] | undefined;
    readonly schedule?: string | undefined;
    readonly pin?: string | undefined;
    readonly entities?: string | undefined;
    readonly expires?: string | undefined;
    readonly service?: string | undefined;
    readonly target?: string | undefined;
    readonly data?: string | undefined;
    readonly reason?: string | undefined;
    readonly "applies-to"?: string | undefined;
    readonly manifest?: string | undefined;
    readonly approve?: string | undefined;
  };
};

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What each of these gives; CONFIG_INVALID with the faults of all that fail. */
export function allGiven<Given extends readonly unknown[]>(
  ...readers: { readonly [Index in keyof Given]: () => Given[Index] }
): Given {
  const faults: string[] = [];
  const given = readers.map((read) => {
    try {
      return read();
    } catch (fault) {
      if (!(fault instanceof Failure)) throw fault;
      faults.push([fault.message, fault.hint].filter(Boolean).join(" "));
      return undefined;
    }
  });
  if (faults.length > 0) throw new Failure("CONFIG_INVALID", faults.join("\n  "));
  return given as unknown as Given;
}

/** The one grant that a command names; CONFIG_INVALID. */
export function nameIn([name, ...more]: readonly string[]): string {
  if (name !== undefined && more.length === 0) return name;
  throw new Failure("CONFIG_INVALID", "One grant is to be named, by id or name.", {
    hint: "hearthgate grants list names them all.",
  });
}

/** Rows under headings, columns as wide as their widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  return [headings, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A JSON object; CONFIG_INVALID names where it was given (`--from`, `FILE`), and a key that stands there twice. */
export function jsonGiven(name: string, text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  refuseKeyTwice(name, text);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // said below, like any other text that is no object
  }
  throw new Failure("CONFIG_INVALID", `${name} is not one whole JSON object.`, {
    hint: "Look at its quotes, commas and brackets; nothing was saved.",
  });
}

function refuseKeyTwice(name: string, text: string): void {
  const twice = keyTwice(text);
  if (twice !== undefined) throw new Failure("CONFIG_INVALID", `${name}: ${twice}`);
}
