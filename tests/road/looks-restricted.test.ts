/** Restrictions on history and pictures hold for these, and for nothing else. */

import { describe, expect, test } from "bun:test";
import sharp from "sharp";
import { grantOf, NOW, openRoad } from "./road.ts";

const ACCESS = { read: ["*"], history: ["light.*", "sensor.*"], camera: ["camera.*"], actions: ["light.*"] };
const LOOKS = ["history", "camera"] as const;
type Looked = (typeof LOOKS)[number];
const CALLS: Readonly<Record<Looked, readonly [string, object]>> = {
  history: ["ha_history", { ids: ["light.kitchen"] }],
  camera: ["ha_camera", { id: "camera.door" }],
};
const OTHER: Readonly<Record<Looked, Looked>> = { history: "camera", camera: "history" };

const PICTURE = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
  .png()
  .toBuffer();

async function house(restriction: object, applies_to: unknown, clock: { now: number } = { now: NOW }) {
  const left: string[] = [];
  const restrictions = [{ id: "r", applies_to, ...restriction }];
  const { call } = await openRoad(
    grantOf({ access: ACCESS, capabilities: { logbook: "allow" }, restrictions }),
    {
      now: () => clock.now,
      picture: async (id) => {
        left.push(id);
        return { bytes: PICTURE, mimeType: "image/png" };
      },
      answers: {
        "history/history_during_period": () => {
          left.push("history");
          return {};
        },
        "logbook/get_events": () => {
          left.push("logbook");
          return [];
        },
        "search/related": () => ({}),
      },
    },
  );
  const look = (what: Looked, more: object = {}) => call(CALLS[what][0], { ...CALLS[what][1], ...more });
  return { call, look, left };
}

const CLOSED_NOW = { start_time: "01:00", end_time: "02:00", timezone: "UTC" };

describe.each(LOOKS)("on %s", (what) => {
  const shapes: readonly (readonly [string, unknown])[] = [
    ["as a word", what],
    ["in a list", [what]],
    ["as an operation", { operation: what }],
    ["for the entities", { operation: [what], entities: ["light.kitchen", "camera.door"] }],
  ];

  test.each(shapes)("hours, %s", async (_, applies) => {
    const { look, left, call } = await house({ type: "schedule", params: CLOSED_NOW }, applies);
    expect(await look(what)).toMatchObject({ code: "PERMISSION_DENIED", denial: "outside_schedule" });
    expect(left).toEqual([]);
    expect((await look(OTHER[what])).code).toBe("ok");
    expect((await call("ha_read", { ids: ["light.kitchen"] })).code).toBe("ok");
  });

  test("hours begin and end", async () => {
    const clock = { now: Date.parse("2026-06-12T00:59:59Z") };
    const { look } = await house({ type: "schedule", params: CLOSED_NOW }, what, clock);
    expect((await look(what)).denial).toBe("outside_schedule");
    clock.now = Date.parse("2026-06-12T01:00:00Z");
    expect((await look(what)).code).toBe("ok");
    clock.now = Date.parse("2026-06-12T02:00:01Z");
    expect((await look(what)).denial).toBe("outside_schedule");
  });

  test("a PIN, which locks after five wrong ones", async () => {
    const { look, left } = await house({ type: "pin", params: { pin: "2468" } }, what);
    expect((await look(what)).denial).toBe("pin_required");
    for (let attempt = 0; attempt < 5; attempt++)
      expect((await look(what, { pin: "1111" })).denial).toBe("invalid_pin");
    expect((await look(what, { pin: "2468" })).denial).toBe("pin_locked");
    expect(left).toEqual([]);
  });

  test("the right PIN", async () => {
    const { look, left } = await house({ type: "pin", params: { pin: "2468" } }, what);
    expect((await look(what, { pin: "2468" })).code).toBe("ok");
    expect(left).toHaveLength(1);
    expect((await look(OTHER[what])).code).toBe("ok");
  });

  test("a rate, over when its time is", async () => {
    const clock = { now: NOW };
    const { look, left } = await house(
      { type: "rate_limit", params: { limit: 2, window_seconds: 60 } },
      what,
      clock,
    );
    expect([(await look(what)).code, (await look(what)).code]).toEqual(["ok", "ok"]);
    const over = await look(what);
    expect(over).toMatchObject({ code: "RATE_LIMITED", denial: "rate_limited" });
    expect(over.retryAfterSeconds).toBeGreaterThan(0);
    expect(left).toHaveLength(2);
    expect((await look(OTHER[what])).code).toBe("ok");
    clock.now += 61_000;
    expect((await look(what)).code).toBe("ok");
  });

  test("a pause between two", async () => {
    const clock = { now: NOW };
    const { look } = await house({ type: "cooldown", params: { cooldown_seconds: 30 } }, what, clock);
    expect((await look(what)).code).toBe("ok");
    expect((await look(what)).denial).toBe("cooldown_active");
    clock.now += 31_000;
    expect((await look(what)).code).toBe("ok");
  });

  test("a quota", async () => {
    const clock = { now: NOW };
    const { look, left } = await house({ type: "quota", params: { limit: 2, period: "day" } }, what, clock);
    expect([(await look(what)).code, (await look(what)).code]).toEqual(["ok", "ok"]);
    expect((await look(what)).denial).toBe("quota_exceeded");
    expect(left).toHaveLength(2);
    clock.now += 24 * 3_600_000;
    expect((await look(what)).code).toBe("ok");
  });

  test("an end", async () => {
    const clock = { now: NOW };
    const params = { expires_at: new Date(NOW + 1_000).toISOString() };
    const { look } = await house({ type: "expiry", params }, what, clock);
    expect((await look(what)).code).toBe("ok");
    clock.now += 2_000;
    expect((await look(what)).code).toBe("PERMISSION_DENIED");
    expect((await look(OTHER[what])).code).toBe("ok");
  });
});

test("what is closed of the past closes it in the logbook and in a diagnosis too", async () => {
  const { call, left } = await house({ type: "schedule", params: CLOSED_NOW }, "history");
  expect((await call("ha_history", { ids: ["light.kitchen"], kind: "logbook" })).denial).toBe(
    "outside_schedule",
  );
  const told = await call("ha_diagnose", { about: "light.kitchen" });
  expect(told.structured).toMatchObject({
    not_shown: ["why: this grant does not show its past", "used_by: this grant has no registry"],
  });
  expect(left).toEqual([]);
});

test("a refused look counts for nothing", async () => {
  const { look } = await house({ type: "rate_limit", params: { limit: 1, window_seconds: 60 } }, "history");
  expect((await look("history", { ids: ["lock.front"] })).code).toBe("NOT_FOUND");
  expect((await look("history")).code).toBe("ok");
});
