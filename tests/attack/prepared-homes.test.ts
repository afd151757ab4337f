/** Ways round that need something prepared at home first, on a real Home Assistant. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openHome, type TestHome } from "../e2e/homes.ts";
import { type Host, startHost } from "../e2e/host.ts";
import { until } from "../until.ts";
import { type Owner, openOwner, removeTraps, setTraps, type Traps } from "./owner.ts";
import { changes, DOOR, event, HELPER, LIGHT, script, unlock, when } from "./way.ts";

setDefaultTimeout(60_000);

let home: TestHome;
let owner: Owner;
const hosts: Host[] = [];
const isReal = process.env["TEST_HOME"] === "real";
const EVERYTHING = { read: ["*"], actions: [{ service: "*", target: {} }, { service: "*" }] };

beforeAll(async () => {
  if (!isReal) return;
  home = await openHome();
  owner = await openOwner(home);
});
afterAll(async () => {
  await owner?.call("lock.lock", { entity_id: DOOR });
  await Promise.all(hosts.map((host) => host.close()));
  owner?.close();
  await home?.close();
});

async function under(more?: object): Promise<Host> {
  const grant = { name: "attacked", expires_at: "never", access: EVERYTHING, ...more };
  const host = await startHost({ ...home, ...(more ? { grant } : {}) });
  hosts.push(host);
  return host;
}

/** Until our server has heard of them. */
async function set(traps: Traps, host: Host): Promise<void> {
  await setTraps(owner, traps);
  const ids = Object.keys(traps);
  await until(async () => {
    const found = (await host.call("ha_read", { ids })).structured["found"] as readonly unknown[] | undefined;
    return found?.length === ids.length;
  });
}

const act = (host: Host, service: string, id: string | undefined, data: object = {}) =>
  host.call("ha_call_service", {
    service,
    ...(id ? { target: { entity_id: [id] } } : {}),
    data,
    wait_s: 0.2,
  });

describe.skipIf(!isReal)("prepared homes", () => {
  test("an automation that is switched off without an end of its steps opens nothing", async () => {
    const traps = {
      "automation.p_runs": when(changes(HELPER), [
        { wait_for_trigger: [changes(LIGHT)], timeout: { seconds: 30 } },
        unlock,
      ]),
    };
    const host = await under();
    await owner.call("lock.lock", { entity_id: DOOR });
    await set(traps, host);
    try {
      await until(async () => (await owner.stateOf(DOOR))?.state === "locked");
      // Home Assistant remembers that one of the name was off
      await owner.call("automation.turn_on", { entity_id: "automation.p_runs" });
      await owner.call("input_boolean.toggle", { entity_id: HELPER });
      const runs = async () => (await owner.stateOf("automation.p_runs"))?.attributes["current"] === 1;
      await until(runs);
      await until(async () => {
        const { text } = await host.call("ha_read", { ids: ["automation.p_runs"], fields: ["current"] });
        return text.includes("current 1");
      });
      await act(host, "automation.turn_off", "automation.p_runs", { stop_actions: false });
      expect(await runs()).toBe(true);
      expect((await act(host, "light.toggle", LIGHT)).text).toStartWith("PERMISSION_DENIED");
      // what the owner may: else nothing was shown
      await owner.call("light.toggle", { entity_id: LIGHT });
      await until(async () => (await owner.stateOf(DOOR))?.state !== "locked");
    } finally {
      await removeTraps(owner, traps);
    }
  });

  test("an automation that waits for a light by a variable opens nothing", async () => {
    const traps = {
      "automation.p_named": when(changes(HELPER), [
        { variables: { lamp: LIGHT } },
        { wait_template: "{{ is_state(lamp, 'on') }}", timeout: { seconds: 30 }, continue_on_timeout: false },
        unlock,
      ]),
    };
    const host = await under();
    await owner.call("lock.lock", { entity_id: DOOR });
    await owner.call("light.turn_off", { entity_id: LIGHT });
    await set(traps, host);
    try {
      await until(async () => (await owner.stateOf(DOOR))?.state === "locked");
      await owner.call("input_boolean.toggle", { entity_id: HELPER });
      await until(async () => (await owner.stateOf("automation.p_named"))?.attributes["current"] === 1);
      expect((await act(host, "light.turn_on", LIGHT)).text).toStartWith("PERMISSION_DENIED");
      await owner.call("light.turn_on", { entity_id: LIGHT });
      await until(async () => (await owner.stateOf(DOOR))?.state !== "locked");
    } finally {
      await removeTraps(owner, traps);
    }
  });

  test("a PIN on the door holds behind a light, though the gate is open", async () => {
    const pin = { id: "door", type: "pin", applies_to: `lock.unlock@${DOOR}`, params: { pin: "1234" } };
    const host = await under({ gates: { physical: "allow" }, restrictions: [pin] });
    for (const [name, does] of [
      ["p_plain", unlock],
      ["p_templated", { action: "lock.unlock", target: { entity_id: "{{ 'lock.basic_lock' }}" } }],
    ] as const) {
      const traps = { [`automation.${name}`]: when(changes(LIGHT), does) };
      await owner.call("lock.lock", { entity_id: DOOR });
      await set(traps, host);
      try {
        await until(async () => (await owner.stateOf(DOOR))?.state === "locked");
        const refused = await act(host, "light.toggle", LIGHT);
        expect(refused.meta["hearthgate/error"]).toMatchObject({ denial: "pin_required" });
        await owner.call("light.toggle", { entity_id: LIGHT });
        await until(async () => (await owner.stateOf(DOOR))?.state !== "locked");
      } finally {
        await removeTraps(owner, traps);
      }
    }
  });

  test("what is denied stays as it is behind what waits for a script or automation", async () => {
    const denied = "light.bed_light";
    const host = await under({ access: { ...EVERYTHING, deny: [denied] } });
    const does = { action: "light.toggle", target: { entity_id: denied } };
    const pause = { delay: { milliseconds: 20 } };
    const since = async () => (await owner.stateOf(denied))?.last_changed;
    for (const [service, id, trigger] of [
      ["script.turn_on", "script.p_way", changes("script.p_way")],
      ["script.p_way", undefined, event("script_started")],
      [
        "automation.trigger",
        "automation.p_way",
        event("automation_triggered", { entity_id: "automation.p_way" }),
      ],
    ] as const) {
      const traps = {
        "script.p_way": script(pause),
        "automation.p_way": when({ trigger: "time", at: "03:33:33" }, pause),
        "automation.p_waits": when(trigger, does),
      };
      await set(traps, host);
      try {
        const before = await since();
        expect((await act(host, service, id)).text).toMatch(/^(PERMISSION_DENIED|NOT_FOUND)/);
        expect(await since()).toBe(before);
        await owner.call(service, id ? { entity_id: id } : {});
        await until(async () => (await since()) !== before);
      } finally {
        await removeTraps(owner, traps);
      }
    }
  });

  test("a tracker that is moved moves its person, for whom the door opens", async () => {
    const tracker = "device_tracker.demo_tracker";
    const followed = (device_trackers: readonly string[]) =>
      owner.command({ type: "person/update", person_id: "ci_owner", name: "CI Owner", device_trackers });
    const service = "kitchen_sink.set_tracker_location";
    const away = { latitude: 10, longitude: 10, accuracy: 5 };
    const atHome = { latitude: 52.3731, longitude: 4.8903, accuracy: 5 };
    const traps = { "automation.p_home": when(changes("person.ci_owner"), unlock) };
    const host = await under();
    await followed([tracker]);
    await owner.call(service, { entity_id: tracker, ...away });
    await owner.call("lock.lock", { entity_id: DOOR });
    await until(async () => (await owner.stateOf(DOOR))?.state === "locked");
    await set(traps, host);
    try {
      expect((await act(host, service, tracker, atHome)).text).toStartWith("PERMISSION_DENIED");
      expect((await owner.stateOf(DOOR))?.state).toBe("locked");
      await owner.call(service, { entity_id: tracker, ...atHome });
      await until(async () => (await owner.stateOf(DOOR))?.state !== "locked");
    } finally {
      await removeTraps(owner, traps);
      await followed([]);
    }
  });

  test("limits hold for a group in a scene", async () => {
    await owner.call("group.set", { object_id: "limited", entities: [LIGHT] });
    const host = await under({ data_limits: { "light.turn_on": { brightness_pct: [1, 20] } } });
    const brightness = async () => (await owner.stateOf(LIGHT))?.attributes["brightness"];
    await owner.call("light.turn_on", { entity_id: LIGHT, brightness: 30 });
    for (const id of [LIGHT, "group.limited", "GROUP.LIMITED"]) {
      const entities = { [id]: { state: "on", brightness: 255 } };
      expect((await act(host, "scene.apply", undefined, { entities })).text).toStartWith("PERMISSION_DENIED");
      expect(await brightness()).toBe(30);
    }
    const entities = { "group.limited": { state: "on", brightness: 40 } };
    expect((await act(host, "scene.apply", undefined, { entities })).error).toBe(false);
    await until(async () => (await brightness()) === 40);
  });

  test.each(["Garage", "hatch"])("a door of the class %s asks", async (device_class) => {
    const entity_id = "cover.garage_door";
    const update = (to: string | null) =>
      owner.command({ type: "config/entity_registry/update", entity_id, device_class: to });
    const host = await under();
    await owner.call("cover.close_cover", { entity_id });
    await update(device_class);
    try {
      await until(async () => (await owner.stateOf(entity_id))?.state === "closed");
      await until(async () => {
        const { text } = await host.call("ha_read", { ids: [entity_id], detail: "full" });
        return text.includes(device_class);
      });
      expect((await act(host, "cover.open_cover", entity_id)).text).toStartWith("PERMISSION_DENIED");
      expect((await owner.stateOf(entity_id))?.state).toBe("closed");
    } finally {
      await update(null);
    }
  });
});
