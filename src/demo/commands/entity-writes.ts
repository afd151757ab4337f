/** The commands that change the entity registry: names, areas, ids, exposure. */

import {
  type Check,
  entityId,
  isEntityId,
  listOf,
  Misfit,
  mapping,
  oneOf,
  strictBoolean,
  strictText,
} from "../world/checks.ts";
import { type EntityEntry, extendedEntityRow } from "../world/entries.ts";
import { Fault } from "../world/fault.ts";
import type { World } from "../world/world.ts";
import type { Commands, Session } from "./command.ts";
import { textList, textOrNull } from "./registry-writes.ts";

type Message = Readonly<Record<string, unknown>>;

const byUser: Check = (value, path) => {
  if (value !== null && value !== "user") throw new Misfit("not a valid value", path, value);
  return value;
};

const aliasList: Check = (value, path) => {
  if (!Array.isArray(value)) throw new Misfit("expected a list", path, value);
  return value.map((alias, index) => textOrNull(alias, `${path}[${index}]`));
};

/** Seconds until an entity that was enabled again is loaded. */
const reloadDelay = 30;

const invalid = (message: string): Fault => new Fault("invalid_info", message);

function checkNewId(world: World, entry: EntityEntry, wanted: string): void {
  if (wanted === entry.entity_id) return;
  if (world.registries.entities.has(wanted) || world.states.get(wanted)) {
    throw invalid("Entity with this ID is already registered");
  }
  if (!isEntityId(wanted)) throw invalid("Invalid entity ID");
  if (wanted.split(".")[0] !== entry.entity_id.split(".")[0])
    throw invalid("New entity ID should be same domain");
}

function checkArea(entry: EntityEntry, changes: Message): void {
  const name = Object.hasOwn(changes, "name") ? changes["name"] : entry.name;
  if (typeof changes["area_id"] !== "string" || entry.device_id === null) return;
  if ((name ?? entry.original_name) !== null) return;
  throw invalid(
    "An entity without a name of its own cannot have an area of its own, set the area on its device instead",
  );
}

function changesOf(world: World, entry: EntityEntry, message: Message): Partial<EntityEntry> {
  const { entity_id: _id, new_entity_id: newId, options_domain: domain, options, ...rest } = message;
  checkArea(entry, rest);
  const changes: Record<string, unknown> = { ...rest };
  if (typeof newId === "string") {
    checkNewId(world, entry, newId);
    changes["entity_id"] = newId;
  }
  if (Array.isArray(rest["labels"])) {
    changes["labels"] = [...new Set(rest["labels"])].filter((label) => world.registries.labels.has(label));
  }
  if (Array.isArray(rest["aliases"])) {
    changes["aliases"] = rest["aliases"]
      .map((alias) => alias?.trim() ?? null)
      .filter((alias) => alias !== "");
  }
  if (rest["categories"]) {
    const merged = Object.entries({ ...entry.categories, ...(rest["categories"] as Message) });
    changes["categories"] = Object.fromEntries(merged.filter(([, category]) => category !== null));
  }
  if (typeof domain === "string") changes["options"] = { ...entry.options, [domain]: options ?? {} };
  return changes as Partial<EntityEntry>;
}

function updateEntity({ premises: { world } }: Session, message: Message): unknown {
  const entry = world.registries.entities.get(String(message["entity_id"]));
  if (!entry) throw new Fault("not_found", "Entity not found");
  const wasDisabled = entry.disabled_by !== null;
  world.registries.updateEntity(entry.entity_id, changesOf(world, entry, message), world.ticker.seconds());
  const answer = { entity_entry: extendedEntityRow(entry) };
  return wasDisabled && entry.disabled_by === null ? { ...answer, reload_delay: reloadDelay } : answer;
}

const assistants = oneOf(["cloud.alexa", "cloud.google_assistant", "conversation"]);

/** Exposure of entities without a registry entry, by assistant. */
type Exposure = Map<string, Record<string, { should_expose: boolean }>>;

const unregistered = new WeakMap<World, Exposure>();

function exposureOf(world: World): Exposure {
  const known = unregistered.get(world) ?? new Map();
  unregistered.set(world, known);
  return known;
}

function isExposed(world: World, id: string, assistant: string): boolean {
  const options = world.registries.entities.get(id)?.options ?? exposureOf(world).get(id);
  return options?.[assistant]?.["should_expose"] === true;
}

function expose(world: World, id: string, assistant: string, shouldExpose: boolean): void {
  const entry = world.registries.entities.get(id);
  const setting = { [assistant]: { should_expose: shouldExpose } };
  if (!entry) exposureOf(world).set(id, { ...exposureOf(world).get(id), ...setting });
  else
    world.registries.updateEntity(id, { options: { ...entry.options, ...setting } }, world.ticker.seconds());
}

function exposeEntities({ premises: { world } }: Session, message: Message): unknown {
  const shouldExpose = message["should_expose"] === true;
  const changed: string[] = [];
  for (const id of message["entity_ids"] as readonly string[]) {
    const wanted = message["assistants"] as readonly string[];
    if (wanted.some((assistant) => isExposed(world, id, assistant) !== shouldExpose)) changed.push(id);
    for (const assistant of wanted) expose(world, id, assistant, shouldExpose);
  }
  return { changed_entity_ids: changed };
}

function listExposed({ premises: { world } }: Session): unknown {
  const exposed: Record<string, Record<string, true>> = {};
  const add = (id: string, options: Readonly<Record<string, Message>>): void => {
    const to = Object.keys(options).filter((assistant) => options[assistant]?.["should_expose"] === true);
    if (to.length > 0) exposed[id] = Object.fromEntries(to.map((assistant) => [assistant, true]));
  };
  for (const [id, options] of exposureOf(world)) add(id, options);
  for (const [id, entry] of world.registries.entities) add(id, entry.options);
  return { exposed_entities: exposed };
}

export const entityWriteCommands: Commands = {
  "config/entity_registry/update": {
    admin: true,
    required: { entity_id: entityId },
    optional: {
      aliases: aliasList,
      area_id: textOrNull,
      categories: mapping,
      device_class: textOrNull,
      icon: textOrNull,
      labels: textList,
      name: textOrNull,
      new_entity_id: strictText,
      disabled_by: byUser,
      hidden_by: byUser,
      options_domain: strictText,
      options: (value, path) => (value === null ? null : mapping(value, path)),
    },
    run: updateEntity,
  },
  "config/entity_registry/remove": {
    admin: true,
    required: { entity_id: entityId },
    run({ premises: { world } }, message) {
      const id = String(message["entity_id"]);
      if (!world.registries.entities.has(id)) throw new Fault("not_found", "Entity not found");
      world.registries.removeEntity(id);
      world.states.remove(id, world.states.context());
      world.entities.delete(id);
      return null;
    },
  },
  "homeassistant/expose_entity": {
    admin: true,
    required: {
      assistants: listOf(assistants),
      entity_ids: listOf(strictText),
      should_expose: strictBoolean,
    },
    run: exposeEntities,
  },
  "homeassistant/expose_entity/list": { admin: true, run: listExposed },
};
