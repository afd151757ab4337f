/** Names of entities, areas and the like among the data of a call. */

import { isEntityId } from "../../core/entity-id.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { descriptionOf, fieldsOf } from "../../hass/service-description.ts";
import { findReferences } from "../see/names.ts";
import { KINDS, type Kind } from "../see/reference.ts";
import type { Sight } from "../see/sight.ts";

export type NamesInData = {
  readonly texts: readonly string[];
  /** The data with ids in place of names; INPUT_INVALID for what means several. */
  resolved(sight: Sight): Promise<JsonObject>;
};

const TARGET_KEYS: Readonly<Record<string, Kind>> = {
  entity_id: "entity",
  device_id: "device",
  area_id: "area",
  floor_id: "floor",
  label_id: "label",
};

/** What stands where the service's description wants an id, and is none. */
export function namesInData(service: string, data: JsonObject, gateway: Gateway): NamesInData {
  const kinds = new Map<string, Kind>();
  for (const key of Object.keys(data)) {
    const kind = kindOf(key, service, gateway);
    if (kind && textsIn(data[key]).some((text) => isName(text, kind))) kinds.set(key, kind);
  }
  const texts = [...kinds].flatMap(([key, kind]) => textsIn(data[key]).filter((text) => isName(text, kind)));
  return {
    texts,
    async resolved(sight) {
      const next: Record<string, unknown> = { ...data };
      for (const [key, kind] of kinds) {
        const ids: string[] = [];
        for (const text of textsIn(data[key])) {
          if (isName(text, kind)) ids.push(...(await idsNamed(text, kind, gateway, sight)));
          else ids.push(text);
        }
        next[key] = Array.isArray(data[key]) || ids.length !== 1 ? ids : ids[0];
      }
      return next;
    },
  };
}

function kindOf(key: string, service: string, { services }: Gateway): Kind | undefined {
  if (Object.hasOwn(TARGET_KEYS, key)) return TARGET_KEYS[key];
  const description = descriptionOf(services, service);
  const selector = description && fieldsOf(description).find(({ name }) => name === key)?.field.selector;
  return isJsonObject(selector) ? KINDS.find((kind) => Object.hasOwn(selector, kind)) : undefined;
}

function textsIn(value: unknown): readonly string[] {
  return [value].flat().filter((each): each is string => typeof each === "string");
}

/** Templates and what could be an id are not looked up. */
function isName(text: string, kind: Kind): boolean {
  const word = text.trim();
  if (word === "" || word.includes("{")) return false;
  if (kind !== "entity") return !/^[\da-z_-]+$/.test(word);
  return (
    !word.split(",").every((part) => isEntityId(part.trim().toLowerCase())) && !/^(all|none)$/i.test(word)
  );
}

async function idsNamed(
  text: string,
  kind: Kind,
  gateway: Gateway,
  sight: Sight,
): Promise<readonly string[]> {
  const found = await findReferences([text], gateway, sight, [kind]);
  return found.map((each) => {
    if (each.failure) throw each.failure;
    // what nobody bears is for the grant to refuse
    return each.reference?.id ?? each.text;
  });
}
