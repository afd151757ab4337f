/** Whether an automation waits for an entity. */

import { resolveSelection } from "./resolve.ts";
import type { Place } from "./world.ts";

const MAX_DEPTH = 24;

/** By any mention of the id in its triggers, templates included, or by a target of a trigger that covers it. */
export function triggersOn(config: unknown, entityId: string, place: Place): boolean {
  if (typeof config !== "object" || config === null) return true;
  const fields = config as Readonly<Record<string, unknown>>;
  return mentions(fields["triggers"] ?? fields["trigger"], entityId, place, 0);
}

function mentions(value: unknown, entityId: string, place: Place, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  if (typeof value === "string") return value.toLowerCase().includes(entityId);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some((each) => mentions(each, entityId, place, depth + 1));
  const fields = value as Readonly<Record<string, unknown>>;
  if (covers(fields, entityId, place)) return true;
  return Object.values(fields).some((each) => mentions(each, entityId, place, depth + 1));
}

function covers(fields: Readonly<Record<string, unknown>>, entityId: string, place: Place): boolean {
  const list = (key: string): readonly string[] => {
    const ids = fields[key];
    return (Array.isArray(ids) ? ids : [ids]).filter((id) => typeof id === "string");
  };
  const selection = {
    area_id: list("area_id"),
    floor_id: list("floor_id"),
    label_id: list("label_id"),
    device_id: list("device_id"),
  };
  if (Object.values(selection).every((ids) => ids.length === 0)) return false;
  return resolveSelection(selection, place).entityIds.includes(entityId);
}
