/** What of a grant stands against a call, in words of that grant. */

import { describe, expect, test } from "bun:test";
import { limitText, whyRefused, windowsText } from "../../src/home/refused-why.ts";
import { grantOf, NOW } from "../road/road.ts";

const NO = { code: "PERMISSION_DENIED", denial: undefined } as never;
const ACCESS = { read: ["*"], actions: ["light.*"] };

function why(
  service: string,
  { data = {} as object, untargeted = false, grant = {} as object, denied = NO, now = NOW } = {},
) {
  return whyRefused(denied, grantOf({ access: ACCESS, ...grant }), now, {
    service,
    data: { ...data },
    untargeted,
  });
}

describe("a service", () => {
  test("that no grant opens is said to be that", () => {
    expect(why("profiler.start", { untargeted: true })).toEqual({
      sentence: "is never allowed through Hearthgate",
    });
  });

  test("that no wildcard opens can be named", () => {
    expect(why("update.install")).toEqual({
      sentence: "is a special service, which no wildcard opens",
      allowed: "The owner can name update.install in the grant's services.",
    });
    const named = { access: { ...ACCESS, services: ["update.install"] } };
    expect(why("update.install", { grant: named })).toEqual({});
  });
});

describe("data", () => {
  const keys = {
    access: { ...ACCESS, services: [] },
    data_keys: { "light.turn_on": ["brightness", "transition"] },
  };

  test("that may not be given are named, with those that may", () => {
    expect(why("light.turn_on", { data: { brightness: 5, effect: "x" }, grant: keys })).toEqual({
      sentence: "may not be given effect in this grant",
      allowed: "Allowed: brightness, transition.",
    });
    const none = { data_keys: { "light.turn_on": [] } };
    expect(why("light.turn_on", { data: { effect: "x" }, grant: none }).allowed).toBe("Allowed: no data.");
    expect(why("light.turn_on", { data: { brightness: 5 }, grant: keys })).toEqual({});
    expect(why("light.turn_off", { data: { effect: "x" }, grant: keys })).toEqual({});
  });

  test("beyond limits are told with the limits of that domain", () => {
    const data_limits = {
      "light.turn_on": { brightness: [0, 128], effect: ["rain", "sun"] },
      "climate.set_temperature": { temperature: [16, 24] },
    };
    const of = (service: string, data: object) => why(service, { data, grant: { data_limits } }).allowed;
    expect(of("light.turn_on", { brightness: 200 })).toBe("Limits: brightness 0–128.");
    expect(of("light.turn_on", { effect: "snow" })).toBe("Limits: effect rain or sun.");
    expect(of("light.turn_on", { other: 1 })).toBe("Limits: brightness 0–128, effect rain or sun.");
    expect(of("light.toggle", { brightness: 200 })).toBe("Limits: brightness 0–128.");
    expect(of("homeassistant.turn_on", { temperature: 30 })).toBe("Limits: temperature 16–24.");
    expect(of("switch.turn_on", { brightness: 200 })).toBeUndefined();
    expect(of("light.turn_on", {})).toBeUndefined();
  });

  test.each<readonly [readonly (string | number | boolean)[], string]>([
    [[0, 128], "0–128"],
    [[0, 1, 2], "0 or 1 or 2"],
    [["a", 5], "a or 5"],
    [[5, "a"], "5 or a"],
    [["a"], "a"],
  ])("a limit of %j is %s", (limit, text) => expect(limitText(limit as never)).toBe(text));
});

describe("a time", () => {
  test("that is over is told by when it ended", () => {
    const ended = { expires_at: "2026-06-12T11:00:00Z" };
    expect(why("light.turn_on", { grant: ended })).toEqual({
      sentence: "is not possible: the grant expired 2026-06-12T11:00:00Z",
    });
    expect(why("light.turn_on", { grant: ended, now: Date.parse("2026-06-12T10:59:59Z") })).toEqual({});
    expect(why("light.turn_on", { grant: ended, now: Date.parse("2026-06-12T11:00:00Z") })).not.toEqual({});
  });

  test.each<readonly [object, string]>([
    [
      { days: ["mon", "tue"], start_time: "08:00", end_time: "18:00", timezone: "UTC" },
      "mon tue 08:00–18:00 UTC",
    ],
    [{ start_time: "08:00", end_time: "18:00" }, "08:00–18:00"],
    [{ start: "08:00", end: "18:00", days: "mon" }, "mon 08:00–18:00"],
    [
      {
        timezone: "UTC",
        windows: [{ start: "08:00", end: "09:00" }, "x", { start: "10:00", end: "11:00", timezone: "CET" }],
      },
      "08:00–09:00 UTC, 10:00–11:00 CET",
    ],
  ])("in the windows %j is %s", (params, text) => expect(windowsText({ ...params })).toBe(text));

  test("outside of the hours is told with all of them that hold", () => {
    const hours = (id: string, start_time: string, more: object = {}) => ({
      id,
      type: "schedule",
      params: { start_time, end_time: "23:00", timezone: "UTC" },
      ...more,
    });
    const restrictions = [hours("a", "20:00"), hours("b", "21:00"), hours("c", "22:00", { enabled: false })];
    const denied = { code: "PERMISSION_DENIED", denial: "outside_schedule" } as never;
    expect(why("light.turn_on", { denied, grant: { restrictions } }).allowed).toBe(
      "Allowed: 20:00–23:00 UTC; and 21:00–23:00 UTC.",
    );
  });
});

describe("a limit of how often", () => {
  const denied = (restriction: string) =>
    ({ code: "RATE_LIMITED", denial: "rate_limited", recorded: { restriction } }) as never;
  const restrictions = [
    { id: "r", type: "rate_limit", params: { limit: 3, window_seconds: 60 } },
    { id: "q", type: "quota", params: { limit: 9, period: "day", timezone: "UTC" } },
  ];

  test("is told by what it counts", () => {
    const of = (id: string) => why("light.turn_on", { denied: denied(id), grant: { restrictions } });
    expect(of("r")).toEqual({ allowed: "The rate limit: limit 3, window seconds 60." });
    expect(of("q")).toEqual({ allowed: "The quota: limit 9, period day." });
    expect(of("other")).toEqual({});
  });

  test("of the grant's own limits is told with its burst", () => {
    const grant = grantOf({ access: ACCESS, limits: { actions_per_minute: 30 } });
    const [first] = grant.compiled;
    const { allowed } = whyRefused(denied(String(first?.id)), grant, NOW, undefined);
    expect(allowed).toMatch(/^The limit: [a-z ]+ 30, burst \d+\.$/);
  });
});

test("of other refusals, and of what is read, nothing more is said", () => {
  const grant = grantOf({ access: ACCESS });
  for (const denied of [
    { code: "PERMISSION_DENIED", denial: "pin_required" },
    { code: "NOT_FOUND" },
    { code: "HASS_UNAVAILABLE" },
  ])
    expect(whyRefused(denied as never, grant, NOW, { service: "update.install", data: {} })).toEqual({});
  expect(whyRefused(NO, grant, NOW, undefined)).toEqual({});
});
