/** The kinds of service fields, each with its selector and its check. */

import {
  anything,
  boolean,
  type Check,
  clamped,
  float,
  integer,
  listOf,
  oneOf,
  percentage,
  text,
  within,
} from "../world/checks.ts";
import type { Field } from "./service.ts";

type Wire = Field["wire"];

/** Only shown for entities with any of these feature masks. */
export function needs(...masks: number[]): Wire {
  return { filter: { supported_features: masks } };
}

/** Only shown for entities whose attribute has any of these values. */
export function needsAttribute(attribute: string, values: readonly unknown[]): Wire {
  return { filter: { attribute: { [attribute]: values } } };
}

export function required(field: Field): Field {
  return { ...field, required: true };
}

/** Taken, though `get_services` does not tell of it. */
export function untold(field: Field): Field {
  return { ...field, untold: "field" };
}

/** Needed, though `get_services` does not say so. */
export function quietlyRequired(field: Field): Field {
  return { ...field, required: true, untold: "required" };
}

const slider = (
  min: number,
  max: number,
  unit: string | undefined,
  step = 1,
): Readonly<Record<string, unknown>> => ({
  number: { min, max, ...(unit ? { unit_of_measurement: unit } : {}), step, mode: "slider" },
});

export function percent(wire: Wire = {}): Field {
  return { wire: { ...wire, selector: slider(0, 100, "%") }, check: percentage };
}

/** A number on a slider; refused outside its range unless another check is given. */
export function range(
  min: number,
  max: number,
  wire: Wire = {},
  check: Check = within(float, min, max),
  unit?: string,
): Field {
  return { wire: { ...wire, selector: slider(min, max, unit) }, check };
}

export function seconds(wire: Wire = {}): Field {
  return { wire: { ...wire, selector: slider(0, 300, "seconds") }, check: clamped(float, 0, 6553) };
}

/** A number typed into a box. */
export function box(min: number, max: number, step: number, wire: Wire = {}, check: Check = float): Field {
  return { wire: { ...wire, selector: { number: { min, max, step, mode: "box" } } }, check };
}

export function byte(wire: Wire = {}): Field {
  return {
    wire: { ...wire, selector: { number: { min: 0, max: 255, step: 1, mode: "slider" } } },
    check: clamped(integer, 0, 255),
  };
}

export function words(wire: Wire = {}, check: Check = text): Field {
  return { wire: { ...wire, selector: { text: { multiline: false, multiple: false } } }, check };
}

/** A value the entity itself lists, picked from an attribute or from its states. */
export function choice(attribute: string | undefined, wire: Wire = {}, check: Check = text): Field {
  const state = attribute
    ? { attribute, multiple: false }
    : { hide_states: ["unavailable", "unknown"], multiple: false };
  return { wire: { ...wire, selector: { state } }, check };
}

/** One of fixed words. */
export function select(options: readonly string[], wire: Wire = {}, check: Check = oneOf(options)): Field {
  const selector = { select: { options, multiple: false, custom_value: false, sort: false } };
  return { wire: { ...wire, selector }, check };
}

/** A span of time, as words or as numbers of hours and minutes. */
export function duration(wire: Wire = {}): Field {
  return { wire: { ...wire, selector: { duration: { enable_second: true } } }, check: anything };
}

export function flag(wire: Wire = {}): Field {
  return { wire: { ...wire, selector: { boolean: {} } }, check: boolean };
}

export function entities(multiple: boolean, wire: Wire = {}): Field {
  return { wire: { ...wire, selector: { entity: { multiple, reorder: false } } }, check: listOf(text) };
}

export function object(wire: Wire = {}, check: Check = anything): Field {
  return { wire: { ...wire, selector: { object: { multiple: false } } }, check };
}

export function plainField(
  selector: Readonly<Record<string, unknown>>,
  check: Check,
  wire: Wire = {},
): Field {
  return { wire: { ...wire, selector }, check };
}
