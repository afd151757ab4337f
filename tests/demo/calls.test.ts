/** What calls do: events before results, contexts, slow and failing devices, groups, routines. */

import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { type Client, connect, errorOf, type Message, resultOf } from "./client.ts";

let house: DemoHouse;
let client: Client;

beforeAll(async () => {
  house = await startDemoHouse({ restless: false, lockMs: 50 });
  client = await connect(house.url, house.tokens.admin);
  await client.command("subscribe_entities");
});
afterAll(() => house.close());
beforeEach(() => void client.received.splice(0));

type Diff = {
  readonly "+"?: { readonly s?: string; readonly c?: unknown; readonly a?: Message };
  readonly "-"?: Message;
};

/** The diffs of one entity that have arrived, in order. */
function diffsOf(entityId: string): Diff[] {
  return client.received.flatMap(({ event }) => {
    const changes = (event as Message | undefined)?.["c"] as Record<string, Diff> | undefined;
    return changes?.[entityId] ? [changes[entityId]] : [];
  });
}

function call(action: string, entityId: string | readonly string[], data: Message = {}): Promise<Message> {
  const [domain, service] = action.split(".");
  return client.command("call_service", {
    domain,
    service,
    service_data: data,
    target: { entity_id: entityId },
  });
}

function contextIdOf(context: unknown): unknown {
  return typeof context === "string" ? context : (context as Message | undefined)?.["id"];
}

test("the event comes before the result and carries its context", async () => {
  const answer = await call("light.turn_on", "light.kitchen_counter", { brightness: 77 });
  const context = resultOf<{ context: Message }>(answer).context;
  expect(client.received.map(({ type }) => type)).toEqual(["event", "result"]);
  expect(diffsOf("light.kitchen_counter")[0]).toMatchObject({ "+": { s: "on", a: { brightness: 77 } } });
  expect(contextIdOf(diffsOf("light.kitchen_counter")[0]?.["+"]?.c)).toBe(context["id"]);
});

test("what is as wanted makes no event", async () => {
  await call("light.turn_on", "light.kitchen_ceiling", { brightness: 50 });
  client.received.splice(0);
  resultOf(await call("light.turn_on", "light.kitchen_ceiling", { brightness: 50 }));
  expect(client.received.map(({ type }) => type)).toEqual(["result"]);
});

test("a light that goes off keeps its attributes without values", async () => {
  await call("light.turn_on", "light.living_room_lamp", { color_temp_kelvin: 3000 });
  client.received.splice(0);
  await call("light.turn_off", "light.living_room_lamp");
  expect(diffsOf("light.living_room_lamp")).toMatchObject([
    { "+": { s: "off", a: { brightness: null, color_temp_kelvin: null, rgb_color: null } } },
  ]);
});

test("colours are those of Home Assistant", async () => {
  await call("light.turn_on", "light.living_room_lamp", { color_temp_kelvin: 3000 });
  expect(house.states.get("light.living_room_lamp")?.attributes).toMatchObject({
    color_mode: "color_temp",
    hs_color: [27.825, 56.895],
    rgb_color: [255, 177, 110],
    xy_color: [0.496, 0.383],
  });
  await call("light.turn_on", "light.living_room_lamp", { rgb_color: [255, 0, 0] });
  expect(house.states.get("light.living_room_lamp")?.attributes).toMatchObject({
    color_mode: "hs",
    color_temp_kelvin: null,
    hs_color: [0, 100],
    xy_color: [0.701, 0.299],
  });
});

test("a group helper hands on to its members, an old-style group is replaced by its members", async () => {
  await call("light.turn_off", "light.living_room_lights");
  expect(house.states.get("light.living_room_lamp")?.state).toBe("off");
  await call("light.turn_on", "light.living_room_lights", { brightness: 90 });
  for (const id of ["light.living_room_lamp", "light.living_room_ceiling", "light.living_room_lights"]) {
    expect(house.states.get(id)).toMatchObject({ state: "on", attributes: { brightness: 90 } });
  }
  await call("light.turn_on", "group.downstairs_lights");
  expect(house.states.get("light.hall")?.state).toBe("on");
  await call("light.turn_off", "group.downstairs_lights");
  expect(house.states.get("group.downstairs_lights")?.state).toBe("off");
});

test("all run though one fails, and the first failure is the answer", async () => {
  await call("switch.turn_off", "switch.coffee_machine");
  const answer = await call("switch.turn_on", [
    "switch.heater_reject",
    "switch.heater_fail",
    "switch.coffee_machine",
  ]);
  expect(errorOf(answer)?.["code"]).toBe("service_validation_error");
  expect(house.states.get("switch.coffee_machine")?.state).toBe("on");
});

test("a lock is on its way at once and done with the result", async () => {
  await call("lock.unlock", "lock.front_door");
  expect(diffsOf("lock.front_door").map((diff) => diff["+"]?.s)).toEqual(["unlocking", "unlocked"]);
  expect(client.received.at(-1)?.["type"]).toBe("result");
  await call("lock.lock", "lock.front_door");
});

test("a cover answers at once and arrives in steps of the same context", async () => {
  const answer = await call("cover.set_cover_position", "cover.living_room_blind", { position: 80 });
  expect(client.received.map(({ type }) => type)).toEqual(["event", "result"]);
  await client.event((event) => JSON.stringify(event).includes('"current_position":80'));
  const diffs = diffsOf("cover.living_room_blind");
  expect(diffs.map((diff) => diff["+"]?.s)).toEqual(["closing", undefined, "open"]);
  expect(contextIdOf(diffs[0]?.["+"]?.c)).toBe(resultOf<{ context: Message }>(answer).context["id"]);
  expect(diffs[1]?.["+"]?.c).toBeUndefined();
});

test("a slow device changes three seconds after the answer, still in the context of the call", async () => {
  const answer = await call("switch.turn_on", "switch.heater_slow");
  expect(house.states.get("switch.heater_slow")?.state).toBe("off");
  await client.event((event) => JSON.stringify(event).includes("switch.heater_slow"));
  expect(contextIdOf(diffsOf("switch.heater_slow")[0]?.["+"]?.c)).toBe(
    resultOf<{ context: Message }>(answer).context["id"],
  );
});

test("a device that blocks holds back its own answer only", async () => {
  client.send("call_service", {
    domain: "switch",
    service: "turn_on",
    target: { entity_id: "switch.heater_block" },
  });
  expect((await client.command("ping"))["type"]).toBe("pong");
  expect(house.states.get("switch.heater_block")?.state).toBe("off");
});

test("what an automation does is a child of what set it off", async () => {
  const answer = await call("input_boolean.turn_on", "input_boolean.guest_mode");
  const { context } = resultOf<{ context: Message }>(answer);
  const child = diffsOf("light.bathroom_mirror")[0]?.["+"]?.c as Message;
  expect(child["parent_id"]).toBe(context["id"]);
  expect(child["user_id"]).toBeUndefined();
  expect(diffsOf("automation.guest_light").map((diff) => diff["+"]?.a?.["current"])).toEqual([1, 0]);
});

test("a script answers, a slow one can be stopped, a second start is answered at once", async () => {
  const report = await client.command("call_service", {
    domain: "script",
    service: "house_report",
    return_response: true,
  });
  expect(resultOf<{ response: unknown }>(report).response).toEqual({ people: 2, mood: "good" });
  await call("script.turn_on", "script.slow_start");
  expect(house.states.get("script.slow_start")?.attributes).toMatchObject({
    current: 1,
    last_action: "delay 0:00:20",
  });
  resultOf(await client.command("call_service", { domain: "script", service: "slow_start" }));
  await call("script.turn_off", "script.slow_start");
  expect(house.states.get("script.slow_start")?.state).toBe("off");
  expect(house.states.get("script.slow_start")?.attributes).not.toHaveProperty("last_action");
});

test("a script and a scene act on others", async () => {
  await call("scene.turn_on", "scene.movie_night");
  expect(house.states.get("light.living_room_lamp")).toMatchObject({
    state: "on",
    attributes: { brightness: 40 },
  });
  expect(house.states.get("light.living_room_ceiling")?.state).toBe("off");
  await client.command("call_service", { domain: "script", service: "let_me_in" });
  expect(house.states.get("lock.front_door")?.state).toBe("unlocked");
});

test("data and target are merged key by key, the target wins", async () => {
  await call("light.turn_off", "all");
  await client.command("call_service", {
    domain: "light",
    service: "turn_on",
    service_data: { area_id: "bathroom", entity_id: "light.patio" },
    target: { entity_id: "light.garage" },
  });
  const on = ["light.bathroom_mirror", "light.garage", "light.patio"].map(
    (id) => house.states.get(id)?.state,
  );
  expect(on).toEqual(["on", "on", "off"]);
});

test("the rest of the services do something", async () => {
  const rows: readonly (readonly [string, string, Message, string])[] = [
    ["fan.set_percentage", "fan.bedroom", { percentage: 40 }, "on"],
    ["humidifier.set_humidity", "humidifier.kids_room", { humidity: 55 }, "on"],
    ["media_player.media_pause", "media_player.living_room_tv", {}, "paused"],
    ["vacuum.start", "vacuum.dusty", {}, "cleaning"],
    ["lawn_mower.start_mowing", "lawn_mower.shaun", {}, "mowing"],
    ["valve.open_valve", "valve.garden_water", {}, "open"],
    ["siren.turn_on", "siren.indoor", { tone: "chime" }, "on"],
    ["alarm_control_panel.alarm_arm_away", "alarm_control_panel.house", { code: "1234" }, "arming"],
    ["climate.set_hvac_mode", "climate.bedroom", { hvac_mode: "off" }, "off"],
    ["number.set_value", "number.desk_height", { value: 80 }, "80.0"],
    ["select.select_option", "select.desk_preset", { option: "stand" }, "stand"],
    ["text.set_value", "text.desk_display", { value: "Hi" }, "Hi"],
    ["input_number.increment", "input_number.night_brightness", {}, "21.0"],
    ["input_select.select_next", "input_select.house_mode", {}, "away"],
    ["input_text.set_value", "input_text.note", { value: "Milk" }, "Milk"],
    ["input_datetime.set_datetime", "input_datetime.wake_up", { time: "07:15:00" }, "07:15:00"],
    ["timer.start", "timer.laundry", { duration: "00:00:30" }, "active"],
    ["counter.increment", "counter.visitors", {}, "1"],
    ["todo.add_item", "todo.shopping", { item: "Tea" }, "3"],
    ["camera.turn_on", "camera.garden", {}, "streaming"],
  ];
  for (const [action, entityId, data, state] of rows) {
    resultOf(await call(action, entityId, data));
    expect([action, house.states.get(entityId)?.state]).toEqual([action, state]);
  }
});

test("a timer shows how long it runs, and again what it was set up with when it is over", async () => {
  const shown = () => house.states.get("timer.laundry")?.attributes["duration"];
  resultOf(await call("timer.start", "timer.laundry", { duration: "00:10:00" }));
  expect(shown()).toBe("0:10:00");
  resultOf(await call("timer.cancel", "timer.laundry", {}));
  expect(shown()).toBe("1:00:00");
});

test("values a device does not take are refused in its own words", async () => {
  const refused = async (action: string, entityId: string, data: Message) =>
    errorOf(await call(action, entityId, data))?.["message"];
  expect(await refused("number.set_value", "number.desk_height", { value: 999 })).toBe(
    "Validation error: Value 999.0 for number.desk_height is outside valid range 62.0 - 127.0",
  );
  expect(await refused("select.select_option", "select.desk_preset", { option: "lie" })).toBe(
    "Validation error: Option lie is not valid for entity select.desk_preset, valid options are: sit, stand, custom",
  );
  expect(await refused("climate.set_temperature", "climate.living_room", { temperature: 99 })).toBe(
    "Validation error: Provided temperature 99.0 is not valid. Accepted range is 5 to 30",
  );
  expect(await refused("alarm_control_panel.alarm_disarm", "alarm_control_panel.house", { code: "9" })).toBe(
    "Validation error: invalid_code",
  );
});

test("every call is on record with who made it", () => {
  expect(house.calls[0]).toMatchObject({
    domain: "light",
    service: "turn_on",
    entityIds: ["light.kitchen_counter"],
  });
  expect(house.calls[0]?.userId).toHaveLength(32);
});
