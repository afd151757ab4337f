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
