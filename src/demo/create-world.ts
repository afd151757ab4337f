/** Builds what every part of the house shares. */

import { followRegistry } from "./world/follow-registry.ts";
import { followMembers, groupState } from "./world/groups.ts";
import type { Random } from "./world/random.ts";
import { createRegistries } from "./world/registries.ts";
import { type Attributes, createStates } from "./world/states.ts";
import type { Ticker } from "./world/ticker.ts";
import { type BusEvent, type Entity, newEntity, type World } from "./world/world.ts";

/** Home Assistant keeps a call's context on an entity for five seconds. */
const contextSeconds = 5;

export type WorldOptions = {
  readonly version: string;
  readonly ticker: Ticker;
  readonly random: Random;
  readonly lockMs: number;
};

export function createWorld({ version, ticker, random, lockMs }: WorldOptions): World {
  const states = createStates(ticker, random);
  const entities = new Map<string, Entity>();
  const listeners = new Set<(event: BusEvent) => void>();

  const fire: World["fire"] = (type, data, context = states.context()) => {
    for (const listener of listeners) listener({ type, data, context });
  };

  const world: World = {
    version,
    ticker,
    random,
    states,
    registries: createRegistries((type, data) => {
      fire(type, data);
      followRegistry(world, type, data);
    }),
    entities,
    lockMs,
    coreState: "RUNNING",
    fire,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    addGroup(id, members, name) {
      entities.set(id, newEntity(id, { members }));
      followMembers(world, id, members);
      const attributes = { entity_id: members, order: entities.size, friendly_name: name };
      states.set(id, groupState(states, members), attributes, states.context());
    },
    touch(entity, context) {
      entity.context = context;
      entity.contextAt = ticker.date().getTime() / 1000;
    },
    write(entity, state, attributes) {
      const now = states.get(entity.id);
      if (!now) return;
      if (entity.context && ticker.date().getTime() / 1000 - entity.contextAt > contextSeconds)
        entity.context = undefined;
      const merged = attributes ? without({ ...now.attributes, ...attributes }) : now.attributes;
      states.set(entity.id, state, merged, entity.context ?? states.context());
    },
  };
  return world;
}

function without(attributes: Record<string, unknown>): Attributes {
  for (const key of Object.keys(attributes)) if (attributes[key] === undefined) delete attributes[key];
  return attributes;
}
