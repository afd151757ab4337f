/** `/mcp` in the 2025 era: what opens a session, what is said in one, what is refused before the SDK sees it. */

import { afterEach, describe, expect, test } from "bun:test";
import { memoryStore } from "../../../../src/store/memory-store.ts";
import type { Door } from "../../../../src/transport/door.ts";
import { sdkServer1 } from "../../../../src/transport/http/session/sdk-v1.ts";
import { isPlainCall, sessionEndpoint } from "../../../../src/transport/http/session/session-endpoint.ts";
import { fixtureRoad } from "../../../conformance/fixture-road.ts";
import { ask, call, INITIALIZE } from "../../../doors/exchange.ts";
import { type Served, serveFront } from "../served.ts";

const TOOL = "test_simple_text";
const doors: Served[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

async function opened(more: { readonly stateless?: boolean; readonly hostAnswers?: boolean } = {}) {
  const opened: string[] = [];
  const faults: unknown[] = [];
  const fixtures = fixtureRoad();
  const doorFor = (): Door => ({
    ...fixtures.doorFor({ id: "t", grantId: "viewer", credential: "t" }),
    hostAnswers: async () => more.hostAnswers ?? false,
  });
  const endpoint = sessionEndpoint({
    road: { ...fixtures, doorFor },
    store: memoryStore({ now: Date.now }),
    now: Date.now,
    most: () => undefined,
    serverFor: (door, onSubscribed) => sdkServer1(door, onSubscribed),
    onOpened: (id) => void opened.push(id),
    stateless: more.stateless ?? false,
    onFault: (fault) => void faults.push(fault),
  });
  const door = await serveFront(endpoint.step);
  doors.push(door);
  const send = (body: unknown, session?: string, headers: Readonly<Record<string, string>> = {}) =>
    ask(`${door.url}/mcp`, { body, headers, ...(session === undefined ? {} : { session }) });
  const begin = async (capabilities: object = {}) => {
    const { headers } = await send({ ...INITIALIZE, params: { ...INITIALIZE.params, capabilities } });
    return headers.get("mcp-session-id") ?? "";
  };
  return { send, begin, opened, faults, url: `${door.url}/mcp` };
}

describe("an opening", () => {
  test("is told of with the id that the client gets", async () => {
    const { begin, opened: ids, faults } = await opened();
    const id = await begin();
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect([ids, faults]).toEqual([[id], []]);
  });

  test("that is not whole opens nothing, and says what it wants", async () => {
    const { send, opened: ids } = await opened();
    const { params } = INITIALIZE;
    for (const odd of [
      { ...INITIALIZE, id: undefined },
      { ...INITIALIZE, params: undefined },
      { ...INITIALIZE, params: { ...params, protocolVersion: 5 } },
      { ...INITIALIZE, params: { ...params, capabilities: null } },
      { ...INITIALIZE, params: { ...params, clientInfo: "me" } },
    ]) {
      const answer = await send(odd);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain("initialize wants an id, protocolVersion");
    }
    expect(ids).toEqual([]);
  });

  test("may say 16 KiB of itself and no more", async () => {
    const { send } = await opened();
    const saying = (length: number) =>
      send({
        ...INITIALIZE,
        params: { ...INITIALIZE.params, clientInfo: { name: "x".repeat(length), version: "0" } },
      });
    expect((await saying(16_000)).status).toBe(200);
    const long = await saying(17_000);
    expect(long.status).toBe(400);
    expect(long.text).toContain("over 16 KiB");
  });

  test("is not repeated in its session", async () => {
    const { send, begin } = await opened();
    const again = await send(INITIALIZE, await begin());
    expect(again.status).toBe(400);
    expect(again.text).toContain("has begun already");
  });
});

describe("without a session", () => {
  test("nothing but an opening is taken", async () => {
    const { send } = await opened();
    const answer = await send(call(1, TOOL));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("begin with initialize");
  });

  test("one that is not there is not found", async () => {
    const { send } = await opened();
    const answer = await send(call(1, TOOL), "none");
    expect(answer).toMatchObject({ status: 404, json: { error: { code: -32_001 } } });
  });

  test("where there are none, every request stands alone", async () => {
    const { send, opened: ids } = await opened({ stateless: true });
    const answer = await send(call(1, TOOL));
    expect(answer).toMatchObject({ status: 200, json: { id: 1, result: { content: expect.anything() } } });
    const opening = await send(INITIALIZE);
    expect([opening.status, opening.headers.get("mcp-session-id"), ids]).toEqual([200, null, []]);
  });
});

describe("in a session", () => {
  const isJson = (answer: { readonly headers: Headers }) =>
    answer.headers.get("content-type")?.startsWith("application/json");

  test("a plain call is one JSON body, any other a stream with the same in it", async () => {
    const { send, begin } = await opened();
    const id = await begin();
    const plain = await send(call(1, TOOL), id);
    expect(isJson(plain)).toBe(true);
    const streamed = await send(call(1, TOOL, {}, { progressToken: 1 }), id);
    expect(streamed.headers.get("content-type")).toStartWith("text/event-stream");
    expect(streamed.json).toEqual(plain.json);
  });

  test("a client that can put questions gets streams where its person may be asked, and only there", async () => {
    for (const [hostAnswers, capabilities, direct] of [
      [true, { elicitation: {} }, false],
      [false, { elicitation: {} }, true],
      [true, {}, true],
    ] as const) {
      const { send, begin } = await opened({ hostAnswers });
      expect(isJson(await send(call(1, TOOL), await begin(capabilities)))).toBe(direct);
    }
  });

  test("headers that are wrong are the SDK's to refuse", async () => {
    const { send, begin } = await opened();
    const id = await begin();
    for (const version of ["2025-03-26", "2025-06-18", "2025-11-25"]) {
      const answer = await send(call(1, TOOL), id, { "MCP-Protocol-Version": version });
      expect([version, answer.status, isJson(answer)]).toEqual([version, 200, true]);
    }
    expect((await send(call(1, TOOL), id, { "MCP-Protocol-Version": "1999-01-01" })).status).toBe(400);
    expect((await send(call(1, TOOL), id, { Accept: "application/json" })).status).toBe(406);
    expect((await send(call(1, TOOL), id, { Accept: "text/event-stream" })).status).toBe(406);
  });

  test("what is no message is answered as none", async () => {
    const { send, begin } = await opened();
    const id = await begin();
    for (const odd of [
      {},
      { jsonrpc: "2.0" },
      { jsonrpc: "1.0", id: 1, method: "ping" },
      { method: "tools/call" },
    ])
      expect([odd, (await send(odd, id)).status]).toEqual([odd, 400] as never);
  });

  test("who comes back to a stream gets what came after, once it is over to its end", async () => {
    const { send, begin, url } = await opened();
    const id = await begin();
    const first = await send(call(1, "test_tool_with_progress", {}, { progressToken: 1 }), id);
    const [start = ""] = [...first.text.matchAll(/^id: (.+)$/gm)].map(([, event = ""]) => event);
    const back = (event: string) => ask(url, { session: id, headers: { "Last-Event-ID": event } });
    const rest = await back(start);
    expect(rest.status).toBe(200);
    expect(rest.headers.get("content-type")).toStartWith("text/event-stream");
    expect(rest.headers.get("cache-control")).toBe("no-cache, no-transform");
    expect(rest.text).toEndWith(first.text.split("\n\n").slice(-2).join("\n\n"));
    expect(rest.text).not.toContain(start);
    const [last = ""] = [...rest.text.matchAll(/^id: (.+)$/gm)].map(([, event = ""]) => event).reverse();
    expect((await back(last)).text).toBe("");
  });

  test("a call that is taken back is acknowledged, whether it runs or not", async () => {
    const { send, begin } = await opened();
    const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } };
    expect((await send(cancel, await begin())).status).toBe(202);
  });
});

test.each<readonly [unknown, boolean]>([
  [call(1, TOOL), true],
  [call("a", TOOL), true],
  [call(1, TOOL, {}, {}), false],
  [{ ...call(1, TOOL), id: undefined }, false],
  [{ ...call(1, TOOL), method: "tools/list" }, false],
  [[call(1, TOOL)], false],
  [undefined, false],
  ["tools/call", false],
])("%j is a plain call: %p", (message, plain) => {
  expect(isPlainCall(message)).toBe(plain);
});
