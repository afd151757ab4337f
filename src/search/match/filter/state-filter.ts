/** The state filter of a query: `on`, `!=off`, `>50`, `unavailable`. */

import { Failure } from "../../../core/failure.ts";
import { quote } from "../../../core/text.ts";

const COMPARISON = /^\s*(>=|<=|!=|==|=|>|<)?\s*(.*?)\s*$/s;

/** Words compare without case; an order compares numbers, and a state that is none never fits. INPUT_INVALID when unreadable. */
export function compileStateFilter(text: string): (state: string) => boolean {
  const [, comparison = "=", wanted = ""] = COMPARISON.exec(text) ?? [];
  if (wanted === "") throw unreadable(text);
  const word = wanted.toLowerCase();
  const number = numberOf(wanted.replace(UNIT, ""));
  const same = (state: string) =>
    state.toLowerCase() === word || (number !== undefined && numberOf(state) === number);
  if (comparison === "!=") return (state) => !same(state);
  if (comparison === "=" || comparison === "==") return same;
  if (number === undefined) throw unreadable(text);
  const holds = ORDERS[comparison] ?? (() => false);
  return (state) => {
    const value = numberOf(state);
    return value !== undefined && holds(value, number);
  };
}

/** "<20%", "> 25 °C" */
const UNIT = /(?<=\d)\s*(?:%|°\s*[CF]?)$/i;
const ORDERS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
};

function numberOf(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : undefined;
}

function unreadable(text: string): Failure {
  return new Failure("INPUT_INVALID", `The state filter ${quote(text, 40)} cannot be read.`, {
    hint: "Use a state (on), !=off, or a comparison with a number (>50).",
  });
}
