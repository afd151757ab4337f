/** What each type of restriction says of a request, which facts it asks for, and which of several is heard first. */

import { describe, expect, test } from "bun:test";
import type { Restriction } from "../../../../src/security/grant/model/grant.ts";
import type { Request } from "../../../../src/security/grant/model/request.ts";
import type { Subject } from "../../../../src/security/grant/model/subject.ts";
import type { World } from "../../../../src/security/grant/model/world.ts";
import { LIMIT_TYPE } from "../../../../src/security/grant/restrict/rates.ts";
import { checkRestrictions, NOT_BEFORE_TYPE } from "../../../../src/security/grant/restrict/restrictions.ts";
import { contextOf } from "../../../../src/security/grant/scope/context.ts";
import { grantOf, NOW } from "../evaluate/ask.ts";
import { vectorHome } from "../vector-home.ts";

const CALL: Request = { operation: "call_service", service: "light.turn_on" };
const SUBJECT: Subject = {
  operations: ["call_service"],
  service: "light.turn_on",
  targets: ["light.hall"],
  leaves: [],
  asks: undefined,
  capability: undefined,
};
const PIN = { type: "pin", params: { pin_hash: "hash" } };
const TEMPLATE = { type: "template", params: { value_template: "{{ x }}" } };
const CLOSED = { type: "max_entities", params: { max: 0 } };
const QUOTA = { type: "quota", params: { limit: 2 } };

function rule(given: Partial<Restriction>, at: number): Restriction {
  return { id: `r${at}`, enabled: true, applies_to: "grant", params: {}, type: "", ...given };
}

type Asking = {
  readonly world?: Partial<World>;
  readonly request?: object;
  readonly subject?: Partial<Subject>;
};

function check(rules: readonly Partial<Restriction>[], { world, request, subject }: Asking = {}) {
  const context = contextOf(
    { ...CALL, ...request } as Request,
    grantOf({}),
    undefined,
    { killed: false, place: vectorHome().place, services: {}, timeZone: "UTC", ...world },
    NOW,
  );
  return checkRestrictions(context, { ...SUBJECT, ...subject }, rules.map(rule));
}

/** `step code restriction`, the facts that are wanted, or `passed`. */
function said(given: Partial<Restriction>, asking: Asking = {}): string {
  const answer = check([given], asking);
  if ("need" in answer) return `needs ${answer.need.map(({ fact }) => fact).join(", ")}`;
  return "code" in answer ? answer.code : "passed";
}

const pins = (state: string) => ({ pins: new Map([["r0", state]]) }) as Partial<World>;
const rendered = (text: string) => ({ templates: new Map([["r0", { text }]]) });
const suspect: Partial<World> = { clockSuspect: true };
const instant = (ms: number) => new Date(NOW + ms).toISOString();

test("none at all let everything pass", () => {
  expect(check([])).toEqual({ reserve: [], approval: undefined });
  expect(check([{ ...CLOSED, enabled: false }])).toEqual({ reserve: [], approval: undefined });
  expect(check([{ ...CLOSED, applies_to: "read" }])).toEqual({ reserve: [], approval: undefined });
});

describe("a PIN", () => {
  test.each<readonly [string, object, Partial<World>, string]>([
    ["not sent", {}, {}, "pin_required"],
    ["not sent, though one was right before", {}, pins("ok"), "pin_required"],
    ["of another restriction", { pins: { other: "1" } }, {}, "pin_required"],
    ["sent and not tried yet", { pin: "1" }, {}, "needs pin"],
    ["sent by name", { pins: { r0: 1 } }, {}, "needs pin"],
    ["right", { pin: "1" }, pins("ok"), "passed"],
    ["wrong", { pin: "1" }, pins("wrong"), "invalid_pin"],
    ["gone", { pin: "1" }, pins("absent"), "pin_required"],
    ["locked", { pin: "1" }, pins("locked"), "pin_locked"],
  ])("%s", (_, request, world, answer) => {
    expect(said(PIN, { request, world })).toBe(answer);
  });

  test("of which nothing is kept is not configured, whatever is sent", () => {
    for (const params of [{}, { pin_hash: "" }, { pin_hash: 5 }])
      expect(said({ type: "pin", params }, { request: { pin: "1" }, world: pins("ok") })).toBe(
        "pin_not_configured",
      );
  });

  test("that is locked says when it is read again, where anybody knows; no other denial does", () => {
    const pinRetrySeconds = new Map([["r0", 77]]);
    const locked = { request: { pin: "1" }, world: { ...pins("locked"), pinRetrySeconds } };
    expect(check([PIN], locked)).toEqual({
      deny: true,
      step: 19,
      code: "pin_locked",
      restriction: "r0",
      retryAfterSeconds: 77,
    });
    expect(check([PIN], { ...locked, world: pins("locked") })).not.toHaveProperty("retryAfterSeconds");
    const wrong = { ...locked, world: { ...pins("wrong"), pinRetrySeconds } };
    expect(check([PIN], wrong)).not.toHaveProperty("retryAfterSeconds");
  });
});

describe("a template", () => {
  test.each([
    ["True", "passed"],
    [" on ", "passed"],
    ["YES", "passed"],
    ["1", "passed"],
    ["true.", "template_denied"],
    ["false", "template_denied"],
    ["0", "template_denied"],
    ["", "template_denied"],
  ])("that says %j: %s", (text, answer) => {
    expect(said(TEMPLATE, { world: rendered(text) })).toBe(answer);
  });

  test("is rendered first; one that cannot be denies", () => {
    expect(said(TEMPLATE)).toBe("needs template");
    expect(said(TEMPLATE, { world: { templates: new Map([["r0", { error: true as const }]]) } })).toBe(
      "template_error",
    );
    for (const value_template of [undefined, "", " ", 5])
      expect(said({ type: "template", params: { value_template } }, { world: rendered("true") })).toBe(
        "template_not_configured",
      );
  });
});

describe("what is timed", () => {
  const until = (ms: number) => ({ type: "expiry", params: { expires_at: instant(ms) } });
  const from = (ms: number) => ({
    type: NOT_BEFORE_TYPE,
    step: 5 as const,
    params: { not_before: instant(ms) },
  });
  const open = { type: "schedule", params: { start_time: "11:00", end_time: "13:00" } };

  test("an end, to the millisecond", () => {
    expect(said(until(1))).toBe("passed");
    expect(said(until(0))).toBe("expired");
    expect(said({ type: "expiry", params: { expires_at: "soon" } })).toBe("invalid_expiry");
  });

  test("a beginning, to the millisecond; only the parser writes one", () => {
    expect(said(from(0))).toBe("passed");
    expect(said(from(1))).toBe("grant_not_yet_valid");
    expect(said({ ...from(0), params: {} })).toBe("invalid_restriction");
    expect(check([from(1)])).toMatchObject({ step: 5 });
    expect(said({ type: NOT_BEFORE_TYPE, params: { not_before: instant(-1) } })).toBe(
      "unknown_restriction_type",
    );
  });

  test("a clock that cannot be trusted denies all of it, and only once it can be read", () => {
    for (const timed of [until(60_000), from(-60_000), open])
      expect([said(timed), said(timed, { world: suspect })]).toEqual(["passed", "clock_suspect"]);
    expect(said({ type: "expiry", params: {} }, { world: suspect })).toBe("invalid_expiry");
  });

  test("hours are those of the house where they name no zone", () => {
    expect(said(open, { world: { timeZone: "UTC" } })).toBe("passed");
    expect(said(open, { world: { timeZone: "Asia/Tokyo" } })).toBe("outside_schedule");
  });
});

describe("how many entities", () => {
  const most = (params: object, subject: Partial<Subject> = {}) =>
    said({ type: "max_entities", params: { ...params } }, { subject });
  const leaf = (entityId: string | undefined) => ({ service: "light.turn_on", entityId });

  test("targets and what they set off count, each once", () => {
    const two = { targets: ["light.a", "light.b"] };
    expect(most({ max: 2 }, two)).toBe("passed");
    expect(most({ max: 1 }, two)).toBe("too_many_entities");
    expect(most({ max: 2 }, { ...two, leaves: [leaf("light.a"), leaf(undefined)] })).toBe("passed");
    expect(most({ max: 2 }, { ...two, leaves: [leaf("light.c")] })).toBe("too_many_entities");
    expect(most({ max: 1 }, { targets: [], leaves: [leaf("light.a"), leaf("light.b")] })).toBe(
      "too_many_entities",
    );
  });

  test.each<readonly [object, string]>([
    [{ max: 1 }, "passed"],
    [{ limit: 1 }, "passed"],
    [{ max_entities: 1 }, "passed"],
    [{ max: 0 }, "invalid_restriction"],
    [{ max: -1 }, "invalid_restriction"],
    [{ max: 1.5 }, "invalid_restriction"],
    [{ max: "1" }, "invalid_restriction"],
    [{}, "invalid_restriction"],
  ])("%j: %s", (params, answer) => {
    expect(most(params)).toBe(answer);
  });
});

describe("what is counted", () => {
  const used = (count: number, lastAt?: number) => ({
    usage: new Map([["r0", { used: count, lastAt, retryAfterSeconds: 9 }]]),
  });

  test("is looked up first, and taken only when everything else passed", () => {
    expect(said(QUOTA)).toBe("needs usage");
    expect(check([QUOTA], { world: used(1) })).toMatchObject({
      reserve: [{ kind: "quota", restriction: "r0" }],
    });
    expect(check([QUOTA], { world: { usage: new Map() } })).toMatchObject({ reserve: [{ kind: "quota" }] });
    expect(check([QUOTA], { world: used(2) })).toEqual({
      deny: true,
      step: 19,
      code: "quota_exceeded",
      restriction: "r0",
      retryAfterSeconds: 9,
    });
    expect(said({ type: "rate_limit", params: { limit: 2, window_seconds: 9 } }, { world: used(2) })).toBe(
      "rate_limited",
    );
    expect(said({ type: LIMIT_TYPE, params: { per_minute: 6, burst: 2 } }, { world: used(0) })).toBe(
      "unknown_restriction_type",
    );
    const limit = { type: LIMIT_TYPE, step: 9, params: { per_minute: 6, burst: 2 } } as const;
    expect(check([limit as never], { world: used(0) })).toMatchObject({ reserve: [{ kind: "bucket" }] });
  });

  test("a quota needs a clock, a rate does not", () => {
    expect(said(QUOTA, { world: { ...used(0), ...suspect } })).toBe("clock_suspect");
    expect(said(QUOTA, { world: suspect })).toBe("clock_suspect");
    expect(
      said(
        { type: "rate_limit", params: { limit: 2, window_seconds: 9 } },
        { world: { ...used(0), ...suspect } },
      ),
    ).toBe("passed");
  });

  test("numbers that are none deny, looked up or not", () => {
    expect(said({ type: "quota", params: {} })).toBe("invalid_restriction");
    expect(said({ type: "rate_limit", params: { limit: 1 } }, { world: used(0) })).toBe(
      "invalid_restriction",
    );
  });
});

test("words that cannot be read deny", () => {
  for (const given of [PIN, QUOTA, { type: "approval" }, { type: "nonsense" }])
    expect(said({ ...given, applies_to: "lock.front" })).toBe("invalid_restriction");
  const used = { usage: new Map([["r1", { used: 2, lastAt: undefined, retryAfterSeconds: 9 }]]) };
  expect(check([{ type: "approval" }, QUOTA], { world: used })).not.toHaveProperty("approval");
});

describe("of several", () => {
  test("the first no is heard, and what was declared before it is asked for first", () => {
    expect(check([CLOSED, PIN])).toMatchObject({ code: "invalid_restriction", restriction: "r0" });
    expect(check([TEMPLATE, CLOSED])).toMatchObject({ need: [{ fact: "template", restriction: "r0" }] });
    for (const unreadable of [{ ...CLOSED, applies_to: "lock.front" }, { type: "nonsense" }])
      expect(check([TEMPLATE, unreadable])).toMatchObject({ need: [{ fact: "template" }] });
    expect(check([CLOSED, { type: "nonsense" }])).toMatchObject({ restriction: "r0" });
  });

  test("all facts are asked for at once, and counters come last", () => {
    const asked = check([QUOTA, TEMPLATE, PIN], { request: { pin: "1" } });
    expect(asked).toMatchObject({
      need: [
        { fact: "template", restriction: "r1" },
        { fact: "pin", restriction: "r2" },
      ],
    });
    expect(check([{ type: "quota", params: {} }, CLOSED])).toMatchObject({ restriction: "r1" });
  });

  test("the last approval is the one that is asked for", () => {
    expect(check([{ type: "approval" }, { type: "approval" }])).toEqual({ reserve: [], approval: "r1" });
    expect(check([{ type: "approval" }, CLOSED])).toMatchObject({ code: "invalid_restriction" });
  });
});

describe("a delivery", () => {
  const delivery = { request: { operation: "subscribe", delivery: true } };

  test("has no PIN, no address, no approval, and counts nothing", () => {
    for (const given of [
      PIN,
      { type: "approval" },
      QUOTA,
      { type: "rate_limit", params: {} },
      { ...CLOSED, step: 6 as const },
      { ...CLOSED, type: "ip", step: 6 as const },
    ])
      expect(check([given], delivery)).toEqual({ reserve: [], approval: undefined });
  });

  test("is held to everything else, as is a request that is none", () => {
    expect(said(CLOSED, delivery)).toBe("invalid_restriction");
    expect(said({ type: "nonsense" }, delivery)).toBe("unknown_restriction_type");
    expect(said(TEMPLATE, delivery)).toBe("needs template");
    for (const more of [{}, { delivery: false }, { delivery: 1 }])
      expect(said(PIN, { request: { operation: "subscribe", ...more } })).toBe("pin_required");
  });
});
