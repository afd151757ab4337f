/** What the bench says while it measures, row by row. */

import { type Figures, rowOf } from "./figures.ts";

export type Report = {
  readonly figures: Figures;
  /** What is measured now. */
  say(text: string): void;
  /** Keeps the figures and prints their rows. */
  add(measured: Figures): void;
};

/** With `json` all of it goes to stderr: stdout then has the one object alone. */
export function openReport(json: boolean): Report {
  const started = performance.now();
  const figures: Figures = {};
  const print = json ? console.error : console.log;
  return {
    figures,
    say: (text) => print(`# ${((performance.now() - started) / 1_000).toFixed(0).padStart(3)} s  ${text}`),
    add(measured) {
      Object.assign(figures, measured);
      for (const [name, figure] of Object.entries(measured)) print(rowOf(name, figure));
    },
  };
}
