/** The 2026 era over HTTP: what the protocol says by status, what is a fault of ours. */

import { expect, test } from "bun:test";
import { modernHttp } from "../../src/transport/sdk-server.ts";
import { fixtureRoad } from "../conformance/fixture-road.ts";

const VERSION = "2026-07-28";
const door = fixtureRoad().doorFor({ id: "local", grantId: "viewer", credential: "stdio" });

type Said = {
  readonly status: number;
  readonly code: number | undefined;
  readonly faults: readonly unknown[];
};

/** `version` in the body, `header` before it. */
async function post(method: string, params: object = {}, version = VERSION, header = VERSION): Promise<Said> {
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
  const answer = await http.fetch(request, message, door);
  const { error } = (await answer.json()) as { error?: { code: number } };
  await http.close();
  return { status: answer.status, code: error?.code, faults };
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
