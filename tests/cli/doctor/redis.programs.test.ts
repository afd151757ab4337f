/** What doctor says of a Redis. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { examine } from "../../../src/cli/doctor/doctor.ts";
import { forwardClock } from "../../../src/core/clock.ts";
import { startDemoHouse } from "../../../src/demo/house.ts";
import { followMark } from "../../../src/security/identity/keep/clock-mark.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { startDoor } from "../../doors/door.ts";
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

test("a door is held against what it was started with itself, not against another machine's", async () => {
  const redis = await startRedis();
  const tokenFile = (text: string) => {
    const path = join(mkdtempSync(join(tmpdir(), "hearthgate-doctor-")), "hass-token");
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const house = await startDemoHouse({ restless: false });
  const env = () => ({ STORE: redis.url, HASS_TOKEN_FILE: tokenFile(house.tokens.admin) });
  const one = await startDoor({ house, env: env() });
  const other = await startDoor({ house, env: { ...env(), LOG_LEVEL: "debug" } });
  const drift = async (home: string, more: Record<string, string>) => {
    const given = { HASS_URL: house.url, HEARTHGATE_HOME: home, HASS_TOKEN: house.tokens.admin, PORT: "0" };
    const found = await examine("serve", { ...given, ...env(), ...more });
    return found.filter(({ check }) => check === "door.drift");
  };
  // the copy of a token that a service reads lies elsewhere
  expect(await drift(one.home, { LOG_LEVEL: "info" })).toMatchObject([{ result: "good" }]);
  expect(await drift(other.home, { LOG_LEVEL: "debug" })).toMatchObject([{ result: "good" }]);
  expect(await drift(other.home, { LOG_LEVEL: "info" })).toMatchObject([
    { result: "warning", said: expect.stringContaining("LOG_LEVEL") },
  ]);
  await Promise.all([one.close(), other.close()]);
  await house.close();
  await redis.close();
});

test("one across a network without TLS is told, one that is not there is a fault", async () => {
  expect(await findings("redis://:hunter2@redis.invalid")).toMatchObject([
    { check: "settings.weak", result: "warning", said: expect.stringContaining("STORE=redis://") },
    { check: "state.store", result: "fault" },
  ]);
});
