/** A grant for the lights of one area, attacked with every way round: nothing outside moves, nothing outside is named. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openHome, type TestHome } from "../e2e/homes.ts";
import { type Host, type Result, startHost } from "../e2e/host.ts";
import { until } from "../until.ts";

setDefaultTimeout(60_000);

let home: TestHome;
let host: Host;

beforeAll(async () => {
  home = await openHome();
  if (home.name === "real") await setTraps();
  const lights = { domain: ["light"], area: [home.roles.area.id] };
  const access = { read: [lights], actions: [{ service: "light.*", target: lights }] };
  host = await startHost({ ...home, grant: { name: "one area", access, expires_at: "never" } });
});
afterAll(async () => {
  await host.close();
  await home.close();
});

async function rest(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${home.url}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${home.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** On a real Home Assistant: a group, a script, a scene and an automation that reach outside. */
async function setTraps(): Promise<void> {
  const { light } = home.roles.outside;
  const turnOn = [{ action: "light.turn_on", target: { entity_id: light } }];
  await rest("POST", "services/group/set", {
    object_id: "hearthgate_outside",
    entities: [home.roles.area.light, light],
  });
  await rest("POST", "config/script/config/hearthgate_outside", {
    alias: "hearthgate outside",
    sequence: turnOn,
  });
  await rest("POST", "config/scene/config/hearthgate_outside", {
    id: "hearthgate_outside",
    name: "hearthgate outside",
    entities: { [light]: "on" },
  });
  const trigger = [{ trigger: "state", entity_id: home.roles.area.light, to: "on" }];
  await rest("POST", "config/automation/config/hearthgate_outside", {
    alias: "hearthgate outside",
    triggers: trigger,
    conditions: [],
    actions: turnOn,
    mode: "single",
  });
  await rest("POST", "services/automation/turn_off", { entity_id: "automation.hearthgate_outside" });
  const traps = Object.values(home.roles.outside).filter((id) => id.includes("hearthgate_outside"));
  await until(async () => {
    const states = (await rest("GET", "states")) as readonly { entity_id: string }[];
    return traps.every((id) => states.some((state) => state.entity_id === id));
  });
}

type Snapshot = ReadonlyMap<string, string>;

/** Every entity outside, as Home Assistant itself has it, but what changes by itself or only mirrors its members. */
async function outsideStates(): Promise<Snapshot> {
  const states = (await rest("GET", "states")) as readonly {
    entity_id: string;
    state: string;
    last_changed: string;
  }[];
  const acts =
    /^(light|switch|lock|cover|script|scene|automation|climate|fan|media_player|siren|valve|input_\w+)\./;
  return new Map(
    states
      .filter(({ entity_id: id }) => acts.test(id) && !inside(id))
      .map(({ entity_id, state, last_changed }) => [entity_id, `${state} ${last_changed}`]),
  );
}

function inside(id: string): boolean {
  return insideIds.has(id);
}
const insideIds = new Set<string>();

describe("every way round", () => {
  test("the lights of the area are reached", async () => {
    const result = await host.call("ha_call_service", {
      service: "light.turn_off",
      target: { area_id: [home.roles.area.id] },
    });
    for (const { id } of result.structured["targets"] as { id: string }[]) insideIds.add(id);
    expect(insideIds.has(home.roles.area.light)).toBe(true);
  });

  test("nothing outside changes state, and no answer names anything outside", async () => {
    const { area, outside, lock } = home.roles;
    const own = area.light;
    const before = await outsideStates();
    const names = [outside.light, lock, outside.script, outside.scene, outside.group, outside.automation];
    const on = "light.turn_on";
    const lookAlike = outside.light.replace("i", "і");
    const ways: readonly Readonly<Record<string, unknown>>[] = [
      { service: on, target: { entity_id: [outside.light] } },
      { service: on, target: { entity_id: `${own},${outside.light}` } },
      { service: on, target: { entity_id: [own, outside.light] } },
      { service: on, target: { entity_id: [outside.light.toUpperCase()] } },
      { service: on, target: { entity_id: [` ${outside.light} `] } },
      { service: on, target: { entity_id: [lookAlike] } },
      { service: on, target: { entity_id: [`${outside.light}\u200b`] } },
      { service: on, target: { entity_id: [`{{ '${outside.light}' }}`] } },
      { service: on, target: { entity_id: ["all"] } },
      { service: on, target: { entity_id: ["none"] } },
      { service: on, target: { entity_id: [] } },
      { service: on, target: {} },
      { service: on },
      { service: on, target: { floor_id: [outside.floor] } },
      { service: on, target: { floor_id: [outside.floorOfArea] } },
      { service: on, target: { area_id: [area.id], entity_id: [outside.light] } },
      { service: on, target: { area_id: [area.id], floor_id: [outside.floor] } },
      { service: on, target: { label_id: [outside.label] } },
      { service: on, target: { entity_id: [own], label_id: [outside.label] } },
      { service: on, target: { area_id: [] } },
      { service: on, data: { entity_id: outside.light } },
      { service: on, target: { entity_id: [own] }, data: { entity_id: outside.light } },
      { service: on, target: { entity_id: [own] }, data: { entity_id: "all" } },
      { service: on, target: { entity_id: [own] }, data: { area_id: "all" } },
      { service: on, target: { entity_id: [own] }, data: { floor_id: outside.floor } },
      { service: on, target: { area_id: [area.id], exclude: { entity_id: [own] } } },
      { service: on, target: { entity_id: [own] }, data: { profile: outside.light } },
      { service: on, target: { entity_id: [outside.group] } },
      { service: "light.toggle", target: { entity_id: [outside.group, own] } },
      { service: "homeassistant.turn_on", target: { entity_id: [outside.light] } },
      { service: "homeassistant.turn_on", target: { entity_id: [own] } },
      { service: "homeassistant.toggle", target: { entity_id: [outside.group] } },
      { service: "homeassistant.update_entity", target: { entity_id: [outside.light] } },
      { service: "script.turn_on", target: { entity_id: [outside.script] } },
      { service: outside.script },
      { service: "script.toggle", target: { entity_id: [outside.script] } },
      { service: "scene.turn_on", target: { entity_id: [outside.scene] } },
      { service: "scene.apply", data: { entities: { [outside.light]: "on" } } },
      { service: "scene.create", data: { scene_id: "x", snapshot_entities: [outside.light] } },
      { service: "automation.trigger", target: { entity_id: [outside.automation] } },
      { service: "automation.turn_on", target: { entity_id: [outside.automation] } },
      { service: "group.set", data: { object_id: "x", entities: [outside.light] } },
      { service: "lock.unlock", target: { entity_id: [lock] } },
      { service: "switch.turn_on", target: { entity_id: [home.roles.switch] } },
      { service: "homeassistant.restart" },
      { service: "persistent_notification.create", data: { message: "x" } },
      {
        calls: [
          { service: on, target: { entity_id: [outside.light] } },
          { service: on, target: { entity_id: [own, outside.light] } },
        ],
      },
    ];
    for (const way of ways) {
      const result = await host.call("ha_call_service", { ...way, wait_s: 0.2 });
      expect(result.error || onlyRefused(result)).toBe(true);
      expect(leaks(result, names, JSON.stringify(way))).toEqual([]);
    }
    // what any of them set off is there before the events of a later call
    for (const service of ["light.turn_on", "light.turn_off"]) {
      const result = await host.call("ha_call_service", { service, target: { entity_id: [own] } });
      expect(result.structured["targets"]).toMatchObject([
        { id: own, verdict: expect.stringMatching(/^(confirmed|already)$/) },
      ]);
    }
    const after = await outsideStates();
    expect([...after].filter(([id, state]) => before.get(id) !== state)).toEqual([]);
  });

  test("reads, searches, services and hints show nothing outside", async () => {
    const { area, outside, lock } = home.roles;
    const scripts = (await outsideStates()).keys();
    const foreign = [...scripts].filter((id) => id.startsWith("script."));
    expect(foreign.length).toBeGreaterThan(0);
    const names = [outside.light, lock, outside.group, "Front Door", "Front door", ...foreign];
    const asked: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      ["ha_read", { ids: [outside.light] }],
      ["ha_read", { ids: [area.light], detail: "full" }],
      ["ha_read", { ids: [`area:${area.id}`, `floor:${outside.floorOfArea}`, `floor:${outside.floor}`] }],
      ["ha_read", { ids: ["Front Door", "Front door"] }],
      ["ha_read", { ids: [home.roles.weather], service: "weather.get_forecasts", data: { type: "daily" } }],
      ["ha_search", { query: "front door" }],
      ["ha_search", { domain: ["lock"] }],
      ["ha_search", { query: "light", limit: 50 }],
      ["ha_overview", {}],
      ["ha_services", { id: lock }],
      ["ha_services", {}],
      ["ha_services", { id: "script" }],
      ["ha_access", {}],
    ];
    for (const [tool, args] of asked) {
      const result = await host.call(tool, args);
      expect(leaks(result, names, JSON.stringify(args))).toEqual([]);
    }
  });

  // how long either takes, the bench says
  test("hidden and missing are alike, to the byte", async () => {
    const { outside } = home.roles;
    const missing = `${outside.light.slice(0, -1)}q`;
    const texts = new Set<string>();
    for (let round = 0; round < 10; round++) {
      for (const id of [outside.light, missing]) {
        const result = await host.call("ha_call_service", {
          service: "light.turn_on",
          target: { entity_id: [id] },
        });
        texts.add(result.text.replaceAll(id, "ID") + JSON.stringify(result.meta["hearthgate/error"]));
      }
    }
    expect([...texts]).toHaveLength(1);
  });

  test("a refusal names what was not found, not what was", async () => {
    const { area, outside } = home.roles;
    const call = async (target: object | undefined, data: object = {}) => {
      const args = { service: "light.turn_off", ...(target ? { target } : {}), data };
      return (await host.call("ha_call_service", args)).text;
    };
    const mine = { entity_id: [area.light] };
    for (const text of [
      await call({ ...mine, floor_id: [outside.floor] }),
      await call(mine, { floor_id: outside.floor }),
      await call(mine, { entity_id: outside.light }),
    ]) {
      expect(text).toMatch(/^NOT_FOUND: (?:Nothing named|There is no floor) /);
      expect(text.split(" is here.")[0]).not.toContain(area.light);
    }
    const floor = [outside.floor];
    const hidden = await call({ ...mine, floor_id: floor, exclude: { floor_id: floor } });
    const nowhere = { floor_id: [`${outside.floor}q`] };
    const missing = await call({ ...mine, ...nowhere, exclude: nowhere });
    expect(hidden).toBe(missing.replace(`${outside.floor}q`, outside.floor));
    expect(await call({ area_id: [area.id], exclude: { entity_id: [outside.light] } })).toStartWith(
      "NOT_FOUND: ",
    );
    expect(await call({ ...mine, exclude: mine })).toContain("nothing is left to act on");
    expect(await call(undefined)).toStartWith("PERMISSION_DENIED: ");
    expect(await call({ entity_id: [" "] })).toStartWith("INPUT_INVALID: ");
  });
});

describe("what is denied and what does not exist", () => {
  test("are alike in data, and where a call is narrowed", async () => {
    const { area, outside } = home.roles;
    const access = {
      read: ["*"],
      actions: ["light.*", "scene.*"],
      services: ["persistent_notification.create"],
    };
    const deny = [{ area: [area.id] }];
    const inside = area.light;
    const gone = `${inside.slice(0, -1)}q`;
    for (const target_mode of ["reject", "narrow"] as const) {
      const grant = { name: `deny ${target_mode}`, access: { ...access, deny }, target_mode };
      const other = await startHost({ ...home, grant: { ...grant, expires_at: "never" } });
      const said = async (id: string) => {
        const mixed = { service: "light.turn_on", target: { entity_id: [outside.light, id] }, dry_run: true };
        const told = { service: "persistent_notification.create", data: { message: id } };
        const answers = [];
        for (const args of [mixed, told, { ...told, dry_run: true }])
          answers.push((await other.call("ha_call_service", args)).text.replaceAll(id, "ID"));
        // what is nearest to two words may differ
        return answers.map((text) => text.replace(/Nearest: .*/, ""));
      };
      expect(await said(inside)).toEqual(await said(gone));
      await other.close();
    }
  });
});

function onlyRefused(result: Result): boolean {
  const rows = (result.structured["targets"] ?? []) as readonly { id: string; verdict: string }[];
  return rows.every(({ id, verdict }) => ["refused", "not_sent", "failed"].includes(verdict) || inside(id));
}

/** Names of things outside that stand in the answer although the caller did not write them. */
function leaks(result: Result, names: readonly string[], asked: string): readonly string[] {
  const answer = result.text + JSON.stringify(result.structured) + JSON.stringify(result.meta);
  return names.filter((name) => answer.includes(name) && !asked.toLowerCase().includes(name.toLowerCase()));
}
