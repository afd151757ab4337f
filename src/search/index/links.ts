/** The lists that lead from words, names, places, groups to entities. */

import type { Indexed } from "./entities.ts";
import { createPostings, type Postings } from "./postings.ts";
import { createWholeNames, type WholeNames } from "./whole-names.ts";

export type Links = {
  /** Which entities have a word in name, alias, device or id. */
  readonly byTerm: Postings;
  /** Which entities lie in an area with a word in its name. */
  readonly byPlace: Postings;
  /** Which entities bear a name or an alias as a whole. */
  readonly byName: WholeNames;
  /** Which entities belong to a group. */
  readonly members: Postings;
};

export function createLinks(): Links {
  return {
    byTerm: createPostings(),
    byPlace: createPostings(),
    byName: createWholeNames(),
    members: createPostings(),
  };
}

/** Moves an entity from where it was listed to where it is now: undefined = nowhere. */
export function relink(
  links: Links,
  entity: number,
  before: Indexed | undefined,
  after: Indexed | undefined,
): void {
  if (before) unlist(links, entity, before, after);
  if (after) list(links, entity, after, before);
}

/** Takes it from the lists that `after` does not stand in. */
function unlist(
  { byTerm, byPlace, byName, members }: Links,
  entity: number,
  before: Indexed,
  after?: Indexed,
) {
  for (const name of wholeNames(before)) byName.remove(entity, name);
  for (const term of before.words) if (!after?.words.includes(term)) byTerm.remove(term, entity);
  if (before.place !== after?.place) for (const term of before.place) byPlace.remove(term, entity);
  for (const group of before.groups) if (!after?.groups.includes(group)) members.remove(group, entity);
}

/** Puts it into the lists that `before` did not stand in. */
function list({ byTerm, byPlace, byName, members }: Links, entity: number, after: Indexed, before?: Indexed) {
  for (const name of wholeNames(after)) byName.add(entity, name);
  for (const term of after.words) if (!before?.words.includes(term)) byTerm.add(term, entity);
  if (before?.place !== after.place) for (const term of after.place) byPlace.add(term, entity);
  for (const group of after.groups) if (!before?.groups.includes(group)) members.add(group, entity);
}

function wholeNames({ words, nameLength, aliases }: Indexed): readonly (readonly number[])[] {
  return [words.slice(0, nameLength), ...aliases];
}
