/** Reading by id: rows for what may be seen, one word for the rest. */

import { createHash } from "node:crypto";
import { domainOf, isEntityId } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanLine, cleanName } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { HassError, isUnauthorized } from "../../hass/hass-error.ts";
import type { Place } from "../../hass/place.ts";
import type { ReadAnswer, ReadOptions, Row } from "../home.ts";
import { findReferences, nearestNames, notFound, partsOf, placeName } from "../see/names.ts";
import { belongsTo, isVisible, type Reference } from "../see/reference.ts";
import { briefRow, fieldNames, fieldRow, fullRow, safe } from "../see/rows.ts";
import { nameOf, type Sight } from "../see/sight.ts";
import { similarityTo } from "../see/similarity.ts";
import { readDashboard } from "./dashboards.ts";

/** Characters of rows in one answer: about 2,000 tokens, ten times that when full detail was asked for. */
const BRIEF_BUDGET = 6_500;
const FULL_BUDGET = 32_000;
const DASHBOARD = /^dashboard:/;
const MEMBERS_SHOWN = 30;
const FIELDS_SHOWN = 10;

export type ReadScope = {
  readonly gateway: Gateway;
  readonly sight: Sight;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether configuration of automations and scripts may be read. */
  readonly configRead: boolean;
  /** Throws where dashboards are not to be read; without it they are not. */
  readonly permitDashboards?: () => Promise<void>;
};

/** NOT_FOUND when nothing at all was found; INPUT_INVALID for an ambiguous name or a field that nothing has. */
export async function readRows(
  ids: readonly string[],
  asked: ReadOptions,
  scope: ReadScope,
): Promise<ReadAnswer> {
  const { gateway, sight } = scope;
  const found: Row[] = [];
  const missing: string[] = [];
  const budget = asked.detail === "full" ? FULL_BUDGET : BRIEF_BUDGET;
  let left = budget;
  const later: string[] = [];
  const boards = scope.permitDashboards ? ids.filter((id) => DASHBOARD.test(id.trim())) : [];
  const references = await findReferences(
    ids.filter((id) => !boards.includes(id)),
    gateway,
    sight,
  );
  const fields = fieldsFrom(asked.fields, references, scope);
  const options = fields ? { ...asked, fields } : asked;
  const unclear: Failure[] = [];
  for (const { text, reference, failure } of references) {
    if (failure) {
      unclear.push(failure);
      continue;
    }
    if (!reference) {
      missing.push(cleanLine(text, 60));
      continue;
    }
    if (left <= 0) {
      later.push(text);
      continue;
    }
    const row = await rowOf(reference, options, scope);
    const { length } = JSON.stringify(row);
    left -= length;
    found.push(length <= budget ? row : tooLong(row, length, budget));
  }
  if (boards.length > 0) await scope.permitDashboards?.();
  const shown = await dashboardRows(boards, options, scope, left);
  // a dashboard goes by its title too, where nothing else bears that
  const titled = await dashboardsTitled(missing.splice(0), options, scope, left);
  for (const rows of [shown, titled]) {
    found.push(...rows.found);
    missing.push(...rows.missing);
    later.push(...rows.later);
    unclear.push(...rows.unclear);
  }
  const nearest = [
    ...new Set(missing.slice(0, 3).flatMap((text) => nearestNames(text, gateway, sight))),
  ].slice(0, 5);
  const [ambiguous] = unclear;
  if (found.length === 0 && ambiguous) throw ambiguous;
  if (found.length === 0) throw notFound(missing, nearest);
  return {
    found,
    ...(missing.length > 0 ? { not_found: missing } : {}),
    ...(nearest.length > 0 ? { nearest } : {}),
    ...(unclear.length > 0 ? { unclear: unclear.map(({ message }) => message) } : {}),
    ...(later.length > 0
      ? { more: `${later.length} more would make the answer too long; read them apart: ${later.join(", ")}` }
      : {}),
  };
}

type BoardRows = {
  readonly found: Row[];
  readonly missing: string[];
  readonly later: string[];
  readonly unclear: Failure[];
};

async function dashboardRows(
  boards: readonly string[],
  { detail }: ReadOptions,
  scope: ReadScope,
  budget: number,
): Promise<BoardRows> {
  const rows: BoardRows = { found: [], missing: [], later: [], unclear: [] };
  let left = budget;
  for (const board of boards) {
    if (left <= 0) {
      rows.later.push(board);
      continue;
    }
    try {
      const row = await readDashboard(board.trim().replace(DASHBOARD, ""), detail === "full", scope);
      left -= JSON.stringify(row).length;
      rows.found.push(row);
    } catch (failure) {
      if (!(failure instanceof Failure) || !ABOUT_ONE.has(failure.code)) throw failure;
      if (failure.code === "NOT_FOUND") rows.missing.push(cleanLine(board, 60));
      else rows.unclear.push(failure);
    }
  }
  return rows;
}

const ABOUT_ONE: ReadonlySet<Failure["code"]> = new Set(["NOT_FOUND", "INPUT_INVALID"] as const);

/** Of names that nothing else bears those of dashboards, where these may be read; each asks Home Assistant anew. */
async function dashboardsTitled(
  names: readonly string[],
  options: ReadOptions,
  scope: ReadScope,
  budget: number,
): Promise<BoardRows> {
  const none: BoardRows = { found: [], missing: [...names], later: [], unclear: [] };
  const titles = names.filter((name) => name !== "" && !isEntityId(name.toLowerCase()));
  if (!scope.permitDashboards || titles.length === 0 || titles.length > MOST_TITLES) return none;
  try {
    await scope.permitDashboards();
  } catch (failure) {
    if (failure instanceof Failure) return none;
    throw failure;
  }
  const rows = await dashboardRows(titles, options, scope, budget);
  return { ...rows, missing: names.filter((name) => !titles.includes(name) || rows.missing.includes(name)) };
}

const MOST_TITLES = 5;

/** In place of a row that alone is longer than an answer may be. */
function tooLong({ id, name, state }: Row, length: number, budget: number): Row {
  const way = budget < FULL_BUDGET ? "detail full holds more, fewer fields less" : "ask for single fields";
  return { id, name, ...(state === undefined ? {} : { state }), too_long: `${length} characters; ${way}` };
}

async function rowOf(reference: Reference, options: ReadOptions, scope: ReadScope): Promise<Row> {
  const { gateway, sight } = scope;
  if (reference.kind !== "entity") return placeRow(reference, gateway, sight);
  const state = gateway.states.get(reference.id);
  if (!state) throw notFound([reference.id], []);
  if (options.fields) return fieldRow(state, options.fields, gateway, sight);
  if (options.detail !== "full") return briefRow(state, gateway, sight, scope.now);
  return { ...fullRow(state, gateway, sight), ...(await configuration(reference.id, scope)) };
}

/** Automations and scripts with their configuration and its hash; said in words when it cannot be had. */
async function configuration(id: string, { gateway, sight, configRead }: ReadScope): Promise<JsonObject> {
  const domain = domainOf(id);
  if (domain !== "automation" && domain !== "script") return {};
  if (!configRead) return { config: "not in this grant" };
  try {
    const answer = await gateway.query({ type: `${domain}/config`, entity_id: id });
    const config = isJsonObject(answer) ? answer["config"] : undefined;
    if (!isJsonObject(config)) return { config: "Home Assistant's answer cannot be read" };
    const hash = createHash("sha256").update(JSON.stringify(config)).digest("hex").slice(0, 16);
    return { config: safe(config, sight), hash };
  } catch (failure) {
    const cause = failure instanceof Failure ? failure.cause : undefined;
    if (cause instanceof HassError && isUnauthorized(cause))
      return { config: "needs an administrator's Home Assistant token" };
    if (cause instanceof HassError) return { config: "Home Assistant has none" };
    throw failure;
  }
}

function placeRow(reference: Reference, place: Place, sight: Sight): Row {
  const members: string[] = [];
  for (const id of sight.ids()) if (belongsTo(id, reference, place)) members.push(id);
  const shown = members.slice(0, MEMBERS_SHOWN).map((id) => `${id} ${nameOf(place, id)}`);
  if (members.length > MEMBERS_SHOWN)
    shown.push(`… ${members.length - MEMBERS_SHOWN} more; ha_search finds them`);
  return {
    id: `${reference.kind}:${reference.id}`,
    name: placeName(reference, place),
    ...placeFacts(reference, place, sight),
    entities: shown,
  };
}

function placeFacts({ kind, id }: Reference, place: Place, sight: Sight): JsonObject {
  const { registries } = place;
  if (kind === "area") {
    const area = registries.areas.get(id);
    const floor = registries.floors.get(area?.floorId ?? "");
    return {
      ...(floor ? { floor: cleanName(floor.name) } : {}),
      ...(area && area.aliases.length > 0 ? { aliases: area.aliases.map(cleanName) } : {}),
    };
  }
  if (kind === "device") {
    const device = registries.devices.get(id);
    const area = registries.areas.get(device?.areaId ?? "");
    const made = [device?.manufacturer, device?.model].filter((part) => part !== undefined).join(" ");
    const seen = area !== undefined && isVisible({ kind: "area", id: area.id }, place, sight);
    return { ...(seen ? { area: cleanName(area.name) } : {}), ...(made ? { model: cleanName(made) } : {}) };
  }
  return {};
}

/** As the entities spell them; INPUT_INVALID for one that none of them has. */
function fieldsFrom(
  given: readonly string[] | undefined,
  references: readonly { readonly reference?: Reference | undefined }[],
  { gateway, sight }: ReadScope,
): readonly string[] | undefined {
  const states = references.flatMap(
    ({ reference }) => gateway.states.get(reference?.kind === "entity" ? reference.id : "") ?? [],
  );
  if (!given || states.length === 0) return given;
  const known = new Set(states.flatMap((state) => fieldNames(state, sight)).concat("domain", "platform"));
  const fields = given.flatMap((text) => (known.has(text) ? [text] : partsOf(text).map(spelled)));
  const unknown = fields.filter((field) => !known.has(field));
  if (unknown.length === 0) return fields;
  const [wanted = ""] = unknown;
  const similar = similarityTo(wanted);
  const near = [...known].sort((a, b) => similar(b) - similar(a));
  const more = near.length > FIELDS_SHOWN ? ` and ${near.length - FIELDS_SHOWN} more` : "";
  const names = unknown.slice(0, FIELDS_SHOWN).map((field) => cleanLine(field, 40));
  throw new Failure("INPUT_INVALID", `No such field here: ${names.join(", ")}.`, {
    hint: `There are: ${near.slice(0, FIELDS_SHOWN).join(", ")}${more}.`,
  });

  /** `attributes.brightness`, `Last changed` */
  function spelled(part: string): string {
    const bare = part.replace(/^attributes\./, "");
    const folded = bare.toLowerCase().replaceAll(" ", "_");
    return [part, bare, folded].find((each) => known.has(each)) ?? part;
  }
}
