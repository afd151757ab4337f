/** Lines in, lines out: what is too long, what is no message, a reader that is slower than we are. */

import { expect, test } from "bun:test";
import { PassThrough, Writable } from "node:stream";
import type { JsonRpcMessage } from "../../src/transport/json-rpc.ts";
import { LINE_MAX_BYTES, LineTransport } from "../../src/transport/stdio/line-transport.ts";

const PING = { jsonrpc: "2.0", id: 1, method: "ping" } as const;

async function open(output: Writable = new PassThrough()) {
  const input = new PassThrough({ highWaterMark: 64 * 1024 * 1024 });
  const transport = new LineTransport(input, output);
  const messages: JsonRpcMessage[] = [];
  let closed = 0;
  transport.onmessage = (message) => void messages.push(message);
  transport.onclose = () => void closed++;
  await transport.start();
  let said = "";
  if (output instanceof PassThrough)
    output.on("data", (chunk) => {
      said += String(chunk);
    });
  const answers = () => {
    const lines = said.split("\n").filter((line) => line !== "");
    said = "";
    return lines.map((line) => JSON.parse(line) as { id: unknown; error: { code: number; message: string } });
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const write = async (...parts: readonly (string | Buffer)[]) => {
    for (const part of parts) input.write(part);
    await settle();
  };
  return { input, transport, messages, answers, write, settle, closed: () => closed };
}

test("a line of 9 MiB, in whatever pieces it comes, gives one error, and the next line is read", async () => {
  for (const size of [64 * 1024, 1_000_003, 9 * 1024 * 1024]) {
    const { messages, answers, write } = await open();
    const long = Buffer.alloc(9 * 1024 * 1024, "x");
    for (let at = 0; at < long.length; at += size) await write(long.subarray(at, at + size));
    await write(`\n${JSON.stringify(PING)}\n`);
    const said = answers();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ id: null, error: { code: -32600 } });
    expect(said[0]?.error.message).toContain("4 MiB");
    expect(messages).toEqual([PING]);
  }
});

test("exactly 4 MiB is a message, one byte more is none", async () => {
  const padded = (bytes: number) => {
    const text = JSON.stringify({ ...PING, params: { pad: "" } });
    return text.replace('""', `"${"p".repeat(bytes - text.length)}"`);
  };
  const { messages, answers, write } = await open();
  await write(`${padded(LINE_MAX_BYTES)}\n`);
  expect(messages).toHaveLength(1);
  await write(`${padded(LINE_MAX_BYTES + 1)}\n`);
  expect(messages).toHaveLength(1);
  expect(answers()).toHaveLength(1);
});

test("messages may be cut anywhere, stand together in one piece, and have empty lines between them", async () => {
  const { messages, answers, write } = await open();
  const two = { ...PING, id: "zwei ü" };
  const bytes = Buffer.from(`${JSON.stringify(PING)}\n\r\n\n${JSON.stringify(two)}\n`);
  for (let at = 0; at < bytes.length; at++) await write(bytes.subarray(at, at + 1));
  await write(Buffer.concat([bytes, bytes]));
  expect(messages).toEqual([PING, two, PING, two, PING, two]);
  expect(answers()).toEqual([]);
});

test.each<readonly [unknown, number, unknown]>([
  ["{not json", -32700, null],
  ["[]", -32600, null],
  ["null", -32600, null],
  [{ ...PING, jsonrpc: "1.0" }, -32600, 1],
  [{ ...PING, id: 1.5 }, -32600, null],
  [{ ...PING, id: true }, -32600, null],
  [{ ...PING, more: 1 }, -32600, 1],
  [{ ...PING, method: 3 }, -32600, 1],
  [{ ...PING, params: [] }, -32600, 1],
  [{ ...PING, params: null }, -32600, 1],
  [{ ...PING, params: { _meta: null } }, -32600, 1],
  [{ ...PING, params: { _meta: { progressToken: {} } } }, -32600, 1],
  [{ ...PING, params: { _meta: { "io.modelcontextprotocol/related-task": "t" } } }, -32600, 1],
  [{ ...PING, params: { _meta: { "io.modelcontextprotocol/related-task": {} } } }, -32600, 1],
  [{ ...PING, params: { _meta: { "io.modelcontextprotocol/related-task": { taskId: 1 } } } }, -32600, 1],
  [{ ...PING, result: {} }, -32600, 1],
  [{ ...PING, error: {} }, -32600, 1],
  [{ jsonrpc: "2.0", id: 1 }, -32600, 1],
  [{ jsonrpc: "2.0", result: {} }, -32600, null],
  [{ jsonrpc: "2.0", id: "a", result: 3 }, -32600, "a"],
])("%j is no message", async (message, code, id) => {
  const { messages, answers, write } = await open();
  await write(`${typeof message === "string" ? message : JSON.stringify(message)}\n`);
  expect(messages).toEqual([]);
  expect(answers()).toEqual([{ jsonrpc: "2.0", id, error: { code, message: expect.any(String) } } as never]);
});

test.each([
  [PING],
  [{ jsonrpc: "2.0", method: "notifications/initialized" }],
  [{ jsonrpc: "2.0", id: "a", result: {} }],
  [{ jsonrpc: "2.0", id: 1, error: { code: 1, message: "x" } }],
  [{ ...PING, params: { _meta: {} } }],
  [{ ...PING, params: { _meta: { progressToken: "p" } } }],
  [{ ...PING, params: { _meta: { progressToken: 7 } } }],
  [{ ...PING, params: { _meta: { "io.modelcontextprotocol/related-task": { taskId: "t" } } } }],
])("%j is one", async (message) => {
  const { messages, answers, write } = await open();
  await write(`${JSON.stringify(message)}\n`);
  expect(messages).toEqual([message as JsonRpcMessage]);
  expect(answers()).toEqual([]);
});

test("a host that reads slowly is waited for: a send resolves when it has caught up", async () => {
  const written: string[] = [];
  let readOn: () => void = () => undefined;
  const slow = new Writable({
    highWaterMark: 16,
    write(chunk, _, done) {
      written.push(String(chunk));
      readOn = done;
    },
  });
  const { transport, settle } = await open(slow);
  const order: string[] = [];
  const first = transport.send(PING).then(() => order.push("first"));
  const second = transport.send({ ...PING, id: 2 }).then(() => order.push("second"));
  await settle();
  await settle();
  expect(order).toEqual([]);
  expect(written).toHaveLength(1);
  while (written.length < 2) {
    readOn();
    await settle();
  }
  expect(order).toEqual([]);
  readOn();
  await Promise.all([first, second]);
  expect(written.map((line) => JSON.parse(line).id)).toEqual([1, 2]);
  // and it is waited for again the next time
  let done = false;
  const third = transport.send({ ...PING, id: 3 }).then(() => {
    done = true;
  });
  await settle();
  expect(done).toBe(false);
  readOn();
  await third;
});

test("what is sent to a host that keeps up is sent at once", async () => {
  const { transport } = await open();
  let done = false;
  void transport.send(PING).then(() => {
    done = true;
  });
  await Promise.resolve();
  await Promise.resolve();
  expect(done).toBe(true);
});

test("the end of the input closes once, and nothing is sent or heard after it", async () => {
  const { input, transport, messages, closed, settle, write } = await open();
  await write(`${JSON.stringify(PING)}\n`);
  input.end();
  await new Promise((resolve) => input.once("close", resolve));
  await settle();
  await transport.close();
  expect(closed()).toBe(1);
  expect(messages).toHaveLength(1);
  await expect(transport.send(PING)).rejects.toThrow("closed");
});

test("an input that had ended before anybody listened closes too", async () => {
  const input = new PassThrough();
  input.destroy();
  await new Promise((resolve) => input.once("close", resolve));
  const transport = new LineTransport(input, new PassThrough());
  const closed = new Promise<void>((resolve) => {
    transport.onclose = resolve;
  });
  await transport.start();
  await closed;
});

test("a host that is gone closes the connection", async () => {
  const output = new PassThrough();
  const { closed, settle } = await open(output);
  output.destroy(new Error("EPIPE"));
  await settle();
  await settle();
  expect(closed()).toBe(1);
});
