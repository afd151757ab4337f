/** Frames above 200 kB: parsed in slices, yet in order with what comes behind them. */

import { afterEach, describe, expect, test } from "bun:test";
import type { ServiceCall } from "../../../src/hass/gateway.ts";
import { createFrames } from "../../../src/hass/link/frames.ts";
import { redeem, withTickets } from "../../../src/hass/link/tickets.ts";
import { closeAll, openGateway, openHass } from "../fake-hass.ts";

afterEach(closeAll);

const BIG = "x".repeat(250_000);
const manyStates = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `sensor.s${index}`,
      { s: "0", a: { friendly_name: `Sensor number ${index}` }, c: `context-${index}`, lc: 1 },
    ]),
  );
const LAST = "sensor.s4999";
const CHANGED = { c: { [LAST]: { "+": { s: "1", lc: 2 } } } };

describe("a big frame followed at once by a small one", () => {
  test("the change of an entity comes after the entity", async () => {
    const hass = await openHass();
    hass.first = undefined;
    const gateway = openGateway(hass.url);
    const { id } = await hass.until(({ type }) => type === "subscribe_entities");
    hass.send({ id, type: "event", event: { a: manyStates(5_000) } });
    hass.send({ id, type: "event", event: CHANGED });
    hass.send({ id, type: "event", event: { r: ["sensor.s0"] } });
    await gateway.ready();
    await gateway.query({ type: "script/config" });
    expect(gateway.states.size).toBe(4_999);
    expect(gateway.states.get(LAST)?.state).toBe("1");
  });

  test("so it does when Home Assistant puts both into one frame", async () => {
    const hass = await openHass();
    const gateway = openGateway(hass.url);
    await gateway.ready();
    const { id } = await hass.until(({ type }) => type === "subscribe_entities");
    hass.send([
      { id, type: "event", event: { a: manyStates(5_000) } },
      { id, type: "event", event: CHANGED },
    ]);
    await gateway.query({ type: "script/config" });
    expect(gateway.states.size).toBe(5_001);
    expect(gateway.states.get(LAST)?.state).toBe("1");
  });

  test("a call's result comes after the states that came before it", async () => {
    const hass = await openHass();
    const gateway = openGateway(hass.url);
    await gateway.ready();
    hass.answers.set("call_service", () => {
      hass.event("subscribe_entities", { a: manyStates(5_000) });
      return { context: { id: "ctx" } };
    });
    const call: ServiceCall = { domain: "light", service: "turn_on", data: {}, entityIds: ["light.a"] };
    await gateway.callService(call);
    expect(gateway.states.has(LAST)).toBe(true);
  });
});

describe("big answers are whole", () => {
  test.each(["query", "call", "template", "registry event"] as const)("of a %s", async (kind) => {
    const hass = await openHass();
    const gateway = openGateway(hass.url);
    await gateway.ready();
    if (kind === "query") {
      hass.answers.set("script/config", () => ({ text: BIG }));
      expect(await gateway.query({ type: "script/config" })).toEqual({ text: BIG });
    } else if (kind === "call") {
      hass.answers.set("call_service", () => ({ context: { id: "ctx" }, response: { text: BIG } }));
      const call = { domain: "script", service: "a", data: {}, entityIds: undefined, returnResponse: true };
      expect(await gateway.callService(call)).toEqual({ contextId: "ctx", response: { text: BIG } });
    } else if (kind === "template") {
      const rendered = gateway.renderTemplate("{{ states }}", 5_000);
      await hass.until(({ type }) => type === "render_template");
      hass.event("render_template", { result: BIG });
      expect(await rendered).toBe(BIG);
    } else {
      const entities = [{ ei: "light.a", lb: ["new"] }];
      hass.answers.set("config/entity_registry/list_for_display", () => ({ entities }));
      hass.event(
        "subscribe_events",
        { data: { entity_id: "light.a", text: BIG } },
        "entity_registry_updated",
      );
      const reread = await hass.until(({ type }) => type === "config/entity_registry/get_entries");
      expect(reread["entity_ids"]).toEqual(["light.a"]);
    }
  });
});

test("a frame that is no JSON breaks the connection, which then comes back", async () => {
  const hass = await openHass();
  const events: string[] = [];
  const gateway = openGateway(hass.url, { onEvent: (event) => events.push(event) });
  await gateway.ready();
  hass.sendText(`{"id":1,"text":"${BIG}"`);
  await hass.gone();
  while (gateway.connected) await new Promise((resolve) => setImmediate(resolve));
  await gateway.ready();
  expect(events).toEqual(["hass_running", "hass_lost", "hass_connecting", "hass_running"]);
});

describe("frames of one socket", () => {
  const collect = () => {
    const handed: string[] = [];
    let done: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      done = resolve;
    });
    const hand = (text: string) => {
      handed.push(text.length > 100 ? "big" : text);
      if (text.includes("last")) done();
    };
    return { handed, all, hand };
  };

  test("small ones go straight through", () => {
    const { handed, hand } = collect();
    const frames = createFrames({ hand, settled: () => undefined, onBroken: () => undefined });
    frames.receive(Buffer.from("1"));
    expect(handed).toEqual(["1"]);
  });

  test("what comes behind a big one waits for it, and for what it started", async () => {
    const { handed, all, hand } = collect();
    const started: (() => void)[] = [];
    const settled = () => new Promise<void>((resolve) => started.push(resolve));
    const frames = createFrames({ hand, settled, onBroken: () => undefined });
    frames.receive(Buffer.from(JSON.stringify([{ pad: BIG }, { second: "ü" }])));
    frames.receive(Buffer.from('"third ü"'));
    frames.receive(Buffer.from('"last"'));
    expect(handed).toEqual([]);
    while (started.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(handed).toEqual(["big"]);
    started[0]?.();
    while (started.length === 1) await new Promise((resolve) => setImmediate(resolve));
    expect(handed).toEqual(["big", '{"second":"ü"}']);
    started[1]?.();
    await all;
    expect(handed.slice(2)).toEqual(['"third ü"', '"last"']);
  });

  test("what waits when the socket closes is forgotten", async () => {
    const { handed, hand } = collect();
    let end: () => void = () => undefined;
    const settling = new Promise<void>((resolve) => {
      end = resolve;
    });
    const frames = createFrames({ hand, settled: () => settling, onBroken: () => undefined });
    frames.receive(Buffer.from(JSON.stringify({ pad: BIG })));
    frames.receive(Buffer.from("2"));
    while (handed.length === 0) await new Promise((resolve) => setImmediate(resolve));
    frames.clear();
    end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(handed).toEqual(["big"]);
  });
});

describe("tickets", () => {
  test("stand in place of what is big, once", () => {
    const event = { a: { "light.a": {} } };
    const { short: made } = withTickets({ id: 7, type: "event", event });
    const short = made as { id: number; event: unknown };
    expect(short.id).toBe(7);
    expect(short.event).not.toBe(event);
    expect(JSON.stringify(short)).not.toContain("light.a");
    expect(redeem(JSON.parse(JSON.stringify(short.event)))).toBe(event);
    expect(redeem(short.event)).toBe(short.event);
  });

  test("what nobody redeems is let go", async () => {
    let ticket: unknown;
    const hand = (text: string) => {
      ticket = JSON.parse(text).result;
    };
    let settle: () => void = () => undefined;
    const handed = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const frames = createFrames({ hand, settled: async () => settle(), onBroken: () => undefined });
    frames.receive(Buffer.from(JSON.stringify({ id: 1, type: "result", result: { text: BIG } })));
    await handed;
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(ticket).toHaveProperty("slicedTicket");
    expect(redeem(ticket)).toBe(ticket);
  });

  test("what has no ticket is left as it is", () => {
    for (const value of [null, undefined, "text", 3, { a: 1 }, { slicedTicket: 0 }])
      expect(redeem(value)).toBe(value as never);
    const pong = { id: 1, type: "pong", result: null };
    expect(withTickets(pong).short).toEqual(pong);
    expect(withTickets("text").short).toBe("text");
  });
});
