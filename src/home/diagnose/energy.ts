/** What the home's energy page is made of: what came in, went out and was used, by its owner's preferences. */

import { isEntityId } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import { coversEverything } from "../../security/grant/model/access.ts";
import { permitLook } from "../see/permit-reading.ts";
import { nameOf } from "../see/sight.ts";
import type { DiagnosisScope } from "./scope.ts";

/** A meter of the preferences; `word` says what it counts. */
type Meter = { readonly word: string; readonly id: string; readonly name?: string };

const HOUR_MS = 3_600_000;
const MOST_HOURS = 31 * 24;
const MOST_METERS = 60;
/** As many as one look at the past may be about. */
const AT_ONCE = 10;

const FLOWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  grid: { stat_energy_from: "from the grid", stat_energy_to: "to the grid" },
  solar: { stat_energy_from: "solar" },
  battery: { stat_energy_from: "out of the battery", stat_energy_to: "into the battery" },
  gas: { stat_energy_from: "gas" },
  water: { stat_energy_from: "water" },
};

/** Lines by meter, largest devices first; meters that may not be seen are left out as if they were not there. */
export async function energy(scope: DiagnosisScope): Promise<readonly string[]> {
  const { gateway, range } = scope;
  const meters = metersIn(await gateway.query({ type: "energy/get_prefs" }));
  const open = await openAmong(meters, scope);
  if (open.length === 0) return [];
  const ids = [...new Set(open.map(({ id }) => id))];
  const hours = (range.end - range.start) / HOUR_MS;
  const question = {
    start_time: new Date(range.start).toISOString(),
    end_time: new Date(range.end).toISOString(),
    statistic_ids: ids,
    period: hours <= MOST_HOURS ? "hour" : "day",
    types: ["change"],
    units: { energy: "kWh", volume: "m³" },
  };
  const [answer, facts] = await Promise.all([
    gateway.query({ type: "recorder/statistics_during_period", ...question }),
    gateway.query({ type: "recorder/list_statistic_ids", statistic_type: "sum" }),
  ]);
  const known = unitsIn(facts);
  const used = open.map((meter) => ({ meter, total: totalOf(answer, meter.id) }));
  const devices = used.filter(({ meter }) => meter.word === DEVICE);
  const sources = used.filter(({ meter }) => meter.word !== DEVICE);
  const byUse = devices.sort((a, b) => (b.total ?? -1) - (a.total ?? -1));
  const shown = [...sources, ...byUse].slice(0, MOST_METERS);
  const more = used.length - shown.length;
  return [
    ...shown.map(({ meter, total }) => lineOf(meter, total, known, scope)),
    ...balanceOf(sources, scope),
    ...(more > 0 ? [`${more} smaller devices more; ha_history with kind statistics has each`] : []),
  ];
}

const DEVICE = "device";

function metersIn(prefs: unknown): readonly Meter[] {
  const { energy_sources, device_consumption, device_consumption_water } = isJsonObject(prefs) ? prefs : {};
  const sources = listIn(energy_sources).flatMap((source) => {
    const flows = FLOWS[String(source["type"])] ?? {};
    // older homes list the flows of the grid apart
    const parts = [source, ...listIn(source["flow_from"]), ...listIn(source["flow_to"])];
    return parts.flatMap((part) =>
      Object.entries(flows).flatMap(([key, word]) => meterFrom(word, part[key], undefined)),
    );
  });
  const devices = [...listIn(device_consumption), ...listIn(device_consumption_water)].flatMap((device) =>
    meterFrom(DEVICE, device["stat_consumption"], device["name"]),
  );
  return [...sources, ...devices];
}

function listIn(value: unknown): readonly JsonObject[] {
  return (Array.isArray(value) ? value : []).filter(isJsonObject);
}

function meterFrom(word: string, id: unknown, name: unknown): readonly Meter[] {
  if (typeof id !== "string" || id === "") return [];
  return [{ word, id, ...(typeof name === "string" && name !== "" ? { name } : {}) }];
}

/** Entities whose past may be asked; what is counted elsewhere, for whoever may ask the past of everything. */
async function openAmong(
  meters: readonly Meter[],
  { looking, sight }: DiagnosisScope,
): Promise<readonly Meter[]> {
  const { grant, ceiling } = looking.deciding;
  const entities = [...new Set(meters.map(({ id }) => id).filter(isEntityId))].filter((id) => sight.sees(id));
  const open = new Set<string>();
  for (let from = 0; from < entities.length; from += AT_ONCE) {
    const { ids } = await permitLook("history", entities.slice(from, from + AT_ONCE), looking).catch(noneOf);
    for (const id of ids) open.add(id);
  }
  const bounds = [grant.access, ...(looking.caller.attenuations ?? []), ...(ceiling ? [ceiling] : [])];
  const all = sight.all && bounds.every(({ history }) => history.some(coversEverything));
  return meters.filter(({ id }) => (isEntityId(id) ? open.has(id) : all));
}

function noneOf(fault: unknown): { readonly ids: readonly string[] } {
  if (fault instanceof Failure && fault.code === "NOT_FOUND") return { ids: [] };
  throw fault;
}

function totalOf(answer: unknown, id: string): number | undefined {
  const rows = isJsonObject(answer) ? listIn(answer[id]) : [];
  const changes = rows.map(({ change }) => change).filter((change) => typeof change === "number");
  return changes.length === 0 ? undefined : changes.reduce((sum, change) => sum + change, 0);
}

/** By the meter's id. */
function unitsIn(facts: unknown): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const { statistic_id: id, unit_class: kind, statistics_unit_of_measurement: unit } of listIn(facts)) {
    const asked = kind === "energy" ? "kWh" : kind === "volume" ? "m³" : unit;
    if (typeof id === "string" && typeof asked === "string") known.set(id, asked);
  }
  return known;
}

function lineOf(
  { word, id, name }: Meter,
  total: number | undefined,
  units: ReadonlyMap<string, string>,
  { gateway, sight }: DiagnosisScope,
): string {
  // what the owner wrote may name anything
  const own = name !== undefined && sight.all ? name : nameOf(gateway, id);
  const used =
    total === undefined ? "nothing recorded" : `${rounded(total)} ${cleanName(units.get(id) ?? "")}`.trim();
  return `${word}: ${used} (${own === id ? "" : `${cleanName(own)}, `}${cleanName(id)})`;
}

/** What the house used, where every source is seen. */
function balanceOf(
  sources: readonly { readonly meter: Meter; readonly total: number | undefined }[],
  { sight }: DiagnosisScope,
): readonly string[] {
  const sum = (words: readonly string[]) =>
    sources.filter(({ meter }) => words.includes(meter.word)).reduce((all, { total = 0 }) => all + total, 0);
  if (
    !sight.all ||
    !sources.some(({ meter, total }) => meter.word === "from the grid" && total !== undefined)
  )
    return [];
  const used =
    sum(["from the grid", "solar", "out of the battery"]) - sum(["to the grid", "into the battery"]);
  return [`used by the home: ${rounded(used)} kWh`];
}

function rounded(value: number): number {
  return Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1));
}
