import { expect, test } from "bun:test";
import { Failure } from "../../src/core/failure.ts";
import type { CallContext } from "../../src/registry/answer.ts";
import { createDirectCalls } from "../../src/transport/direct-calls.ts";
import type { Door } from "../../src/transport/door.ts";
import type { JsonRpcMessage } from "../../src/transport/json-rpc.ts";

/** A door whose calls end when the test says so. */
function session() {
  const sent: object[] = [];
  const calls: { name: string; context: CallContext; end: () => void }[] = [];
  const door: Door = {
    version: "0",
    tools: async () => [],
    hostAnswers: async () => false,
    onToolsChanged: () => () => undefined,
    follow: async () => () => undefined,
    call: (name, _args, context) =>
      new Promise((resolve, reject) => {
        if (name === "ha_none") reject(new Failure("TOOL_UNKNOWN", "No such tool."));
        if (name === "ha_refused") reject(new Failure("PERMISSION_DENIED", "Not in this grant."));
        calls.push({ name, context, end: () => resolve({ structured: { ok: true }, text: "ok" }) });
      }),
  };
  const calling = createDirectCalls();
  const reply = { send: async (message: object) => void sent.push(message) };
  const direct = {
    take: (message: JsonRpcMessage) => calling.take(message, door, reply),
    close: calling.close,
  };
  const call = (id: number, params: Readonly<Record<string, unknown>>): JsonRpcMessage => ({
    jsonrpc: "2.0",
    id,
    method: "tools/call",
    params,
  });
  return { sent, calls, direct, call };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 1));
const cancelled = (requestId: number): JsonRpcMessage => ({
  jsonrpc: "2.0",
  method: "notifications/cancelled",
  params: { requestId },
});

test("takes calls, and leaves everything else to the SDK", () => {
  const { direct, call } = session();
  expect(direct.take({ jsonrpc: "2.0", id: 2, method: "tools/list" })).toBe(false);
  expect(direct.take({ jsonrpc: "2.0", method: "tools/call", params: { name: "ha_read" } })).toBe(false);
  expect(direct.take({ jsonrpc: "2.0", id: 3, result: {} })).toBe(false);
  expect(
    direct.take(call(4, { name: "ha_read", _meta: { "io.modelcontextprotocol/related-task": {} } })),
  ).toBe(false);
  expect(direct.take(call(5, { name: "ha_read", _meta: { progressToken: "p" } }))).toBe(true);
});

test("results, errors of a tool and errors of the protocol", async () => {
  const { direct, call, calls, sent } = session();
  direct.take(call(1, { name: "ha_read" }));
  calls[0]?.end();
  direct.take(call(2, { name: "ha_refused" }));
  direct.take(call(3, { name: "ha_none" }));
  direct.take(call(4, {}));
  await settle();
  expect(sent).toHaveLength(4);
  expect(sent).toContainEqual({
    jsonrpc: "2.0",
    id: 1,
    result: { content: [{ type: "text", text: "ok" }], structuredContent: { ok: true } },
  });
  expect(sent).toContainEqual(
    expect.objectContaining({ id: 2, result: expect.objectContaining({ isError: true }) }),
  );
  expect(sent).toContainEqual({ jsonrpc: "2.0", id: 3, error: { code: -32602, message: "No such tool." } });
  expect(sent).toContainEqual({
    jsonrpc: "2.0",
    id: 4,
    error: { code: -32602, message: "tools/call wants params.name, a string." },
  });
});

test("a call that is given up is stopped and not answered; others go on", async () => {
  const { direct, call, calls, sent } = session();
  direct.take(call(1, { name: "ha_read" }));
  direct.take(call(2, { name: "ha_read" }));
  const early = calls[0]?.context.signal;
  expect(direct.take(cancelled(1))).toBe(true);
  expect(direct.take(cancelled(9))).toBe(false);
  expect(direct.take({ ...cancelled(2), id: 3 } as JsonRpcMessage)).toBe(false);
  expect(early?.aborted).toBe(true);
  for (const { end } of calls) end();
  await settle();
  expect(sent).toEqual([expect.objectContaining({ id: 2 })]);
  expect(direct.take(cancelled(2))).toBe(false);
});

test("the end of the session gives up what runs, also for whoever looks at the signal later", () => {
  const { direct, call, calls } = session();
  direct.take(call(1, { name: "ha_read" }));
  direct.close();
  expect(calls[0]?.context.signal.aborted).toBe(true);
});

test("progress goes to whoever gave a token", async () => {
  const { direct, call, calls, sent } = session();
  direct.take(call(1, { name: "ha_read" }));
  direct.take(call(2, { name: "ha_read", _meta: { progressToken: 7 } }));
  for (const { context } of calls) context.progress(1, 2);
  await settle();
  expect(sent).toEqual([
    {
      jsonrpc: "2.0",
      method: "notifications/progress",
      params: { progressToken: 7, progress: 1, total: 2 },
    },
  ]);
});
