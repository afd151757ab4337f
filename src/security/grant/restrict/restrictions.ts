/** Restrictions in the order of their declaration; the first denial ends. */

import type { DenialCode, Deny, Need, Reservation } from "../model/decision.ts";
import type { Restriction } from "../model/grant.ts";
import { deny, type Halt } from "../model/halt.ts";
import { parseInstant } from "../model/instant.ts";
import { canonicalType } from "../model/restriction-types.ts";
import type { Subject } from "../model/subject.ts";
import type { Context } from "../scope/context.ts";
import { appliesTo } from "./applies-to.ts";
import { conditionHolds } from "./condition.ts";
import { refusalOf } from "./counter-refusal.ts";
import { checkAddress, checkOrigin } from "./network.ts";
import { sentPin } from "./pin-sent.ts";
import { LIMIT_TYPE, reservationOf } from "./rates.ts";
import { checkSchedule } from "./schedule.ts";

/** What an allowed request takes from the counters, and why the owner has to be asked. */
export type Passed = { readonly reserve: readonly Reservation[]; readonly approval: string | undefined };

/** Types the parser alone may write, beside `LIMIT_TYPE`. */
export const NOT_BEFORE_TYPE = "not_before";

type Verdict = DenialCode | Need | undefined;
type Rule = (restriction: Restriction, context: Context, subject: Subject) => Verdict;

const TRUE_TEXTS: ReadonlySet<string> = new Set(["1", "true", "yes", "on"]);
// These count or ask, and did so when the subscription was opened.
const AT_THE_REQUEST: ReadonlySet<string> = new Set(["pin", "approval", "rate_limit", "quota", LIMIT_TYPE]);
const COUNTING: ReadonlySet<string> = new Set(["rate_limit", "quota", LIMIT_TYPE]);

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["expiry", checkExpiry],
  [NOT_BEFORE_TYPE, checkNotBefore],
  [
    "schedule",
    ({ params }, { world, now }) => suspect(world.clockSuspect) ?? checkSchedule(params, world.timeZone, now),
  ],
  ["pin", checkPin],
  ["template", checkTemplate],
  ["condition", ({ params }, { world }) => conditionHolds(params, world.place)],
  ["ip", ({ params }, { request }) => checkAddress(params["allowed_ips"], request.address)],
  ["origin", ({ params }, { request }) => checkOrigin(params, request.origin, request.path)],
  ["max_entities", checkMaxEntities],
]);

const UNRESTRICTED: Passed = { reserve: [], approval: undefined };

/** The restrictions of one group: the grant's own fields before step 10, the owner's at step 19. Counters come last. */
export function checkRestrictions(
  context: Context,
  subject: Subject,
  restrictions: readonly Restriction[],
): Passed | Halt {
  if (restrictions.length === 0) return UNRESTRICTED;
  const needs: Need[] = [];
  const counting: Restriction[] = [];
  let approval: string | undefined;
  for (const declared of restrictions) {
    if (!declared.enabled) continue;
    const type = typeOf(declared);
    const matches = appliesTo(declared.applies_to, subject);
    if (matches === false || (isDelivery(context) && isForTheRequest(declared, type))) continue;
    if (matches === "invalid") return firstOf(needs, refuse(declared, "invalid_restriction"));
    if (type === undefined) return firstOf(needs, refuse(declared, "unknown_restriction_type"));
    if (type === "approval") approval = declared.id;
    else if (COUNTING.has(type)) counting.push({ ...declared, type });
    else {
      const verdict = RULES.get(type)?.(declared, context, subject);
      if (typeof verdict === "object") needs.push(verdict);
      else if (verdict !== undefined) return firstOf(needs, withRetry(refuse(declared, verdict), context));
    }
  }
  if (needs.length > 0) return { need: needs };
  const reserve = checkCounters(context, counting);
  return "reserve" in reserve ? { ...reserve, approval } : reserve;
}

// What was declared earlier gives the reason: it is asked for before a later no counts.
function firstOf(needs: readonly Need[], denied: Deny): Halt {
  return needs.length > 0 ? { need: needs } : denied;
}

function refuse({ id, step }: Restriction, code: DenialCode): Deny {
  return { ...deny(step ?? 19, code), restriction: id };
}

function withRetry(denied: Deny, { world }: Context): Deny {
  const seconds =
    denied.code === "pin_locked" ? world.pinRetrySeconds?.get(denied.restriction ?? "") : undefined;
  return seconds === undefined ? denied : { ...denied, retryAfterSeconds: seconds };
}

function typeOf({ type, step }: Restriction): string | undefined {
  return step !== undefined && (type === NOT_BEFORE_TYPE || type === LIMIT_TYPE) ? type : canonicalType(type);
}

// A delivery has no request of its own: no address, no PIN, and it counts nothing.
function isForTheRequest({ step }: Restriction, type: string | undefined): boolean {
  return step === 6 || (type !== undefined && AT_THE_REQUEST.has(type));
}

function isDelivery({ request }: Context): boolean {
  return "delivery" in request && request.delivery === true;
}

function suspect(clockSuspect: boolean | undefined): "clock_suspect" | undefined {
  return clockSuspect === true ? "clock_suspect" : undefined;
}

function checkExpiry({ params }: Restriction, { now, world }: Context): Verdict {
  const until = parseInstant(params["expires_at"]);
  if (until === undefined) return "invalid_expiry";
  return suspect(world.clockSuspect) ?? (now < until ? undefined : "expired");
}

function checkNotBefore({ params }: Restriction, { now, world }: Context): Verdict {
  const from = parseInstant(params["not_before"]);
  if (from === undefined) return "invalid_restriction";
  return suspect(world.clockSuspect) ?? (now >= from ? undefined : "grant_not_yet_valid");
}

function checkPin({ id, params }: Restriction, { request, world }: Context): Verdict {
  if (typeof params["pin_hash"] !== "string" || params["pin_hash"] === "") return "pin_not_configured";
  if (sentPin(request, id) === undefined) return "pin_required";
  const state = world.pins?.get(id);
  if (state === undefined) return { fact: "pin", restriction: id };
  return { ok: undefined, wrong: "invalid_pin", absent: "pin_required", locked: "pin_locked" }[
    state
  ] as Verdict;
}

function checkTemplate({ id, params }: Restriction, { world }: Context): Verdict {
  const template = params["value_template"];
  if (typeof template !== "string" || template.trim() === "") return "template_not_configured";
  const rendered = world.templates?.get(id);
  if (rendered === undefined) return { fact: "template", restriction: id };
  if ("error" in rendered) return "template_error";
  return TRUE_TEXTS.has(rendered.text.trim().toLowerCase()) ? undefined : "template_denied";
}

function checkMaxEntities({ params }: Restriction, _context: Context, { targets, leaves }: Subject): Verdict {
  const max = params["max"] ?? params["limit"] ?? params["max_entities"];
  if (typeof max !== "number" || !Number.isInteger(max) || max < 1) return "invalid_restriction";
  const touched = new Set([
    ...targets,
    ...leaves.flatMap(({ entityId }) => (entityId === undefined ? [] : [entityId])),
  ]);
  return touched.size > max ? "too_many_entities" : undefined;
}

/** All of them are tested, none is moved: that is done in one step just before sending. */
function checkCounters(
  context: Context,
  counting: readonly Restriction[],
): { readonly reserve: readonly Reservation[] } | Halt {
  const { request, world, now } = context;
  const reserve: Reservation[] = [];
  for (const restriction of counting) {
    const reservation = reservationOf(restriction, request, world.timeZone, now);
    if (!reservation) return refuse(restriction, "invalid_restriction");
    if (reservation.kind === "quota" && world.clockSuspect === true)
      return refuse(restriction, "clock_suspect");
    if (world.usage === undefined) return { need: [{ fact: "usage" }] };
    const usage = world.usage.get(restriction.id);
    const refusal = usage && refusalOf(usage, reservation, now);
    if (refusal)
      return { ...refuse(restriction, refusal.code), retryAfterSeconds: refusal.retryAfterSeconds };
    reserve.push(reservation);
  }
  return { reserve };
}
