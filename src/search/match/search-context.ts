/** What the parts of one search share. */

import type { Gather } from "../gather/gather.ts";
import type { Indexed } from "../index/entities.ts";
import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Said } from "../words/state-by-form.ts";
import type { Filter } from "./filter/filter.ts";

export type SearchContext = {
  readonly tables: Tables;
  readonly gather: Gather;
  readonly filter: Filter;
  readonly visible: Visible;
  /** What the home makes of a word. */
  readonly said: Said;
  /** What an entity gains by how the query spells its name. */
  spelled(indexed: Indexed): number;
  /** Whether no word of a question, or beside one that nobody knows, says anything: "what time is it" is no clock called Time. */
  readonly idle: boolean;
  /** The group whose entities come first among equals. */
  readonly homeArea: number | undefined;
};
