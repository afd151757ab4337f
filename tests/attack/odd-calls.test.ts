/** Calls in odd spellings, at random, on the demo house: no door, lock, siren or alarm moves. */

import { expect, test } from "bun:test";
import { startDemoHouse } from "../../src/demo/house.ts";
import { startHost } from "../e2e/host.ts";
import { dice } from "../parity/dice.ts";
import { randomRuns } from "../seed.ts";

const { seed: SEED, numRuns: CALLS } = randomRuns("ODD_SEED", 120);
const ALL = [{ service: "*", target: {} }, { service: "*" }];

const DOORS = [
  "lock.front_door",
  "cover.garage_door",
  "siren.indoor",
  "alarm_control_panel.house",
  "script.let_me_in",
];
const OTHERS = [
  "light.hall",
  "switch.coffee_machine",
  "input_boolean.guest_mode",
  "scene.movie_night",
  "group.downstairs_lights",
  "media_player.kitchen_radio",
];
const SERVICES =
  `lock.unlock lock.open LOCK.unlock homeassistant.turn_on homeassistant.toggle cover.open_cover cover.toggle
  cover.set_cover_position siren.turn_on alarm_control_panel.alarm_disarm scene.apply scene.turn_on scene.create script.turn_on
  script.let_me_in script.LET_ME_IN script.toggle automation.trigger automation.turn_on light.turn_on light.toggle group.set
  input_boolean.turn_on switch.turn_on media_player.play_media notify.notify persistent_notification.create logbook.log
  light.turn_on@lock.front_door lock\u2024unlock conversation.process homeassistant.reload_all`.split(/\s+/);

type Roll = ReturnType<typeof dice>;

/** An id as somebody might spell it who wants it to be read otherwise than it is judged. */
function odd(roll: Roll, id: string): unknown {
  const other = roll.pick(OTHERS);
  return roll.pick<unknown>([
    id,
    id.toUpperCase(),
    ` ${id}\t`,
    `${id}\n`,
    [id],
    [[id]],
    `${id},${other}`,
    [other, id],
    [id, null],
    JSON.stringify([id]),
    JSON.stringify({ entity_id: id }),
    { entity_id: id },
    { "0": id, length: 1 },
    JSON.parse(`{"__proto__":{"entity_id":"${id}"}}`),
    id.replace(".", "\u2024"),
    id.replace("o", "\u043e"),
    `${id}\u200b`,
    id.replace(".", "%2E"),
    `{{ '${id}' }}`,
    "all",
    `all,${id}`,
  ]);
}

function target(roll: Roll): unknown {
  const door = roll.pick(DOORS);
  return roll.pick<unknown>([
    undefined,
    { entity_id: odd(roll, door) },
    { entity_id: odd(roll, roll.pick(OTHERS)) },
    { area_id: roll.pick(["hall", "garage", "garden"]), entity_id: odd(roll, door) },
    { floor_id: "ground_floor" },
    { label_id: "evening" },
    { ENTITY_ID: door },
    { area_id: "hall", exclude: { entity_id: odd(roll, roll.pick(OTHERS)) } },
    { entity_id: [] },
    odd(roll, door),
  ]);
}

function data(roll: Roll): unknown {
  const door = roll.pick(DOORS);
  return roll.pick<unknown>([
    undefined,
    { entity_id: odd(roll, door) },
    {
      entities: {
        [String(odd(roll, door))]: roll.pick<unknown>(["unlocked", "open", { state: "unlocked" }]),
      },
    },
    { entities: odd(roll, door) },
    { message: odd(roll, door) },
    { area_id: "hall" },
    { variables: { x: door } },
    { object_id: "g", entities: [door] },
    { position: 100 },
    { effect: "x".repeat(1 << 20) },
    { "entity_id ": door },
    { Entity_ID: door },
    { exclude: {}, entity_id: "all" },
    JSON.stringify({ entity_id: door }),
  ]);
}

test(`nothing opens, seed ${SEED}`, async () => {
  const house = await startDemoHouse({ restless: false, lockMs: 5 });
  const grants = [
    undefined,
    { name: "lights", expires_at: "never", access: { read: ["*"], actions: ["light.*"] } },
    { name: "narrow", expires_at: "never", target_mode: "narrow", access: { read: ["*"], actions: ALL } },
  ];
  const at = { url: house.url, token: house.tokens.admin };
  const hosts = await Promise.all(grants.map((grant) => startHost(grant ? { ...at, grant } : at)));
  const roll = dice(SEED);
  const states = () => DOORS.map((id) => house.states.get(id)?.state);
  const before = states();
  for (let done = 0; done < CALLS; done++) {
    const call = () => ({ service: roll.pick(SERVICES), target: target(roll), data: data(roll) });
    const args = roll.chance(12) ? { calls: [call(), call()], wait_s: 0 } : { ...call(), wait_s: 0 };
    const { text } = await roll.pick(hosts).call("ha_call_service", JSON.parse(JSON.stringify(args)));
    const said = `${JSON.stringify(args).slice(0, 300)}: ${text.slice(0, 200)}`;
    expect([said, ...states()]).toEqual([said, ...before]);
    expect(text).not.toContain("DEFECT");
  }
  await Promise.all(hosts.map((host) => host.close()));
  await house.close();
}, 120_000);
