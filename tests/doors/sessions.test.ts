import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { until } from "../until.ts";
import { DOORS, startDoor, type TestDoor } from "./door.ts";
import { ask, call, INITIALIZE, openSession, send } from "./exchange.ts";

const PING = { jsonrpc: "2.0", id: 1, method: "ping" };
const SOON_MS = 1_500;
const GRANT = {
  name: "few",
  expires_at: "never",
  access: { read: ["light.*"] },
  limits: { max_sessions: 2 },
};

for (const kind of DOORS)
  describe(`sessions at the ${kind} door`, () => {
    let door: TestDoor;
    let token = "";
    let other = "";
    beforeAll(async () => {
      door = await startDoor({ kind, grants: [GRANT], env: { RATE_LIMIT_MAX: "10000" } });
      [token, other] = await Promise.all([door.issue("viewer"), door.issue("viewer")]);
    });
    afterAll(() => door.close());

    const at = () => `${door.url}/mcp`;

    /** A stream that is open, and when it ended. */
    async function listen(session: string, as = token) {
      const response = await send(at(), { token: as, session });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      expect(response.headers.get("x-accel-buffering")).toBe("no");
      const ended = response.text().then(
        () => performance.now(),
        () => performance.now(),
      );
      return { ended };
    }

    test("the first answer says what there is", async () => {
      const { text } = await ask(at(), { token, body: INITIALIZE });
      for (const what of ["tools", "prompts", "resources"])
        expect(text).toMatch(new RegExp(`"capabilities":\\{[^]*"${what}":`));
    });

    test("another principal's session is not there, by whatever method", async () => {
      const session = await openSession(door.url, token);
      const answers = await Promise.all([
        ask(at(), { token: other, session, body: call(1, "ha_overview") }),
        ask(at(), { token: other, session, body: call(1, "ha_overview", {}, { progressToken: 1 }) }),
        ask(at(), { token: other, session, body: PING }),
        ask(at(), { token: other, session }),
        ask(at(), { token: other, session, method: "DELETE" }),
      ]);
      const unknown = await ask(at(), { token: other, session: "none", body: call(1, "ha_overview") });
      expect(unknown.status).toBe(404);
      for (const answer of answers) {
        expect(answer.status).toBe(404);
        expect(answer.json).toMatchObject({ error: (unknown.json as { error: object }).error });
      }
      expect((await ask(at(), { token, session, body: PING })).status).toBe(200);
    });

    test("a client cannot choose the id of its session", async () => {
      const chosen = "11111111-1111-4111-8111-111111111111";
      const answer = await ask(at(), { token, session: chosen, body: INITIALIZE });
      expect(answer.status).toBe(404);
      expect(answer.headers.get("mcp-session-id")).toBeNull();
    });

    test("ends with its DELETE", async () => {
      const session = await openSession(door.url, token);
      expect((await ask(at(), { token, session, method: "DELETE" })).status).toBe(200);
      await until(async () => (await ask(at(), { token, session, body: PING })).status === 404);
    });

    test("at the cap the one that was idle longest makes room, also when many come at once", async () => {
      const few = await door.issue("few");
      const [first, second] = [await openSession(door.url, few), await openSession(door.url, few)];
      await ask(at(), { token: few, session: first, body: PING });
      const third = await openSession(door.url, few);
      const alive = async (session: string) =>
        (await ask(at(), { token: few, session, body: PING })).status === 200;
      expect([await alive(first), await alive(second), await alive(third)]).toEqual([true, false, true]);
      const many = await Promise.all(
        Array.from({ length: 20 }, () => openSession(door.url, few).catch(() => "")),
      );
      const living = await Promise.all(many.map((session) => session !== "" && alive(session)));
      expect(living.filter(Boolean).length).toBeLessThanOrEqual(2);
    });

    test("at the cap an agent makes room among its own sessions", async () => {
      const [mine, theirs] = [await door.issue("few"), await door.issue("few")];
      const staying = await openSession(door.url, theirs);
      for (let at = 0; at < 4; at++) await openSession(door.url, mine);
      expect((await ask(at(), { token: theirs, session: staying, body: PING })).status).toBe(200);
    });

    test("its stream ends within a second and a half of the revocation of its token, and no other", async () => {
      const doomed = await door.issue("viewer");
      const [session, staying] = [await openSession(door.url, doomed), await openSession(door.url, token)];
      const { ended } = await listen(session, doomed);
      const stays = new AbortController();
      const stayed = await send(at(), { token, session: staying, signal: stays.signal });
      await door.run("tokens", "revoke", doomed.split("_")[1] ?? "");
      const from = performance.now();
      expect((await ended) - from).toBeLessThan(SOON_MS);
      expect((await ask(at(), { token: doomed, session, body: PING })).status).toBe(401);
      const one = stayed.body?.getReader().read();
      expect(await Promise.race([one, Bun.sleep(300).then(() => "open")])).toBe("open");
      stays.abort();
      await one?.catch(() => undefined);
    });

    test("a process that starts again takes it up, for its owner alone", async () => {
      const session = await openSession(door.url, token);
      await door.stop();
      door = await startDoor({ kind, home: door.home, house: door.house, env: { RATE_LIMIT_MAX: "10000" } });
      const [strange, own] = await Promise.all([
        ask(at(), { token: other, session, body: call(1, "ha_overview") }),
        ask(at(), { token, session, body: call(1, "ha_overview") }),
      ]);
      expect([strange.status, own.status]).toEqual([404, 200]);
      expect(own.json).toMatchObject({ result: { structuredContent: expect.anything() } });
      const listed = await ask(at(), {
        token,
        session,
        body: { jsonrpc: "2.0", id: 2, method: "tools/list" },
      });
      expect(listed.json).toMatchObject({ result: { tools: expect.anything() } });
    });

    test("one that is ended at another process of the same state is ended here", async () => {
      const token = await door.issue("viewer");
      const session = await openSession(door.url, token);
      const other = await startDoor({ kind, home: door.home, house: door.house });
      const at = (url: string, method = "POST") =>
        ask(`${url}/mcp`, { method, token, session, ...(method === "POST" ? { body: PING } : {}) });
      expect((await at(other.url)).status).toBe(200);
      expect((await at(door.url, "DELETE")).status).toBe(200);
      await until(async () => (await at(other.url)).status === 404);
      await other.stop();
    });

    test("the kill switch ends every stream, and every credential waits", async () => {
      const session = await openSession(door.url, token);
      const { ended } = await listen(session);
      await door.run("kill", "on");
      const from = performance.now();
      expect((await ended) - from).toBeLessThan(SOON_MS);
      const refused = await ask(at(), { token, session, body: PING });
      expect(refused.status).toBe(503);
      expect(refused.headers.get("retry-after")).not.toBeNull();
      await door.run("kill", "off");
      expect((await ask(at(), { token, body: INITIALIZE })).status).toBe(200);
    });
  });
