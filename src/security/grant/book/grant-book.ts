/** The grants by id, as the owner's files have them now. */

import type { Access } from "../model/access.ts";
import { builtinGrant } from "../model/builtins.ts";
import type { Grant } from "../model/grant.ts";
import { unenforcedIn } from "../parse/unenforced.ts";
import { ceilingPath, readCeiling } from "./ceiling-file.ts";
import { grantsPath, readGrants } from "./grant-file.ts";
import { watchFile } from "./watched-file.ts";

/** Looked into before each decision: a grant that was changed or taken out of the file binds from then on. */
export type GrantBook = {
  /** undefined: there is none of that id, or it does not hold. */
  byId(id: string): Grant | undefined;
  /** By id or name. */
  named(nameOrId: string): Grant | undefined;
  /** The owner's grants whose `users` name this Home Assistant user, in the order of the file. */
  forUser(userId: string): readonly Grant[];
  /** The owner's grants, in the order of the file. */
  all(): readonly Grant[];
  /** What bounds every grant; undefined = nothing does. */
  ceiling(): Access | undefined;
};

export type GrantBookEvents = {
  /** A file was damaged while we ran: the last good one stays in force. */
  onDamage(fault: unknown): void;
  /** Fields of a grant that this version does not enforce. */
  onUnenforced(grant: string, paths: readonly string[]): void;
};

/** CONFIG_INVALID when a file is damaged at the start. `now` is in milliseconds since 1970. */
export function openGrantBook(homePath: string, now: () => number, events: GrantBookEvents): GrantBook {
  const grants = watchFile(grantsPath(homePath), () => load(homePath, now(), events), events.onDamage);
  const ceiling = watchFile(ceilingPath(homePath), () => readCeiling(homePath), events.onDamage);
  const byId = (id: string): Grant | undefined => builtinGrant(id) ?? grants.current().get(id);
  return {
    byId,
    named: (text) => byId(text) ?? [...grants.current().values()].find(({ name }) => name === text),
    forUser: (userId) =>
      [...grants.current().values()].filter(({ users }) => users?.includes(userId) === true),
    all: () => [...grants.current().values()],
    ceiling: ceiling.current,
  };
}

function load(homePath: string, now: number, events: GrantBookEvents): ReadonlyMap<string, Grant> {
  const { grants } = readGrants(homePath, now);
  for (const grant of grants) {
    const paths = unenforcedIn(grant);
    if (paths.length > 0) events.onUnenforced(grant.name, paths);
  }
  return new Map(grants.map((grant) => [grant.id, grant]));
}
