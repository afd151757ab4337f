/** What callers hear while the connection comes, stands, breaks. */

import { afterEach, describe, expect, test } from "bun:test";
import type { ServiceCall } from "../../../src/hass/gateway.ts";
import type { LiveGateway } from "../../../src/hass/live-gateway.ts";
import { closeAll, type FakeHass, HELD, openGateway, openHass, Refusal, untilSo } from "../fake-hass.ts";

afterEach(closeAll);

const CALL: ServiceCall = { domain: "light", service: "turn_on", data: {}, entityIds: ["light.a"] };
const UNAVAILABLE = expect.objectContaining({ code: "HASS_UNAVAILABLE" });
const sentCalls = (hass: FakeHass) => hass.received.filter(({ type }) => type === "call_service");

/** Everything that may be asked of a home, each of which must say that there is none. */
async function expectAllRefused(gateway: LiveGateway): Promise<void> {
  const asked: readonly (() => Promise<unknown>)[] = [
    () => gateway.callService(CALL),
    () => gateway.query({ type: "script/config", entity_id: "script.a" }),
    () => gateway.extractFromTarget({ area_id: "kitchen" }),
    () => gateway.renderTemplate("{{ 1 }}", 1_000),
    () => gateway.exposedToAssist(),
  ];
  for (const ask of asked) await expect(ask()).rejects.toEqual(UNAVAILABLE);
  expect(() => gateway.house).toThrow("Home Assistant");
  expect(gateway.connected).toBe(false);
}

async function openHome(events: string[] = []) {
  const hass = await openHass();
  const gateway = openGateway(hass.url, { onEvent: (event) => events.push(event) });
  await gateway.ready();
  return { hass, gateway };
}

describe("a home that is connected", () => {
  test("gives what it is, takes calls to entity ids alone, answers queries", async () => {
    const { hass, gateway } = await openHome();
    expect(gateway.house).toEqual({
      version: "2026.11.0",
      timeZone: "Europe/Berlin",
      language: "de",
      name: "Home",
      user: { id: "u", isAdmin: true },
    });
    expect(await gateway.callService({ ...CALL, data: { brightness: 3 }, returnResponse: true })).toEqual({
      contextId: "ctx",
      response: null,
    });
    expect(await gateway.callService({ ...CALL, entityIds: undefined })).toBeDefined();
    expect(sentCalls(hass)).toMatchObject([
      { service_data: { brightness: 3 }, target: { entity_id: ["light.a"] }, return_response: true },
      { domain: "light", service: "turn_on" },
    ]);
    expect(sentCalls(hass)[1]).not.toContainAnyKeys(["target", "return_response"]);
    const held = { missing_devices: [], missing_areas: [], missing_floors: [], missing_labels: [] };
    hass.answers.set("extract_from_target", ({ target }) => ({
      referenced_entities: [(target as { area_id: string }).area_id],
      ...held,
    }));
    expect(await gateway.extractFromTarget({ area_id: "kitchen" })).toEqual({
      referenced_entities: ["kitchen"],
      ...held,
    });
  });

  test("what Home Assistant refuses is HASS_REJECTED with its own words", async () => {
    const { hass, gateway } = await openHome();
    const refuse = () => {
      throw new Refusal("not with me");
    };
    hass.answers.set("call_service", refuse).set("script/config", refuse);
    for (const ask of [() => gateway.callService(CALL), () => gateway.query({ type: "script/config" })])
      await expect(ask()).rejects.toMatchObject({
        code: "HASS_REJECTED",
        cause: { name: "HassError", code: "not_allowed", message: "not with me" },
      });
  });
});

describe("a home that is not there", () => {
  test("nothing that is asked of it is sent, and each says so", async () => {
    const gateway = openGateway("http://127.0.0.1:9");
    await expectAllRefused(gateway);
  });

  test("while it starts, a socket that stands is not used", async () => {
    const hass = await openHass();
    hass.answers.set("get_config", () => ({ state: "STARTING", version: "2026.11.0", time_zone: "UTC" }));
    const gateway = openGateway(hass.url);
    await hass.until(({ type }) => type === "get_config");
    await expectAllRefused(gateway);
    expect(hass.received.map(({ type }) => type)).not.toContain("call_service");
    hass.answers.delete("get_config");
    await gateway.ready();
    expect(await gateway.callService(CALL)).toMatchObject({ contextId: "ctx" });
  });

  test("a caller who gives up waiting is let go at once", async () => {
    const hass = await openHass();
    hass.answers.set("get_config", () => HELD);
    const gateway = openGateway(hass.url);
    await hass.until(({ type }) => type === "get_config");
    const caller = new AbortController();
    const waited = gateway.ready(caller);
    caller.abort(new Error("gone"));
    await expect(waited).rejects.toThrow("gone");
  });

  test("one that never says RUNNING is used as far as it is, says so, and is loaded anew once it runs", async () => {
    const hass = await openHass();
    hass.answers.set("get_config", () => ({ state: "NOT_RUNNING", version: "2026.11.0", time_zone: "UTC" }));
    const gateway = openGateway(hass.url);
    await gateway.ready();
    expect([...gateway.states.keys()]).toEqual(["light.a"]);
    expect(gateway.house.starting).toBe(true);
    expect((await gateway.callService(CALL)).contextId).toBe("ctx");
    hass.first = { "light.a": { s: "on", lc: 2 }, "light.late": { s: "on", lc: 2 } };
    hass.answers.delete("get_config");
    while (gateway.house.starting) await new Promise((resolve) => setTimeout(resolve, 20));
    expect([...gateway.states.keys()]).toEqual(["light.a", "light.late"]);
  }, 20_000);

  test("after some seconds a waiting call hears why", async () => {
    const gateway = openGateway("http://127.0.0.1:9");
    await expect(gateway.ready()).rejects.toThrow("connection refused");
  });

  test("is there once it takes connections: whoever waits need not ask again", async () => {
    const hass = await openHass();
    hass.drop(false);
    const refused = Promise.withResolvers<void>();
    const gateway = openGateway(hass.url, {
      onEvent: (event) => {
        if (event === "hass_lost") refused.resolve();
      },
    });
    await refused.promise;
    expect(hass.received).toEqual([]);
    hass.drop();
    await gateway.ready();
    expect(gateway.connected).toBe(true);
  });

  test("what cannot be loaded is tried again", async () => {
    const hass = await openHass();
    const events: string[] = [];
    hass.answers.set("config/area_registry/list", () => {
      hass.answers.delete("config/area_registry/list");
      throw new Refusal("not yet");
    });
    const gateway = openGateway(hass.url, { onEvent: (event) => events.push(event) });
    await gateway.ready();
    expect(events).toContain("load_failed");
    expect(Object.keys(gateway.services)).toEqual(["light"]);
  });

  test("names and descriptions that are refused are done without", async () => {
    const hass = await openHass();
    const events: string[] = [];
    for (const type of ["get_services", "config/floor_registry/list", "config/label_registry/list"])
      hass.answers.set(type, () => {
        throw new Refusal("not for you");
      });
    const gateway = openGateway(hass.url, { onEvent: (event) => events.push(event) });
    await gateway.ready();
    expect(events.filter((event) => event === "reload_failed")).toHaveLength(3);
    expect(gateway.services).toEqual({});
    expect(gateway.states.has("light.a")).toBe(true);
  });

  test("one that closes right after the login is not stormed", async () => {
    const hass = await openHass();
    hass.answers.set("get_config", () => {
      hass.drop();
      return HELD;
    });
    const gateway = openGateway(hass.url);
    await gateway.ready().catch(() => undefined);
    expect(hass.received.filter(({ type }) => type === "auth").length).toBeLessThan(8);
  });
});

describe("a connection that is lost", () => {
  test("calls in flight are OUTCOME_UNKNOWN, queries HASS_UNAVAILABLE; neither is sent again", async () => {
    const { hass, gateway } = await openHome();
    hass.answers.set("call_service", () => HELD).set("script/config", () => HELD);
    const asked = Promise.allSettled([gateway.callService(CALL), gateway.query({ type: "script/config" })]);
    await hass.until(({ type }) => type === "script/config");
    hass.drop();
    expect(await asked).toMatchObject([
      { reason: { code: "OUTCOME_UNKNOWN" } },
      { reason: { code: "HASS_UNAVAILABLE" } },
    ]);
    await gateway.ready();
    expect(sentCalls(hass)).toHaveLength(1);
    expect(hass.received.filter(({ type }) => type === "script/config")).toHaveLength(1);
  });

  test("until it is back nothing is sent", async () => {
    const { hass, gateway } = await openHome();
    hass.drop(false);
    while (gateway.connected) await new Promise((resolve) => setImmediate(resolve));
    await expectAllRefused(gateway);
    expect(sentCalls(hass)).toEqual([]);
  });

  test("a home that is back but still starts is not used", async () => {
    const { hass, gateway } = await openHome();
    await gateway.callService(CALL);
    hass.answers.set("get_config", () => ({ state: "STARTING", version: "2026.11.0", time_zone: "UTC" }));
    hass.received.splice(0);
    hass.drop();
    await hass.until(({ type }) => type === "get_config");
    await expectAllRefused(gateway);
    expect(new Set(hass.received.map(({ type }) => type))).toEqual(
      new Set(["auth", "supported_features", "get_config"]),
    );
  });

  test("once it is back, what is gone is gone, and later news empties nothing", async () => {
    const { hass, gateway } = await openHome();
    hass.first = { "light.b": { s: "on", lc: 2 }, "light.c": { s: "on", lc: 2 } };
    hass.drop();
    await untilSo(gateway, () => gateway.states.has("light.c"));
    await gateway.ready();
    expect([...gateway.states.keys()]).toEqual(["light.b", "light.c"]);
    hass.event("subscribe_entities", { a: { "light.new": { s: "on", lc: 3 } } });
    await untilSo(gateway, () => gateway.states.has("light.new"));
    expect([...gateway.states.keys()]).toEqual(["light.b", "light.c", "light.new"]);
  });

  test("its phases are told in order", async () => {
    const events: string[] = [];
    const { hass, gateway } = await openHome(events);
    hass.drop();
    while (gateway.connected) await new Promise((resolve) => setImmediate(resolve));
    await gateway.ready();
    expect(events).toEqual(["hass_running", "hass_lost", "hass_connecting", "hass_running"]);
  });

  test("closed while it comes back, it asks for nothing more", async () => {
    const { hass, gateway } = await openHome();
    hass.received.splice(0);
    hass.drop();
    await hass.until(({ type }) => type === "auth");
    gateway.close();
    await hass.gone();
    expect(hass.received.map(({ type }) => type)).toEqual(["auth", "supported_features"]);
  });
});

test("the first new entity after the start leaves the others alone", async () => {
  const { hass, gateway } = await openHome();
  hass.event("subscribe_entities", { a: { "light.new": { s: "on", lc: 2 } } });
  await untilSo(gateway, () => gateway.states.has("light.new"));
  expect([...gateway.states.keys()]).toEqual(["light.a", "light.new"]);
});
