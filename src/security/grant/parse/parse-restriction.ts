/** Reads the restrictions of a grant. */

import { isJsonObject } from "../../../core/json.ts";
import type { Restriction } from "../model/grant.ts";
import { canonicalType, RESTRICTION_TYPES } from "../model/restriction-types.ts";
import { strangerIn } from "../restrict/applies-to.ts";
import { at, type Faults, refuseUnknownKeys } from "./fault.ts";
import { readParams } from "./parse-params.ts";
import { RESTRICTION_KEYS, restrictionForm } from "./restriction-form.ts";

/** Ids of what the parser itself makes of a grant's fields begin with it. */
export const RESERVED_PREFIX = "grant.";

/** In the order in which they were written; ids are unique, types canonical, PINs hashed. */
export function readRestrictions(value: unknown, path: string, faults: Faults): readonly Restriction[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    faults.add("invalid_restriction", path, "restrictions is a list.");
    return [];
  }
  const ids = new Set<string>();
  return value.flatMap((each, index) => {
    const where = at(path, index);
    const restriction = readRestriction(each, where, faults);
    if (!restriction) return [];
    if (ids.has(restriction.id))
      faults.add("invalid_restriction", at(where, "id"), "Another restriction has this id.");
    ids.add(restriction.id);
    return [restriction];
  });
}

function readRestriction(value: unknown, path: string, faults: Faults): Restriction | undefined {
  if (!isJsonObject(value)) {
    faults.add("invalid_restriction", path, "A restriction is {id, type, applies_to, params}.");
    return undefined;
  }
  refuseUnknownKeys(value, RESTRICTION_KEYS, path, faults);
  const form = restrictionForm(value);
  if (!/^[\w.-]{1,64}$/.test(form.id) || form.id.startsWith(RESERVED_PREFIX)) {
    faults.add(
      "invalid_restriction",
      at(path, "id"),
      "id is a short text of letters, digits, dots and dashes.",
    );
  }
  if (value["enabled"] !== undefined && typeof value["enabled"] !== "boolean") {
    faults.add("invalid_restriction", at(path, "enabled"), "enabled is true or false.");
  }
  if (value["params"] !== undefined && !isJsonObject(value["params"])) {
    faults.add("invalid_restriction", at(path, "params"), "params is an object.");
  }
  const stranger = strangerIn(form.applies_to);
  if (stranger !== undefined) {
    const message = `It would match nothing or not what it says: ${stranger}. ${FORMS}`;
    faults.add("invalid_restriction", at(path, "applies_to"), message);
  }
  const type = canonicalType(form.type);
  if (type === undefined) {
    const known = RESTRICTION_TYPES.join(", ");
    faults.add("unknown_restriction_type", at(path, "type"), `Types are ${known}.`);
    return undefined;
  }
  const params = readParams(type, form.params);
  if ("code" in params) {
    faults.add(params.code, at(path, "params"), params.message);
    return undefined;
  }
  return { ...form, type, params: params.params };
}

const FORMS =
  "Write grant, read, subscribe, history, camera, actions, an action scope such as lock.*, or {operation, actions, entities}.";
