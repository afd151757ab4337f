/** Services as they are listed: long domains, many fields, what is not open, faults of some targets. */

import { describe, expect, test } from "bun:test";
import type { WireServices } from "../../../src/hass/wire.ts";
import { faultsOfSome } from "../../../src/home/service/check.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";
import { grantOf, openRoad } from "../../road/road.ts";
import { stateOf } from "../../security/grant/vector-home.ts";
import { gatewayWith, service } from "./described.ts";

const fields = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`field_${at}`, { selector: { text: {} } }]));
const light = { entity: [{ domain: ["light"] }] };
const SERVICES = {
  light: {
    turn_on: { fields: fields(8), target: light },
    turn_off: { fields: fields(9), target: light },
    tell: { fields: {}, target: light, response: { optional: false } },
    ask: { fields: {}, target: light, response: { optional: true } },
    any: { fields: {}, target: { entity: [{}] } },
    none: { fields: {} },
    two: { fields: {}, target: { entity: [{ domain: ["light", "fan"] }, { domain: ["fan"] }] } },
  },
  long: Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [
      `s${at}`,
      { fields: fields(8), ...(at === 0 ? {} : { target: light }) },
    ]),
  ),
  lock: { unlock: { fields: {}, target: { entity: [{ domain: ["lock"] }] } } },
} as unknown as WireServices;
const THINGS: Readonly<Record<string, Thing>> = {
  "light.a": { name: "Lamp" },
  "sensor.s": { name: "Probe" },
  "light.twin": { name: "Twin" },
  "light.twin2": { name: "Twin" },
};
const OPEN = { read: ["*"], actions: ["light.*", "long.*"], services: ["light.none", "long.s0"] };

async function listed(id: string | undefined, access: object = OPEN) {
  const { call } = await openRoad(grantOf({ access }), { services: SERVICES, home: homeOf(THINGS) });
  const said = await call("ha_services", id === undefined ? {} : { id });
  return said.code === "ok" ? (said.structured["services"] as readonly Record<string, unknown>[]) : said.text;
}

describe("a list", () => {
  test("of a domain has eight fields of each service, one service by its name has all", async () => {
    const rows = (await listed("light")) as readonly { readonly fields?: readonly string[] }[];
    expect([rows[0]?.fields?.length, rows[1]?.fields?.length, rows[1]?.fields?.at(-1)]).toEqual([
      8,
      9,
      "… 1 more",
    ]);
    expect(rows[2]).not.toContainKey("fields");
    const [one] = (await listed("light.turn_off")) as readonly { readonly fields?: readonly string[] }[];
    expect(one?.fields).toHaveLength(9);
    expect(one?.fields?.at(-1)).toBe("field_8: text");
  });

  test("says what each acts on and whether it answers", async () => {
    const rows = (await listed("light.*")) as readonly Record<string, unknown>[];
    expect(rows.map(({ service: name, target, response }) => [name, target, response])).toEqual([
      ["light.turn_on", "light", undefined],
      ["light.turn_off", "light", undefined],
      ["light.tell", "light", "always"],
      ["light.ask", "light", "on request"],
      ["light.any", "any entity", undefined],
      ["light.none", undefined, undefined],
      ["light.two", "light, fan", undefined],
    ]);
  });

  test("that is too long has names and targets alone, and says how to get the fields", async () => {
    const rows = (await listed("long")) as readonly Record<string, unknown>[];
    expect(rows).toHaveLength(61);
    expect(rows[0]).toStrictEqual({ service: "long.s0" });
    expect(rows[1]).toEqual({ service: "long.s1", target: "light" });
    expect(rows.at(-1)).toEqual({ service: "domain long: ask ha_services with one service for its fields" });
  });

  test("of an entity is what can be done to it, and nothing of what has no target", async () => {
    const rows = (await listed("Lamp")) as readonly { readonly service: string }[];
    expect(rows.map(({ service: name }) => name)).toEqual([
      "light.turn_on",
      "light.turn_off",
      "light.tell",
      "light.ask",
      "light.any",
      "light.two",
    ]);
  });
});

describe("what is not listed", () => {
  test.each<readonly [string, RegExp]>([
    ["Twin", /^INPUT_INVALID: .*means more than one: light\.twin, light\.twin2/],
    ["sensor.s", /^NOT_FOUND: Nothing can be done to sensor\.s here/],
    ["lightt", /^NOT_FOUND: .*lightt.*Nearest: light\.\*/],
    [
      "light.turn_away",
      /^NOT_FOUND: Home Assistant has no service light\.turn_away\. .*Nearest: light\.turn_on/,
    ],
    ["lock", /^NOT_FOUND/],
    ["lock.unlock", /^NOT_FOUND/],
  ])("%s: %s", async (id, said) => expect(await listed(id)).toMatch(said));

  test("what the grant does not open of an open domain is told as that, one that is not there as none", async () => {
    const access = { read: ["*"], actions: ["light.turn_on@light.a"] };
    expect(await listed("light.turn_off", access)).toMatch(/^PERMISSION_DENIED: light\.turn_off/);
    expect(await listed("light.turn_away", access)).toMatch(/^NOT_FOUND: Home Assistant has no service/);
  });

  test("nothing at all is open", async () => {
    expect(await listed(undefined, { read: ["*"], actions: ["siren.*"] })).toMatch(
      /^NOT_FOUND: This grant opens no service there/,
    );
  });
});

describe("faults of some of the targets", () => {
  const description = service({ fields: { effect: { selector: { text: {} } } } });
  const rain = stateOf("light.a", { effect_list: ["rain"] });
  const sun = stateOf("light.b", { effect_list: ["sun"] });
  const plain = stateOf("light.c", {});
  const faults = (data: object, targets = [rain, sun, plain]) =>
    Object.fromEntries(faultsOfSome("light.do", description, { ...data }, targets, gatewayWith({})));

  test("are told by each, where others can", () => {
    expect(faults({ effect: "rain" })).toEqual({
      "light.b": "effect must be one of: sun",
      "light.c": "it has no effect",
    });
  });

  test("are none of a key that no field has, without data, or of one target", () => {
    expect(faults({ unknown: "x" })).toEqual({});
    expect(faults({})).toEqual({});
    expect(faults({ effect: "snow" }, [rain])).toEqual({});
    // nobody lists any: then nobody lacks it
    expect(faults({ effect: "snow" }, [plain, stateOf("light.d", {})])).toEqual({});
  });
});
