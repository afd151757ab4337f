import { expect, test } from "bun:test";
import type { JsonObject } from "../../../../src/core/json.ts";
import { memoryStore } from "../../../../src/store/memory-store.ts";
import {
  isKnownAddress,
  rememberAddress,
} from "../../../../src/transport/express/oauth/client/address-limit.ts";
import { isSecret } from "../../../../src/transport/express/oauth/client/registration.ts";
import { openClients, type RegistrationFault } from "../../../../src/transport/express/oauth/open-clients.ts";
import { DOCUMENTS, REGISTRATIONS } from "./client/published-clients.ts";

const ADDRESS = "203.0.113.1";
const HOUR_MS = 3_600_000;

function opened() {
  const clock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
  const fetched: string[] = [];
  const pages: Readonly<Record<string, object>> = DOCUMENTS;
  const store = memoryStore(clock);
  const clients = openClients({
    store,
    clock,
    onRefused: () => undefined,
    fetch: async (url) => {
      fetched.push(url);
      return { text: JSON.stringify(pages[url] ?? {}), maxAgeMs: undefined };
    },
  });
  return { clients, clock, fetched, store };
}

test("ten thousand questions of strangers keep nobody out who has logged in from where they are", async () => {
  const { clients, clock, store } = opened();
  await rememberAddress(store, ADDRESS);
  let refused: number | undefined;
  for (let index = 0; index < 51 && refused === undefined; index++)
    for (let times = 0; times < 200 && refused === undefined; times++)
      refused = await clients.mayAsk(`198.51.100.${index}`);
  expect(refused).toBeGreaterThan(3_000);
  expect(await clients.mayAsk("203.0.113.2")).toBeGreaterThan(3_000);
  expect(await clients.mayAsk(ADDRESS)).toBeUndefined();
  for (let times = 1; times < 200; times++) await clients.mayAsk(ADDRESS);
  expect(await clients.mayAsk(ADDRESS)).toBeGreaterThan(3_000);
  clock.time += 31 * 24 * HOUR_MS;
  expect(await isKnownAddress(store, ADDRESS)).toBe(false);
});

function accepted(answer: JsonObject | RegistrationFault): JsonObject {
  if ("status" in answer) throw new Error(String(answer["error_description"]));
  return answer;
}

for (const [name, body] of Object.entries(REGISTRATIONS))
  test(`${name} registers and is found`, async () => {
    const { clients } = opened();
    const { client_secret: secret, ...answer } = accepted(await clients.register(body, ADDRESS));
    const { client_secret: kept, ...found } = Object(await clients.find(String(answer["client_id"])));
    expect(found).toEqual(answer);
    expect(answer["client_id_issued_at"]).toBe(Date.UTC(2026, 0, 1) / 1_000);
    const wants = body.token_endpoint_auth_method !== "none";
    expect([secret === undefined, kept === undefined]).toEqual([!wants, !wants]);
    if (secret !== undefined) expect(isSecret(String(secret), String(kept))).toBe(true);
  });

test("ids and secrets are the server's, new for each, and nothing that a client sends becomes one", async () => {
  const { clients } = opened();
  const body = {
    ...REGISTRATIONS["claude.ai"],
    client_id: "mine",
    client_secret: "mine",
    client_id_issued_at: 1,
  };
  const one = accepted(await clients.register(body, ADDRESS));
  const two = accepted(await clients.register(body, ADDRESS));
  expect(one["client_id"]).toMatch(/^[0-9a-f]{32}$/);
  expect(one["client_secret"]).toMatch(/^[\w-]{43}$/);
  expect(new Set([one["client_id"], two["client_id"], one["client_secret"], two["client_secret"]]).size).toBe(
    4,
  );
  expect(await clients.find("mine")).toBeUndefined();
});

test("a document is found at its URL, and an id that was given out is never fetched", async () => {
  const { clients, fetched } = opened();
  const url = "https://claude.ai/oauth/claude-code-client-metadata";
  expect(await clients.find(url)).toMatchObject({ client_id: url, application_type: "native" });
  expect(await clients.find("0123456789abcdef0123456789abcdef")).toBeUndefined();
  expect(fetched).toEqual([url]);
});

test("documents are fetched on account of whoever asks", async () => {
  const { clients, fetched } = opened();
  const look = (address: string, number: number) =>
    clients.askedFrom(address, () => clients.find(`https://app.example/${number}`));
  for (let number = 0; number < 25; number++) await look("203.0.113.7", number);
  expect(fetched).toHaveLength(20);
  await look("203.0.113.8", 30);
  expect(fetched).toHaveLength(21);
});

test("what is wrong with a registration costs it nothing, the twenty-first of an hour waits", async () => {
  const { clients, clock } = opened();
  for (let number = 0; number < 30; number++)
    expect(await clients.register({ redirect_uris: ["http://evil.example/cb"] }, ADDRESS)).toMatchObject({
      status: 400,
      error: "invalid_redirect_uri",
    });
  for (let number = 0; number < 20; number++) accepted(await clients.register(REGISTRATIONS.Cursor, ADDRESS));
  expect(await clients.register(REGISTRATIONS.Cursor, ADDRESS)).toEqual({
    status: 429,
    error: "temporarily_unavailable",
    error_description: expect.any(String),
    retryAfterSeconds: 3_600,
  });
  clock.time += HOUR_MS;
  accepted(await clients.register(REGISTRATIONS.Cursor, ADDRESS));
});
