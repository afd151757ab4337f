/** Two `hearthgate serve` with a folder each, on one Redis: what one is told the other knows. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { type DemoHouse, startDemoHouse } from "../../../src/demo/house.ts";
import { type RedisServer, startRedis } from "../../store/redis/redis-server.ts";
import { until } from "../../until.ts";
import { failedStart, startDoor, type TestDoor } from "../door.ts";
import { ask, call, INITIALIZE, openSession, send } from "../exchange.ts";

setDefaultTimeout(60_000);

const PING = { jsonrpc: "2.0", id: 9, method: "ping" };

let redis: RedisServer;
let house: DemoHouse;
let one: TestDoor;
let other: TestDoor;

beforeAll(async () => {
  redis = await startRedis();
  house = await startDemoHouse({ restless: false, lockMs: 0 });
  const env = { STORE: redis.url };
  one = await startDoor({ house, env });
  other = await startDoor({ house, env });
});
afterAll(async () => {
  await one.close();
  await other.close();
  await house.close();
  await redis.close();
});

async function logIn(door: TestDoor): Promise<string> {
  const login = await ask(`${door.url}/api/auth/login`, { body: { token: house.tokens.admin } });
  expect(login.status).toBe(200);
  return String(login.json?.["token"]);
}

const statusAt = async (door: TestDoor, token: string) =>
  (await ask(`${door.url}/api/auth/session`, { token })).status;

test("a logout at one is a 401 at the other at once, its streams end", async () => {
  const token = await logIn(one);
  const session = await openSession(other.url, token);
  const stream = await send(`${other.url}/mcp`, { token, session });
  const ended = stream.text().catch(() => "");
  expect((await ask(`${one.url}/api/auth/logout`, { method: "POST", token })).status).toBe(204);
  expect(await statusAt(other, token)).toBe(401);
  await ended;
});

test("a token that is revoked at one machine opens nothing at the other", async () => {
  const token = await one.issue("viewer");
  expect(await statusAt(other, token)).toBe(200);
  await one.run("tokens", "revoke", token.split("_")[1] ?? "");
  expect(await statusAt(other, token)).toBe(401);
});

test("a session that was opened at one is taken up by the other", async () => {
  const token = await one.issue("viewer");
  const session = await openSession(one.url, token);
  const asked = { token, session, body: call(1, "ha_overview") };
  expect((await ask(`${other.url}/mcp`, asked)).json).toMatchObject({
    result: { structuredContent: expect.anything() },
  });
  expect((await ask(`${one.url}/mcp`, { token, session, body: PING })).status).toBe(200);
  expect((await ask(`${other.url}/mcp`, { token, session, method: "DELETE" })).status).toBe(200);
  await until(async () => (await ask(`${one.url}/mcp`, { token, session, body: PING })).status === 404);
});

test("keys that were rotated at one sign and verify at the other", async () => {
  const before = await logIn(one);
  await one.run("keys", "rotate");
  const after = await logIn(other);
  const kidOf = (token: string) =>
    JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;
  expect(kidOf(after)).not.toBe(kidOf(before));
  expect([await statusAt(one, after), await statusAt(other, before)]).toEqual([200, 200]);
  await one.run("keys", "revoke", kidOf(before), "--now");
  expect([await statusAt(one, before), await statusAt(other, before)]).toEqual([401, 401]);
});

test("the kill switch holds at both", async () => {
  const token = await one.issue("viewer");
  await other.run("kill", "on");
  expect([await statusAt(one, token), await statusAt(other, token)]).toEqual([503, 503]);
  await one.run("kill", "off");
  expect([await statusAt(one, token), await statusAt(other, token)]).toEqual([200, 200]);
});

test("requests of a credential are counted at both together", async () => {
  const token = await one.issue("viewer");
  const left = async (door: TestDoor) => {
    const { headers } = await ask(`${door.url}/api/auth/session`, { token });
    return Number(/r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1]);
  };
  expect([await left(one), await left(other), await left(one)]).toEqual([119, 118, 117]);
});

test("wrong credentials are counted at both together, and lock out at both", async () => {
  const wrong = `hg_00000000_${"0".repeat(40)}`;
  expect([
    await statusAt(one, wrong),
    await statusAt(other, wrong),
    await statusAt(one, wrong),
    await statusAt(other, wrong),
    await statusAt(one, wrong),
    await statusAt(other, wrong),
    await statusAt(one, wrong),
  ]).toEqual([401, 401, 401, 401, 401, 429, 429]);
  await one.run("lockouts", "clear", "all");
});

test("while Redis is gone nobody is let in; what it acknowledged is there when it is back", async () => {
  const token = await one.issue("viewer");
  const revoked = await one.issue("viewer");
  await one.run("tokens", "revoke", revoked.split("_")[1] ?? "");
  const login = await logIn(one);
  const session = await openSession(one.url, token);
  expect([await statusAt(one, token), await statusAt(one, revoked)]).toEqual([200, 401]);
  await redis.kill();
  for (const door of [one, other]) {
    const asked = [
      ask(`${door.url}/mcp`, { token, body: INITIALIZE }),
      ask(`${door.url}/mcp`, { token, session, body: PING }),
      ask(`${door.url}/mcp`, { token: revoked, body: INITIALIZE }),
      ask(`${door.url}/mcp`, { body: INITIALIZE }),
      ask(`${door.url}/api/auth/login`, { body: { token: house.tokens.admin } }),
      ask(`${door.url}/api/auth/logout`, { method: "POST", token: login }),
      ask(`${door.url}/api/auth/session`, { token: login }),
      ask(`${door.url}/ready`),
    ];
    for (const { status, json } of await Promise.all(asked))
      expect([status, json]).toEqual([503, expect.anything()]);
    expect((await ask(`${door.url}/health`)).status).toBe(200);
    expect(door.stderr()).toContain("Redis is gone; nobody is let in until it answers.");
  }
  await redis.start();
  for (const door of [one, other]) {
    await until(async () => (await ask(`${door.url}/ready`)).status === 200);
    expect([await statusAt(door, token), await statusAt(door, revoked)]).toEqual([200, 401]);
    expect(door.stderr()).toContain("Redis answers again.");
  }
  const asked = { token, session, body: call(1, "ha_overview") };
  expect((await ask(`${one.url}/mcp`, asked)).json).toMatchObject({
    result: { structuredContent: expect.anything() },
  });
});

test("a STORE that cannot be used stops the start in one sentence, without its password", async () => {
  for (const [store, sentence] of [
    ["redis://:hunter2@127.0.0.1:1", "No Redis answers at the address of STORE."],
    [`redis://:hunter2@127.0.0.1:${redis.port}`, "Redis refuses the user or password of STORE."],
    ["redis://:hunter2@/nowhere?", "STORE must be sqlite, memory, or redis://"],
  ] as const) {
    const { code, said } = await failedStart({ house, env: { STORE: store } });
    expect([code, said.trim().split("\n").length]).toEqual([78, 1]);
    expect(said).toContain(sentence);
    expect(said).not.toContain("hunter2");
  }
  expect(one.stderr() + other.stderr()).not.toContain(redis.password);
});

test("JWT_SECRET is changed in two rounds, one machine after the other, and nobody is logged out", async () => {
  const own = await startRedis();
  const secret = () => randomBytes(36).toString("base64");
  const [old, fresh] = [secret(), secret()];
  const start = (JWT_SECRET: string, JWT_SECRET_PREVIOUS = "") =>
    startDoor({ house, env: { STORE: own.url, JWT_SECRET, JWT_SECRET_PREVIOUS } });
  const doors = [await start(old), await start(old)] as [TestDoor, TestDoor];
  const logins: string[] = [];
  for (const secrets of [
    [old, fresh],
    [fresh, old],
  ] as const)
    for (const at of [0, 1] as const) {
      logins.push(await logIn(doors[0]), await logIn(doors[1]));
      await doors[at].close();
      doors[at] = await start(...secrets);
      for (const door of doors) for (const login of logins) expect(await statusAt(door, login)).toBe(200);
    }
  for (const door of doors) await door.close();
  await own.close();
});
