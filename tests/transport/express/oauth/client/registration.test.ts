import { expect, test } from "bun:test";
import { memoryStore } from "../../../../../src/store/memory-store.ts";
import { storePrefix } from "../../../../../src/store/namespaces.ts";
import {
  isSecret,
  type RegisteredMetadata,
  registeredClients,
  secretHash,
  takeRegistration,
} from "../../../../../src/transport/express/oauth/client/registration.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ADDRESS = "203.0.113.1";

function clients() {
  const clock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
  const store = memoryStore(clock);
  const pass = (ms: number) => {
    clock.time += ms;
  };
  return { store, clock, pass, registered: registeredClients(store, clock) };
}

const client = (client_id: string, more: Partial<RegisteredMetadata> = {}): RegisteredMetadata => ({
  client_id,
  application_type: "web",
  redirect_uris: ["https://app.example/cb"],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "none",
  ...more,
});

test("a client is found as it registered, the same each time", async () => {
  const { registered } = clients();
  await registered.add(client("one", { client_name: "One", client_id_issued_at: 1_767_225_600 }), ADDRESS);
  const found = await registered.find("one");
  expect(found).toEqual(client("one", { client_name: "One", client_id_issued_at: 1_767_225_600 }));
  await registered.used("one");
  expect(JSON.stringify(await registered.find("one"))).toBe(JSON.stringify(found));
  expect(await registered.find("two")).toBeUndefined();
  expect(await registered.find("")).toBeUndefined();
  await expect(registered.add(client("one"), ADDRESS)).rejects.toMatchObject({ code: "DEFECT" });
});

test("of a secret only its hash is kept, and what is kept does not pass for it", async () => {
  const { registered, store } = clients();
  const secret = "c2VjcmV0LW9mLWEtY2xpZW50LXRoYXQtaXMtbG9uZw";
  const more = { token_endpoint_auth_method: "client_secret_post", client_secret: secret } as const;
  await registered.add(client("one", more), ADDRESS);
  expect(JSON.stringify(await store.list(storePrefix("oauth_client")))).not.toContain(secret);
  const kept = (await registered.find("one"))?.client_secret ?? "";
  expect(kept).toBe(secretHash(secret));
  expect(isSecret(secret, kept)).toBe(true);
  for (const shown of [kept, "", `${secret}x`, secret.slice(1), secret.toLowerCase(), "sha256:"])
    expect([shown, isSecret(shown, kept)]).toEqual([shown, false]);
  for (const odd of ["", "sha256:", secret]) expect(isSecret(secret, odd)).toBe(false);
});

test("one that nobody allowed anything is forgotten after a day", async () => {
  const { registered, pass } = clients();
  await registered.add(client("one"), ADDRESS);
  pass(DAY_MS - 1);
  expect(await registered.find("one")).toBeDefined();
  pass(1);
  expect(await registered.find("one")).toBeUndefined();
  expect(await registered.list()).toEqual([]);
  await registered.used("one");
  expect(await registered.find("one")).toBeUndefined();
});

test("one in use stays until it was idle for 180 days", async () => {
  const { registered, pass } = clients();
  await registered.add(client("one"), ADDRESS);
  for (let uses = 0; uses < 4; uses++) {
    await registered.used("one");
    pass(DAY_MS - 1);
    await registered.used("one");
    pass(180 * DAY_MS);
    expect(await registered.find("one")).toBeDefined();
  }
  pass(1);
  expect(await registered.find("one")).toBeUndefined();
});

test("a use is written once a day, and read back", async () => {
  const { registered, store, clock, pass } = clients();
  await registered.add(client("one"), ADDRESS);
  const addedAt = clock.now();
  const version = async () => (await store.list(storePrefix("oauth_client")))[0]?.version;
  await registered.used("one");
  const written = await version();
  pass(DAY_MS - 1);
  await registered.used("one");
  expect(await version()).toBe(written);
  pass(1);
  await registered.used("one");
  expect(await version()).not.toBe(written);
  expect(await registered.list()).toEqual([
    { metadata: client("one"), address: ADDRESS, addedAt, usedAt: clock.now() },
  ]);
});

test("at a thousand the oldest that nobody uses makes room", async () => {
  const { registered, pass } = clients();
  await registered.add(client("used"), ADDRESS);
  await registered.used("used");
  for (let number = 0; number < 1_050; number++) {
    pass(1_000);
    await registered.add(client(`flood-${number}`), ADDRESS);
  }
  const ids = (await registered.list()).map(({ metadata }) => metadata.client_id);
  expect(ids).toHaveLength(1_000);
  expect(ids).toContain("used");
  expect(ids).toContain("flood-1049");
  expect(ids).toContain("flood-51");
  expect(ids).not.toContain("flood-50");
}, 60_000);

test("who registered once is not pushed out by those who register all the time", async () => {
  const { registered, pass } = clients();
  await registered.add(client("waits"), ADDRESS);
  for (let number = 0; number < 1_050; number++) {
    pass(1_000);
    await registered.add(client(`flood-${number}`), `2001:db8:0:${(number % 60).toString(16)}00::1`);
  }
  const ids = (await registered.list()).map(({ metadata }) => metadata.client_id);
  expect(ids).toHaveLength(1_000);
  expect(ids).toContain("waits");
  expect(ids).toContain("flood-1049");
}, 60_000);

test("a thousand in use are not pushed out", async () => {
  const { registered } = clients();
  for (let number = 0; number < 1_000; number++) {
    await registered.add(client(`${number}`), ADDRESS);
    await registered.used(`${number}`);
  }
  await expect(registered.add(client("more"), ADDRESS)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  expect(await registered.remove("7")).toBe(true);
  expect(await registered.remove("7")).toBe(false);
  await registered.add(client("more"), ADDRESS);
  expect(await registered.list()).toHaveLength(1_000);
}, 60_000);

test("one address registers twenty clients an hour, also in parallel", async () => {
  const { store, clock, pass } = clients();
  const waits = await Promise.all(
    Array.from({ length: 30 }, () => takeRegistration(store, ADDRESS, clock.now())),
  );
  expect(waits.filter((wait) => wait === undefined)).toHaveLength(20);
  expect(waits.filter((wait) => wait === 3_600)).toHaveLength(10);
  expect(await takeRegistration(store, "203.0.113.2", clock.now())).toBeUndefined();
  pass(HOUR_MS);
  expect(await takeRegistration(store, ADDRESS, clock.now())).toBeUndefined();
});
