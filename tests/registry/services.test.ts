/** What Home Assistant's description of a service makes of a call and of a list: fields, ranges, targets. */

import { describe, expect, test } from "bun:test";
import type { WireServices } from "../../src/hass/wire.ts";
import { homeOf, type Thing } from "../road/home-of.ts";
import { grantOf, openRoad } from "../road/road.ts";

const number = (min: number, max: number, unit?: string) => ({
  selector: { number: { min, max, ...(unit ? { unit_of_measurement: unit } : {}) } },
});
const SERVICES = {
  light: {
    turn_on: {
      fields: {
        brightness_pct: number(0, 100, "%"),
        kelvin: {
          selector: { color_temp: { unit: "kelvin", min: 2000, max: 6500 } },
          filter: { attribute: { modes: ["color_temp"] } },
        },
        effect: { selector: { text: {} } },
        flash: { selector: { select: { options: ["short", { value: "long", label: "Long" }] } } },
        free: { selector: { select: { options: ["a"], custom_value: true } } },
        advanced: { fields: { transition: number(0, 300, "seconds") } },
        white: { selector: { boolean: null }, filter: { supported_features: [2] } },
      },
      target: { entity: [{ domain: ["light"] }] },
    },
    blink: {
      fields: { times: { required: true, ...number(1, 9) } },
      target: { entity: [{ domain: ["light"], supported_features: [8, [1, 4]] }] },
    },
  },
  climate: {
    set_temperature: {
      fields: { temperature: number(0, 250) },
      target: { entity: [{ domain: ["climate"] }] },
    },
  },
  vacuum: { clean: { fields: {}, target: { entity: [{ domain: ["vacuum"], integration: "roborock" }] } } },
  cover: { tilt: { fields: {}, target: { entity: [{ domain: ["cover"], device_class: ["blind"] }] } } },
  notify: {
    say: { fields: { message: { required: true, selector: { text: {} } } }, response: { optional: true } },
  },
  weather: { forecast: { fields: {}, target: { entity: [{}] }, response: { optional: false } } },
  old: { do_it: { fields: { entity_id: { required: true, selector: { entity: {} } } } } },
  six: Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`s${at}`, { fields: {}, target: {} }])),
  many: Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`s${at}`, { fields: {}, target: {} }])),
} as unknown as WireServices;

const THINGS: Readonly<Record<string, Thing>> = {
  "light.a": {
    state: "off",
    name: "Lamp",
    attributes: { supported_features: 1, modes: ["color_temp"], effect_list: ["rain", "sun"] },
  },
  "light.b": { state: "off", name: "Bulb", attributes: { supported_features: 13, modes: [] } },
  "climate.c": { state: "heat", attributes: { min_temp: 7, max_temp: 30 } },
  "vacuum.v": { state: "docked", platform: "roborock" },
  "vacuum.w": { state: "docked", platform: "other" },
  "cover.x": { state: "closed", attributes: { device_class: "blind" } },
  "cover.y": { state: "closed", attributes: { device_class: "curtain" } },
  "light.gone": { state: "unavailable" },
};
const ALL = grantOf({
  access: {
    read: ["*"],
    actions: ["light.*", "climate.*", "vacuum.*", "cover.*", "old.*", "six.*", "many.*"],
    services: ["notify.say"],
  },
  gates: { physical: "allow" },
});

const open = (grant = ALL) => openRoad(grant, { home: homeOf(THINGS), services: SERVICES });

async function refusal(service: string, id: string | undefined, data: object): Promise<string> {
  const road = await open();
  const said = await road.act(service, id === undefined ? undefined : { entity_id: [id] }, { data });
  expect(road.sent).toHaveLength(said.code === "ok" ? 1 : 0);
  return said.code === "ok" ? "sent" : said.text.replace(/ Nothing was sent\.$/, "");
}

describe("data", () => {
  test.each<readonly [string, string | undefined, object, string]>([
    ["light.turn_on", "light.a", {}, "sent"],
    ["light.turn_on", "light.a", { brightness_pct: 0 }, "sent"],
    ["light.turn_on", "light.a", { brightness_pct: 100 }, "sent"],
    ["light.turn_on", "light.a", { brightness_pct: "50" }, "sent"],
    ["light.turn_on", "light.a", { brightness_pct: -1 }, "brightness_pct must be 0–100 %"],
    ["light.turn_on", "light.a", { brightness_pct: 101 }, "brightness_pct must be 0–100 %"],
    ["light.turn_on", "light.a", { brightness_pct: "" }, "brightness_pct must be a number 0–100 %"],
    ["light.turn_on", "light.a", { brightness_pct: "half" }, "brightness_pct must be a number 0–100 %"],
    ["light.turn_on", "light.a", { kelvin: 2000 }, "sent"],
    ["light.turn_on", "light.a", { kelvin: 1999 }, "sent"],
    ["light.turn_on", "light.a", { transition: 300 }, "sent"],
    // the user interface's range, not Home Assistant's
    ["light.turn_on", "light.a", { transition: 301 }, "sent"],
    ["light.turn_on", "light.a", { transition: "soon" }, "transition must be a number"],
    ["light.turn_on", "light.a", { advanced: {} }, "no field advanced; there are: brightness_pct, kelvin,"],
    ["light.turn_on", "light.a", { effect: "rain" }, "sent"],
    ["light.turn_on", "light.a", { effect: "snow" }, "effect must be one of: rain, sun"],
    ["light.turn_on", "light.b", { effect: "snow", brightness_pct: 5 }, "sent"],
    ["light.turn_on", "light.a", { flash: "long" }, "sent"],
    ["light.turn_on", "light.a", { flash: "forever" }, "flash must be one of: short, long"],
    ["light.turn_on", "light.a", { free: "anything" }, "sent"],
    ["light.turn_on", "light.b", { white: "on", brightness_pct: 5 }, "sent"],
    ["light.turn_on", "light.b", { white: "perhaps" }, "white must be true or false"],
    ["light.turn_on", "light.a", { colour: 1 }, "no field colour; there are: brightness_pct,"],
    ["light.turn_on", "light.a", { a: 1, b: 2, c: 3, d: 4 }, "no field a, b, c, d; there are:"],
    ["light.blink", "light.b", {}, "times is missing"],
    ["light.blink", "light.b", { times: 9 }, "sent"],
    ["climate.set_temperature", "climate.c", { temperature: 30 }, "sent"],
    ["climate.set_temperature", "climate.c", { temperature: 31 }, "temperature must be 7–30"],
    ["notify.say", undefined, { message: "x" }, "sent"],
    ["notify.say", undefined, {}, "message is missing"],
    ["light.turn_on", undefined, {}, "light.turn_on"],
  ])("%s on %s with %j: %s", async (service, id, data, said) => {
    const text = await refusal(service, id, data);
    if (said === "sent") expect(text).toBe("sent");
    else expect(text).toContain(said);
  });

  test("what an entity has no use for is sent, and said", async () => {
    const road = await open();
    const { structured } = await road.act(
      "light.turn_on",
      { entity_id: ["light.b"] },
      { data: { kelvin: 3000 } },
    );
    expect(structured["targets"]).toMatchObject([{ reason: expect.stringContaining("it has no kelvin") }]);
    const { structured: other } = await road.act(
      "light.turn_on",
      { entity_id: ["light.a"] },
      { data: { kelvin: 3000 } },
    );
    expect(JSON.stringify(other["targets"])).not.toContain("it has no");
  });
});

describe("what a target can do", () => {
  test.each([
    ["light.blink", "light.a", "it cannot do light.blink"],
    ["light.blink", "light.b", undefined],
    ["light.turn_on", "light.gone", "unavailable: Home Assistant has lost the device"],
    ["vacuum.clean", "vacuum.v", undefined],
    ["vacuum.clean", "vacuum.w", "vacuum.clean does not act on a vacuum"],
    ["cover.tilt", "cover.x", undefined],
    ["cover.tilt", "cover.y", "cover.tilt does not act on a cover"],
  ])("%s on %s: %s", async (service, id, reason) => {
    const road = await open();
    const { structured } = await road.act(
      service,
      { entity_id: [id] },
      { data: service === "light.blink" ? { times: 1 } : {} },
    );
    const [row] = structured["targets"] as readonly { verdict: string; reason?: string }[];
    expect(road.sent).toHaveLength(reason === undefined ? 1 : 0);
    if (reason === undefined) expect(row?.verdict).not.toBe("failed");
    else expect(row).toMatchObject({ verdict: "failed", reason });
  });

  test("one entity of a service without a target goes into its data", async () => {
    const road = await open(
      grantOf({ access: { read: ["*"], actions: ["old.*", "*@light.a"] }, gates: { physical: "allow" } }),
    );
    await road.act("old.do_it", { entity_id: ["light.a"] });
    expect(road.sent).toMatchObject([{ data: { entity_id: "light.a" }, entityIds: undefined }]);
  });
});

describe("ha_services", () => {
  const rows = async (id: string | undefined, grant = ALL) => {
    const road = await open(grant);
    const said = await road.call("ha_services", id === undefined ? {} : { id });
    return said.code === "ok" ? said.structured["services"] : said.code;
  };

  test("the domains that the grant opens, seven names or fewer whole", async () => {
    const all = (await rows(undefined)) as readonly { service: string; fields: readonly string[] }[];
    expect(all.map(({ service }) => service)).toEqual([
      "light.*",
      "climate.*",
      "vacuum.*",
      "cover.*",
      "notify.*",
      "old.*",
      "six.*",
      "many.*",
    ]);
    expect(all.at(-2)?.fields).toEqual(["s0", "s1", "s2", "s3", "s4", "s5"]);
    expect(all[0]?.fields).toEqual(["turn_on", "blink"]);
    expect(all.at(-1)?.fields).toEqual(["s0", "s1", "s2", "s3", "s4", "s5", "… 3 more"]);
    expect(await rows(undefined, grantOf({ access: { read: ["*"], actions: ["siren.*"] } }))).toBe(
      "NOT_FOUND",
    );
  });

  test("one service with every field, its range and what is required", async () => {
    expect(await rows("light.turn_on")).toEqual([
      {
        service: "light.turn_on",
        fields: [
          "brightness_pct: 0–100 %",
          "kelvin: 2000–6500 K",
          "effect: text",
          "flash: short|long",
          "free: select",
          "transition: 0–300 seconds",
          "white: boolean",
        ],
        target: "light",
      },
    ]);
    expect(await rows("LIGHT.blink ")).toEqual([
      { service: "light.blink", fields: ["*times: 1–9"], target: "light" },
    ]);
    expect(await rows("notify.say")).toEqual([
      { service: "notify.say", fields: ["*message: text"], response: "on request" },
    ]);
  });

  test("of an entity what it can do, with its own limits and without what it has no use for", async () => {
    expect(await rows("light.a")).toEqual([
      {
        service: "light.turn_on",
        fields: [
          "brightness_pct: 0–100 %",
          "kelvin: 2000–6500 K",
          "effect: rain|sun",
          "flash: short|long",
          "free: select",
          "transition: 0–300 seconds",
        ],
      },
    ]);
    expect(await rows("light.b")).toMatchObject([{ service: "light.turn_on" }, { service: "light.blink" }]);
    expect(await rows("climate.c")).toEqual([
      { service: "climate.set_temperature", fields: ["temperature: 7–30"] },
    ]);
    expect(await rows("Lamp")).toMatchObject([{ service: "light.turn_on" }]);
  });

  test.each(["light.nothing", "weather", "weather.forecast", "nothing", "siren.a"])(
    "%s is not there",
    async (id) => {
      expect(await rows(id)).toBe("NOT_FOUND");
    },
  );

  test("what is there and not open is told as that, where others of its domain are open", async () => {
    const services = { light: { turn_on: { fields: {}, target: {} }, turn_off: { fields: {}, target: {} } } };
    const grant = grantOf({ access: { read: ["light.*"], actions: ["light.turn_on@light.hall"] } });
    const { call } = await openRoad(grant, { services });
    expect((await call("ha_services", { id: "light.turn_on" })).code).toBe("ok");
    expect((await call("ha_services", { id: "light.turn_off" })).code).toBe("PERMISSION_DENIED");
    expect((await call("ha_services", { id: "light.turn_away" })).code).toBe("NOT_FOUND");
  });
});
