/** What becomes of the state when Redis is gone, hangs, is emptied or is not the one that it should be. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { freePort } from "../../../scripts/free-port.ts";
import { Failure } from "../../../src/core/failure.ts";
import { storeKey } from "../../../src/store/namespaces.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { until } from "../../until.ts";
import { failing } from "../failing.ts";
import { testClock } from "../store-suite.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

setDefaultTimeout(60_000);

const ACKNOWLEDGED = { durability: "acknowledged" } as const;

async function withRedis(work: (redis: RedisServer) => Promise<void>, more?: readonly string[]) {
  const redis = await startRedis(more);
  try {
    await work(redis);
  } finally {
    await redis.close();
  }
}

test("killed at any moment it has lost nothing that was acknowledged, and goes on by itself", () =>
  withRedis(async (redis) => {
    const said: string[] = [];
    const store = await openRedisStore({
      url: redis.url,
      clock: testClock(),
      say: (line) => said.push(line),
    });
    expect(said).toEqual([]);
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round++) {
      let gone = false;
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        for (let at = 0; !gone; at++) {
          const key = storeKey("revocation", "token", `${round} ${writer} ${at}`);
          try {
            if ((await store.putIfUnchanged(key, "absent", { at }, ACKNOWLEDGED)) !== undefined)
              acknowledged.push(key);
          } catch (fault) {
            expect(fault).toBeInstanceOf(Failure);
            gone = true;
          }
        }
      });
      await until(() => acknowledged.length > (round + 1) * 200);
      await redis.kill();
      await Promise.all(writers);
      const began = performance.now();
      const failure = await failing(store.revision(), "DEFECT");
      expect(failure.denial).toBe("state_unavailable");
      expect(performance.now() - began).toBeLessThan(500);
      await redis.start();
      await until(() =>
        store.revision().then(
          () => true,
          () => false,
        ),
      );
    }
    const kept = new Set((await store.list("revocation:")).map(({ key }) => key as string));
    expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
    expect(said.slice(0, 2)).toEqual([
      "Redis is gone; nobody is let in until it answers.",
      "Redis answers again.",
    ]);
    await store.close();
  }));

test("one that hangs is refused within its time, at once when it is known, and goes on", () =>
  withRedis(async (redis) => {
    const store = await openRedisStore({ url: redis.url, clock: testClock(), timeoutMs: 300 });
    redis.signal("SIGSTOP");
    const failure = await failing(store.get("switch:kill"), "DEFECT");
    expect(failure).toMatchObject({ denial: "state_unavailable", message: "Redis did not answer in time." });
    await until(async () => {
      const began = performance.now();
      await failing(store.get("switch:kill"), "DEFECT");
      return performance.now() - began < 100;
    });
    redis.signal("SIGCONT");
    await until(() =>
      store.revision().then(
        () => true,
        () => false,
      ),
    );
    await store.close();
  }));

test("one that was emptied lets nobody in until the next start", () =>
  withRedis(async (redis) => {
    const store = await openRedisStore({ url: redis.url, clock: testClock() });
    const key = storeKey("credential", "1");
    await store.putIfUnchanged(key, "absent", 1, ACKNOWLEDGED);
    await redis.tell("FLUSHALL");
    for (const asked of [store.revision(), store.get(key), store.list("credential:"), store.prune()])
      expect((await failing(asked, "DEFECT")).message).toContain("emptied");
    await failing(store.putIfUnchanged(key, "absent", 2, ACKNOWLEDGED), "DEFECT");
    await store.close();
    const again = await openRedisStore({ url: redis.url, clock: testClock() });
    expect(await again.get(key)).toBeUndefined();
    await again.close();
  }));

test("where its memory is full it can be read, and says so", () =>
  withRedis(async (redis) => {
    const store = await openRedisStore({ url: redis.url, clock: testClock() });
    await redis.tell("CONFIG", "SET", "maxmemory", "1");
    const failure = await failing(store.putIfUnchanged("key:1", "absent", 1, ACKNOWLEDGED), "DEFECT");
    expect(failure).toMatchObject({ denial: "state_full", message: expect.stringContaining("full") });
    expect(Number.isSafeInteger(await store.revision())).toBe(true);
    await store.close();
  }));

test("what cannot be used is refused in one sentence, without the password", () =>
  withRedis(async (redis) => {
    const clock = testClock();
    const { host } = new URL(redis.url);
    const refused = async (url: string, words: RegExp) => {
      const { message, hint, cause } = await failing(openRedisStore({ url, clock }), "CONFIG_INVALID");
      expect(message).toMatch(words);
      expect(hint).toMatch(/\w/);
      expect(`${message} ${hint} ${Bun.inspect(cause)}`).not.toMatch(/Passw0rd|hunter2/);
    };
    await refused(`redis://:hunter2@127.0.0.1:${await freePort()}`, /No Redis answers/);
    await refused("redis://:hunter2@redis.invalid", /No Redis answers/);
    await refused(`redis://:hunter2@${host}`, /refuses the user or password/);
    await refused(`redis://${host}`, /refuses the user or password/);
    await refused(`redis://someone:${redis.password}@${host}`, /refuses the user or password/);
    await refused(`${redis.url}/99`, /no database of the number/);
    await refused(redis.url.replace("redis:", "rediss:"), /TLS connection|No Redis answers/);
    await redis.tell("SET", "hearthgate:format", "2");
    await refused(redis.url, /newer Hearthgate \(format 2, this one reads 1\)/);
    await redis.tell("DEL", "hearthgate:format");
    await redis.tell("CONFIG", "SET", "maxmemory", "100mb");
    await redis.tell("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    await refused(redis.url, /throws keys away/);
    await redis.tell("CONFIG", "SET", "maxmemory-policy", "volatile-ttl");
    await refused(redis.url, /throws keys away/);
  }));

test("a user with too few rights and a replica are told as what they are", () =>
  withRedis(async (redis) => {
    const clock = testClock();
    const refused = (url: string) => failing(openRedisStore({ url, clock }), "CONFIG_INVALID");
    const rights = ["~hearthgate:*", "+@read", "+@connection", "+config|get"];
    await redis.tell("ACL", "SETUSER", "reader", "on", ">Passw0rd-1", ...rights, "+@scripting");
    await redis.tell("ACL", "SETUSER", "plain", "on", ">Passw0rd-2", ...rights, "+@write");
    await redis.tell("ACL", "SETUSER", "elsewhere", "on", ">Passw0rd-3", "~other:*", "+@all");
    for (const user of ["reader:Passw0rd-1", "plain:Passw0rd-2", "elsewhere:Passw0rd-3"]) {
      const { message, hint } = await refused(redis.url.replace(/:\/\/[^@]*@/, `://${user}@`));
      expect([user, message, hint]).toEqual([
        user,
        "Redis refuses the user of STORE.",
        "The owner must look at its rights.",
      ]);
    }
    await redis.tell("REPLICAOF", "127.0.0.1", String(await freePort()));
    expect((await refused(redis.url)).message).toContain("is a replica");
  }));

test("a primary that becomes a replica while it is used takes nothing, and says why", () =>
  withRedis(async (redis) => {
    const store = await openRedisStore({ url: redis.url, clock: testClock() });
    await redis.tell("REPLICAOF", "127.0.0.1", String(await freePort()));
    const key = storeKey("revocation", "token", "x");
    const put = store.putIfUnchanged(key, "absent", true, ACKNOWLEDGED);
    expect((await failing(put, "DEFECT")).message).toMatch(/is a replica|cannot be read or written/);
    await redis.tell("REPLICAOF", "NO", "ONE");
    await store.close();
  }));

test("one that may forget is used, and its owner told", () =>
  withRedis(
    async (redis) => {
      const said: string[] = [];
      const say = (line: string) => said.push(line);
      const store = await openRedisStore({ url: redis.url, clock: testClock(), say });
      expect(said).toEqual([expect.stringContaining("appendfsync always")]);
      await store.close();
    },
    ["--appendonly", "yes", "--appendfsync", "everysec"],
  ));
