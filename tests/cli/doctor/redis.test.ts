/** What doctor says of a Redis. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { examine } from "../../../src/cli/doctor/doctor.ts";
import { forwardClock } from "../../../src/core/clock.ts";
import { followMark } from "../../../src/security/identity/keep/clock-mark.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { startRedis } from "../../store/redis/redis-server.ts";

setDefaultTimeout(60_000);

async function findings(url: string) {
  const HEARTHGATE_HOME = mkdtempSync(join(tmpdir(), "hearthgate-doctor-"));
  return (await examine("stdio", { STORE: url, HEARTHGATE_HOME })).filter(({ check }) =>
    /^(?:state\.(?:store|redis)|settings\.weak)$/.test(check),
  );
}

test("one that forgets nothing is good, one that may is told, no password in it", async () => {
  const redis = await startRedis();
  expect(await findings(redis.url)).toMatchObject([
    { check: "settings.weak", result: "good" },
    { check: "state.store", result: "good" },
  ]);
  await redis.tell("CONFIG", "SET", "appendfsync", "everysec");
  const found = await findings(redis.url);
  expect(found).toMatchObject([
    { check: "settings.weak", result: "good" },
    { check: "state.store", result: "good" },
    { check: "state.redis", result: "warning", said: expect.stringContaining("appendfsync always") },
  ]);
  expect(JSON.stringify(found)).not.toContain(redis.password);
  await redis.close();
});

test.each([
  [-1, "good", "has not gone back"],
  [2, "warning", "2 minutes ahead of this machine's clock"],
  [2 * 24 * 60, "fault", "more than a day"],
])("another machine has seen a time %d minutes ahead", async (minutes, result, said) => {
  const redis = await startRedis();
  const other = forwardClock(() => Date.now() + minutes * 60_000);
  const store = await openRedisStore({ url: redis.url, clock: other });
  await followMark(store, other);
  await store.close();
  const HEARTHGATE_HOME = mkdtempSync(join(tmpdir(), "hearthgate-doctor-"));
  const found = await examine("stdio", { STORE: redis.url, HEARTHGATE_HOME });
  expect(found.filter(({ check }) => check === "state.clock")).toMatchObject([
    { result, said: expect.stringContaining(said) },
  ]);
  await redis.close();
});

test("one across a network without TLS is told, one that is not there is a fault", async () => {
  expect(await findings("redis://:hunter2@redis.invalid")).toMatchObject([
    { check: "settings.weak", result: "warning", said: expect.stringContaining("STORE=redis://") },
    { check: "state.store", result: "fault" },
  ]);
});
