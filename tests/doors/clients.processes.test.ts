import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { until } from "../until.ts";
import { DOORS, startDoor, type TestDoor } from "./door.ts";
import { ask, call, INITIALIZE, openSession, send } from "./exchange.ts";

const SLOW = { service: "switch.turn_on", target: { entity_id: ["switch.heater_slow"] } };

for (const kind of DOORS)
  describe(`clients at the ${kind} door`, () => {
    let door: TestDoor;
    let token = "";
    beforeAll(async () => {
      door = await startDoor({ kind });
      token = await door.issue("operator");
    });
    afterAll(() => door.close());

    const requestInit = () => ({ headers: { Authorization: `Bearer ${token}` } });

    for (const mode of ["legacy", "auto"] as const)
      test(`the official client, ${mode}`, async () => {
        const client = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode } });
        await client.connect(
          new StreamableHTTPClientTransport(new URL(`${door.url}/mcp`), { requestInit: requestInit() }),
        );
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name)).toContain("ha_call_service");
        const read = await client.callTool({ name: "ha_read", arguments: { ids: ["light.hall"] } });
        expect(read.isError).not.toBe(true);
        expect(read.structuredContent).toMatchObject({ found: [{ id: "light.hall" }] });
        const unknown = client.callTool({ name: "no_such_tool", arguments: {} });
        await expect(unknown).rejects.toMatchObject({ code: -32602 });
        await client.close();
      });

    test("the client of the SDK before", async () => {
      const client = new ClientV1({ name: "test", version: "0" });
      const transport = new TransportV1(new URL(`${door.url}/mcp`), { requestInit: requestInit() });
      // the SDK's own types do not agree with each other under exactOptionalPropertyTypes
      await client.connect(transport as unknown as Parameters<typeof client.connect>[0]);
      expect((await client.listTools()).tools.length).toBeGreaterThan(3);
      const progress: number[] = [];
      const answer = await client.callTool({ name: "ha_overview", arguments: {} }, undefined, {
        onprogress: ({ progress: step }) => progress.push(step),
      });
      expect(answer.isError).not.toBe(true);
      await transport.terminateSession();
      await client.close();
    });

    test("a long call tells of its progress on its stream, then answers there", async () => {
      door.house.setState("switch.heater_slow", "off");
      const session = await openSession(door.url, token);
      const body = call("long", "ha_call_service", SLOW, { progressToken: "p" });
      const response = await send(`${door.url}/mcp`, { token, session, body });
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      expect(response.headers.get("x-accel-buffering")).toBe("no");
      const events = [...(await response.text()).matchAll(/^data: (.+)$/gm)].map(([, data]) =>
        JSON.parse(data ?? ""),
      );
      expect(events.at(-1)).toMatchObject({ id: "long", result: { structuredContent: expect.anything() } });
      for (const event of events.slice(0, -1))
        expect(event).toMatchObject({ method: "notifications/progress", params: { progressToken: "p" } });
    });

    test("what is wrong with a call is said the same with a progress token and without", async () => {
      const session = await openSession(door.url, token);
      for (const params of [{ name: 1 }, { name: "ha_overview", arguments: [1] }, { name: "none" }, {}]) {
        const as = async (more: object) => {
          const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { ...params, ...more } };
          return (await ask(`${door.url}/mcp`, { token, session, body })).json;
        };
        const plain = await as({});
        expect(JSON.stringify(plain)).toMatch(/-32602|INPUT_INVALID/);
        expect(await as({ _meta: { progressToken: "p" } })).toEqual(plain ?? {});
      }
    });

    test("a call that is cancelled is not answered, and its connection ends", async () => {
      door.house.setState("switch.heater_slow", "off");
      const session = await openSession(door.url, token);
      const before = door.house.calls.length;
      const running = ask(`${door.url}/mcp`, { token, session, body: call("gone", "ha_call_service", SLOW) });
      await until(() => door.house.calls.length > before);
      const cancelled = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: "gone" } };
      expect((await ask(`${door.url}/mcp`, { token, session, body: cancelled })).status).toBe(202);
      expect(await running).toMatchObject({ status: 202, text: "" });
    });

    test("a call that is cancelled while it tells of its progress ends its stream, for good", async () => {
      door.house.setState("switch.heater_slow", "off");
      const session = await openSession(door.url, token);
      const before = door.house.calls.length;
      const headers = { "MCP-Protocol-Version": "2025-11-25" };
      const body = call("gone", "ha_call_service", SLOW, { progressToken: "p" });
      const running = ask(`${door.url}/mcp`, { token, session, headers, body });
      await until(() => door.house.calls.length > before);
      const cancelled = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: "gone" } };
      expect((await ask(`${door.url}/mcp`, { token, session, headers, body: cancelled })).status).toBe(202);
      const { status, text } = await running;
      expect([status, text.includes('"id":"gone"')]).toEqual([200, false]);
      const after = { ...headers, Accept: "text/event-stream", "Last-Event-ID": eventIn(text) };
      expect((await ask(`${door.url}/mcp`, { token, session, headers: after })).status).toBe(400);
    });

    test("of a batch the calls that are not cancelled are answered, then it ends", async () => {
      const session = await openSession(door.url, token);
      const cancelled = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: "a" } };
      const calls = [call("a", "ha_overview"), call("b", "ha_overview")];
      for (const body of [
        [...calls, cancelled],
        [calls[1], cancelled, calls[0], cancelled],
      ]) {
        const { text } = await ask(`${door.url}/mcp`, { token, session, body });
        const ids = [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? "").id);
        expect(ids.filter((id) => id !== undefined)).toEqual(["b"]);
      }
    });

    test("an opening that is none opens nothing, and a session opens once", async () => {
      const { params } = INITIALIZE;
      for (const opening of [
        { ...INITIALIZE, id: undefined },
        { ...INITIALIZE, params: undefined },
        { ...INITIALIZE, params: { ...params, clientInfo: "x" } },
        { ...INITIALIZE, params: { ...params, capabilities: [] } },
        { ...INITIALIZE, params: { ...params, protocolVersion: 5 } },
      ]) {
        const refused = await ask(`${door.url}/mcp`, { token, body: opening });
        expect(refused).toMatchObject({ status: 400, json: { error: { code: -32_600 } } });
        expect(refused.headers.get("mcp-session-id")).toBeNull();
      }
      const session = await openSession(door.url, token);
      const again = await ask(`${door.url}/mcp`, { token, session, body: { ...INITIALIZE, params: {} } });
      expect(again).toMatchObject({ status: 400, json: { error: { code: -32_600 } } });
    });

    test("a client that goes away before 2026 cancels nothing", async () => {
      door.house.setState("switch.heater_slow", "off");
      const session = await openSession(door.url, token);
      const before = door.house.calls.length;
      const gone = new AbortController();
      const body = call("away", "ha_call_service", SLOW);
      const running = ask(`${door.url}/mcp`, { token, session, body, signal: gone.signal }).catch(
        () => "gone",
      );
      await until(() => door.house.calls.length > before);
      gone.abort();
      expect(await running).toBe("gone");
      await until(() => door.house.states.get("switch.heater_slow")?.state === "on");
      expect((await ask(`${door.url}/mcp`, { token, session, body: call(2, "ha_overview") })).status).toBe(
        200,
      );
    });

    test("a batch is answered, each message by its id", async () => {
      const session = await openSession(door.url, token);
      const answer = await ask(`${door.url}/mcp`, {
        token,
        session,
        body: [
          call("a", "ha_overview"),
          call("b", "no_such_tool"),
          { jsonrpc: "2.0", id: "c", method: "ping" },
        ],
      });
      const events = [...answer.text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? ""));
      expect(events.map(({ id }) => id).sort()).toEqual(["a", "b", "c"]);
    });
  });

/** The id of the last event of a stream. */
function eventIn(text: string): string {
  return [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? "";
}
