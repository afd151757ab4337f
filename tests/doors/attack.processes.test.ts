import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { findNode, findOldNode } from "../../scripts/newer-node.ts";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { until } from "../until.ts";
import { DOORS, startDoor, type TestDoor } from "./door.ts";
import { type Answered, ask, call, firstAnswer, INITIALIZE, openSession, send, speak } from "./exchange.ts";

const INSIDE = { "X-Forwarded-For": "192.168.1.5" };
const OUTSIDE = { "X-Forwarded-For": "203.0.113.7" };
const HOME_ALONE = {
  name: "home_alone",
  expires_at: "never",
  access: { read: ["light.*"] },
  network: { allowed_ips: ["192.168.1.0/24"] },
};

/** Each drops headers in its own way. */
const RUNTIMES = Object.entries({ old: findOldNode(), new: findNode(), bun: process.execPath }).filter(
  (each): each is [string, string] => each[1] !== undefined,
);

let house: DemoHouse;
beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
});
afterAll(() => house.close());

for (const kind of DOORS)
  describe(`a hostile caller at the ${kind} door`, () => {
    let door: TestDoor;
    let token = "";
    beforeAll(async () => {
      door = await startDoor({
        kind,
        house,
        grants: [HOME_ALONE],
        env: { TRUSTED_PROXIES: "127.0.0.1", RATE_LIMIT_MAX: "100000" },
      });
      token = await door.issue("viewer");
    });
    afterAll(() => door.close());

    test("a session that was opened from an allowed address opens nothing from another", async () => {
      const walled = await door.issue("home_alone");
      const at = `${door.url}/mcp`;
      const opened = await ask(at, { token: walled, headers: INSIDE, body: INITIALIZE });
      const session = opened.headers.get("mcp-session-id") ?? "";
      const ways = [
        call(1, "ha_read", { ids: ["light.hall"] }),
        call(2, "ha_read", { ids: ["light.hall"] }, { progressToken: "p" }),
        [call(3, "ha_read", { ids: ["light.hall"] })],
      ];
      for (const body of ways) {
        const inside = await ask(at, { token: walled, session, headers: INSIDE, body });
        expect(resultIn(inside)).toMatchObject({ structuredContent: { found: [{ id: "light.hall" }] } });
        const outside = await ask(at, { token: walled, session, headers: OUTSIDE, body });
        expect(outside.status).toBe(403);
      }
    });

    test("what is written left of the proxy's entry is nobody's address", async () => {
      const walled = await door.issue("home_alone");
      const headers = {
        "X-Forwarded-For": "192.168.1.5, 203.0.113.7",
        Forwarded: "for=192.168.1.5",
        "X-Real-IP": "192.168.1.5",
      };
      const opened = await ask(`${door.url}/mcp`, { token: walled, headers: INSIDE, body: INITIALIZE });
      const session = opened.headers.get("mcp-session-id") ?? "";
      const body = call(1, "ha_read", { ids: ["light.hall"] });
      const answer = await ask(`${door.url}/mcp`, { token: walled, session, headers, body });
      expect(answer.status).toBe(403);
      for (const method of ["initialize", "tools/list"])
        expect(
          (await ask(`${door.url}/mcp`, { token: walled, headers, body: { ...INITIALIZE, method } })).status,
        ).toBe(403);
    });

    test("a thousand who send slowly, and a thousand who send nothing, keep nobody out and little in memory", async () => {
      const session = await openSession(door.url, token);
      const before = door.resident();
      const head =
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n";
      const answers: string[] = [];
      const sockets = await Promise.all([
        ...Array.from({ length: 300 }, () => knock(door.port, head + "x".repeat(250_000), answers)),
        ...Array.from({ length: 700 }, () => knock(door.port, "", answers)),
      ]);
      const from = performance.now();
      const answer = await ask(`${door.url}/mcp`, { token, session, body: call(1, "ha_overview") });
      expect(answer.status).toBe(200);
      expect(performance.now() - from).toBeLessThan(2_000);
      await until(() => answers.length > 200);
      for (const each of answers) expect(each).toStartWith("HTTP/1.1 429 ");
      expect(door.resident() - before).toBeLessThan(200 * 1024 * 1024);
      for (const socket of sockets) socket.destroy();
      const after = await ask(`${door.url}/mcp`, { token, session, body: call(2, "ha_overview") });
      expect(after.status).toBe(200);
    });

    test("the same id over and over answers or ends, and others are served", async () => {
      const session = await openSession(door.url, token);
      const flood = new AbortController();
      const body = call(1, "ha_overview", {}, { progressToken: 1 });
      const answers = Array.from({ length: 200 }, () =>
        send(`${door.url}/mcp`, { token, session, body, signal: flood.signal }).then(
          ({ status }) => status,
          () => 0,
        ),
      );
      expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
      const other = await door.issue("viewer");
      expect((await ask(`${door.url}/mcp`, { token: other, body: INITIALIZE })).status).toBe(200);
      flood.abort();
      expect((await ask(`${door.url}/health`)).status).toBe(200);
    });

    test("a small grant sees no tool that acts, and calls none", async () => {
      const session = await openSession(door.url, token);
      const listed = await ask(`${door.url}/mcp`, {
        token,
        session,
        body: { jsonrpc: "2.0", id: 1, method: "tools/list" },
      });
      expect(listed.text).not.toContain('"ha_call_service"');
      const before = house.calls.length;
      for (const meta of [undefined, { progressToken: 1 }]) {
        const body = call(
          2,
          "ha_call_service",
          { service: "light.turn_on", target: { entity_id: ["light.hall"] } },
          meta,
        );
        expect((await ask(`${door.url}/mcp`, { token, session, body })).json).toMatchObject({
          error: { code: -32_602 },
        });
      }
      expect(house.calls.length).toBe(before);
    });
  });

describe("the local caller", () => {
  test("is whoever comes from this machine without a proxy, and nobody else", async () => {
    const door = await startDoor({
      kind: "fastmcp",
      house,
      env: { HTTP_AUTH: "local", HEARTHGATE_GRANT: "viewer" },
    });
    const opened = await ask(`${door.url}/mcp`, { body: INITIALIZE });
    expect(opened.status).toBe(200);
    for (const name of [
      "X-Forwarded-For",
      "X-Forwarded-Port",
      "Forwarded",
      "X-Real-IP",
      "X-Envoy-External-Address",
      "Fly-Client-IP",
      "CF-Connecting-IP",
      "Via",
    ]) {
      const refused = await ask(`${door.url}/mcp`, { body: INITIALIZE, headers: { [name]: "127.0.0.1" } });
      expect({ name, status: refused.status }).toEqual({ name, status: 403 });
    }
    const page = await ask(`${door.url}/mcp`, {
      body: INITIALIZE,
      headers: { Origin: "https://evil.example" },
    });
    expect(page.status).toBe(403);
    await door.close();
  });

  for (const [name, runtime] of RUNTIMES)
    test(`no number of headers hides the proxy's from it (${name})`, async () => {
      const env = { HTTP_AUTH: "local", HEARTHGATE_GRANT: "viewer", STORE: "memory" };
      const door = await startDoor({ kind: "fastmcp", house, env, runtime });
      const body = JSON.stringify(INITIALIZE);
      for (const count of [0, 100, 990, 1_000, 1_990, 2_000, 3_000]) {
        const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
        const hidden = `${"a:\r\n".repeat(count)}X-Forwarded-For: 203.0.113.7\r\n\r\n`;
        const { status } = firstAnswer(await speak(door.port, [head + hidden + body], { first: true }));
        expect([count, [403, 431].includes(status)]).toEqual([count, true]);
      }
      await door.close();
    });

  test("without sessions every request stands alone, and none stays open", async () => {
    const env = { HTTP_AUTH: "local", HTTP_STATELESS: "true", HEARTHGATE_GRANT: "viewer" };
    const door = await startDoor({ kind: "fastmcp", house, env });
    const answer = await ask(`${door.url}/mcp`, { body: call(1, "ha_overview") });
    expect(resultIn(answer)).toMatchObject({ structuredContent: expect.anything() });
    expect((await ask(`${door.url}/mcp`)).status).toBe(405);
    expect((await ask(`${door.url}/mcp`, { method: "DELETE" })).status).toBe(405);
    await door.close();
  });
});

function resultIn({ json }: Answered): unknown {
  const answer = Array.isArray(json) ? json[0] : json;
  return (answer as { result?: unknown } | undefined)?.result;
}

/** Connects and writes; what is answered is kept. */
function knock(port: number, text: string, answers: string[]): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      if (text === "") return resolve(socket);
      socket.write(text, () => resolve(socket));
    });
    socket.on("data", (part: Buffer) => answers.push(part.toString()));
    socket.on("error", () => resolve(socket));
  });
}
