/** What is planted in a run of each door comes up nowhere, with its state in Redis: see `canaries.ts`. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { startDemoHouse } from "../../../src/demo/house.ts";
import { throwKillSwitch } from "../../../src/security/identity/keep/kill-switch.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { startHost } from "../../e2e/host.ts";
import { startRedis } from "../../store/redis/redis-server.ts";
import { until } from "../../until.ts";
import { DOORS } from "../door.ts";
import { PASSWORD, PIN, STATE, scanDoor, textsIn } from "./canaries.ts";

setDefaultTimeout(90_000);

test.each(DOORS)("the %s door keeps them to itself", async (kind) => {
  const redis = await startRedis();
  await scanDoor(kind, redis);
  await redis.close();
});

test("the stdio door keeps them to itself, on one Redis with the others, whose kill switch holds here too", async () => {
  const house = await startDemoHouse({ restless: false, lockMs: 0 });
  const redis = await startRedis();
  const env = { STORE: redis.url, LOG_LEVEL: "debug", AUDIT_INCLUDE_PARAMS: "true" };
  const host = await startHost({ url: house.url, token: house.tokens.admin, env });
  house.setState("input_text.note", STATE);
  await until(async () => (await host.call("ha_read", { ids: ["input_text.note"] })).text.includes(STATE));
  const errors = [
    await host.call("ha_call_service", {
      service: "light.turn_on",
      target: { entity_id: "light.kitchen_counter" },
      data: { password: PASSWORD, brightness_pct: 20 },
    }),
    await host.call("ha_call_service", {
      service: "lock.unlock",
      target: { entity_id: "lock.front_door" },
      data: { code: PIN },
    }),
  ].filter(({ error }) => error);
  expect(errors.length).toBeGreaterThan(0);
  const store = await openRedisStore({ url: redis.url, clock: Date });
  await throwKillSwitch(store, { on: true, at: Date.now(), reason: "" });
  await store.close();
  const killed = await host.call("ha_read", { ids: ["input_text.note"] });
  expect(killed).toMatchObject({ error: true, text: expect.stringContaining("switched everything off") });
  await redis.kill();
  const gone = await host.call("ha_read", { ids: ["input_text.note"] });
  expect(gone).toMatchObject({ error: true, text: expect.stringContaining("DEFECT") });
  await host.close();
  const audit = textsIn(join(host.folder, "audit"));
  const said = [host.stderr(), audit, ...[...errors, killed, gone].map(({ text }) => text)].join("\n");
  expect([host.stderr().length > 100, audit.length > 100]).toEqual([true, true]);
  for (const secret of [house.tokens.admin, PASSWORD, PIN, STATE, redis.password])
    expect(said).not.toContain(secret);
  await house.close();
  await redis.close();
});
