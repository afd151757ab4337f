/** A person's way that goes over a crash at every step, or through two processes by turns; what is kept in SQLite and in Redis. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createServer, request as forward, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type RedisServer, startRedis } from "../../store/redis/redis-server.ts";
import type { Browser } from "./browser.ts";
import { askForToken, authorizationUrl, discover, tokensOf } from "./client.ts";
import { callOnce, connect, lightIn, personsBrowser, refreshed, refreshWith } from "./connection.ts";
import { CLIENTS, type Habits } from "./habits.ts";
import { type OAuthDoor, startOAuthDoor } from "./oauth-door.ts";
import { answerPerson } from "./person.ts";

setDefaultTimeout(120_000);

const FROM = { address: "198.51.100.70" };
const DOCUMENT = "https://claude.ai/oauth/claude-code-client-metadata";
const REDIRECT = "http://localhost:3118/callback";
const YES = { grant: "viewer", answer: "allow" } as const;

function habitsOf(name: string): Habits {
  const found = CLIENTS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
}

/** Hands each request to the next of some ports: two machines behind one name. */
async function takeTurns(ports: () => readonly number[]): Promise<{ server: Server; seen: number[] }> {
  const seen: number[] = [];
  const server = createServer((request, response) => {
    const all = ports();
    const port = all[seen.length % all.length] ?? 0;
    seen.push(port);
    const { method, url, headers } = request;
    const options = { host: "127.0.0.1", port, method, path: url, headers, agent: false } as const;
    const asked = forward(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on("error", () => response.writeHead(502).end());
    request.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, seen };
}

for (const kept of ["SQLite", "Redis"] as const)
  describe(`what is kept in ${kept}`, () => {
    let redis: RedisServer | undefined;
    let env: Readonly<Record<string, string>> = {};
    beforeAll(async () => {
      if (kept === "SQLite") return;
      redis = await startRedis();
      env = { STORE: redis.url };
    });
    afterAll(() => redis?.close());

    test("a process that dies before every step of a person and of the client loses nothing", async () => {
      let door = await startOAuthDoor({ env });
      try {
        const { server } = await discover(door.resource, FROM);
        const asked = authorizationUrl(server, { client_id: DOCUMENT, redirect_uri: REDIRECT });
        const browser = personsBrowser(door);
        let pages = 0;
        const mortal: Browser = {
          async open(...page) {
            if (pages++ > 0) door = await door.again(0);
            return browser.open(...page);
          },
        };
        const told = await answerPerson(mortal, asked.url, YES);
        expect([pages > 4, told.searchParams.get("state")]).toEqual([true, asked.state]);
        door = await door.again(0);
        const form = {
          client_id: DOCUMENT,
          code: told.searchParams.get("code") ?? "",
          redirect_uri: REDIRECT,
        };
        const code = { grant_type: "authorization_code", code_verifier: asked.verifier, ...form };
        const first = tokensOf(await askForToken(server, code, FROM));
        door = await door.again(0);
        const turned = {
          grant_type: "refresh_token",
          client_id: DOCUMENT,
          refresh_token: first.refresh_token,
        };
        const second = tokensOf(await askForToken(server, turned, FROM));
        door = await door.again(0);
        for (const { access_token } of [first, second])
          expect(lightIn(await callOnce(door, access_token, habitsOf("Claude Code")))).toBe("light.hall");
        // and the code is as spent as it was
        expect((await askForToken(server, code, FROM)).json?.["error"]).toBe("invalid_grant");
        expect((await callOnce(door, second.access_token, habitsOf("Claude Code"))).status).toBe(401);
      } finally {
        await door.close();
      }
    });

    describe("of two processes that take turns", () => {
      let doors: readonly OAuthDoor[] = [];
      let front: Awaited<ReturnType<typeof takeTurns>>;
      let both: OAuthDoor;
      beforeAll(async () => {
        front = await takeTurns(() => doors.map(({ port }) => port));
        const issuer = `http://127.0.0.1:${(front.server.address() as AddressInfo).port}`;
        const one = await startOAuthDoor({ env: { ...env, PUBLIC_URL: issuer } });
        const other = await startOAuthDoor({
          ...{ home: one.home, house: one.house, env: { ...env, PUBLIC_URL: issuer } },
        });
        doors = [one, other];
        both = { ...one, url: issuer, issuer, resource: `${issuer}/mcp` };
      });
      afterAll(async () => {
        front.server.close();
        for (const door of doors.toReversed()) await door.close();
      });

      test("neither knows less than the other: documents and registrations, refreshes at once, the end", async () => {
        for (const name of [
          "Claude Code",
          "Claude Code, registered",
          "claude.ai, registered, with a secret",
        ]) {
          const habits = habitsOf(name);
          const before = front.seen.length;
          let connection = await connect(both, habits, YES);
          expect(new Set(front.seen.slice(before)).size).toBe(2);
          for (let turn = 0; turn < 3; turn++) connection = await refreshed(connection, both);
          const atOnce = await Promise.all([1, 2, 3, 4].map(() => refreshWith(connection, both)));
          for (const { access_token } of atOnce.map(tokensOf))
            for (const door of doors)
              expect(lightIn(await callOnce(door, access_token, habits))).toBe("light.hall");
          await both.run("tokens", "revoke", "--client", connection.identity.id);
          for (const door of doors) {
            const refused = await callOnce(door, connection.tokens.access_token, habits);
            expect([name, refused.status]).toEqual([name, 401]);
          }
          expect((await refreshWith(connection, both)).status).toBe(400);
        }
      });
    });
  });
