/** What went wrong once in a real home, as input and right answer. */

import { describe, expect, test } from "bun:test";
import { homeOf, type Places, type Thing } from "./home-of.ts";
import { grantOf, NOW, openRoad, type RoadOptions } from "./road.ts";

const ALL = { read: ["*"], actions: [{ service: "*", target: {} }] };
const PLACES: Places = { areas: { kitchen: { name: "Kitchen" }, bath: { name: "Bathroom" } } };
const lamp = (area: string, name: string): Thing => ({ area, name, state: "off" });

const SERVICES = {
  light: {
    turn_on: { fields: { brightness_pct: {} }, target: { entity: [{ domain: ["light"] }] } },
    turn_off: { fields: {}, target: { entity: [{ domain: ["light"] }] } },
  },
  climate: {
    set_temperature: { fields: { temperature: {} }, target: { entity: [{ domain: ["climate"] }] } },
  },
};

function road(things: Readonly<Record<string, Thing>>, grant: object = {}, options: RoadOptions = {}) {
  const home = homeOf(things, PLACES);
  return openRoad(grantOf({ access: ALL, ...grant }), { home, services: SERVICES, ...options });
}

describe("names and ids", () => {
  const things = {
    "light.counter": lamp("kitchen", "Counter"),
    "light.mirror": lamp("bath", "Mirror"),
    "light.one": { ...lamp("bath", "Twin") },
    "light.two": { ...lamp("kitchen", "Twin") },
  };

  test("an area that is not there is told as that, with the nearest", async () => {
    const { call } = await road(things);
    for (const [tool, args] of [
      ["ha_search", { domain: ["light"], area: ["Kitchn"] }],
      ["ha_overview", { area: "Kitchn" }],
      ["ha_call_service", { service: "light.turn_on", target: { area_id: ["Kitchn"] } }],
    ] as const) {
      const { code, text } = await call(tool, args);
      expect([tool, code]).toEqual([tool, "NOT_FOUND"]);
      expect(text).toContain("Kitchen");
    }
    expect(await call("ha_search", { domain: ["light"], area: ["Sauna"] })).toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("an exclusion that does not exist sends nothing; one that does spares", async () => {
    const { act, sent } = await road(things);
    const all = { entity_id: ["all"] };
    expect(await act("light.turn_off", { ...all, exclude: { area_id: ["Sauna"] } })).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(sent).toEqual([]);
    await act("light.turn_off", { ...all, exclude: { area_id: ["Kitchen"] } });
    expect(sent.map(({ entityIds }) => [...(entityIds ?? [])].sort())).toEqual([
      ["light.mirror", "light.one"],
    ]);
  });

  test.each(["light.nosuch", "Twin"])("%s beside a good one does not fail it", async (other) => {
    const { call } = await road(things);
    const { code, structured, text } = await call("ha_read", { ids: ["light.counter", other] });
    expect(code).toBe("ok");
    expect(structured["found"]).toMatchObject([{ id: "light.counter" }]);
    expect(text).toContain(other);
  });
});

describe("what to do next", () => {
  test("a domain that is written wrongly has its like told", async () => {
    const { call } = await road({ "light.counter": lamp("kitchen", "Counter") });
    const { code, text } = await call("ha_services", { id: "climat" });
    expect(code).toBe("NOT_FOUND");
    expect(text).toContain("climate.*");
  });

  test("a page behind the last says so", async () => {
    const { call } = await road({ "light.counter": lamp("kitchen", "Counter") });
    const { text } = await call("ha_search", { query: "counter", after: "40" });
    expect(text).toContain("nothing after 40");
  });
});

describe("said", () => {
  const read = async (thing: Thing, args: object = {}, id = "sensor.a") => {
    const { call } = await road({ [id]: { name: "A", ...thing } });
    return (await call("ha_read", { ids: [id], ...args })).text;
  };

  test("a lock contact that is on is unlocked", async () => {
    const lock = { state: "on", attributes: { device_class: "lock" } };
    expect(await read(lock, {}, "binary_sensor.a")).toContain("on (unlocked)");
  });

  test("a running timer by what remains", async () => {
    const finishes_at = new Date(NOW + 108_000).toISOString();
    const timer = { state: "active", attributes: { remaining: "0:02:00", duration: "0:02:00", finishes_at } };
    const text = await read(timer, {}, "timer.a");
    expect(text).toContain("0:01:48");
    expect(text).not.toContain("0:02:00");
  });

  test("an update that installs by its progress", async () => {
    const update = {
      state: "on",
      attributes: {
        installed_version: "1.0",
        latest_version: "1.1",
        in_progress: true,
        update_percentage: 40,
      },
    };
    expect(await read(update, {}, "update.a")).toContain("40 %");
  });

  test("a list and a long text whole where they are asked for alone", async () => {
    const list = Array.from({ length: 96 }, (_, at) => at / 4);
    const whole = JSON.parse(
      (await read({ attributes: { list } }, { fields: ["list"] })).split("\n").at(-1) ?? "",
    );
    expect(JSON.stringify(whole)).toContain(list.join(","));
    const long = "abc ".repeat(500).trim();
    expect(await read({ attributes: { long } }, { fields: ["long"] })).toContain(long);
  });

  test("a link in an attribute is fenced as data", async () => {
    const text = await read({ attributes: { note: "![x](https://x.example)" } }, { detail: "full" });
    expect(text).toMatch(/«!\[x\]\(https:\/\/x\.example\)»/);
  });
});

describe("refusals that help", () => {
  const heating = { "climate.a": { name: "Heating", state: "heat" } };
  const warm = { entity_id: ["climate.a"] };

  test("a value beyond the grant's limit is told with it", async () => {
    const limits = { data_limits: { "climate.set_temperature": { temperature: [16, 24] } } };
    const { act, sent } = await road(heating, limits);
    const { code, text } = await act("climate.set_temperature", warm, { data: { temperature: 28 } });
    expect([code, sent]).toEqual(["PERMISSION_DENIED", []]);
    expect(text).toContain("temperature 16–24");
  });

  test("an expired grant by when, one outside its hours by these", async () => {
    const ended = { expires_at: "2026-06-12T12:00:01Z" };
    const { act } = await road(heating, ended, { now: NOW + 5_000 });
    expect((await act("climate.set_temperature", warm, { data: { temperature: 20 } })).text).toContain(
      "2026-06-12T12:00:01",
    );
    const params = { days: ["mon"], start_time: "08:00", end_time: "18:00", timezone: "UTC" };
    const hours = { restrictions: [{ id: "h", type: "schedule", applies_to: "actions", params }] };
    const closed = await road(heating, hours);
    const { text } = await closed.act("climate.set_temperature", warm, { data: { temperature: 20 } });
    expect(text).toContain("mon 08:00–18:00");
  });
});
