/** Why a call was refused, in words: for each reason one of its own, where the caller may know it. */

import { expect, test } from "bun:test";
import { grantOf, openRoad, type RoadOptions } from "../road/road.ts";

const HALL = { entity_id: ["light.hall"] };
const ACCESS = { read: ["*"], actions: ["light.*", "lock.*"] };
const restricted = (type: string, params: object) => ({ restrictions: [{ id: "r", type, params }] });
const MONDAYS = { days: ["mon"], start_time: "00:00", end_time: "00:01", timezone: "UTC" };

test.each<readonly [string, object, object, RoadOptions, object, string]>([
  [
    "PIN",
    restricted("pin", { pin: "4711" }),
    {},
    {},
    { denial: "pin_required" },
    "needs a PIN. Give it as pin.",
  ],
  [
    "wrong PIN",
    restricted("pin", { pin: "4711" }),
    { pin: "1" },
    {},
    { denial: "invalid_pin" },
    "was refused: the PIN is wrong. Ask the person",
  ],
  [
    "hours",
    restricted("schedule", MONDAYS),
    {},
    {},
    { denial: "outside_schedule" },
    "is outside the hours of this grant. Allowed: mon 00:00–00:01 UTC. ha_access tells",
  ],
  [
    "owner",
    restricted("approval", {}),
    {},
    {},
    { denial: "approval_unavailable" },
    "needs the owner's yes, which cannot be asked for here.",
  ],
  [
    "too many",
    restricted("max_entities", { max: 1 }),
    { target: { entity_id: ["light.hall", "light.kitchen"] } },
    {},
    {},
    "is not in this grant, or not like this. ha_access tells",
  ],
  [
    "template",
    restricted("template", { value_template: "x" }),
    {},
    {},
    {},
    "is not in this grant, or not like this.",
  ],
  ["paused", { status: "paused" }, {}, {}, {}, "is not in this grant, or not like this."],
  [
    "expired",
    { expires_at: "2026-06-12T11:00:00Z" },
    {},
    {},
    {},
    "is not possible: the grant expired 2026-06-12T11:00:00Z.",
  ],
])("%s", async (_, more, args, options, said, text) => {
  const road = await openRoad(grantOf({ access: ACCESS, ...more }), options);
  const answer = await road.act("light.turn_on", HALL, args);
  expect(answer).toMatchObject({ code: "PERMISSION_DENIED", denial: undefined, ...said });
  expect(answer.retryAfterSeconds).toBeUndefined();
  expect(answer.text).toContain(text);
  expect(road.sent).toEqual([]);
});

test.each([
  ["rate_limit", { limit: 1, window_seconds: 60 }, "rate_limited", 60, "is over the limit of this grant."],
  ["rate_limit", { cooldown_seconds: 30 }, "cooldown_active", 30, "was done a moment ago."],
  [
    "quota",
    { limit: 1, period: "hour", timezone: "UTC" },
    "quota_exceeded",
    3_600,
    "is over the quota of this grant.",
  ],
])("%s %j is %s, for %d s", async (type, params, denial, seconds, text) => {
  const road = await openRoad(grantOf({ access: ACCESS, ...restricted(type, params) }));
  expect((await road.act("light.turn_on", HALL)).code).toBe("ok");
  const answer = await road.act("light.turn_on", HALL);
  expect(answer).toMatchObject({ code: "RATE_LIMITED", denial, retryAfterSeconds: seconds });
  expect(answer.text).toContain(text);
  expect(answer.text).toContain(`Possible again in ${seconds} s.`);
  expect(road.sent).toHaveLength(1);
});

test("a home that does not answer is no reason of the grant's", async () => {
  const road = await openRoad(grantOf({ access: ACCESS }), { resolver: "gone" });
  const answer = await road.act("light.turn_on", { area_id: ["hall"] });
  expect(answer.code).toBe("HASS_UNAVAILABLE");
  expect(answer.text).toContain("could not be decided: Home Assistant did not answer. Nothing was sent;");
});

test("what acts on entities is not said to act on none, wherever they are named", async () => {
  const road = await openRoad(grantOf({ access: { read: ["*"], actions: ["*@light.hall"] } }));
  for (const data of [{ entity_id: "light.kitchen" }, {}]) {
    const { text } = await road.act("light.turn_on", undefined, { data });
    expect(text).toContain("PERMISSION_DENIED");
    expect(text).not.toContain("acts on no entity");
  }
});
