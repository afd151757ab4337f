/** What is seen of clients from outside: many at one address, and who let them in. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { askForToken, authorizationUrl, discover, type Json, tokensOf } from "./client.ts";
import { connect, personsBrowser } from "./connection.ts";
import { CLIENTS, type Habits } from "./habits.ts";
import { type OAuthDoor, startOAuthDoor } from "./oauth-door.ts";
import { answerPerson } from "./person.ts";

const YES = { grant: "viewer", answer: "allow" } as const;

let door: OAuthDoor;
let server: Json;
beforeAll(async () => {
  door = await startOAuthDoor();
  ({ server } = await discover(door.resource, { address: "198.51.100.99" }));
});
afterAll(() => door.close());

function habitsOf(name: string): Habits {
  const found = CLIENTS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
}

test("who has a good token waits for nobody who comes with wrong ones from the same address", async () => {
  let mine = await connect(door, habitsOf("Claude Code"), YES);
  const shared = { address: "203.0.113.200" };
  const form = (refresh_token: string) => ({
    ...{ grant_type: "refresh_token", refresh_token },
    client_id: mine.identity.id,
  });
  const wrong = () => askForToken(server, form("x".repeat(43)), shared);
  let refused = await wrong();
  for (let times = 1; times < 60; times++) refused = await wrong();
  expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
  const good = tokensOf(await askForToken(server, form(mine.tokens.refresh_token), shared));
  mine = { ...mine, tokens: good };
  // who gets a token is no guesser
  expect((await wrong()).status).toBe(400);
});

test("who let whom in, and who did not, is in the log", async () => {
  const connection = await connect(door, habitsOf("Cursor"), YES);
  const asked = authorizationUrl(server, {
    client_id: connection.identity.id,
    redirect_uri: connection.asked.redirect,
  });
  await answerPerson(personsBrowser(door), asked.url, { ...YES, answer: "deny" });
  const lines = door
    .stderr()
    .split("\n")
    .filter((line) => line.includes(connection.identity.id))
    .map((line) => JSON.parse(line));
  const user = expect.stringMatching(/^[0-9a-f]{32}$/);
  const both = { client_id: connection.identity.id, user, ip: expect.stringMatching(/^192\.0\./) };
  expect(lines).toMatchObject([
    { event: "consent_given", grant_id: "viewer", ...both },
    { event: "consent_denied", ...both },
  ]);
});
