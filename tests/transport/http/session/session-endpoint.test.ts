/** `/mcp` in the 2025 era: what opens a session, what is said in one, what is refused before the SDK sees it. */

import { afterEach, describe, expect, test } from "bun:test";
import { memoryStore } from "../../../../src/store/memory-store.ts";
import type { Door } from "../../../../src/transport/door.ts";
import { fastmcpSession } from "../../../../src/transport/fastmcp/fastmcp-session.ts";
import { sdkServer1 } from "../../../../src/transport/http/session/sdk-v1.ts";
import { isPlainCall, sessionEndpoint } from "../../../../src/transport/http/session/session-endpoint.ts";
import { fixtureRoad } from "../../../conformance/fixture-road.ts";
import { ask, call, INITIALIZE } from "../../../doors/exchange.ts";
import { until } from "../../../until.ts";
import { type Served, serveFront } from "../served.ts";

const TOOL = "test_simple_text";
const doors: Served[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

type More = {
  readonly stateless?: boolean;
  readonly hostAnswers?: boolean;
  readonly call?: Door["call"];
  readonly library?: "sdk" | "fastmcp";
};

async function opened(more: More = {}) {
  const opened: string[] = [];
  const faults: unknown[] = [];
  const fixtures = fixtureRoad();
  const doorFor = (): Door => ({
    ...fixtures.doorFor({ id: "t", grantId: "viewer", credential: "t" }),
    hostAnswers: async () => more.hostAnswers ?? false,
    ...(more.call ? { call: more.call } : {}),
  });
  const endpoint = sessionEndpoint({
    road: { ...fixtures, doorFor },
    store: memoryStore({ now: Date.now }),
    now: Date.now,
    most: () => undefined,
    serverFor: (door, onSubscribed) =>
      more.library === "fastmcp"
        ? fastmcpSession(door, { stays: true, onSubscribed, log: (text) => void faults.push(text) })
        : sdkServer1(door, onSubscribed),
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

  test("is answered alike by each library: with what is there, and no more", async () => {
    for (const library of ["sdk", "fastmcp"] as const) {
      const { send, faults } = await opened({ library });
      const { json, headers } = await send(INITIALIZE);
      expect(json?.["result"]).toEqual({
        protocolVersion: "2025-11-25",
        capabilities: {
          tools: { listChanged: true },
          resources: { subscribe: true },
          prompts: {},
          completions: {},
        },
        serverInfo: { name: "hearthgate", title: "Hearthgate", version: expect.any(String) },
        instructions: expect.any(String),
      } as never);
      const id = headers.get("mcp-session-id") ?? "";
      const listed = await send({ jsonrpc: "2.0", id: 2, method: "tools/list" }, id);
      expect(listed.json).toMatchObject({ id: 2, result: { tools: expect.anything() } });
      const none = await send(
        { jsonrpc: "2.0", id: 3, method: "logging/setLevel", params: { level: "info" } },
        id,
      );
      expect(none.json).toMatchObject({ id: 3, error: { code: -32_601 } });
      expect(faults).toEqual([]);
    }
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

  test("a call on a stream may ask the person where the client said so, and ends when it is taken back", async () => {
    let asks: boolean | undefined;
    let aborted: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    const waiting: Door["call"] = (_, __, context) => {
      asks = context.askHost !== undefined;
      return new Promise((_resolve, reject) => {
        context.signal.addEventListener("abort", () => {
          aborted();
          reject(new Error("given up"));
        });
      });
    };
    for (const [capabilities, can] of [
      [{}, false],
      [{ elicitation: {} }, true],
    ] as const) {
      asks = undefined as boolean | undefined;
      const { send, begin } = await opened({ hostAnswers: true, call: waiting });
      const id = await begin(capabilities);
      const called = send(call(7, TOOL, {}, { progressToken: 1 }), id);
      await until(() => asks !== undefined);
      expect(asks).toBe(can);
      const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } };
      expect((await send(cancel, id)).status).toBe(202);
      await ended;
      expect((await called).json).toBeUndefined();
    }
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
