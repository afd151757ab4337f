/** What a grant opens of a call, before restrictions and gates. */

import type { JsonObject } from "../../../core/json.ts";
import type { Leaf } from "./world.ts";

export type Opened = {
  readonly service: string;
  readonly targets: readonly string[];
  readonly leftOut: readonly string[];
  readonly data: JsonObject;
  /** What it sets in motion elsewhere, and what its data names. */
  readonly leaves: readonly Leaf[];
  /** Set where the owner is to decide on what cannot be permitted. */
  readonly asks: string | undefined;
  /** One of the services that only read. */
  readonly reads: boolean;
};

/** References with those that areas and devices in the data stand for. */
export type Named = {
  readonly entityIds: readonly string[];
  readonly absent: readonly string[];
  readonly statisticIds: readonly string[];
};
