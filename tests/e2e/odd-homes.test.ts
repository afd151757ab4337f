/** On a real Home Assistant: what odd homes do behind a harmless call asks the owner, and the lock stays locked. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { until } from "../until.ts";
import { openHome, type TestHome } from "./homes.ts";
import { type Host, startHost } from "./host.ts";
import { openUserSocket, type UserSocket } from "./user-socket.ts";

const onReal = describe.if(process.env["TEST_HOME"] === "real");

setDefaultTimeout(60_000);

const UNLOCK = [{ action: "lock.unlock", target: { entity_id: "lock.front_door" } }];
const BED = { entity_id: ["light.bed_light"] };
const ASKS = /needs the owner's yes/;

onReal("odd homes", () => {
  let home: TestHome;
  let host: Host;
  let socket: UserSocket;
  let written = 0;
  /** What others are not to find. */
  const made = ["config/automation/config/odd_home"];

  async function rest(path: string, body?: object, method = "POST") {
    const answer = await fetch(`${home.url}/api/${path}`, {
      method: body === undefined && method === "POST" ? "GET" : method,
      headers: { authorization: `Bearer ${home.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  }
  const stateOf = async (id: string) => {
    const state = await rest(`states/${id}`).catch(() => undefined);
    return String(state?.["state"]);
  };
  const call = async (service: string, target?: object) =>
    (await host.call("ha_call_service", { service, ...(target ? { target } : {}) })).text;

  async function rename(from: string, to: string): Promise<void> {
    await until(async () => (await stateOf(from)) !== "undefined");
    await socket.ask({ type: "config/entity_registry/update", entity_id: from, new_entity_id: to });
    await until(async () => (await stateOf(to)) !== "undefined");
  }

  /** An automation that does `actions`, with the lock locked and the light off. */
  async function automate(triggers: object, actions: readonly object[]): Promise<void> {
    await rest("config/automation/config/odd_home", { alias: "odd home", triggers: [], actions: [] });
    await rest("services/lock/lock", { entity_id: "lock.front_door" });
    await rest("services/light/turn_off", BED);
    await until(async () => (await stateOf("lock.front_door")) === "locked");
    // it is loaded some time after the answer
    const description = `number ${++written}`;
    await rest("config/automation/config/odd_home", { alias: "odd home", description, triggers, actions });
    const loaded = { type: "automation/config", entity_id: "automation.odd_home" };
    await until(async () => JSON.stringify(await socket.ask(loaded).catch(() => "")).includes(description));
    // the host has heard of it once an answer of Home Assistant's came behind it
    const { weather } = home.roles;
    await host.call("ha_read", { ids: [weather], service: "weather.get_forecasts", data: { type: "daily" } });
  }

  beforeAll(async () => {
    home = await openHome();
    socket = await openUserSocket(home.url, home.token);
    for (const [id, sequence] of Object.entries({
      odd_welcome: UNLOCK,
      odd_day: UNLOCK,
      odd_night: [{ delay: { milliseconds: 1 } }],
    })) {
      await rest(`config/script/config/${id}`, { alias: id, sequence });
      made.push(`config/script/config/${id}`);
    }
    await rename("script.odd_welcome", "script.odd_party");
    // these two change their names over
    await rename("script.odd_day", "script.odd_between");
    await rename("script.odd_night", "script.odd_day");
    await rename("script.odd_between", "script.odd_night");
    const flow = await rest("config/config_entries/flow", { handler: "switch_as_x" });
    const shown = { entity_id: "switch.decorative_lights", target_domain: "light", invert: false };
    const { result } = await rest(`config/config_entries/flow/${flow["flow_id"]}`, shown);
    made.push(`config/config_entries/entry/${(result as { entry_id: string }).entry_id}`);
    host = await startHost(home);
  });
  afterAll(async () => {
    for (const path of made) await rest(path, undefined, "DELETE");
    await host.close();
    socket.close();
    await home.close();
  });

  test("a script that was renamed is what its service runs", async () => {
    await automate([], []);
    for (const service of ["script.odd_welcome", "script.odd_day"]) expect(await call(service)).toMatch(ASKS);
    expect(await call("script.turn_on", { entity_id: ["script.odd_party"] })).toMatch(ASKS);
    expect(await call("script.odd_night")).toContain("script.odd_day");
    expect(await stateOf("lock.front_door")).toBe("locked");
  });

  const ON = { trigger: "state", entity_id: "light.bed_light", to: "on" };

  test.each<readonly [string, object, readonly object[], string, object]>([
    ["a renamed script", ON, [{ action: "script.odd_welcome" }], "light.turn_on", BED],
    ["one of two that changed names", ON, [{ action: "script.odd_day" }], "light.turn_on", BED],
    [
      "a switch shown as a light",
      { trigger: "state", entity_id: "light.decorative_lights" },
      UNLOCK,
      "switch.toggle",
      { entity_id: ["switch.decorative_lights"] },
    ],
    [
      "the switch under it",
      { trigger: "state", entity_id: "switch.decorative_lights" },
      UNLOCK,
      "light.toggle",
      { entity_id: ["light.decorative_lights"] },
    ],
    [
      "whatever an integration has",
      {
        trigger: "template",
        value_template:
          "{{ integration_entities('demo') | select('match', 'light.bed') | select('is_state', 'on') | list | count > 0 }}",
      },
      UNLOCK,
      "light.turn_on",
      BED,
    ],
    ["two sequences at once", ON, [{ parallel: [[{ delay: 0 }], UNLOCK] }], "light.turn_on", BED],
  ])("an automation with %s asks", async (_, trigger, actions, service, target) => {
    await automate([trigger], actions);
    expect(await call(service, target)).toMatch(ASKS);
    expect(await stateOf("lock.front_door")).toBe("locked");
    // that it was right to ask
    await rest(`services/${service.replace(".", "/")}`, target);
    await until(async () => (await stateOf("lock.front_door")) !== "locked");
  });

  test.each<readonly [string, object]>([
    ["follows", { action: "switch.turn_{{ trigger.to_state.state }}", target: { entity_id: "switch.ac" } }],
    [
      "chooses",
      { action: "{{ 'switch.turn_on' if 1 else 'switch.turn_off' }}", target: { entity_id: "switch.ac" } },
    ],
    [
      "switches off what is on",
      { action: "homeassistant.turn_off", target: { entity_id: "{{ ['switch.ac'] }}" } },
    ],
    [
      "writes a line",
      { action: "logbook.log", data: { name: "x", message: "y", entity_id: "lock.front_door" } },
    ],
  ])("an automation that %s asks nobody", async (_, action) => {
    await automate([ON], [action]);
    expect(await call("light.turn_on", BED)).toContain("confirmed");
    expect(await stateOf("lock.front_door")).toBe("locked");
  });
});
