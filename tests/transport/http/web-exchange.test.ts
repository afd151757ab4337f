import { expect, test } from "bun:test";
import { connect } from "node:net";
import { sendWebResponse } from "../../../src/transport/http/web-exchange.ts";
import { send } from "../../doors/exchange.ts";
import { until } from "../../until.ts";
import { serveFront } from "./served.ts";

const EVENT = 'event: message\ndata: {"jsonrpc":"2.0"}\n\n';
const UTF8 = new TextEncoder();

test("a stream that is silent is kept alive, and what is said stays whole", async () => {
  let say: ReadableStreamDefaultController<Uint8Array> | undefined;
  let givenUp = false;
  const door = await serveFront(async (_, response) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        say = controller;
      },
      cancel() {
        givenUp = true;
      },
    });
    await sendWebResponse(
      new Response(body, { headers: { "Content-Type": "text/event-stream" } }),
      response,
      { heartbeatMs: 20 },
    );
  });
  const response = await send(`${door.url}/mcp`, { body: {} });
  expect(response.headers.get("x-accel-buffering")).toBe("no");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toStartWith(":\n\n");
  say?.enqueue(UTF8.encode(EVENT));
  let heard = "";
  while (!heard.includes("data:")) heard += (await reader?.read())?.value;
  expect(heard.replaceAll(":\n\n", "")).toBe(EVENT);
  expect(givenUp).toBe(false);
  say?.close();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
    heard += part.value;
  await door.close();
});

test("an answer that is no stream has no heartbeat", async () => {
  const door = await serveFront(async (_, response) => {
    await sendWebResponse(Response.json({ ok: true }, { status: 202 }), response, { heartbeatMs: 1 });
  });
  const response = await send(`${door.url}/mcp`, { body: {} });
  expect([response.status, await response.text()]).toEqual([202, '{"ok":true}']);
  await door.close();
});

test("whoever reads nothing loses the stream, and what would be said is kept for nobody", async () => {
  let givenUp = false;
  const door = await serveFront(async (_, response) => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
      cancel() {
        givenUp = true;
      },
    });
    await sendWebResponse(new Response(body), response, { stalledMs: 50 });
  });
  const { port } = new URL(door.url);
  const socket = connect(Number(port), "127.0.0.1").pause();
  socket.on("error", () => undefined);
  socket.write(
    "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
  );
  await until(() => givenUp);
  socket.destroy();
  await door.close();
});
