/** How hosts open, lose and resume a session: Claude Code, which never initialises anew; VS Code, which comes back for its events. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { DOORS, startDoor, type TestDoor } from "./door.ts";
import { ask, send } from "./exchange.ts";

const SLOW = { service: "switch.turn_on", target: { entity_id: ["switch.heater_slow"] } };
const VERSION = { "MCP-Protocol-Version": "2025-11-25" };

type Opening = { readonly clientInfo: object; readonly capabilities: object };

const CLAUDE_CODE: Opening = {
  clientInfo: { name: "claude-code", title: "Claude Code", version: "2.1.280" },
  capabilities: { roots: {}, elicitation: {} },
};
const VS_CODE: Opening = {
  clientInfo: { name: "Visual Studio Code", version: "1.130.0" },
  capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } },
};

/** `initialize`, `notifications/initialized`; the session. */
async function open({ url }: TestDoor, token: string, opening: Opening): Promise<string> {
  const params = { protocolVersion: "2025-11-25", ...opening };
  const body = { jsonrpc: "2.0", id: 0, method: "initialize", params };
  const opened = await ask(`${url}/mcp`, { token, body });
  expect(opened.status).toBe(200);
  const session = opened.headers.get("mcp-session-id") ?? "";
  const initialized = { jsonrpc: "2.0", method: "notifications/initialized" };
  const said = await ask(`${url}/mcp`, { token, session, body: initialized, headers: VERSION });
  expect(said.status).toBe(202);
  return session;
}

/** Events of a stream as they come. */
async function* eventsOf(response: Response): AsyncGenerator<{ id: string; data: string }> {
  const decoder = new TextDecoder();
  let text = "";
  if (!response.body) return;
  for await (const part of response.body) {
    text += decoder.decode(part, { stream: true });
    const whole = text.split("\n\n");
    text = whole.pop() ?? "";
    for (const event of whole) {
      const [id, data] = [/^id: (.+)$/m.exec(event)?.[1], /^data: ?(.*)$/m.exec(event)?.[1]];
      if (id !== undefined && data !== undefined) yield { id, data };
    }
  }
}

async function streamOf(door: TestDoor, token: string, session: string, after?: string): Promise<Response> {
  const headers = {
    ...VERSION,
    Accept: "text/event-stream",
    ...(after === undefined ? {} : { "Last-Event-ID": after }),
  };
  return send(`${door.url}/mcp`, { token, session, headers });
}

function toolCall(id: number, name: string, args: object) {
  const _meta = { progressToken: id, "claudecode/toolUseId": `toolu_${id}` };
  return { jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: args, _meta } };
}

for (const kind of DOORS)
  describe(`hosts at the ${kind} door`, () => {
    let door: TestDoor;
    let token = "";
    beforeAll(async () => {
      door = await startDoor({ kind });
      token = await door.issue("operator");
    });
    afterAll(() => door.close());

    test("Claude Code goes on in the session of a server that has started again", async () => {
      const session = await open(door, token, CLAUDE_CODE);
      const stream = await streamOf(door, token, session);
      expect(stream.status).toBe(200);
      await door.stop();
      const { home, house } = door;
      door = await startDoor({ kind, home, house });
      const body = toolCall(2, "ha_read", { ids: ["light.hall"] });
      const answer = await ask(`${door.url}/mcp`, { token, session, body, headers: VERSION });
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({
        id: 2,
        result: { structuredContent: { found: [{ id: "light.hall" }] } },
      });
      expect((await streamOf(door, token, session)).status).toBe(200);
      await stream.body?.cancel().catch(() => undefined);
    });

    test("VS Code loses the stream of a call and comes back for its answer", async () => {
      door.house.setState("switch.heater_slow", "off");
      const session = await open(door, token, VS_CODE);
      const lost = new AbortController();
      const body = toolCall(7, "ha_call_service", SLOW);
      const { signal } = lost;
      const response = await send(`${door.url}/mcp`, { token, session, body, headers: VERSION, signal });
      const first = await eventsOf(response).next();
      if (first.done) throw new Error("no event came");
      lost.abort();
      const resumed = await streamOf(door, token, session, first.value.id);
      expect(resumed.status).toBe(200);
      for await (const { data } of eventsOf(resumed)) {
        const message = JSON.parse(data);
        if (message.id !== 7) continue;
        expect(message.result.structuredContent.targets).toMatchObject([{ verdict: "confirmed" }]);
        break;
      }
      // it was answered meanwhile: what is left comes, and then the end
      const again = await streamOf(door, token, session, first.value.id);
      expect(again.headers.get("content-type")).toBe("text/event-stream");
      const told: unknown[] = [];
      for await (const { data } of eventsOf(again)) told.push(JSON.parse(data).id);
      expect(told.filter((id) => id !== undefined)).toEqual([7]);
      const stranger = await door.issue("operator");
      expect((await streamOf(door, stranger, session, first.value.id)).status).toBe(404);
      expect((await streamOf(door, token, session, "999999")).status).toBe(400);
      const ended = await ask(`${door.url}/mcp`, { method: "DELETE", token, session, headers: VERSION });
      expect(ended.status).toBe(200);
      expect((await streamOf(door, token, session)).status).toBe(404);
    });
  });
