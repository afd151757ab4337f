/** Why an entity changed: what the logbook and the runs of automations say of each change. */

import { domainOf } from "../../core/entity-id.ts";
import { isJsonObject, type JsonObject, wordTable } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import { membersOf } from "../../hass/group-members.ts";
import { isPassword } from "../../hass/secret-state.ts";
import { scriptOf } from "../../security/grant/model/service-kinds.ts";
import { type Moment, timeline } from "../past/range.ts";
import { hasSettings, settingsIn } from "../past/settings.ts";
import { SECRET } from "../see/rows.ts";
import { nameOf } from "../see/sight.ts";
import { type Before, callOn, detoursTo, logbookOf, recordedWithAttributes, statesBefore } from "./before.ts";
import { type DiagnosisScope, told, withCapability } from "./scope.ts";

const HIDDEN_CAUSE = "set off by something that this grant does not show";
const MOST_CHANGES = 12;
const MOST_STARTS = 3;
/** So soon after a start states are set by it. */
const STARTING_MS = 120_000;

/** The changes of the entity in the time, oldest first, each with its cause. */
export async function causesOf(id: string, scope: DiagnosisScope): Promise<readonly string[]> {
  const { zone } = scope;
  const own = await eventsOf([id], scope);
  const shown = own.slice(-MOST_CHANGES);
  const uncaused = shown.filter(hasNoCause).slice(-MOST_STARTS).map(at);
  const [started, before, detours] = await Promise.all([
    startsBefore(uncaused, scope),
    statesBefore(id, uncaused, scope),
    detoursTo(id, shown.filter(isCall), scope),
  ]);
  const isMade = MADE.has(domainOf(id));
  const moments = shown.map((event, index) => {
    const cause = causeOf(event, detours.get(at(event)), scope);
    const isLoaded = isMade && [event, shown[index - 1]].some((each) => each?.["state"] === "unavailable");
    const text =
      cause ??
      withoutCause(
        { id, state: event["state"], instant: at(event), isLoaded },
        started,
        before.get(at(event)),
      );
    return { at: at(event), text: `${stateOf(event, scope)}: ${text}` };
  });
  const recent = await unwritten(id, shown.at(-1), scope);
  const all = [...moments, ...(await settingsOf(id, scope)), ...recent].sort((a, b) => a.at - b.at);
  const more = own.length - shown.length + Math.max(0, all.length - MOST_CHANGES);
  return [
    ...(more > 0 ? [`(${more} earlier changes; ask with an earlier end)`] : []),
    ...timeline(all.slice(-MOST_CHANGES), zone, true),
    ...(all.length === 0 ? ["no change is recorded in this time"] : []),
  ];
}

/** What was set on it while its state stayed the same, with the call that reached it. */
async function settingsOf(id: string, scope: DiagnosisScope): Promise<readonly Moment[]> {
  const { gateway, sight, range } = scope;
  const state = gateway.states.get(id);
  if (!state || !hasSettings(id) || !sight.sees(id)) return [];
  const say = (text: string) => told(text, scope);
  const rows = await recordedWithAttributes(id, range, gateway);
  const moments = settingsIn(rows, state, range, { open: sight.attributes, say });
  const shown = moments.slice(-MOST_CHANGES);
  const uncalled = membersOf(state).length > 0 ? AS_MEMBERS : UNCALLED;
  const calls = await Promise.all(shown.map(({ at: instant }) => callOn(id, instant, scope)));
  const detours = await detoursTo(id, calls.filter((call) => call !== undefined).filter(isCall), scope);
  return shown.map(({ at: instant, text }, index) => {
    const call = calls[index];
    const cause = call && causeOf({ ...call, entity_id: id }, detours.get(at(call)), scope);
    return { at: instant, text: `${text}: ${cause ?? uncalled}` };
  });
}

const UNCALLED = "no call on it, its area or a group of it is recorded; perhaps the device itself";
const AS_MEMBERS = "no call on it is recorded; it is as its members are, so ask about these";

async function eventsOf(
  ids: readonly string[],
  { gateway, range }: DiagnosisScope,
): Promise<readonly JsonObject[]> {
  return logbookOf(ids, range.start, range.end, gateway);
}

const CAUSES = ["context_entity_id", "context_user_id", "context_service"] as const;

function hasNoCause(event: JsonObject): boolean {
  return CAUSES.every((key) => typeof event[key] !== "string" || event[key] === event["entity_id"]);
}

/** Whether Home Assistant had just started before the latest of these instants; its logbook says when. */
async function startsBefore(
  instants: readonly number[],
  { gateway }: DiagnosisScope,
): Promise<readonly number[]> {
  const starts = await Promise.all(
    instants.map(async (instant) => {
      const answer = await gateway.query({
        type: "logbook/get_events",
        start_time: new Date(instant - STARTING_MS).toISOString(),
        end_time: new Date(instant + 1_000).toISOString(),
      });
      const list: readonly unknown[] = Array.isArray(answer) ? answer : [];
      return list
        .filter(isJsonObject)
        .filter(({ domain, message }) => domain === "homeassistant" && message === "started");
    }),
  );
  return starts.flat().map(at);
}

/** Of these a start brings all, before it says that it is over. */
const MADE: ReadonlySet<string> = new Set(
  "automation script scene group zone person counter timer schedule input_boolean input_button input_datetime input_number input_select input_text".split(
    " ",
  ),
);

/** What has no device, and changes all the same. */
const BY_ITSELF: Readonly<Record<string, string>> = wordTable({
  "script off": "its run came to its end",
  "timer idle": "it ran out",
  schedule: "its own hours",
  person: "the trackers that it follows",
  zone: "who is in it",
  group: "its members",
  sun: "the time of day",
});

const ABSENT: ReadonlySet<string> = new Set(["unavailable", "unknown"]);

function isCall(event: JsonObject): boolean {
  const { context_entity_id: by, entity_id: id } = event;
  return typeof event["context_service"] === "string" && (typeof by !== "string" || by === id);
}

function at(event: JsonObject): number {
  return Number(event["when"]) * 1_000;
}

function stateOf({ entity_id: id, state, message }: JsonObject, scope: DiagnosisScope): string {
  const now = scope.gateway.states.get(String(id));
  if (now && isPassword(now)) return SECRET;
  return told(typeof state === "string" ? state : String(message ?? "event"), scope);
}

/** undefined where none is recorded. */
function causeOf(event: JsonObject, detour: string | undefined, scope: DiagnosisScope): string | undefined {
  const { gateway, sight } = scope;
  const { context_entity_id: by, context_domain: domain, context_service: service } = event;
  const call =
    typeof domain === "string" && typeof service === "string" ? cleanName(`${domain}.${service}`) : undefined;
  if (typeof by === "string" && by !== event["entity_id"]) {
    if (!sight.sees(by)) return HIDDEN_CAUSE;
    const because = event["context_source"] ?? event["context_message"];
    const why = typeof because === "string" ? `, ${told(because, scope)}` : "";
    return `${kindOf(by)} ${cleanName(nameOf(gateway, by))} (${by})${why}${call ? `, by ${call}` : ""}`;
  }
  const person = personOf(event["context_user_id"], scope);
  if (detour !== undefined) return `${detour}${person === undefined ? "" : `, by ${person}`}`;
  const script = call === undefined ? undefined : scriptOf(`${domain}.${service}`, gateway.registries);
  if (script !== undefined) {
    if (!sight.sees(script)) return HIDDEN_CAUSE;
    const name = `script ${cleanName(nameOf(gateway, script))} (${script})`;
    return `${name}${person === undefined ? "" : `, started by ${person}`}`;
  }
  if (person !== undefined) return `${person}${call ? `, by ${call}` : ""}`;
  if (call !== undefined)
    return `a call of ${call} without a user: an automation, a script or an integration made it`;
  return undefined;
}

/** `before`: what it was until then, where that is known; `isLoaded`: whether it went or came back. */
function withoutCause(
  {
    id,
    state,
    instant,
    isLoaded = false,
  }: {
    readonly id: string;
    readonly state: unknown;
    readonly instant: number;
    readonly isLoaded?: boolean;
  },
  started: readonly number[],
  before: Before | undefined,
): string {
  const domain = domainOf(id);
  const comesUp = (start: number) =>
    instant >= start - 1_000 &&
    instant - start < STARTING_MS &&
    // what was there already when it had started was changed by somebody
    (instant <= start || before === undefined || (ABSENT.has(before.state) && before.since <= start + 1_000));
  if (started.some(comesUp))
    return MADE.has(domain) && before === undefined && started.every((start) => instant > start + 1_000)
      ? "nothing is recorded of it before: it was made or loaded anew then"
      : "Home Assistant had just started: states are restored or read anew then";
  if (isLoaded) return "it was loaded anew then: its configuration was saved or reloaded";
  if (before?.state === "unavailable")
    return "it was unavailable before: this is how it came back, by its power-on state or as it was switched meanwhile";
  return `no cause is recorded: ${BY_ITSELF[`${domain} ${state}`] ?? BY_ITSELF[domain] ?? "the device itself, a switch by hand, or its own app"}`;
}

function kindOf(id: string): string {
  const domain = domainOf(id);
  return ["automation", "script", "scene", "group"].includes(domain) ? domain : "";
}

/** By the person whom the user is, where that one may be seen. */
function personOf(user: unknown, { gateway, sight }: DiagnosisScope): string | undefined {
  if (typeof user !== "string") return undefined;
  if (user === gateway.house.user.id)
    return "the user behind Hearthgate: an assistant, or whoever has that token";
  for (const id of sight.ids()) {
    if (!id.startsWith("person.")) continue;
    if (gateway.states.get(id)?.attributes["user_id"] === user)
      return `${cleanName(nameOf(gateway, id))}, in an app or a page`;
  }
  return "a user, in an app or a page";
}

/** The latest change where the recorder has not written it yet: by the runs that Home Assistant keeps. */
async function unwritten(
  id: string,
  last: JsonObject | undefined,
  scope: DiagnosisScope,
): Promise<readonly Moment[]> {
  const { gateway, range } = scope;
  const state = gateway.states.get(id);
  const changed = (state?.lastChanged ?? 0) * 1_000;
  if (!state || changed < range.start || changed > range.end) return [];
  if (last !== undefined && at(last) >= changed - SAME_MS) return [];
  // the context is that of the latest update, which may have left the state as it was
  const isOwn = state.lastUpdated * 1_000 <= changed + 1;
  const run = isOwn ? await runBehind([state.contextId, state.parentContextId], scope) : undefined;
  const started = run === undefined ? await startsBefore([changed], scope) : [];
  const before = started.length > 0 ? await statesBefore(id, [changed], scope) : undefined;
  const unknown = before
    ? withoutCause({ id, state: state.state, instant: changed }, started, before.get(changed))
    : NOT_YET;
  const text = `${stateOf({ entity_id: id, state: state.state }, scope)}: ${run ?? unknown}`;
  return [{ at: changed, text }];
}

const SAME_MS = 1_000;
const NOT_YET = "the logbook has no entry of it yet; it is written every few seconds";

/** The automation or script whose run has one of these contexts; undefined where none has, or they may not be read. */
async function runBehind(
  contexts: readonly (string | undefined)[],
  scope: DiagnosisScope,
): Promise<string | undefined> {
  const { gateway, sight } = scope;
  const { lines } = await withCapability("traces", scope, async () => {
    const answer = await gateway.query({ type: "trace/contexts" });
    const runs = isJsonObject(answer) ? answer : {};
    const run = contexts
      .map((context) => (context === undefined ? undefined : runs[context]))
      .find(isJsonObject);
    const { domain, item_id } = run ?? {};
    if (domain === "script") return [scriptOf(`script.${String(item_id)}`, gateway.registries) ?? ""];
    const found = [...gateway.states.values()].find(
      ({ id, attributes }) => id.startsWith("automation.") && attributes["id"] === item_id,
    );
    return domain === "automation" && found ? [found.id] : [];
  });
  const [by] = lines;
  if (by === undefined) return undefined;
  if (!sight.sees(by)) return HIDDEN_CAUSE;
  return `${kindOf(by)} ${cleanName(nameOf(gateway, by))} (${by})`;
}
