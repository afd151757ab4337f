/** Brings the index in line with the home, in turns, so that nothing waits for it. */

import { eachInTurns } from "../../core/turns.ts";
import { type NamedKind, REGISTRY_OF } from "./describe.ts";
import type { SearchPlace } from "./place.ts";
import type { Tables } from "./tables.ts";

export type Keeper = {
  /**
   * Resolves when everything that was so at the call is indexed; calls during a round share the one after it.
   * `states`: looks at every state as well, not at what the registries say alone.
   */
  bringInLine(options: { readonly states: boolean }): Promise<void>;
};

const KINDS: readonly NamedKind[] = ["area", "floor", "label", "device"];

export function createKeeper(place: SearchPlace, tables: Tables): Keeper {
  const { entities, groups } = tables;
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  let followsStates = false;

  const round = async (states: boolean) => {
    const renamed = new Set<number>();
    for (const kind of KINDS) {
      const gone = [...groups.ofKind(kind)].flatMap((group) => groups.at(group)?.id ?? []);
      const ids = new Set([...gone, ...place.registries[REGISTRY_OF[kind]].keys()]);
      await eachInTurns(ids, (id) => {
        if (tables.refreshGroup(kind, id)) renamed.add(groups.number(kind, id));
      });
    }
    const refresh = states ? tables.refreshEntity : (id: string) => tables.refreshRegistered(id, renamed);
    await eachInTurns(place.states.keys(), refresh);
    await eachInTurns([...entities.numbers()], (entity) => {
      const id = entities.at(entity)?.id;
      if (id !== undefined && !place.states.has(id)) tables.refreshEntity(id);
    });
  };
  const start = (states: boolean) => {
    running = round(states).finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    bringInLine({ states }) {
      if (!running) return start(states);
      followsStates ||= states;
      following ??= running
        .catch(() => undefined)
        .then(() => {
          const wantsStates = followsStates;
          following = undefined;
          followsStates = false;
          return start(wantsStates);
        });
      return following;
    },
  };
}
