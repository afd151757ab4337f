/** The words after a command: what is wrong with them, times and durations among them. */

import { Failure } from "../../core/failure.ts";
import { parseInstant } from "../../security/grant/model/instant.ts";

export function noSuchCommand(command: string, name: string, usage: string): Failure {
  return new Failure(
    "CONFIG_INVALID",
    `${command} ${name.slice(0, 30)}: there is no such command.\n${usage}`,
  );
}

/** One word and no more; CONFIG_INVALID with the usage. */
export function onlyWord(what: string, words: readonly string[], usage: string): string {
  const [word] = words;
  if (word !== undefined && words.length === 1) return word;
  throw new Failure("CONFIG_INVALID", `Give one ${what}.\n${usage}`);
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `45m`, `24h`, `3d` or `0` in milliseconds; undefined stays so. CONFIG_INVALID names the option. */
export function durationOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === "0") return text === undefined ? undefined : 0;
  const [, count, unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (UNIT_MS[unit] ?? 0);
  throw new Failure("CONFIG_INVALID", `--${name} is a duration such as 45m, 24h or 3d.`);
}

/** `never`, a duration from now, or a date and time with an offset, in milliseconds since 1970. */
export function endOption(name: string, text: string | undefined, now: number): number | "never" | undefined {
  if (text === undefined || text === "never") return text;
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  if (/^\d+[mhd]$/.test(text)) return now + (durationOption(name, text) ?? 0);
  throw new Failure(
    "CONFIG_INVALID",
    `--${name} is never, a duration such as 30d, or a time such as 2027-01-31T18:00:00+01:00.`,
  );
}

/** An instant (ms since 1970) as people read it; null = never. */
export function when(instant: number | null | undefined): string {
  if (instant === undefined) return "-";
  return instant === null ? "never" : new Date(instant).toISOString().slice(0, 16).replace("T", " ");
}

/** What every command under `hearthgate tokens` is handed. */
export type TokensCommand = {
  readonly words: readonly string[];
  readonly usage: string;
  readonly values: {
    readonly json: boolean;
    readonly logins: boolean;
    readonly oauth: boolean;
    readonly client?: string | undefined;
    readonly grant?: string | undefined;
    readonly parent?: string | undefined;
    readonly label?: string | undefined;
    readonly expires?: string | undefined;
    readonly narrow?: string | undefined;
    readonly overlap?: string | undefined;
    readonly reason?: string | undefined;
    readonly jwt?: string | undefined;
  };
};
