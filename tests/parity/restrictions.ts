/** The owner's restrictions and the network rules, told from their parameters alone. */

import type { Restriction } from "../../src/security/grant/model/grant.ts";
import type { Leaf, PinState, Usage } from "../../src/security/grant/model/world.ts";
import { isReadService } from "./effects.ts";
import { domainOf } from "./home.ts";
import { isFields } from "./spelling.ts";

/** What a restriction may be about. */
export type Matter = {
  readonly operation: "read" | "subscribe" | "history" | "camera" | "action";
  readonly service: string | undefined;
  readonly entities: readonly string[];
  readonly leaves: readonly Leaf[];
};
export type Circumstances = {
  readonly now: number;
  readonly timeZone: string;
  readonly address: string | undefined;
  readonly origin: string | undefined;
  readonly path: string | undefined;
  readonly usage: ReadonlyMap<string, Usage>;
  readonly pin: unknown;
  readonly pins: ReadonlyMap<string, PinState>;
  readonly templates: ReadonlyMap<string, { readonly text: string } | { readonly error: true }>;
};

const PIN_CODES: Readonly<Record<PinState, string | undefined>> = {
  ok: undefined,
  wrong: "invalid_pin",
  absent: "pin_required",
  locked: "pin_locked",
};

function rendered(one: Restriction, at: Circumstances): string | undefined {
  const answer = at.templates.get(one.id);
  if (answer === undefined || "error" in answer) return "template_error";
  return ["1", "true", "yes", "on"].includes(answer.text.trim().toLowerCase())
    ? undefined
    : "template_denied";
}

const EVERYTHING = ["", "grant", "*"];
const OPERATIONS: Readonly<Record<string, Matter["operation"]>> = {
  read: "read",
  reads: "read",
  get_states: "read",
  subscribe: "subscribe",
  subscription: "subscribe",
  subscriptions: "subscribe",
  subscribe_states: "subscribe",
  history: "history",
  history_query: "history",
  camera: "camera",
  camera_snapshot: "camera",
  camera_snapshots: "camera",
  action: "action",
  actions: "action",
  write: "action",
  writes: "action",
  call_service: "action",
};

/** By its words alone: the whole grant, or an operation. */
export function isAboutAll(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "string" && (EVERYTHING.includes(value) || Object.hasOwn(OPERATIONS, value));
}

/** Something is done and nobody knows what. */
function isAnything({ leaves }: Matter): boolean {
  return leaves.some(({ service, entityId }) => service === undefined && entityId === undefined);
}

function meansAction(scope: string, matter: Matter): boolean {
  if (matter.operation !== "action" || matter.service === undefined) return false;
  if (isAnything(matter)) return true;
  const pairs = [
    ...matter.entities.map((entityId) => ({ service: matter.service, entityId })),
    ...matter.leaves,
  ];
  const at = scope.indexOf("@");
  if (at < 0) {
    const domain = scope.slice(0, -2);
    // A restriction on a domain also catches what reaches an entity of it by another road.
    return (
      domainOf(matter.service) === domain ||
      pairs.some(
        (pair) =>
          (pair.entityId !== undefined && domainOf(pair.entityId) === domain) ||
          (pair.service !== undefined && domainOf(pair.service) === domain),
      )
    );
  }
  const [service, entity] = [scope.slice(0, at), scope.slice(at + 1)];
  // The specification leaves this open: a call without entities may reach every entity of its domain.
  const bare = domainOf(matter.service);
  if (matter.entities.length === 0 && (domainOf(entity) === bare || domainOf(service) === bare)) return true;
  // The specification leaves this open: `domain.*@entity`, and any scope under `homeassistant.*`, goes by the entity.
  return pairs.some(
    (pair) =>
      pair.entityId === entity &&
      (service === "*" ||
        pair.service === undefined ||
        service === pair.service ||
        service === `${domainOf(entity)}.*` ||
        domainOf(pair.service) === "homeassistant" ||
        service === `${domainOf(pair.service)}.*`),
  );
}

function meansEntity(scope: string, matter: Matter): boolean {
  if (isAnything(matter)) return true;
  if (
    matter.entities.length === 0 &&
    matter.service !== undefined &&
    domainOf(scope) === domainOf(matter.service)
  )
    return true;
  const ids = [...matter.entities, ...matter.leaves.flatMap((leaf) => leaf.entityId ?? [])];
  return ids.some((id) => scope === "*" || scope === id || scope === `${domainOf(id)}.*`);
}

function listOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

export function appliesTo(value: unknown, matter: Matter): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0 || value.some((item) => appliesTo(item, matter));
  if (typeof value === "string") {
    if (EVERYTHING.includes(value)) return true;
    const operation = OPERATIONS[value];
    // The specification leaves this open: what holds for reading holds for a read by service too.
    if (operation === "read" && matter.service !== undefined && isReadService(matter.service)) return true;
    return operation === undefined ? meansAction(value, matter) : operation === matter.operation;
  }
  if (!isFields(value)) return true;
  if (value["operation"] !== undefined && !appliesTo(value["operation"], matter)) return false;
  const actions = listOf(value["actions"] ?? value["scopes"]);
  const entities = listOf(value["entities"]);
  if (actions.length + entities.length === 0) return true;
  return (
    actions.some((scope) => meansAction(scope, matter)) ||
    entities.some((scope) => meansEntity(scope, matter))
  );
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

function minutesOf(text: unknown): number | undefined {
  const found = typeof text === "string" ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) : null;
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined;
}

/** The wall clock of a zone: day of the week (0 = Sunday) and milliseconds since midnight. */
function wallClock(now: number, timeZone: string): { day: number; ms: number } {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const seconds = Number(part("hour")) * 3600 + Number(part("minute")) * 60 + Number(part("second"));
  return { day: DAYS.indexOf(part("weekday").toLowerCase()), ms: seconds * 1000 + (now % 1000) };
}

function schedule(params: Readonly<Record<string, unknown>>, at: Circumstances): string | undefined {
  const zone = typeof params["timezone"] === "string" ? params["timezone"] : at.timeZone;
  const windows = Array.isArray(params["windows"]) ? params["windows"].filter(isFields) : [params];
  const { day, ms } = wallClock(at.now, zone);
  for (const window of windows) {
    const start = minutesOf(window["start_time"]);
    const end = minutesOf(window["end_time"]);
    if (start === undefined || end === undefined || start === end) return "invalid_schedule";
    const days = listOf(window["days"]);
    const opensOn = (which: number) => days.length === 0 || days.includes(DAYS[(which + 7) % 7] ?? "");
    const [from, to] = [start * 60_000, end * 60_000];
    if (from < to) {
      if (opensOn(day) && ms >= from && ms <= to) return undefined;
    } else if ((opensOn(day) && ms >= from) || (opensOn(day - 1) && ms <= to)) return undefined;
  }
  return "outside_schedule";
}

function addressNumber(text: string): number {
  return text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

function addressAllowed(allowed: readonly string[], address: string | undefined): boolean {
  if (address === undefined) return false;
  return allowed.some((block) => {
    const [base = "", bits = "32"] = block.split("/");
    const size = 2 ** (32 - Number(bits));
    return Math.floor(addressNumber(base) / size) === Math.floor(addressNumber(address) / size);
  });
}

function pathAllowed(allowed: readonly string[], path: string | undefined): boolean {
  if (path === undefined) return false;
  const plain = (path.split("?")[0] ?? "").replace(/\/+$/, "") || "/";
  return allowed.some((rule) =>
    rule.endsWith("/*") ? plain.startsWith(rule.slice(0, -1)) : plain === (rule.replace(/\/+$/, "") || "/"),
  );
}

function expiry(value: unknown, now: number): string | undefined {
  if (typeof value !== "string" || !/(?:Z|[+-]\d\d:\d\d)$/i.test(value)) return "invalid_expiry";
  const instant = Date.parse(value);
  if (Number.isNaN(instant)) return "invalid_expiry";
  return now < instant ? undefined : "expired";
}

function rate(one: Restriction, at: Circumstances): string | undefined {
  const { limit, cooldown_seconds: cooldown } = one.params;
  const usage = at.usage.get(one.id);
  if (typeof cooldown === "number" && usage?.lastAt !== undefined && at.now < usage.lastAt + cooldown * 1000)
    return "cooldown_active";
  return typeof limit === "number" && (usage?.used ?? 0) >= limit ? "rate_limited" : undefined;
}

/** The specification leaves this open: what lies behind a group counts too. */
function reached(matter: Matter): number {
  return new Set([...matter.entities, ...matter.leaves.flatMap((leaf) => leaf.entityId ?? [])]).size;
}

/** The code of a denial, or undefined when the restriction holds nothing against it. */
export function judge(one: Restriction, matter: Matter, at: Circumstances): string | undefined {
  const { params } = one;
  switch (one.type) {
    case "not_before":
      return at.now >= Date.parse(String(params["not_before"])) ? undefined : "grant_not_yet_valid";
    case "expiry":
      return params["expires_at"] === "never" ? undefined : expiry(params["expires_at"], at.now);
    case "schedule":
      return schedule(params, at);
    case "rate_limit":
    case "cooldown":
      return rate(one, at);
    case "ip":
      return addressAllowed(listOf(params["allowed_ips"]), at.address) ? undefined : "ip_denied";
    case "origin": {
      if (params["allow_any"] !== true && !listOf(params["allowed"]).includes(at.origin ?? ""))
        return "origin_denied";
      const paths = params["allow_paths"];
      return paths === undefined || pathAllowed(listOf(paths), at.path) ? undefined : "path_denied";
    }
    case "pin":
      return at.pin === undefined ? "pin_required" : PIN_CODES[at.pins.get(one.id) ?? "absent"];
    case "template":
      return rendered(one, at);
    case "max_entities":
      return reached(matter) > Number(params["max"]) ? "too_many_entities" : undefined;
    default:
      return "unknown_restriction_type";
  }
}
