/** A question is answered of what may be seen, and acts on nothing. */

import { describe, expect, test } from "bun:test";
import { stateOf } from "../../security/grant/vector-home.ts";
import { house } from "./sentence-home.ts";

describe("a question", () => {
  const WHICH = {
    intent: "HassGetState",
    slots: { domain: "light", state: "on" },
    targets: ["light.kitchen", "light.hall", "light.bedroom"],
    matched: ["light.kitchen", "light.hall"],
  };

  test("is answered of what may be seen, as if there were nothing else", async () => {
    const { say, sent } = await house({ read: ["light.kitchen", "light.bedroom"] }, WHICH);
    const { structured, text } = await say();
    expect(structured).toMatchObject({ said: "1 of 2: on", found: [{ id: "light.kitchen" }] });
    expect(text).not.toContain("hall");
    expect(sent).toEqual([]);
  });

  test("counts as a reading", async () => {
    const params = { start_time: "01:00", end_time: "02:00", timezone: "UTC" };
    const restrictions = [{ id: "r", type: "schedule", applies_to: "read", params }];
    const { say } = await house({ read: ["light.*"] }, WHICH, { grant: { restrictions } });
    expect((await say()).denial).toBe("outside_schedule");
  });

  test("for the weather is of the weather that is seen", async () => {
    const { say } = await house({ read: ["weather.home"] }, { intent: "HassGetWeather" });
    expect((await say()).structured["found"]).toMatchObject([{ id: "weather.home" }]);
    const hidden = await house({ read: ["light.*"] }, { intent: "HassGetWeather" });
    expect((await hidden.say()).code).toBe("NOT_FOUND");
  });

  test("for the temperature of a place is of what measures it there", async () => {
    const all = ["light.kitchen", "climate.living", "cover.awning", "sensor.kitchen_temp", "sensor.humidity"];
    const asked = { intent: "HassClimateGetTemperature", slots: {}, targets: all };
    const { say, set } = await house({ read: ["*"] }, asked);
    set(stateOf("sensor.kitchen_temp", { device_class: "temperature" }, "21"));
    expect((await say()).structured["found"]).toMatchObject([
      { id: "climate.living" },
      { id: "sensor.kitchen_temp" },
    ]);
    const none = await house({ read: ["*"] }, { ...asked, targets: ["light.kitchen", "cover.awning"] });
    expect((await none.say()).code).toBe("NOT_FOUND");
    // a class that is kept back tells nothing
    const access = { read: ["sensor.kitchen_temp"], exclude_attributes: { "*": ["device_class"] } };
    const kept = await house(access, asked);
    kept.set(stateOf("sensor.kitchen_temp", { device_class: "temperature" }, "21"));
    expect((await kept.say()).code).toBe("NOT_FOUND");
  });

  test("for the time needs nothing of the home", async () => {
    const { say } = await house({ read: ["light.*"] }, { intent: "HassGetCurrentTime" });
    expect((await say()).structured["said"]).toBe("2026-06-12T12:00:00Z");
  });
});

describe("an answer", () => {
  const lights = (count: number) => Array.from({ length: count }, (_, at) => `light.n${at}`);
  const asked = async (count: number, slots: object, matched: number) => {
    const targets = lights(count);
    const { say, set } = await house(
      { read: ["*"] },
      { intent: "HassGetState", slots, targets, matched: targets.slice(0, matched) },
    );
    for (const id of targets) set(stateOf(id));
    return (await say()).structured as Readonly<Record<string, unknown>> & {
      readonly found: readonly object[];
    };
  };

  test("says the caller's own words; without any the intent alone", async () => {
    expect((await asked(1, { domain: "light" }, 1))["understood"]).toBe("HassGetState: domain light");
    const { say } = await house({ read: ["*"] }, { intent: "HassGetWeather" });
    expect((await say()).structured["understood"]).toBe("HassGetWeather");
  });

  test("counts where a state was asked for, and shows those that are in it; all where none is", async () => {
    const some = await asked(3, { state: "on" }, 2);
    expect([some["said"], some.found.length]).toEqual(["2 of 3: on", 2]);
    const none = await asked(3, { state: "on" }, 0);
    expect([none["said"], none.found.length]).toEqual(["0 of 3: on", 3]);
    expect(await asked(3, {}, 0)).not.toContainKey("said");
  });

  test("has twenty-five of many, and says how many more", async () => {
    expect(await asked(25, {}, 0)).not.toContainKey("more");
    const many = await asked(27, {}, 0);
    expect([many.found.length, many["more"]]).toEqual([25, "2 more; ha_search with filters lists them"]);
  });

  test("tells no password by its count", async () => {
    const { say, set } = await house(
      { read: ["*"] },
      { intent: "HassGetState", slots: { state: "hunter2" }, targets: ["text.p"] },
    );
    set(stateOf("text.p", { mode: "password" }, "hunter2"));
    expect((await say()).structured["said"]).toBe("0 of 1: hunter2");
  });

  test("for the temperature of an area counts what measures it, without one what regulates", async () => {
    const { say, gateway, set } = await house(
      { read: ["*"] },
      { intent: "HassClimateGetTemperature", slots: { area: "kitchen" } },
    );
    set(stateOf("sensor.kitchen_temp", { device_class: "temperature" }, "21"));
    const kitchen = gateway.registries.areas.get("kitchen");
    (gateway.registries.areas as Map<string, unknown>).set("kitchen", {
      ...kitchen,
      temperatureEntityId: "sensor.kitchen_temp",
    });
    expect((await say()).structured["found"]).toMatchObject([{ id: "sensor.kitchen_temp" }]);
    const anywhere = await house({ read: ["*"] }, { intent: "HassClimateGetTemperature" });
    expect((await anywhere.say()).structured["found"]).toMatchObject([{ id: "climate.living" }]);
    const named = await house({ read: ["*"] }, { intent: "HassClimateGetTemperature", slots: { name: "x" } });
    expect((await named.say()).code).toBe("NOT_FOUND");
  });

  test("to what fits nothing says so to whoever sees everything, and nothing else to others", async () => {
    const text = async (read: string) => (await (await house({ read: [read] }, null)).say()).text;
    expect(await text("*")).toContain("Assist finds nothing that the sentence could mean");
    expect(await text("light.*")).toContain(
      "Nothing here fits the sentence, or nobody can say what it would do.",
    );
  });
});
