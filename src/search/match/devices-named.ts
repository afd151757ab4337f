/** The devices whose whole name the words of a query are. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { WordReach } from "../reach/reached.ts";
import { isWritten } from "./name-said.ts";

/** Groups of devices; small words and what is to be done may stand around the name. */
export function devicesNamed(
  reaches: readonly WordReach[],
  { groups, vocabulary }: Tables,
  visible: Visible,
): ReadonlySet<number> {
  const words = reaches.filter(({ isSign }) => !isSign);
  const wording = words.filter(({ role }) => role === "name" || role === "noun" || role === "number");
  const found = [words, wording].flatMap((said) => {
    const name = said.map(({ stem }) => vocabulary.find(stem) ?? -1);
    return [...groups.devicesNamed(name)].filter(
      (group) => groups.at(group)?.names.some((each) => isWritten(each, said)) === true,
    );
  });
  return new Set(found.filter(visible.group));
}
