/** Each client from discovery to the tenth refresh and on, a day later, on Node and on Bun. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { challengeOf, tokensOf } from "./client.ts";
import {
  type Connection,
  callInSession,
  callOnce,
  connect,
  lightIn,
  refreshed,
  refreshWith,
} from "./connection.ts";
import { CLIENTS } from "./habits.ts";
import { type OAuthDoor, startOAuthDoor } from "./oauth-door.ts";

const HOUR_MS = 3_600_000;
const REFRESHES = 10;
const YES = { grant: "viewer", answer: "allow" } as const;

for (const [runtime, command] of [
  ["Node", undefined],
  ["Bun", process.execPath],
] as const)
  describe(`at a door on ${runtime}`, () => {
    let door: OAuthDoor;
    const connections = new Map<string, Connection>();
    /** The refresh token that each had first. */
    const firsts = new Map<string, string>();
    const connectionOf = (name: string): Connection => {
      const connection = connections.get(name);
      if (connection === undefined) throw new Error(`${name} did not connect`);
      return connection;
    };

    beforeAll(async () => {
      door = await startOAuthDoor(command === undefined ? {} : { runtime: command });
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

    test("a refresh token of the day before ends all that came of it, for that client alone", async () => {
      const [stolen, other] = [connectionOf("Claude Code"), connectionOf("VS Code")];
      const replayed = await refreshWith(stolen, door, firsts.get("Claude Code"));
      expect([replayed.status, replayed.json?.["error"]]).toEqual([400, "invalid_grant"]);
      expect((await refreshWith(stolen, door)).json?.["error"]).toBe("invalid_grant");
      expect((await callOnce(door, stolen.tokens.access_token, stolen.habits)).status).toBe(401);
      expect(lightIn(await callOnce(door, other.tokens.access_token, other.habits))).toBe("light.hall");
    });
  });
