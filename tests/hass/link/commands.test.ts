/** Commands that only read, on a connection that does not do as it should. */

import { afterEach, describe, expect, test } from "bun:test";
import { type Connection, createConnection } from "home-assistant-js-websocket";
import { Secret } from "../../../src/core/secret.ts";
import { ask, subscribe } from "../../../src/hass/link/commands.ts";
import { openSocket } from "../../../src/hass/link/socket.ts";
import { closeAll, HELD, openHass, Refusal } from "../fake-hass.ts";

const connections: Connection[] = [];
afterEach(() => {
  for (const connection of connections.splice(0)) connection.close();
  closeAll();
});

async function connect() {
  const hass = await openHass();
  const socket = { url: hass.url, token: new Secret("t"), timeoutMs: 2_000, settled: () => undefined };
  const connection = await createConnection({ setupRetry: 0, createSocket: () => openSocket(socket) });
  connections.push(connection);
  return { hass, connection };
}

describe("asking", () => {
  test("an answer that does not come in time is HASS_UNAVAILABLE; one that comes later harms nobody", async () => {
    const { hass, connection } = await connect();
    hass.answers.set("script/config", () => HELD);
    await expect(ask(connection, { type: "script/config" }, 20)).rejects.toMatchObject({
      code: "HASS_UNAVAILABLE",
      message: "Home Assistant did not answer in time.",
    });
    const { id } = await hass.until(({ type }) => type === "script/config");
    hass.send({ id, type: "result", success: true, result: "late" });
    expect(await ask(connection, { type: "other/command" }, 2_000)).toBeNull();
  });

  test("a connection that was closed before is HASS_UNAVAILABLE", async () => {
    const { hass, connection } = await connect();
    connection.close();
    await hass.gone();
    await expect(ask(connection, { type: "script/config" })).rejects.toMatchObject({
      code: "HASS_UNAVAILABLE",
      hint: "Nothing was sent; try again shortly.",
    });
  });
});

test("a refused subscription is HASS_REJECTED; one that stands hears its events", async () => {
  const { hass, connection } = await connect();
  const heard: unknown[] = [];
  const message = { type: "subscribe_events", event_type: "x" };
  await subscribe(connection, message, (event) => heard.push(event));
  hass.event("subscribe_events", { a: 1 }, "x");
  await ask(connection, { type: "other/command" });
  expect(heard).toEqual([{ a: 1 }]);
  hass.answers.set("subscribe_events", () => {
    throw new Refusal("no");
  });
  await expect(subscribe(connection, { ...message }, () => undefined)).rejects.toMatchObject({
    code: "HASS_REJECTED",
  });
});
