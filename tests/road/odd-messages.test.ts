/** Homes that are not tidy: any field of any message from Home Assistant replaced by what it should not be. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Dice, diceOf, oddValue, type Path, pathsIn, shown, withValueAt } from "../hass/odd/values.ts";
import { seedOf } from "../seed.ts";
import { type OddHome, openOddHome } from "./odd-home.ts";
import { DENIED, STATES } from "./odd-words.ts";

const SEED = seedOf("MESSAGES_SEED");
/** How many cases; `MESSAGES_RUNS=20000` for the whole. */
const RUNS = Number(process.env["MESSAGES_RUNS"] ?? 20);
/** Cases at once: some of them wait for an answer that does not come. */
const AT_ONCE = 48;
/** How often a home that ought to be there is waited for: the machine may do much else. */
const MOST_TRIES = 12;
/** Longer than any answer may take: a command is given up after ten seconds. */
const LONGEST_MS = 45_000;
/** After so much waiting a case goes on to what is asked of every home. */
const PATIENCE_MS = 3_000;

type Change = { readonly about: string; readonly path: Path; readonly value: unknown };

const CALLS: readonly (readonly [string, object])[] = [
  ["ha_search", { query: "lamp", limit: 50 }],
  ["ha_search", { query: "hall", domain: ["light"] }],
  ["ha_search", { area: ["Hall"], limit: 50 }],
  ["ha_search", { query: "open door" }],
  ["ha_search", { domain: ["light"], state: "on", limit: 50 }],
  ["ha_overview", {}],
  ["ha_overview", { area: "Hall" }],
  ["ha_access", {}],
  ["ha_services", { id: "light" }],
  ["ha_services", { id: "light.turn_on" }],
  ["ha_services", { id: "climate.hall" }],
  ["ha_read", { ids: Object.keys(STATES), detail: "full" }],
  ["ha_read", { ids: ["area:hall", "floor:down", "device:house", "label:bright", "script.go", "Hall lamp"] }],
  ["ha_read", { ids: ["media_player.radio"], fields: ["source_list", "volume_level"] }],
  ["ha_read", { ids: ["weather.home"], service: "weather.get_forecasts", data: { type: "daily" } }],
  ["ha_read", { ids: ["todo.list"], service: "todo.get_items" }],
  ...(
    [
      ["light.turn_on", { entity_id: ["light.plain"] }, { brightness_pct: 30, transition: 2 }],
      ["light.turn_off", { area_id: ["Hall"] }, {}],
      ["light.turn_off", { entity_id: ["all"], exclude: { area_id: ["Hall"] } }, {}],
      ["light.turn_off", { entity_id: ["light.both", "light.bed"] }, {}],
      ["homeassistant.turn_on", { entity_id: ["group.all"] }, {}],
      ["cover.set_cover_position", { entity_id: ["cover.blind", "cover.garage"] }, { position: 20 }],
      ["climate.set_temperature", { entity_id: ["Hall heating"] }, { temperature: 21.3 }],
      ["climate.set_preset_mode", { entity_id: ["climate.hall"] }, { preset_mode: "boost" }],
      ["media_player.select_source", { entity_id: ["media_player.radio"] }, { source: "Two" }],
      ["select.select_option", { entity_id: ["select.mode"] }, { option: "Night" }],
      ["number.set_value", { entity_id: ["number.level"] }, { value: 7 }],
      ["input_text.set_value", { entity_id: ["input_text.note"] }, { value: "hi" }],
      ["scene.turn_on", { entity_id: ["scene.evening"] }, {}],
      ["light.turn_off", { entity_id: ["light.mixed"] }, {}],
      ["light.turn_on", { entity_id: ["light.bed", "light.attic"] }, {}],
      ["switch.turn_on", { entity_id: ["all"] }, {}],
      ["script.go", undefined, {}],
      ["script.dark", undefined, {}],
      ["automation.trigger", { entity_id: ["automation.sun"] }, {}],
      ["lock.lock", { entity_id: ["lock.front"] }, {}],
    ] as const
  ).map(([service, target, data]): [string, object] => [
    "ha_call_service",
    { service, data, wait_s: 0, ...(target ? { target } : {}) },
  ]),
];

/** Events after the home was loaded; `registry` makes the part be read again. */
const EVENTS: readonly (readonly [type: string, event: unknown, eventType?: string])[] = [
  [
    "subscribe_entities",
    { c: { "light.plain": { "+": { s: "off", a: { brightness: 3 }, c: "x", lc: 5 }, "-": { a: ["x"] } } } },
  ],
  ["subscribe_entities", { a: { "light.new": { s: "on", a: {}, c: "x", lc: 5 } }, r: ["light.new"] }],
  [
    "subscribe_events",
    { event_type: "entity_registry_updated", data: { action: "update", entity_id: "light.hall" } },
    "entity_registry_updated",
  ],
  ["subscribe_events", { event_type: "area_registry_updated", data: {} }, "area_registry_updated"],
];

/** Parts whose answer as a whole decides whether there is a home. */
const DECISIVE: ReadonlyMap<string, readonly string[]> = new Map([
  ["config/area_registry/list", ["result"]],
  ["config/device_registry/list", ["result"]],
  ["config/entity_registry/list_for_display", ["result", "result.entities"]],
  ["states", ["event", "event.a"]],
  // a home that does not say RUNNING is waited for
  ["get_config", ["result", "result.state"]],
  ["auth", ["type", "ha_version"]],
  ["auth_required", ["type"]],
]);

/** Whether the home may be unavailable for it: the frame itself, or what nothing is served without. */
function mayEndAll({ about, path }: Change): boolean {
  const [first] = path;
  if (path.length === 0 || first === "id" || first === "type" || first === "success") return true;
  return DECISIVE.get(about)?.includes(path.join(".")) ?? false;
}

/**
 * Entities of which a change says something else, rather than nothing: another area is another area, no label is no
 * label. Only those may be seen after it.
 */
function mayMove({ about, path, value }: Change): boolean {
  const last = path.at(-1);
  const gone = value === null || typeof value === "symbol";
  const inList = typeof last === "number";
  switch (about) {
    case "config/entity_registry/list_for_display":
      // an entry that is not there; a label that is another
      if (inList) return typeof value === "symbol" || path.includes("lb");
      return (
        ((last === "ai" || last === "di" || last === "lb") && gone) ||
        (last === "lb" && Array.isArray(value) && value.every((each) => typeof each === "string")) ||
        (last === "di" && typeof value === "string") ||
        (last === "ei" && value === "light.odd") ||
        path.length <= 2
      );
    case "config/device_registry/list":
      return last === "area_id" && gone;
    case "states":
      // another member is another member
      return path[2] === "light.mixed" && (gone || path.includes("entity_id") || path.length < 5);
    case "script/config":
      return true;
    case "config/area_registry/list":
      return last === "floor_id" && (gone || typeof value === "string");
    default:
      return false;
  }
}

/** Every field of every message, as a home sends them that is whole. */
async function placesOf(): Promise<readonly Omit<Change, "value">[]> {
  const frames = new Map<string, unknown>();
  const home = await openOddHome((frame, about) => {
    if (!frames.has(about)) frames.set(about, frame);
    return frame;
  });
  await use(home, [...CALLS]);
  home.close();
  return [...frames].flatMap(([about, frame]) => pathsIn(frame).map((path) => ({ about, path })));
}

type Said = readonly [call: string, { readonly code: string; readonly text: string }];

async function use(home: OddHome, calls: readonly (readonly [string, object])[]): Promise<readonly Said[]> {
  const said: Said[] = [];
  const began = performance.now();
  for (const call of calls)
    if (performance.now() - began < PATIENCE_MS) said.push(await answered(home, call));
  for (const [type, event, eventType] of EVENTS) home.hass.event(type, event, eventType);
  for (const call of WHOLE) said.push(await answered(home, call));
  return said;
}

const WHOLE: readonly (readonly [string, object])[] = [
  ["ha_read", { ids: Object.keys(STATES) }],
  ["ha_search", { domain: ["switch"], limit: 50 }],
];

function changesFor(dice: Dice, places: readonly Omit<Change, "value">[]): readonly Change[] {
  const count = dice(10) < 7 ? 1 : 2 + dice(3);
  return Array.from({ length: count }, () => {
    const pick = () => places[dice(places.length)] as Omit<Change, "value">;
    let place = pick();
    // a frame that answers nothing is waited for: fewer of these
    if (place.path.length < 2 && dice(4) > 0) place = pick();
    return { ...place, value: oddValue(dice) };
  });
}

/** A machine that does much else takes its time. */
async function whyNotReady(home: OddHome, tries: number): Promise<unknown> {
  const fault: unknown = await home.gateway.ready().then(
    () => undefined,
    (why: unknown) => why,
  );
  return fault !== undefined && tries > 1 ? whyNotReady(home, tries - 1) : fault;
}

/** What went wrong in one case; empty when nothing did. */
async function faultsOf(changes: readonly Change[], dice: Dice): Promise<readonly string[]> {
  // some begin when the home is loaded: what is read again is odd then
  let begun = dice(3) > 0;
  const home = await openOddHome((frame, about) =>
    changes
      .filter((change) => begun && change.about === about)
      .reduce((spoilt, { path, value }) => withValueAt(spoilt, path, value), frame),
  );
  const faults: string[] = [];
  try {
    const calls = Array.from({ length: 5 }, () => CALLS[dice(CALLS.length)] as (typeof CALLS)[number]);
    const fault = await whyNotReady(home, changes.some(mayEndAll) ? 1 : MOST_TRIES);
    const ready = fault === undefined;
    if (!ready && !changes.some(mayEndAll)) faults.push(`not ready: ${String(fault)}`);
    begun = true;
    const said: readonly Said[] = ready
      ? await use(home, calls)
      : [await answered(home, ["ha_overview", {}])];
    for (const [call, { code, text }] of said) {
      if (code === "DEFECT" || code === "undefined") faults.push(`${call}: ${text}`);
    }
    if (!changes.some(mayMove)) faults.push(...openedIn(said, home.sent()));
    if (ready && !changes.some(mayEndAll)) faults.push(...lostIn(said.at(-2)?.[1].text ?? "", changes));
    for (const error of home.errors) faults.push(`logged: ${Bun.inspect(error).slice(0, 600)}`);
  } finally {
    home.close();
  }
  return faults;
}

/** The answer, or what says that there is none. */
async function answered(home: OddHome, call: readonly [string, object]): Promise<Said> {
  const hangs = new AbortController();
  const timer = setTimeout(() => hangs.abort(), LONGEST_MS);
  const late = new Promise<{ code: string; text: string }>((resolve) => {
    hangs.signal.addEventListener("abort", () => resolve({ code: "undefined", text: "no answer" }));
  });
  try {
    return [JSON.stringify(call), await Promise.race([home.call(...call), late])];
  } finally {
    clearTimeout(timer);
  }
}

/** What the grant denies, and was seen or acted on. */
function openedIn(said: readonly Said[], sent: readonly unknown[]): readonly string[] {
  const called = ["light.mixed", "script.dark"].filter((id) => sent.includes(id));
  const opened = Object.entries(DENIED).flatMap(([id, how]) => {
    const seen = said.find(([, { text }]) => text.includes(`"id":"${id}"`) && !text.includes("light.odd"));
    return [
      ...(seen ? [`${id} (${how}) is seen: ${seen[0]}`] : []),
      ...(sent.includes(id) ? [`${id} (${how}) was acted on`] : []),
    ];
  });
  return [...called.map((id) => `${id}, which acts on what is denied, was called`), ...opened];
}

/** Its own entry and its area are the first of their lists. */
function mayHideHall({ about, path }: Change): boolean {
  if (about === "config/entity_registry/list_for_display") return path.length < 3 || path[2] === 0;
  if (about === "config/area_registry/list") return path.length < 2 || path[1] === 0;
  return false;
}

/** What nothing denies, whose own state nobody touched. */
function lostIn(text: string, changes: readonly Change[]): readonly string[] {
  const touched = (id: string) =>
    changes.some(({ about, path }) => about === "states" && (path.length < 4 || path[2] === id));
  // an entity whose place cannot be told is denied with it: what has no entry when one cannot be read
  const registry = changes.filter(({ about }) => about.includes("registry"));
  const ids = registry.length > 0 ? [] : ["light.plain", "sensor.warmth", "person.alex"];
  if (!registry.some(mayHideHall)) ids.push("light.hall");
  return ids.filter((id) => !touched(id) && !text.includes(`"id":"${id}"`)).map((id) => `${id} is lost`);
}

const unhandled: unknown[] = [];
const note = (fault: unknown) => void unhandled.push(fault);
beforeAll(() => {
  process.on("unhandledRejection", note);
  process.on("uncaughtException", note);
});
afterAll(() => {
  process.off("unhandledRejection", note);
  process.off("uncaughtException", note);
});

test("odd messages", async () => {
  const places = await placesOf();
  const only = process.env["MESSAGES_CASE"];
  const cases = only === undefined ? Array.from({ length: RUNS }, (_, at) => at) : [Number(only)];
  const doubtful: number[] = [];
  let done = 0;
  const work = async () => {
    for (let at = cases.shift(); at !== undefined; at = cases.shift()) {
      const dice = diceOf(SEED + at);
      if ((await faultsOf(changesFor(dice, places), dice)).length > 0) doubtful.push(at);
      done++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const failed: string[] = [];
  // many homes at once may be too slow for their deadlines: what fails fails alone too
  for (const at of doubtful) {
    const dice = diceOf(SEED + at);
    const changes = changesFor(dice, places);
    const faults = await faultsOf(changes, dice);
    if (faults.length === 0) continue;
    const what = changes.map(({ about, path, value }) => `${about} ${path.join(".")} = ${shown(value)}`);
    failed.push(`MESSAGES_SEED=${SEED} MESSAGES_CASE=${at}: ${what.join(" and ")}\n  ${faults.join("\n  ")}`);
  }
  process.stdout.write(`odd messages: ${done} of ${places.length} fields, ${failed.length} failed\n`);
  expect(failed.slice(0, 20).join("\n")).toBe("");
  expect(unhandled).toEqual([]);
}, 3_600_000);
