/** The grants by id, as the owner's file has them now. */

import { type Stats, statSync } from "node:fs";
import { builtinGrant } from "../model/builtins.ts";
import type { Grant } from "../model/grant.ts";
import { unenforcedIn } from "../parse/unenforced.ts";
import { grantsPath, readGrants } from "./grant-file.ts";

/** Looked into before each decision: a grant that was changed or taken out of the file binds from then on. */
export type GrantBook = {
  /** undefined: there is none of that id, or it does not hold. */
  byId(id: string): Grant | undefined;
  /** By id or name. */
  named(nameOrId: string): Grant | undefined;
  /** The owner's grants whose `users` name this Home Assistant user, in the order of the file. */
  forUser(userId: string): readonly Grant[];
};

export type GrantBookEvents = {
  /** The file was damaged while we ran: the last good one stays in force. */
  onDamage(fault: unknown): void;
  /** Fields of a grant that this version does not enforce. */
  onUnenforced(grant: string, paths: readonly string[]): void;
};

/** CONFIG_INVALID when the file is damaged at the start. `now` is in milliseconds since 1970. */
export function openGrantBook(homePath: string, now: () => number, events: GrantBookEvents): GrantBook {
  const path = grantsPath(homePath);
  let mark = markOf(path);
  let grants = load(homePath, now(), events);
  const refresh = () => {
    const current = markOf(path);
    if (isSame(mark, current)) return;
    mark = current;
    try {
      grants = load(homePath, now(), events);
    } catch (fault) {
      events.onDamage(fault);
    }
  };
  const byId = (id: string): Grant | undefined => {
    const builtin = builtinGrant(id);
    if (builtin) return builtin;
    refresh();
    return grants.get(id);
  };
  return {
    byId,
    named: (text) => byId(text) ?? [...grants.values()].find(({ name }) => name === text),
    forUser(userId) {
      refresh();
      return [...grants.values()].filter(({ users }) => users?.includes(userId) === true);
    },
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

/** What changes with every write of ours, which renames a new file into place, and with every edit by hand. */
function markOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function isSame(one: Stats | undefined, other: Stats | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs &&
    one.size === other.size &&
    one.ino === other.ino
  );
}
