/** Each client from discovery to the tenth refresh and on, a day later, on Node and on Bun. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { REGISTRATIONS } from "../../transport/express/oauth/client/published-clients.ts";
import { authorizationUrl, challengeOf, discover, register, tokensOf } from "./client.ts";
import {
  type Connection,
  callInSession,
  callOnce,
  connect,
  lightIn,
  personsBrowser,
  refreshed,
  refreshWith,
} from "./connection.ts";
import { CLIENTS } from "./habits.ts";
import { type OAuthDoor, startOAuthDoor, startWeb, type Web } from "./oauth-door.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const REFRESHES = 10;

/** What a person sees whose client asks under this id. */
async function pageFor(door: OAuthDoor, clientId: string) {
  const { server } = await discover(door.resource, { address: "198.51.100.60" });
  const { url } = authorizationUrl(server, { client_id: clientId, redirect_uri: "http://127.0.0.1:33418/" });
  return personsBrowser(door).open(url);
}

const YES = { grant: "viewer", answer: "allow" } as const;

for (const [runtime, command] of [
  ["Node", undefined],
  ["Bun", process.execPath],
] as const)
  describe(`at a door on ${runtime}`, () => {
    let web: Web;
    let door: OAuthDoor;
    const connections = new Map<string, Connection>();
    /** The refresh token that each had first. */
    const firsts = new Map<string, string>();
    let unused = "";
    const connectionOf = (name: string): Connection => {
      const connection = connections.get(name);
      if (connection === undefined) throw new Error(`${name} did not connect`);
      return connection;
    };

    beforeAll(async () => {
      web = await startWeb();
      door = await startOAuthDoor({ web, ...(command === undefined ? {} : { runtime: command }) });
    });
    afterAll(() => door.close());

    for (const habits of CLIENTS)
      test(`${habits.name} connects, is called in both eras, refreshes ${REFRESHES} times`, async () => {
        let connection = await connect(door, habits, YES);
        const { found, asked, told, tokens } = connection;
        firsts.set(habits.name, tokens.refresh_token);
        expect(found.challenge["scope"]).toBe("home");
        expect(found.challenge["error"]).toBeUndefined();
        expect(found.resource["resource"]).toBe(door.resource);
        expect(told.href.startsWith(asked.redirect)).toBe(true);
        // some take another answer than they asked for as a refusal
        expect(tokens.scope).toBe(asked.scope ?? "home");
        expect(lightIn(await callOnce(door, tokens.access_token, habits))).toBe("light.hall");
        expect(lightIn(await callInSession(door, tokens.access_token))).toBe("light.hall");
        const seen = new Set([tokens.refresh_token]);
        for (let turn = 0; turn < REFRESHES; turn++) {
          connection = await refreshed(connection, door);
          expect(connection.tokens.scope).toBe(tokens.scope);
          seen.add(connection.tokens.refresh_token);
          expect(lightIn(await callOnce(door, connection.tokens.access_token, habits))).toBe("light.hall");
        }
        expect(seen.size).toBe(REFRESHES + 1);
        if (habits.atOnce > 1) {
          const answers = await Promise.all(
            Array.from({ length: habits.atOnce }, () => refreshWith(connection, door)),
          );
          const all = answers.map(tokensOf);
          for (const { access_token } of all)
            expect(lightIn(await callOnce(door, access_token, habits))).toBe("light.hall");
          connection = { ...connection, tokens: all.at(-1) ?? connection.tokens };
        }
        connections.set(habits.name, connection);
      });

    test("a client registers and does not come back", async () => {
      const from = { address: "198.51.100.60" };
      const { server } = await discover(door.resource, from);
      unused = String((await register(server, REGISTRATIONS["VS Code"], from))["client_id"]);
      expect((await pageFor(door, unused)).status).toBe(200);
    });

    test("a day later every access token has expired, and every client goes on with a refresh", async () => {
      door = await door.again(25 * HOUR_MS);
      for (const habits of CLIENTS) {
        const connection = connectionOf(habits.name);
        const late = await callOnce(door, connection.tokens.access_token, habits);
        expect([habits.name, late.status, challengeOf(late)["error"]]).toEqual([
          habits.name,
          401,
          "invalid_token",
        ]);
        const next = await refreshed(connection, door);
        expect(lightIn(await callOnce(door, next.tokens.access_token, habits))).toBe("light.hall");
        connections.set(habits.name, next);
      }
    }, 60_000);

    test("a day later a registration that nobody used is gone: its client is shown a page, not redirected", async () => {
      const page = await pageFor(door, unused);
      expect([page.status, page.left]).toEqual([400, undefined]);
    });

    test("where a client's document cannot be read, it is told to come again, and keeps what it has", async () => {
      const { tokens, habits } = connectionOf("ChatGPT");
      door = await door.again(27 * HOUR_MS);
      web.isDown = true;
      const refused = await refreshWith(connectionOf("ChatGPT"), door);
      expect([refused.status, refused.json?.["error"]]).toEqual([503, "temporarily_unavailable"]);
      expect(lightIn(await callOnce(door, tokens.access_token, habits))).toBe("light.hall");
      web.isDown = false;
      door = await door.again(28 * HOUR_MS);
      connections.set("ChatGPT", await refreshed(connectionOf("ChatGPT"), door));
    });

    test("a clock that was put back by five minutes locks nobody out", async () => {
      door = await door.again(28 * HOUR_MS - 5 * MINUTE_MS);
      for (const name of ["ChatGPT", "Claude Code, registered"]) {
        const { tokens, habits } = connectionOf(name);
        expect(lightIn(await callOnce(door, tokens.access_token, habits))).toBe("light.hall");
        connections.set(name, await refreshed(connectionOf(name), door));
      }
    });

    test("a refresh token of the day before ends all that came of it, for that client alone", async () => {
      const [stolen, other] = [connectionOf("Claude Code"), connectionOf("VS Code")];
      const replayed = await refreshWith(stolen, door, firsts.get("Claude Code"));
      expect([replayed.status, replayed.json?.["error"]]).toEqual([400, "invalid_grant"]);
      expect((await refreshWith(stolen, door)).json?.["error"]).toBe("invalid_grant");
      expect((await callOnce(door, stolen.tokens.access_token, stolen.habits)).status).toBe(401);
      expect(lightIn(await callOnce(door, other.tokens.access_token, other.habits))).toBe("light.hall");
    });
  });
