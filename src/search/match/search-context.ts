/** What the parts of one search share. */

import type { Tables } from "../index/tables.ts";
import type { Filter } from "./filter.ts";
import type { Gather } from "./gather.ts";
import type { Visible } from "./visible.ts";

export type SearchContext = {
  readonly tables: Tables;
  readonly gather: Gather;
  readonly filter: Filter;
  readonly visible: Visible;
  /** The group whose entities come first among equals. */
  readonly homeArea: number | undefined;
};
