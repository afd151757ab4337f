/** "Why did it come on at 03:12": twenty incidents of ten kinds in the demo house, each by one question. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { startDemoHouse } from "../../../src/demo/house.ts";
import { connect } from "../../demo/client.ts";
import { startHost } from "../host.ts";
import { type Incident, KINDS, NOBODY, tallyOf, told } from "./incident.ts";

setDefaultTimeout(60_000);

const AT = "03:12";
const NIGHT = new Date(Date.now() - 24 * 3_600_000);
/** Of the demo house's zone. */
const ZONE = "Europe/Amsterdam";

const day = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(NIGHT);

/** Milliseconds since 1970 of a wall clock time in that night. */
function wallClock(time: string): number {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" });
  return asUtc - (Date.parse(`${shown.format(asUtc).replace(" ", "T")}Z`) - asUtc);
}

const INCIDENTS: readonly Incident[] = [
  {
    kind: "automation",
    entity: "light.bathroom_mirror",
    right: /automation Guest light \(automation.guest_light\), state of input_boolean.guest_mode/,
  },
  {
    kind: "automation",
    entity: "siren.indoor",
    right: /automation Leak alarm \(automation.leak_alarm\), state of binary_sensor.sink_leak/,
  },
  { kind: "script", entity: "lock.front_door", right: /script Let me in \(script.let_me_in\)/ },
  { kind: "script", entity: "switch.coffee_machine", right: /script All off \(script.all_off\)/ },
  { kind: "person", entity: "light.garage", right: /Sam, in an app or a page, by light.turn_on/ },
  { kind: "person", entity: "switch.garage_freezer", right: /Sam, in an app or a page, by switch.turn_off/ },
  { kind: "app", entity: "light.kitchen_counter", right: /the user behind Hearthgate: an assistant/ },
  { kind: "app", entity: "input_boolean.vacation", right: /the user behind Hearthgate: an assistant/ },
  { kind: "restart", entity: "light.kids_room_ceiling", right: /Home Assistant had just started/ },
  { kind: "restart", entity: "light.desk_lamp", right: /Home Assistant had just started/ },
  {
    kind: "power-on state",
    entity: "light.patio",
    right: /unavailable before: this is how it came back/,
  },
  {
    kind: "power-on state",
    entity: "switch.car_charger",
    right: /unavailable before: this is how it came back/,
  },
  {
    kind: "group",
    entity: "light.hall",
    right: /group Downstairs lights \(group.downstairs_lights\), by Sam/,
  },
  {
    kind: "group",
    entity: "light.kitchen_ceiling",
    right: /group Downstairs lights \(group.downstairs_lights\), by Sam/,
  },
  {
    kind: "scene",
    entity: "light.living_room_lamp",
    right: /scene Movie night \(scene.movie_night\), by Sam/,
  },
  { kind: "scene", entity: "light.bedside_lamp", right: /scene Good night \(scene.good_night\), by Sam/ },
  { kind: "physical switch", entity: "light.night_light", right: NOBODY },
  { kind: "physical switch", entity: "binary_sensor.garage_side_door", right: NOBODY },
  { kind: "unknown", entity: "fan.bedroom", right: NOBODY },
  { kind: "unknown", entity: "media_player.kitchen_radio", right: NOBODY },
];

test("twenty incidents of ten kinds", async () => {
  expect(new Set(INCIDENTS.map(({ kind }) => kind)).size).toBe(KINDS.length);
  // the house lives in the night before, as fast as we do
  let shift = wallClock("03:00") - Date.now();
  const clockTo = (time: string) => {
    shift = wallClock(time) - Date.now();
  };
  const house = await startDemoHouse({ restless: false, now: () => new Date(Date.now() + shift) });
  for (const { entity } of INCIDENTS)
    expect([entity, house.states.get(entity) !== undefined]).toEqual([entity, true]);
  const flip = (id: string) => house.setState(id, house.states.get(id)?.state === "on" ? "off" : "on");
  const lost = ["light.kids_room_ceiling", "light.desk_lamp"];
  for (const id of lost) house.setState(id, "unavailable");
  await house.restart({ downMs: 20, startingMs: 20 });
  for (const id of lost) house.setState(id, "on");

  clockTo("03:10");
  for (const id of ["light.patio", "switch.car_charger"]) house.setState(id, "unavailable");
  clockTo(AT);
  for (const id of ["light.patio", "switch.car_charger"]) house.setState(id, "on");
  for (const id of ["light.night_light", "binary_sensor.garage_side_door", "fan.bedroom"]) flip(id);
  house.setState("media_player.kitchen_radio", "playing");
  house.setState("input_boolean.guest_mode", "on");
  house.setState("binary_sensor.sink_leak", "on");

  const host = await startHost({ url: house.url, token: house.tokens.admin });
  const sam = await connect(house.url, house.tokens.user);
  const call = async (service: string, id: string) => {
    const [domain, name] = service.split(".");
    const { success } = await sam.command("call_service", {
      domain,
      service: name,
      service_data: { entity_id: id },
    });
    expect([service, success]).toEqual([service, true]);
  };
  house.setState("switch.coffee_machine", "on");
  house.setState("light.living_room_lamp", "off");
  await call("script.turn_on", "script.let_me_in");
  await call("script.turn_on", "script.all_off");
  await call("light.turn_on", "light.garage");
  await call("switch.turn_off", "switch.garage_freezer");
  await call("homeassistant.turn_on", "group.downstairs_lights");
  await call("scene.turn_on", "scene.movie_night");
  await call("scene.turn_on", "scene.good_night");
  for (const [service, id] of [
    ["light.turn_on", "light.kitchen_counter"],
    ["input_boolean.turn_on", "input_boolean.vacation"],
  ] as const) {
    if (id === "light.kitchen_counter") house.setState(id, "off");
    await host.call("ha_call_service", { service, target: { entity_id: [id] } });
  }
  const { result } = await sam.command("auth/current_user");
  const { id: userId } = result as { readonly id: string };
  house.setState("person.sam", "home", { ...house.states.get("person.sam")?.attributes, user_id: userId });
  clockTo("09:00");

  const ask = async (entity: string) => {
    const { structured, text } = await host.call("ha_diagnose", {
      about: entity,
      start: `${day}T03:00`,
      end: `${day}T03:30`,
    });
    const { why = [] } = (structured["found"] ?? {}) as { readonly why?: readonly string[] };
    return String(why.at(-1) ?? text);
  };
  const tally = await tallyOf(INCIDENTS, ask);
  process.stdout.write(`made incidents on the demo house: ${told(tally)}\n`);
  expect(tally.wrong).toBe(0);
  expect(tally.right).toBeGreaterThanOrEqual(18);
  await host.close();
  sam.close();
  await house.close();
});
