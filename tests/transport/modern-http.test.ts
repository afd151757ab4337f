/** The 2026 era over HTTP: what the protocol says by status, what is a fault of ours. */

import { expect, test } from "bun:test";
import type { Door } from "../../src/transport/door.ts";
import { modernHttp } from "../../src/transport/sdk-server.ts";
import { fixtureRoad } from "../conformance/fixture-road.ts";
import { followingDoor, HALL, KITCHEN } from "./offers/following-door.ts";

const VERSION = "2026-07-28";
const door = fixtureRoad().doorFor({ id: "local", grantId: "viewer", credential: "stdio" });

type Said = {
  readonly status: number;
  readonly code: number | undefined;
  readonly faults: readonly unknown[];
};

/** `version` in the body, `header` before it. */
async function post(method: string, params: object = {}, version = VERSION, header = VERSION): Promise<Said> {
  const { answer, faults, http } = await answered(method, params, door, version, header);
  const { error } = (await answer.json()) as { error?: { code: number } };
  await http.close();
  return { status: answer.status, code: error?.code, faults };
}

async function answered(method: string, params: object, by: Door, version = VERSION, header = VERSION) {
  const faults: unknown[] = [];
  const http = modernHttp((fault) => faults.push(fault));
  const message = {
    jsonrpc: "2.0",
    id: 1,
    method,
    params: {
      ...params,
      _meta: {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
      },
    },
  };
  const request = new Request("http://localhost/mcp", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      "MCP-Protocol-Version": header,
      "Mcp-Method": method,
      ...("name" in params ? { "Mcp-Name": String(params.name) } : {}),
    },
    body: JSON.stringify(message),
  });
  return { answer: await http.fetch(request, message, by), faults, http };
}

test("a call and the list are answered", async () => {
  expect(await post("tools/list")).toEqual({ status: 200, code: undefined, faults: [] });
  const call = await post("tools/call", { name: "test_simple_text", arguments: {} });
  expect(call).toEqual({ status: 200, code: undefined, faults: [] });
});

test.each(["unknown/method", "resources/subscribe", "logging/setLevel", "initialize", "ping"])(
  "%s, which is not served, is not found",
  async (method) => {
    const params = method === "resources/subscribe" ? { uri: "ha://overview" } : {};
    expect(await post(method, params)).toEqual({ status: 404, code: -32601, faults: [] });
  },
);

test("a tool that is not there is a wrong parameter of a method that is", async () => {
  expect(await post("tools/call", { name: "none", arguments: {} })).toMatchObject({
    status: 200,
    code: -32602,
  });
});

test("what a client sends wrongly is told to it, and is no fault of ours", async () => {
  expect(await post("tools/list", {}, "v999")).toEqual({ status: 400, code: -32020, faults: [] });
  expect(await post("tools/list", {}, "v999", "v999")).toEqual({ status: 400, code: -32022, faults: [] });
});

test("to listen to what is not there, or to too much, is refused with the request's own id", async () => {
  const { door } = await followingDoor();
  for (const uris of [
    ["ha://nothing"],
    Array.from({ length: 1_001 }, (_, at) => `ha://entity/light.x${at}`),
  ]) {
    const notifications = { resourceSubscriptions: uris };
    const { answer, faults, http } = await answered("subscriptions/listen", { notifications }, door);
    expect(await answer.json()).toMatchObject({
      id: 1,
      error: { code: -32602, message: expect.stringMatching(/^(?:NOT_FOUND|INPUT_INVALID): /) },
    });
    expect(faults).toEqual([]);
    await http.close();
  }
});

test("what ends while a stream is opened is told on it after the acknowledgement, and the stream ends", async () => {
  const { door } = await followingDoor();
  const ending: Door = {
    ...door,
    async follow(input, heard, context) {
      const stop = await door.follow(input, heard, context);
      heard.changed();
      heard.ended("revoked");
      return stop;
    },
  };
  const notifications = { resourceSubscriptions: [KITCHEN, HALL] };
  const { answer, faults, http } = await answered("subscriptions/listen", { notifications }, ending);
  const text = await answer.text();
  const said = [...text.matchAll(/^data: (.+)$/gm)].map(([, data = ""]) => JSON.parse(data));
  expect(said.map(({ method, params }) => [method, params?.uri])).toEqual([
    ["notifications/subscriptions/acknowledged", undefined],
    ...[KITCHEN, KITCHEN, HALL, HALL].map((uri) => ["notifications/resources/updated", uri]),
    ...said.slice(5).map(() => [undefined, undefined]),
  ]);
  expect(faults).toEqual([]);
  await http.close();
});
