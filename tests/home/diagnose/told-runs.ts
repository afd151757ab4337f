/** Runs of an automation or a script that are made up, and what a diagnosis tells of them. */

import type { EntityState } from "../../../src/hass/gateway.ts";
import { NOW } from "../../road/road.ts";
import { EVERYTHING, MINUTE, opened } from "./diagnosed.ts";

export const START = NOW - 30 * MINUTE;

type Told = {
  readonly about?: string;
  readonly config?: unknown;
  readonly access?: object;
  readonly more?: readonly EntityState[];
};

/** A run whose steps are these results by their paths, a second each. */
export function runOf(steps: Readonly<Record<string, object>>, more: object = {}) {
  const trace = Object.fromEntries(
    Object.entries(steps).map(([path, node], index) => [
      path,
      [{ path, timestamp: new Date(START + index * 1_000).toISOString(), ...node }],
    ]),
  );
  return { run_id: "r", timestamp: { start: new Date(START).toISOString() }, trace, config: {}, ...more };
}

export async function runsTold(
  whole: readonly object[],
  { about = "automation.evening", access = EVERYTHING, more = [] }: Told,
) {
  const asked: Readonly<Record<string, unknown>>[] = [];
  const ask = await opened({
    access,
    more,
    answers: {
      "trace/list": (message) => {
        asked.push(message);
        return whole;
      },
      "trace/get": ({ run_id }) =>
        whole.find((run) => (run as { readonly run_id?: unknown }).run_id === run_id),
    },
  });
  const { structured } = await ask(about);
  const { runs = [] } = structured["found"] as { readonly runs?: readonly string[] };
  return { runs, asked };
}

export async function stepsTold(
  steps: Readonly<Record<string, object>>,
  { config = {}, ...more }: Told = {},
): Promise<readonly string[]> {
  const { runs } = await runsTold([runOf(steps, { config })], more);
  return runs.slice(1).map((line) => line.trim());
}

export const result = (more: object) => ({ result: more });
