/** What can go wrong with a home, on request: restarts, silence, lost connections, revoked tokens, storms, growth. */

import { afterEach, beforeEach, expect, test } from "bun:test";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { until } from "../until.ts";
import { connect, type Message, resultOf } from "./client.ts";

let house: DemoHouse;
beforeEach(async () => {
  house = await startDemoHouse({ restless: false });
});
afterEach(() => house.close());

const stateOf = async (url: string, token: string): Promise<readonly [unknown, number]> => {
  const client = await connect(url, token);
  const config = resultOf(await client.command("get_config"));
  const states = resultOf<unknown[]>(await client.command("get_states"));
  client.close();
  return [config["state"], states.length];
};

test("a restart closes the sockets, is away, comes back slowly and knows what was", async () => {
  const client = await connect(house.url, house.tokens.admin);
  const target = { entity_id: "light.hall" };
  await client.command("call_service", { domain: "light", service: "turn_on", target });
  const [, all] = await stateOf(house.url, house.tokens.admin);
  const back = house.restart({ downMs: 150, startingMs: 250 });
  expect(await client.closed).toBe(1000);
  await expect(fetch(house.url)).rejects.toThrow();
  await until(() =>
    fetch(house.url).then(
      () => true,
      () => false,
    ),
  );
  const [state, few] = await stateOf(house.url, house.tokens.admin);
  expect(state).toBe("NOT_RUNNING");
  expect(few).toBeLessThan(15);
  await back;
  expect(await stateOf(house.url, house.tokens.admin)).toEqual(["RUNNING", all]);
  expect(house.states.get("light.hall")?.state).toBe("on");
});

test("restarting is a service of Home Assistant whose answer never comes", async () => {
  const client = await connect(house.url, house.tokens.admin);
  client.send("call_service", { domain: "homeassistant", service: "restart" });
  expect(await client.closed).toBe(1000);
  expect(client.received.filter(({ type }) => type === "result")).toEqual([]);
});

test("a start takes as long as it is told to", async () => {
  const slow = await startDemoHouse({ restless: false, startingMs: 200 });
  const client = await connect(slow.url, slow.tokens.admin);
  await client.command("subscribe_events", { event_type: "core_config_updated" });
  expect((await stateOf(slow.url, slow.tokens.admin))[0]).toBe("NOT_RUNNING");
  await client.event(({ event_type: type }) => type === "core_config_updated");
  expect((await stateOf(slow.url, slow.tokens.admin))[0]).toBe("RUNNING");
  await slow.close();
});

test("frozen, nothing is heard and nothing is said; thawed, it goes on", async () => {
  const client = await connect(house.url, house.tokens.admin);
  await client.command("subscribe_entities");
  await client.event((event) => "a" in event);
  client.received.splice(0);
  house.freeze();
  client.send("ping");
  house.setState("light.hall", "on");
  await Bun.sleep(100);
  expect(client.received).toEqual([]);
  house.thaw();
  await client.command("ping");
  client.close();
});

test("a dropped connection closes without a close frame", async () => {
  const client = await connect(house.url, house.tokens.admin);
  house.dropConnections();
  expect(await client.closed).toBe(1006);
});

test("a revoked token closes the socket and is refused", async () => {
  const client = await connect(house.url, house.tokens.user);
  house.revokeTokens();
  expect(await client.closed).toBe(1000);
  await expect(connect(house.url, house.tokens.user)).rejects.toThrow("Invalid access token or password");
});

test("devices change, vanish, move in", async () => {
  const client = await connect(house.url, house.tokens.admin);
  await client.command("subscribe_entities");
  await client.command("subscribe_events", { event_type: "entity_registry_updated" });
  house.setState("light.kitchen_ceiling", "unavailable");
  expect(house.states.get("light.kitchen_ceiling")?.attributes).not.toHaveProperty("brightness");
  house.setState("light.kitchen_ceiling", "on");
  expect(house.states.get("light.kitchen_ceiling")?.attributes["brightness"]).toBe(200);
  house.removeEntity("light.hall");
  await client.event(({ r }) => Array.isArray(r) && r[0] === "light.hall");
  house.addEntity({ id: "light.porch", state: "off", name: "Porch", area: "garden" });
  const added = await client.event(({ a }) => (a as Message | undefined)?.["light.porch"] !== undefined);
  expect((added["a"] as Record<string, Message>)["light.porch"]).toMatchObject({ s: "off" });
  house.changeRegistry("entity", "light.porch", { name: "Front porch" });
  expect(house.states.get("light.porch")?.attributes["friendly_name"]).toBe("Front porch");
  const actions = client.received
    .map(({ event }) => (event as Message | undefined)?.["data"] as Message | undefined)
    .filter((data) => data)
    .map((data) => data?.["action"]);
  await client.command("ping");
  expect(actions).toEqual(["remove", "create"]);
});

test("fifty thousand entities are there, and answer", async () => {
  const large = await startDemoHouse({ restless: false, entities: 50_000 });
  const client = await connect(large.url, large.tokens.admin);
  expect(resultOf<unknown[]>(await client.command("get_states")).length).toBeGreaterThan(49_000);
  for (const brightness of [1, 200]) {
    await client.command("call_service", {
      domain: "light",
      service: "turn_on",
      service_data: { brightness },
      target: { entity_id: "light.gen_00002" },
    });
    expect(large.states.get("light.gen_00002")?.attributes["brightness"]).toBe(brightness);
  }
  client.close();
  await large.close();
});

test("sensors drift by themselves unless told not to", async () => {
  const restless = await startDemoHouse();
  const client = await connect(restless.url, restless.tokens.admin);
  await client.command("subscribe_entities", { include: { domains: ["sensor"] } });
  expect(await client.event((event) => "c" in event)).toHaveProperty("c");
  await restless.close();
  expect(house.states.get("sensor.kitchen_temperature")?.state).toBe("21.4");
}, 10_000);
