/** Areas, devices, labels, exclusions; and what a change of a registry sets off. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { type Client, connect, errorOf, type Message, resultOf } from "./client.ts";

let house: DemoHouse;
let client: Client;

beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
  client = await connect(house.url, house.tokens.admin);
  for (const kind of ["area", "device", "entity", "floor", "label"]) {
    await client.command("subscribe_events", { event_type: `${kind}_registry_updated` });
  }
});
afterAll(() => house.close());

type Extracted = Readonly<Record<string, readonly string[]>>;

async function extract(target: Message, rest: Message = {}): Promise<Extracted> {
  return resultOf<Extracted>(await client.command("extract_from_target", { target, ...rest }));
}

async function entitiesOf(target: Message, rest: Message = {}): Promise<readonly string[]> {
  return [...((await extract(target, rest))["referenced_entities"] ?? [])].sort();
}

async function deviceNamed(name: string): Promise<string> {
  const devices = resultOf<Message[]>(await client.command("config/device_registry/list"));
  return String(devices.find((device) => device["name"] === name)?.["id"]);
}

test("an area means its devices' entities without configuration, diagnostics and hidden ones", async () => {
  const kitchen = await entitiesOf({ area_id: "kitchen" });
  expect(kitchen).toContain("light.kitchen_ceiling");
  expect(kitchen).toContain("binary_sensor.kitchen_window");
  expect(kitchen).not.toContain("switch.coffee_machine_child_lock");
  expect(kitchen).not.toContain("sensor.kitchen_climate_battery");
  expect(await entitiesOf({ area_id: "kitchen" }, { primary_entities_only: false })).toContain(
    "switch.coffee_machine_child_lock",
  );
});

test("a child device takes its parent's area unless it has its own", async () => {
  expect(await entitiesOf({ area_id: "living_room" })).toContain("switch.power_strip_outlet_1");
  expect(await entitiesOf({ area_id: "living_room" })).not.toContain("switch.power_strip_outlet_2");
  expect(await entitiesOf({ area_id: "hall" })).toContain("switch.power_strip_outlet_2");
  const strip = await deviceNamed("Power strip");
  expect(await entitiesOf({ device_id: strip })).toEqual([
    "sensor.power_strip_outlet_1_power",
    "switch.power_strip_outlet_1",
    "switch.power_strip_outlet_2",
  ]);
});

test("a floor means its areas, a label areas, devices and entities that carry it", async () => {
  const upstairs = await extract({ floor_id: "upper_floor" });
  expect([...(upstairs["referenced_areas"] ?? [])].sort()).toEqual([
    "bathroom",
    "bedroom",
    "kids_room",
    "office",
  ]);
  const evening = await entitiesOf({ label_id: "evening" });
  expect(evening).toContain("light.living_room_lamp");
  expect(evening).toContain("climate.living_room");
});

test("an old-style group is expanded on request, a group helper never", async () => {
  const members = ["light.hall", "light.kitchen_ceiling", "light.kitchen_counter"];
  expect(await entitiesOf({ entity_id: "group.downstairs_lights" }, { expand_group: true })).toEqual(members);
  expect(await entitiesOf({ entity_id: "group.downstairs_lights" })).toEqual(["group.downstairs_lights"]);
  expect(await entitiesOf({ entity_id: "light.living_room_lights" }, { expand_group: true })).toEqual([
    "light.living_room_lights",
  ]);
});

test("an exclusion takes away what it resolves to", async () => {
  const rest = await entitiesOf({
    floor_id: "outside",
    exclude: { area_id: "garage", entity_id: "light.patio" },
  });
  expect(rest).toContain("lawn_mower.shaun");
  expect(rest).not.toContain("light.patio");
  expect(rest.some((id) => id.includes("garage"))).toBe(false);
});

test("services for a target depend on what it can do", async () => {
  const services = async (id: string) =>
    resultOf<string[]>(await client.command("get_services_for_target", { target: { entity_id: id } })).sort();
  expect(await services("cover.garage_door")).toEqual([
    "cover.close_cover",
    "cover.open_cover",
    "cover.toggle",
    "homeassistant.toggle",
    "homeassistant.turn_off",
    "homeassistant.turn_on",
  ]);
  expect(await services("lock.front_door")).not.toContain("lock.open");
  expect(await services("lock.back_door")).toContain("lock.open");
});

test("an area is made, changed and deleted, with its events", async () => {
  const made = resultOf(await client.command("config/area_registry/create", { name: "Wine cellar" }));
  expect(made).toMatchObject({ area_id: "wine_cellar", floor_id: null, aliases: [] });
  expect(errorOf(await client.command("config/area_registry/create", { name: "WINE cellar" }))).toEqual({
    code: "invalid_info",
    message: "The name WINE cellar (winecellar) is already in use",
  });
  const lamp = await deviceNamed("Patio lights");
  await client.command("config/device_registry/update", { device_id: lamp, area_id: "wine_cellar" });
  expect(await entitiesOf({ area_id: "wine_cellar" })).toEqual(["light.patio"]);
  expect((await client.command("config/area_registry/delete", { area_id: "wine_cellar" }))["result"]).toBe(
    "success",
  );
  const data = client.received
    .map(({ event }) => (event as Message | undefined)?.["data"])
    .filter((event) => event);
  expect(data).toEqual([
    { action: "create", area_id: "wine_cellar" },
    { action: "update", device_id: lamp, changes: { area_id: "garden" } },
    { action: "update", device_id: lamp, changes: { area_id: "wine_cellar" } },
    { action: "remove", area_id: "wine_cellar" },
  ] as never);
});

test("an entity is renamed, gets a new id, is disabled", async () => {
  const update = (id: string, changes: Message) =>
    client.command("config/entity_registry/update", { entity_id: id, ...changes });
  resultOf(await update("switch.garage_freezer", { name: "Ice box" }));
  expect(house.states.get("switch.garage_freezer")?.attributes["friendly_name"]).toBe("Ice box");
  client.received.splice(0);
  resultOf(await update("switch.garage_freezer", { new_entity_id: "switch.ice_box" }));
  expect(house.states.get("switch.garage_freezer")).toBeUndefined();
  expect(house.states.get("switch.ice_box")?.state).toBe("on");
  expect((client.received[0]?.["event"] as Message | undefined)?.["data"]).toEqual({
    action: "update",
    entity_id: "switch.ice_box",
    changes: { entity_id: "switch.garage_freezer" },
    old_entity_id: "switch.garage_freezer",
  });
  resultOf(
    await client.command("call_service", {
      domain: "switch",
      service: "turn_off",
      target: { entity_id: "switch.ice_box" },
    }),
  );
  expect(house.states.get("switch.ice_box")?.state).toBe("off");
  resultOf(await update("switch.ice_box", { disabled_by: "user" }));
  expect(house.states.get("switch.ice_box")).toBeUndefined();
  const enabled = resultOf(await update("switch.ice_box", { disabled_by: null }));
  expect(enabled["reload_delay"]).toBe(30);
  expect(house.states.get("switch.ice_box")).toMatchObject({
    state: "unavailable",
    attributes: { restored: true },
  });
});

test("an entity without a name of its own cannot have an area of its own", async () => {
  const refused = await client.command("config/entity_registry/update", {
    entity_id: "light.kitchen_counter",
    area_id: "hall",
  });
  expect(errorOf(refused)).toEqual({
    code: "invalid_info",
    message:
      "An entity without a name of its own cannot have an area of its own, set the area on its device instead",
  });
});

test("exposure is in the registry, and beside it for entities without an entry", async () => {
  const exposed = async () =>
    resultOf<{ exposed_entities: Message }>(await client.command("homeassistant/expose_entity/list"))
      .exposed_entities;
  expect((await exposed())["light.kitchen_ceiling"]).toEqual({ conversation: true });
  expect((await exposed())["lock.front_door"]).toBeUndefined();
  const expose = (shouldExpose: boolean) =>
    client.command("homeassistant/expose_entity", {
      assistants: ["conversation"],
      entity_ids: ["lock.front_door", "light.kitchen_ceiling"],
      should_expose: shouldExpose,
    });
  expect(resultOf(await expose(true))["changed_entity_ids"]).toEqual(["lock.front_door"]);
  expect((await exposed())["lock.front_door"]).toEqual({ conversation: true });
  await expose(false);
  expect((await exposed())["light.kitchen_ceiling"]).toBeUndefined();
});

test("relations lead to owners, members and routines", async () => {
  const related = async (kind: string, id: string) =>
    resultOf<Extracted>(await client.command("search/related", { item_type: kind, item_id: id }));
  expect(await related("entity", "light.living_room_lamp")).toMatchObject({
    area: ["living_room"],
    floor: ["ground_floor"],
    label: ["evening"],
    scene: ["scene.movie_night"],
  });
  expect((await related("entity", "light.bathroom_mirror"))["automation"]).toEqual([
    "automation.guest_light",
  ]);
  expect((await related("script", "script.let_me_in"))["entity"]).toEqual(["lock.front_door"]);
  expect((await related("area", "garage"))["entity"]).toContain("cover.garage_door");
});

test("the past is the same at every question, and what happened is in it", async () => {
  const start = new Date(Date.now() - 6 * 3_600_000).toISOString();
  const history = () =>
    client.command("history/history_during_period", {
      start_time: start,
      entity_ids: ["sensor.kitchen_temperature", "light.hall"],
    });
  const first = resultOf<Record<string, Message[]>>(await history());
  expect(first["sensor.kitchen_temperature"]?.length).toBeGreaterThan(10);
  expect(first["sensor.kitchen_temperature"]?.slice(0, -1)).toEqual(
    resultOf<Record<string, Message[]>>(await history())["sensor.kitchen_temperature"]?.slice(0, -1) as never,
  );
  await client.command("call_service", {
    domain: "light",
    service: "turn_on",
    target: { entity_id: "light.hall" },
  });
  const second = resultOf<Record<string, Message[]>>(await history());
  expect(second["light.hall"]?.map(({ s }) => s)).toEqual(["off", "on"]);
  const book = resultOf<Message[]>(
    await client.command("logbook/get_events", { start_time: start, entity_ids: ["light.hall"] }),
  );
  expect(book.at(-1)).toMatchObject({ state: "on", entity_id: "light.hall", context_service: "turn_on" });
  const days = resultOf<Record<string, Message[]>>(
    await client.command("recorder/statistics_during_period", {
      start_time: new Date(Date.now() - 3 * 86_400_000).toISOString(),
      statistic_ids: ["sensor.kitchen_temperature", "sensor.house_energy"],
      period: "day",
    }),
  );
  expect(Object.keys(days["sensor.kitchen_temperature"]?.[0] ?? {}).sort()).toEqual([
    "end",
    "last_reset",
    "max",
    "mean",
    "min",
    "start",
  ]);
  expect(days["sensor.house_energy"]?.[0]?.["change"]).toBeGreaterThan(0);
});

test("a meter counts in each day, however late in the day it is asked", async () => {
  for (const clock of ["00:00:30", "12:34:56", "23:49:00", "23:55:00", "23:59:59"]) {
    const now = () => new Date(`2026-06-12T${clock}Z`);
    const other = await startDemoHouse({ restless: false, now });
    const asking = await connect(other.url, other.tokens.admin);
    const days = resultOf<Record<string, Message[]>>(
      await asking.command("recorder/statistics_during_period", {
        start_time: new Date(now().getTime() - 3 * 86_400_000).toISOString(),
        statistic_ids: ["sensor.house_energy"],
        period: "day",
      }),
    );
    expect(days["sensor.house_energy"]?.length).toBeGreaterThan(1);
    for (const { change } of days["sensor.house_energy"] ?? []) expect(change).toBeGreaterThan(0);
    await other.close();
  }
});
