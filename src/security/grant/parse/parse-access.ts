/** Reads the access object of a grant or a ceiling. */

import { domainOf, isEntityId, isService } from "../../../core/entity-id.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { quote } from "../../../core/text.ts";
import type { Registries } from "../../../hass/registries.ts";
import { type Access, type ActionRule, type EntityRule, NO_ACCESS } from "../model/access.ts";
import { isEntityScope } from "../model/scopes.ts";
import { at, type Faults, refuseUnknownKeys } from "./fault.ts";
import { readActionRule, readEntityRule } from "./parse-scope.ts";

const KEYS = [...Object.keys(NO_ACCESS), "levels"];
const LEVELS = ["badge", "view", "control"] as const;

/** Missing lists open nothing; `levels` is expanded into the lists. */
export function readAccess(value: unknown, path: string, faults: Faults, names?: Registries): Access {
  if (value === undefined) return NO_ACCESS;
  if (!isJsonObject(value)) {
    faults.add("invalid_grant", path, "access is an object of lists.");
    return NO_ACCESS;
  }
  refuseUnknownKeys(value, KEYS, path, faults);
  const entities = (key: string): readonly EntityRule[] =>
    readList(value[key], at(path, key), faults, (each, where) => readEntityRule(each, where, faults, names));
  const levels = readLevels(value["levels"], at(path, "levels"), faults);
  const actions = readList(value["actions"], at(path, "actions"), faults, (each, where) =>
    readActionRule(each, where, faults, names),
  );
  return {
    read: unique([...entities("read"), ...levels.read]),
    subscribe: unique(entities("subscribe")),
    history: unique(entities("history")),
    camera: unique(entities("camera")),
    actions: unique([...actions, ...levels.actions]),
    services: unique(
      readList(value["services"], at(path, "services"), faults, (each, where) =>
        readService(each, where, faults),
      ),
    ),
    deny: unique(entities("deny")),
    exclude_attributes: {
      ...readExcluded(value["exclude_attributes"], at(path, "exclude_attributes"), faults),
      ...levels.excluded,
    },
    bound: readBound(value["bound"], at(path, "bound"), faults),
  };
}

function readList<T>(
  value: unknown,
  path: string,
  faults: Faults,
  read: (each: unknown, path: string) => T | undefined,
): T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    faults.add("invalid_grant", path, "This is a list.");
    return [];
  }
  return value.flatMap((each, index) => {
    const rule = read(each, at(path, index));
    return rule === undefined ? [] : [rule];
  });
}

function unique<T extends EntityRule | ActionRule>(rules: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return rules.filter((rule) => {
    const key = JSON.stringify(rule);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function readService(value: unknown, path: string, faults: Faults): string | undefined {
  if (typeof value === "string" && isService(value)) return value;
  faults.add(
    "invalid_scope",
    path,
    `${quote(String(value), 60)} is no service; services are exact, as in notify.family.`,
  );
  return undefined;
}

type Levels = {
  readonly read: string[];
  readonly actions: string[];
  readonly excluded: Record<string, readonly string[]>;
};

function readLevels(value: unknown, path: string, faults: Faults): Levels {
  const levels: Levels = { read: [], actions: [], excluded: {} };
  for (const [id, level] of Object.entries(readTable(value, path, faults))) {
    const known = LEVELS.find((each) => each === level);
    if (!isEntityId(id)) faults.add("invalid_scope", at(path, id), "A level is given to one entity id.");
    else if (!known) faults.add("invalid_grant", at(path, id), `A level is one of ${LEVELS.join(", ")}.`);
    else {
      levels.read.push(id);
      if (known === "badge") levels.excluded[id] = ["*"];
      if (known === "control") levels.actions.push(`${domainOf(id)}.*@${id}`);
    }
  }
  return levels;
}

function readExcluded(value: unknown, path: string, faults: Faults): Record<string, readonly string[]> {
  const table: Record<string, readonly string[]> = {};
  for (const [scope, keys] of Object.entries(readTable(value, path, faults))) {
    if (!isEntityScope(scope)) faults.add("invalid_scope", at(path, scope), "The key is an entity scope.");
    else if (!isTexts(keys))
      faults.add("invalid_grant", at(path, scope), "The value is a list of attribute names.");
    else table[scope] = keys;
  }
  return table;
}

function readBound(value: unknown, path: string, faults: Faults): Record<string, string> {
  const table: Record<string, string> = {};
  for (const [id, registryId] of Object.entries(readTable(value, path, faults))) {
    if (isEntityId(id) && typeof registryId === "string" && registryId !== "") table[id] = registryId;
    else faults.add("invalid_grant", at(path, id), "An entity id is bound to the id of its registry entry.");
  }
  return table;
}

/** An object with free keys; a missing one is empty. */
export function readTable(value: unknown, path: string, faults: Faults): JsonObject {
  if (value === undefined) return {};
  if (isJsonObject(value)) return value;
  faults.add("invalid_grant", path, "This is an object.");
  return {};
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string" && each !== "");
}
