/** How a grant is told to its caller: every kind of rule in words, long lists bounded, nothing empty. */

import { describe, expect, test } from "bun:test";
import { describeAccess } from "../../../src/home/read/describe-access.ts";
import { grantOf } from "../../road/road.ts";

const house = (isAdmin: boolean) => ({ house: { user: { id: "u", isAdmin } } }) as never;
const told = (input: object, gateway = house(true)) => describeAccess(grantOf(input), gateway);
const SYSTEM = expect.stringContaining("system services");
const PHYSICAL = expect.stringContaining("unlocking locks");

test("a grant that opens nothing says so, and nothing else", () => {
  expect(told({ name: "Nobody" })).toEqual({ grant: "Nobody", read: [], control: [] });
});

test("its end, where it has one", () => {
  expect(told({ expires_at: "2030-01-01T00:00:00Z" }).until).toStartWith("2030-01-01");
  expect(told({})).not.toContainKey("until");
});

describe("rules in words", () => {
  test.each<readonly [unknown, string]>([
    ["*", "everything"],
    ["light.*", "light.*"],
    ["light.a", "light.a"],
    [{ area: "hall" }, "area hall"],
    [{ area: ["hall", "bath"] }, "area hall or bath"],
    [{ domain: "light", area: "hall" }, "domain light, area hall"],
    [{ device_class: "door" }, "device class door"],
    [{ exposed: "conversation" }, "exposed to Assist"],
    [{ exposed: "conversation", domain: ["light", "fan"] }, "exposed to Assist, domain light or fan"],
  ])("%j may be read: %s", (rule, text) => {
    const { read } = told({ access: { read: [rule] } });
    // the parser may put keys in another order
    expect(read.map((line) => line.split(", ").sort())).toEqual([text.split(", ").sort()]);
  });

  test.each<readonly [unknown, string]>([
    ["light.*", "light.*"],
    ["*@light.a", "*@light.a"],
    [{ service: "*", target: {} }, "every service on everything"],
    [
      { service: "*" },
      "without a target: scripts, notify.*, persistent_notification.*, shopping_list.*, scene.apply, logbook.log, tts.*_say",
    ],
    [{ service: "light.*" }, "light.* without a target"],
    [{ service: "light.turn_on", target: { area: "hall" } }, "light.turn_on on area hall"],
  ])("%j may be done: %s", (rule, text) => {
    expect(told({ access: { actions: [rule] } }).control).toEqual([text]);
  });

  test("services stand behind the actions", () => {
    expect(told({ access: { actions: ["light.*"], services: ["notify.a"] } }).control).toEqual([
      "light.*",
      "notify.a",
    ]);
  });

  test("twenty-five of a list are told, the others counted", () => {
    const lights = (count: number) => Array.from({ length: count }, (_, at) => `light.l${at}`);
    expect(told({ access: { read: lights(25) } }).read).toEqual(lights(25));
    expect(told({ access: { read: lights(27) } }).read).toEqual([...lights(25), "… 2 more"]);
  });
});

describe("what is never open", () => {
  test("whole domains by name, of the rest how many", () => {
    const never = (deny: readonly unknown[]) => told({ access: { read: ["*"], deny } }).never;
    expect(never(["*"])).toEqual(["everything"]);
    expect(never(["lock.*"])).toEqual(["lock.*"]);
    expect(never(["light.a"])).toEqual(["1 more, not named here"]);
    expect(never(["lock.*", "light.a", { area: "vault" }])).toEqual(["lock.*", "2 more, not named here"]);
    expect(JSON.stringify(never(["light.a", { area: "vault" }]))).not.toMatch(/light\.a|vault/);
    expect(told({ access: { read: ["*"] } })).not.toContainKey("never");
  });

  test("system services, to whoever may act at all", () => {
    for (const access of [{ actions: ["light.*"] }, { services: ["notify.a"] }])
      expect(told({ access }).never).toEqual([SYSTEM]);
    expect(told({ access: { read: ["*"] } })).not.toContainKey("never");
  });
});

describe("what needs the owner", () => {
  test("the physical, where the gate asks and there is something to act on", () => {
    const acting = { access: { actions: ["light.*"] } };
    expect(told({ ...acting, gates: { physical: "confirm" } }).needs_owner).toEqual([PHYSICAL]);
    for (const physical of ["allow", "deny"])
      expect(told({ ...acting, gates: { physical } })).not.toContainKey("needs_owner");
    expect(told({ access: { read: ["*"] }, gates: { physical: "confirm" } })).not.toContainKey("needs_owner");
  });

  test("capabilities by what is said of them", () => {
    const said = told({ capabilities: { config_read: "allow", restart: "confirm", backup: "deny" } });
    expect(said.capabilities).toEqual(["config_read"]);
    expect(said.needs_owner).toEqual(["restart"]);
    expect(told({})).not.toContainAnyKeys(["capabilities", "needs_owner"]);
  });
});

describe("limits", () => {
  const limits = (...restrictions: readonly object[]) =>
    told({ restrictions: restrictions.map((each, at) => ({ id: `r${at}`, ...each })) }).limits;

  test("of the grant, and what is switched on of its restrictions", () => {
    expect(told({ limits: { actions_per_minute: 30 } }).limits).toContain("actions per minute 30");
    const off = { type: "max_entities", params: { max: 3 }, enabled: false };
    expect(limits(off)).toBeUndefined();
    expect(limits({ ...off, enabled: true })).toEqual(["a limit to the entities of one call"]);
  });

  test.each<readonly [object, string]>([
    [{ type: "pin", params: { pin: "482913" } }, "a PIN is needed"],
    [{ type: "rate_limit", params: { limit: 1, window_seconds: 9 } }, "a rate limit"],
    [{ type: "quota", params: { limit: 1 } }, "a quota"],
    [{ type: "approval", params: {} }, "the owner is asked"],
    [
      { type: "condition", params: { entity_id: "a.b", state: "on" } },
      "only while a condition of the owner holds",
    ],
    [
      { type: "template", params: { value_template: "{{ x }}" } },
      "only while a condition of the owner holds",
    ],
    [{ type: "ip", params: { allowed_ips: ["10.0.0.1"] } }, "only from some addresses"],
    [{ type: "origin", params: { allowed: ["https://a.example"] } }, "only from some pages"],
    [{ type: "expiry", params: { expires_at: "2030-01-01T00:00:00Z" } }, "until 2030-01-01T00:00:00Z"],
  ])("%j: %s", (restriction, text) => {
    expect(limits(restriction)).toEqual([text]);
    expect(limits({ ...restriction, applies_to: "" })).toEqual([text]);
    expect(limits({ ...restriction, applies_to: "read" })).toEqual([`${text} (read)`]);
    expect(limits({ ...restriction, applies_to: { entities: ["light.a"] } })).toEqual([`${text} (for some)`]);
  });

  test("hours with their days and zone, as far as there are any", () => {
    const hours = { start_time: "08:00", end_time: "20:00" };
    const said = (params: object) => limits({ type: "schedule", params });
    expect(said(hours)).toEqual(["hours: 08:00–20:00"]);
    expect(said({ ...hours, days: ["mon", "tue"] })).toEqual(["hours: mon tue 08:00–20:00"]);
    expect(said({ timezone: "Europe/Rome", windows: [hours, { ...hours, days: ["sat"] }] })).toEqual([
      "hours: 08:00–20:00 Europe/Rome, sat 08:00–20:00 Europe/Rome",
    ]);
  });
});

test("what Home Assistant serves to administrators alone is said of every other token", () => {
  expect(told({}, house(false)).not_served).toEqual([
    expect.stringContaining("administrator's token"),
    expect.stringContaining("helpers ask"),
  ]);
  expect(told({}, house(true))).not.toContainKey("not_served");
  const away = {
    get house(): never {
      throw new Error("not connected");
    },
  };
  expect(told({}, away as never).not_served).toEqual(["not known yet: Home Assistant is not connected"]);
});

test("what bounds every grant and this token is told beside it", () => {
  const accessOf = (access: object) => grantOf({ access }).access;
  const limits = (attenuations: readonly object[], ceiling?: object) =>
    describeAccess(
      grantOf({ access: { read: ["*"] } }),
      house(true),
      attenuations.map(accessOf),
      ceiling === undefined ? undefined : accessOf(ceiling),
    ).limits ?? [];
  expect(limits([])).toEqual([]);
  const [bound = ""] = limits([], { read: ["light.*"], actions: ["light.*"], services: ["notify.a"] });
  expect(bound).toBe("every grant here is bounded: read light.*; control light.*, notify.a");
  expect(limits([], { read: ["light.*"] })).toEqual([
    "every grant here is bounded: read light.*; control nothing",
  ]);
  expect(limits([{ read: ["lock.*"] }]).join()).toContain("read lock.*; control nothing");
});

test("data that may be given, and none, are told by their service", () => {
  const data_keys = { "light.turn_on": ["brightness", "transition"], "light.turn_off": [] };
  const text = JSON.stringify(told({ access: { read: ["*"], actions: ["light.*"] }, data_keys }));
  expect(text).toContain("light.turn_on: only brightness, transition");
  expect(text).toContain("light.turn_off: only without data");
});

test("a home that is still starting, or gone, is said as that", () => {
  const starting = { house: { user: { id: "u", isAdmin: true }, starting: true } } as never;
  expect(told({}, starting).not_served).toEqual([expect.stringContaining("still starting")]);
  const gone = {
    get house(): never {
      throw new Error("not connected");
    },
  } as never;
  expect(told({}, gone).not_served).toEqual(["not known yet: Home Assistant is not connected"]);
  expect(told({}, house(false)).not_served).toHaveLength(2);
});
