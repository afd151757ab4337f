import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { until } from "../until.ts";
import { BAD_BODIES, BAD_BYTES, BAD_HEADERS, type Target } from "./bad-input.ts";
import { DOORS, startDoor, type TestDoor } from "./door.ts";
import { type Answered, ask, call, firstAnswer, openSession, speak } from "./exchange.ts";

const ROOM_BYTES = 96 * 1024 * 1024;

for (const kind of DOORS)
  describe(`bad input at the ${kind} door`, () => {
    let door: TestDoor;
    let target: Target;
    let before = 0;
    beforeAll(async () => {
      door = await startDoor({ kind, env: { RATE_LIMIT_MAX: "100000" } });
      const token = await door.issue("viewer");
      const session = await openSession(door.url, token);
      target = { url: door.url, port: door.port, token, session };
      before = door.resident();
    });
    afterAll(() => door.close());

    const rows = [...BAD_BODIES, ...BAD_HEADERS, ...BAD_BYTES];
    for (const { name, statuses, send } of rows.filter(({ only = kind }) => only === kind))
      test(name, async () => {
        const answer = await send(target);
        if (!statuses.includes(answer.status))
          throw new Error(
            `${answer.status} in place of ${statuses.join(" or ")}: ${answer.text.slice(0, 300)}`,
          );
        expectPlain(answer);
      });

    test("an upload that is given up leaves nothing behind", async () => {
      const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${target.token}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n`;
      await Promise.all(
        Array.from(
          { length: 50 },
          () =>
            new Promise<void>((resolve) => {
              const socket = connect(target.port, "127.0.0.1", () => {
                socket.write(head + "x".repeat(200_000), () => socket.resetAndDestroy());
              });
              socket.on("close", () => resolve());
              socket.on("error", () => resolve());
            }),
        ),
      );
      expect((await ask(`${door.url}/health`)).status).toBe(200);
    });

    test("what is legal is served: an absolute URI, pipelining, HTTP/1.0 with a Host", async () => {
      const { port } = target;
      const health = `GET /health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
      const piped = await speak(port, [health + health + health], { quietMs: 2_000 });
      expect(piped.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
      const message = JSON.stringify(call(9, "ha_overview"));
      const absolute = `POST http://127.0.0.1:${port}/mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${target.token}\r\nMcp-Session-Id: ${target.session}\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${message.length}\r\n\r\n${message}`;
      expect(firstAnswer(await speak(port, [absolute], { first: true })).json).toMatchObject({ id: 9 });
      const old = firstAnswer(
        await speak(port, [`GET /health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n`], { first: true }),
      );
      expect(old.json).toEqual({ status: "ok" });
    });

    test("the process is there, a good caller is served, nothing was held on to", async () => {
      const { url, token, session } = target;
      const answer = await ask(`${url}/mcp`, { token, session, body: call(10, "ha_overview") });
      expect(answer.json).toMatchObject({ id: 10, result: { content: expect.anything() } });
      await until(() => door.resident() < before + ROOM_BYTES);
      expect(door.stderr()).not.toMatch(/"event":"defect"|^\s+at /m);
    });
  });

/** JSON-RPC or problem details; no stack, no HTML, no name of a library. */
function expectPlain({ headers, json, text }: Answered): void {
  const type = headers.get("content-type") ?? "";
  expect(type).toMatch(/^application\/(?:problem\+)?json/);
  if (type.startsWith("application/problem")) expect(json).toMatchObject({ title: expect.any(String) });
  else expect(json).toMatchObject({ jsonrpc: "2.0", error: { message: expect.any(String) } });
  expect(text).not.toMatch(/<html|<!doctype|\bat .*:\d+:\d+|node:internal|node_modules|Express/i);
  expect(headers.get("x-powered-by")).toBeNull();
  expect(headers.get("server")).toBeNull();
}
