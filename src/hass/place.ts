/** A home as it stands: states and registries, the part of a Gateway that most questions are answered from. */

import type { EntityState } from "./gateway.ts";
import { NO_REGISTRIES, type Registries } from "./registries.ts";

/** Read live: both may be replaced between two reads. A Gateway has this shape. */
export type Place = {
  readonly states: ReadonlyMap<string, EntityState>;
  readonly registries: Registries;
  /** Entities exposed to Assist; there where somebody loaded them. */
  readonly exposed?: ReadonlySet<string>;
};

export const NO_PLACE: Place = { states: new Map(), registries: NO_REGISTRIES };
