/** What rates, cooldowns, quotas and a grant's own limits take from the counters. */

import { describe, expect, test } from "bun:test";
import type { Restriction } from "../../../../src/security/grant/model/grant.ts";
import type { Request } from "../../../../src/security/grant/model/request.ts";
import { LIMIT_TYPE, reservationOf, reservationsOf } from "../../../../src/security/grant/restrict/rates.ts";
import { grantOf } from "../evaluate/ask.ts";

const CALL: Request = { operation: "call_service", service: "light.turn_on" };
const HISTORY = { operation: "history", entity_ids: ["sensor.a"] } as Request;
const CAMERA = { operation: "camera", entity_ids: ["camera.a"] } as Request;
/** A Friday. */
const AT = Date.parse("2026-06-12T12:34:56.000Z");

function reserved(
  type: string,
  params: object,
  { request = CALL, zone = "UTC", now = AT }: { request?: Request; zone?: string; now?: number } = {},
) {
  const restriction: Restriction = {
    id: "r",
    enabled: true,
    type,
    applies_to: "grant",
    params: { ...params },
  };
  return reservationOf(restriction, request, zone, now);
}

describe("a rate", () => {
  test.each<readonly [object, object | undefined]>([
    [
      { limit: 3, window_seconds: 10 },
      { limit: 3, windowSeconds: 10, cooldownSeconds: 0 },
    ],
    [
      { max: 3, window_seconds: 10 },
      { limit: 3, windowSeconds: 10, cooldownSeconds: 0 },
    ],
    [
      { limit: " 3 ", window_seconds: "0.5" },
      { limit: 3, windowSeconds: 0.5, cooldownSeconds: 0 },
    ],
    [
      { limit: 3, window_seconds: 10, cooldown_seconds: 2 },
      { limit: 3, windowSeconds: 10, cooldownSeconds: 2 },
    ],
    [
      { limit: 3, window_seconds: 10, cooldown_seconds: 0 },
      { limit: 3, windowSeconds: 10, cooldownSeconds: 0 },
    ],
    [
      { limit: 3, window_seconds: 10, cooldown_seconds: "0" },
      { limit: 3, windowSeconds: 10, cooldownSeconds: 0 },
    ],
    [
      { limit: 3, window_seconds: 10, cooldown_seconds: null },
      { limit: 3, windowSeconds: 10, cooldownSeconds: 0 },
    ],
    [
      { limit: null, cooldown_seconds: 5 },
      { limit: undefined, windowSeconds: 0, cooldownSeconds: 5 },
    ],
    [{ cooldown_seconds: 5 }, { limit: undefined, windowSeconds: 0, cooldownSeconds: 5 }],
    [{}, undefined],
    [{ cooldown_seconds: 0 }, undefined],
    [{ cooldown_seconds: -1 }, undefined],
    [{ limit: 3 }, undefined],
    [{ window_seconds: 10 }, undefined],
    [{ limit: 3, cooldown_seconds: 5 }, undefined],
    [{ window_seconds: 10, cooldown_seconds: 5 }, undefined],
    [{ limit: 1.5, window_seconds: 10 }, undefined],
    [{ limit: 0, window_seconds: 10 }, undefined],
    [{ limit: -1, window_seconds: 10 }, undefined],
    [{ limit: 3, window_seconds: 0 }, undefined],
    [{ limit: "", window_seconds: 10 }, undefined],
    [{ limit: " ", window_seconds: 10 }, undefined],
    [{ limit: "three", window_seconds: 10 }, undefined],
    [{ limit: true, window_seconds: 10 }, undefined],
    [{ limit: [3], window_seconds: 10 }, undefined],
    [{ limit: Number.POSITIVE_INFINITY, window_seconds: 10 }, undefined],
    [{ limit: 3, window_seconds: Number.NaN }, undefined],
    [{ limit: 3, window_seconds: "1e999" }, undefined],
    [{ limit: 3, window_seconds: 10, cooldown_seconds: "soon" }, undefined],
    [{ limit: 3, window_seconds: 10, cooldown_seconds: -1 }, undefined],
  ])("%j", (params, window) => {
    expect(reserved("rate_limit", params)).toEqual(
      window && ({ kind: "window", restriction: "r", ...window } as never),
    );
  });
});

describe("a quota", () => {
  const ends = (text: string) => Date.parse(text);

  test.each<readonly [object, string, string]>([
    [{ period: "hour" }, "2026-06-12T12", "2026-06-12T13:00:00Z"],
    [{ period: "day" }, "2026-06-12", "2026-06-13T00:00:00Z"],
    [{}, "2026-06-12", "2026-06-13T00:00:00Z"],
    [{ period: null }, "2026-06-12", "2026-06-13T00:00:00Z"],
    [{ period: "week" }, "week 2026-06-08", "2026-06-15T00:00:00Z"],
    [{ period: "month" }, "2026-06", "2026-07-01T00:00:00Z"],
    [{ period: "day", timezone: "Asia/Tokyo" }, "2026-06-12", "2026-06-12T15:00:00Z"],
    [{ period: "hour", timezone: "Asia/Kolkata" }, "2026-06-12T18", "2026-06-12T13:30:00Z"],
  ])("%j: period %s until %s", (params, period, end) => {
    for (const limit of [{ limit: 4 }, { max: "4" }])
      expect(reserved("quota", { ...limit, ...params })).toEqual({
        kind: "quota",
        restriction: "r",
        limit: 4,
        period,
        endsAt: ends(end),
      });
  });

  test.each([
    ["2026-01-01T00:00:00Z", "hour", "2026-01-01T00", "2026-01-01T01:00:00Z"],
    ["2026-06-12T09:59:59Z", "hour", "2026-06-12T09", "2026-06-12T10:00:00Z"],
    ["2026-06-08T00:00:00Z", "week", "week 2026-06-08", "2026-06-15T00:00:00Z"],
    ["2026-06-14T23:59:59Z", "week", "week 2026-06-08", "2026-06-15T00:00:00Z"],
    ["2026-02-28T12:00:00Z", "month", "2026-02", "2026-03-01T00:00:00Z"],
    ["2028-02-01T00:00:00Z", "month", "2028-02", "2028-03-01T00:00:00Z"],
    ["2026-12-31T23:59:59Z", "month", "2026-12", "2027-01-01T00:00:00Z"],
  ])("at %s the %s is %s until %s", (now, period, named, end) => {
    expect(reserved("quota", { limit: 1, period }, { now: ends(now) })).toMatchObject({
      period: named,
      endsAt: ends(end),
    });
  });

  test.each([
    ["2026-10-25T00:30:00+02:00", "Europe/Rome", "day", "2026-10-26T00:00:00+01:00"],
    ["2026-10-25T23:30:00+01:00", "Europe/Rome", "day", "2026-10-26T00:00:00+01:00"],
    ["2026-10-19T12:00:00+02:00", "Europe/Rome", "week", "2026-10-26T00:00:00+01:00"],
    ["2026-10-02T12:00:00+02:00", "Europe/Rome", "month", "2026-11-01T00:00:00+01:00"],
    ["2026-03-29T00:30:00+01:00", "Europe/Rome", "day", "2026-03-30T00:00:00+02:00"],
    ["2026-09-05T12:00:00-04:00", "America/Santiago", "day", "2026-09-06T01:00:00-03:00"],
    ["2026-04-04T12:00:00-03:00", "America/Santiago", "day", "2026-04-05T00:00:00-04:00"],
  ])("at %s in %s the %s lasts until %s", (now, timezone, period, end) => {
    expect(reserved("quota", { limit: 1, period, timezone }, { now: ends(now) })).toMatchObject({
      endsAt: ends(end),
    });
  });

  test("the house's zone counts where none is named", () => {
    const late = { now: ends("2026-06-12T23:30:00Z"), zone: "Europe/Rome" };
    expect(reserved("quota", { limit: 1 }, late)).toMatchObject({
      period: "2026-06-13",
      endsAt: ends("2026-06-13T22:00:00Z"),
    });
    expect(reserved("quota", { limit: 1, timezone: "UTC" }, late)).toMatchObject({ period: "2026-06-12" });
  });

  test.each([
    {},
    { limit: 0 },
    { limit: 1.5 },
    { limit: "" },
    { limit: 1, period: "year" },
    { limit: 1, period: "Day" },
    { limit: 1, timezone: "Mars/Base" },
    { limit: 1, timezone: 5 },
  ])("%j counts nothing", (params) => {
    expect(reserved("quota", params)).toBeUndefined();
  });
});

describe("a grant's own limit", () => {
  const LIMIT = { per_minute: 30, burst: 3 };

  test.each<readonly [Request, object]>([
    [CALL, { capacity: 3, weight: 1 }],
    [
      { ...CALL, batch: 2 },
      { capacity: 3, weight: 1 },
    ],
    [
      { ...CALL, batch: 8 },
      { capacity: 8, weight: 1 },
    ],
    [HISTORY, { capacity: 5, weight: 5 }],
    [CAMERA, { capacity: 5, weight: 5 }],
  ])("%j", (request, bucket) => {
    expect(reserved(LIMIT_TYPE, LIMIT, { request })).toEqual({
      kind: "bucket",
      restriction: "r",
      perMinute: 30,
      ...bucket,
    } as never);
  });

  test.each([{}, { per_minute: 30 }, { burst: 3 }, { ...LIMIT, per_minute: 0 }, { ...LIMIT, burst: -1 }])(
    "%j counts nothing",
    (params) => {
      expect(reserved(LIMIT_TYPE, params)).toBeUndefined();
    },
  );
});

test("what does not count reserves nothing", () => {
  for (const type of ["expiry", "schedule", "pin", "approval", "nonsense"])
    expect(reserved(type, { limit: 1, window_seconds: 1, per_minute: 1, burst: 1 })).toBeUndefined();
});

test("of a grant count its own limits and every restriction that is switched on", () => {
  const grant = grantOf({
    limits: { actions_per_minute: 30, burst: 10 },
    restrictions: [
      { id: "on", type: "quota", params: { limit: 1 } },
      { id: "off", type: "quota", params: { limit: 1 }, enabled: false },
      { id: "elsewhere", type: "quota", params: { limit: 1 }, applies_to: "read" },
      { id: "uncounted", type: "max_entities", params: { max: 1 } },
    ],
  });
  const found = reservationsOf(grant, CALL, "UTC", AT);
  expect(found.map(({ kind }) => kind)).toEqual(["bucket", "quota", "quota"]);
  expect(found.slice(1)).toMatchObject([{ restriction: "on" }, { restriction: "elsewhere" }]);
});
