/** Completions of MCP: ids that the caller may see, for arguments of prompts and addresses of resources. */

import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { CallContext } from "../../registry/answer.ts";
import type { Door } from "../door.ts";
import { offeredBy } from "./resources.ts";

const MOST = 50;

/** What is searched for each argument; others have no completions. */
const SEARCHES: Readonly<Record<string, JsonObject>> = {
  entity_id: { kind: ["entity"] },
  entity: { kind: ["entity"] },
  automation: { domain: ["automation"] },
  area_id: { kind: ["area"] },
  path: { kind: ["dashboard"] },
};

/** Empty where nothing is to be completed. INPUT_INVALID for what is no such request. */
export async function complete(door: Door, params: JsonObject, context: CallContext): Promise<JsonObject> {
  const { argument, ref } = params;
  if (!isJsonObject(argument) || typeof argument["name"] !== "string" || !isJsonObject(ref))
    throw new Failure("INPUT_INVALID", "completion/complete wants params.ref and params.argument.", {
      hint: "argument has a name and the value so far.",
    });
  const search = Object.hasOwn(SEARCHES, argument["name"]) ? SEARCHES[argument["name"]] : undefined;
  if (search === undefined || !(await offeredBy(door)).has("ha_search")) return values([], 0);
  const begun = typeof argument["value"] === "string" ? argument["value"].trim().slice(0, 100) : "";
  const { structured } = await door.call(
    "ha_search",
    { ...search, limit: MOST, ...(begun === "" ? {} : { query: begun.replaceAll(/[._]/g, " ") }) },
    context,
  );
  const hits = "hits" in structured && Array.isArray(structured.hits) ? structured.hits : [];
  const ids = hits.filter(isJsonObject).map(({ id }) => String(id).replace(/^(area|dashboard):/, ""));
  return values(ids.slice(0, MOST), ids.length);
}

function values(found: readonly string[], total: number): JsonObject {
  return { completion: { values: found, total, hasMore: false } };
}
