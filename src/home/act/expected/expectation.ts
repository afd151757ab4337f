/** The yardstick of a verdict, and the simple ways to make one. */

import { type JsonObject, plainNumber, plainText } from "../../../core/json.ts";
import type { EntityState } from "../../../hass/gateway.ts";

/** Looks at the state now and, where a change is the point, at the state before. */
export type Expectation = {
  /** The data says more than can be compared: being as wanted before does not mean that nothing was done. */
  readonly partial?: boolean;
  /** The data's own values differ, be it by less than a device may round. */
  readonly moved?: (now: EntityState, before: EntityState) => boolean;
  /** What is wanted depends on the state before, which somebody else may have changed a moment ago. */
  readonly relative?: boolean;
  /** As wanted. */
  readonly done: (now: EntityState, before: EntityState) => boolean;
  /** On its way there. */
  readonly moving?: (now: EntityState, before?: EntityState) => boolean;
  /** It tried and could not. */
  readonly stuck?: (now: EntityState) => boolean;
  /** Nothing to be done: it is where the service leads already. */
  readonly idle?: (before: EntityState) => boolean;
  /** Why it is not as wanted, where it would be by the time that Home Assistant answers. */
  readonly missed?: string;
  /** What the data asks of single attributes, where a device may make something else of it. */
  readonly asked?: readonly AskedValue[];
  /** Whether all but the asked values is as wanted. */
  readonly rest?: (now: EntityState, before: EntityState) => boolean;
};

/** `key` is an attribute, or `state`. */
export type AskedValue = {
  readonly key: string;
  readonly value: unknown;
  readonly holds: (now: EntityState) => boolean;
};

export const state = (...wanted: readonly string[]): Expectation => ({
  done: (now) => wanted.includes(now.state),
});

/** `idle`: there is nothing that could be brought there. */
export const unlessIn = (idle: readonly string[], ...wanted: readonly string[]): Expectation => ({
  ...state(...wanted),
  idle: (before) => idle.includes(before.state),
});

export const towards = (wanted: readonly string[], ways: readonly string[]): Expectation => ({
  done: (now) => wanted.includes(now.state),
  moving: (now) => ways.includes(now.state),
});

export const attribute = (key: string, wanted: unknown): Expectation => ({
  done: ({ attributes }) => attributes[key] === wanted,
});

/** The state is a time stamp or a counter: any change of it is the effect. */
export const changed: Expectation = {
  done: (now, before) => now.state !== before.state || now.lastUpdated !== before.lastUpdated,
};

/** Another value of the attribute, or of the state; `idle` where there is none. */
export function anotherOf(key: string, idle?: (before: EntityState) => boolean): Expectation {
  return {
    relative: true,
    done: (now, before) => plainText(read(now, key)) !== plainText(read(before, key)),
    ...(idle ? { idle } : {}),
  };
}

/** A number that goes up or down, until it can go no further. */
export function numberGoes(key: string, way: 1 | -1, end: (attributes: JsonObject) => unknown): Expectation {
  return {
    relative: true,
    done: (now, before) => (plainNumber(read(now, key)) - plainNumber(read(before, key))) * way > 0,
    idle: (before) => {
      const last = end(before.attributes);
      const value = read(before, key);
      return typeof last === "number" && value !== undefined && (plainNumber(value) - last) * way >= 0;
    },
  };
}

export function read(now: EntityState, key: string): unknown {
  return key === "state" ? now.state : now.attributes[key];
}
