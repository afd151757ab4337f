/** Looking whether a Home Assistant answers at an address: others that answer, and none. */

import { afterEach, expect, test } from "bun:test";
import { createServer as createPlainServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { homeAt } from "../../../src/hass/find/home-at.ts";

const WITHIN_MS = 2_000;
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Greets every websocket with this text; tells what was asked and what was sent. */
async function greeterWith(text: string | undefined) {
  const server = createPlainServer();
  const sockets = new WebSocketServer({ server });
  const asked: string[] = [];
  const heard: string[] = [];
  let closed = 0;
  sockets.on("connection", (socket: WebSocket, request: IncomingMessage) => {
    asked.push(request.url ?? "");
    socket.on("message", (data) => heard.push(String(data)));
    socket.on("close", () => closed++);
    if (text !== undefined) socket.send(text);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  ends.push(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, heard, closed: () => closed };
}

test("a home says its version first; nothing is sent to it, and it is let go", async () => {
  const home = await greeterWith('{"type":"auth_required","ha_version":"2026.11.0"}');
  expect(await homeAt(home.url, WITHIN_MS)).toEqual({ url: home.url, version: "2026.11.0" });
  while (home.closed() === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(home.heard).toEqual([]);
  expect(home.asked).toEqual(["/api/websocket"]);
});

test("behind a path it is asked there, with or without a slash at the end", async () => {
  const home = await greeterWith('{"type":"auth_required","ha_version":"2026.11.0"}');
  for (const end of ["/ha", "/ha/"]) expect(await homeAt(home.url + end, WITHIN_MS)).toBeDefined();
  expect(home.asked).toEqual(["/ha/api/websocket", "/ha/api/websocket"]);
});

test("a version is as long as a version is", async () => {
  const home = await greeterWith(`{"type":"auth_required","ha_version":"${"9".repeat(500)}"}`);
  expect((await homeAt(home.url, WITHIN_MS))?.version).toBe("9".repeat(30));
});

test.each([
  ["hello"],
  ["null"],
  ["[]"],
  ['"auth_required"'],
  ["{}"],
  ['{"type":"hello","ha_version":"2026.11.0"}'],
  ['{"type":"auth_ok","ha_version":"2026.11.0"}'],
])("what greets with %s is none", async (text) => {
  const other = await greeterWith(text);
  expect(await homeAt(other.url, WITHIN_MS)).toBeUndefined();
});

test("neither is what says nothing, closes, speaks http alone, or what no address is", async () => {
  const silent = await greeterWith(undefined);
  expect(await homeAt(silent.url, 30)).toBeUndefined();
  const page = createPlainServer((_, response) => response.end("<h1>hello</h1>"));
  await new Promise<void>((listening) => page.listen(0, "127.0.0.1", listening));
  ends.push(() => page.close());
  expect(await homeAt(`http://127.0.0.1:${(page.address() as AddressInfo).port}`, WITHIN_MS)).toBeUndefined();
  expect(await homeAt("http://127.0.0.1:9", WITHIN_MS)).toBeUndefined();
  for (const odd of ["", "http://", "http://[", "no address"])
    expect([odd, await homeAt(odd, WITHIN_MS)]).toEqual([odd, undefined]);
});
