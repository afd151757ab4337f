/** Floors that are said by where they are: "upstairs", where they are called by other names. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";

const NO_FLOORS: readonly number[] = [];

/** Of floors with a level that may be seen: the lowest over ground, or those above it. */
export function floorsSaid(
  text: string,
  { groups, lexicon, levelOf }: Tables,
  visible: Visible,
): readonly number[] {
  const isUpper = lexicon.saysUpper(text);
  if (!isUpper && !lexicon.saysLower(text)) return NO_FLOORS;
  const floors = [...groups.ofKind("floor")].filter(visible.group).flatMap((group) => {
    const level = levelOf(group) ?? -1;
    return level < 0 ? [] : [{ group, level }];
  });
  const lowest = Math.min(...floors.map(({ level }) => level));
  if (!floors.some(({ level }) => level > lowest)) return NO_FLOORS;
  return floors.filter(({ level }) => level > lowest === isUpper).map(({ group }) => group);
}
