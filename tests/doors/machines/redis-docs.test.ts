/** The Redis of docs/operations.md, and one that speaks TLS. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeKey } from "../../../src/store/namespaces.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { freePort, startRedis } from "../../store/redis/redis-server.ts";
import { testClock } from "../../store/store-suite.ts";
import { makeCertificate } from "../certificate.ts";
import { failedStart, startDoor } from "../door.ts";
import { ask } from "../exchange.ts";

setDefaultTimeout(60_000);

const DOCS = join(import.meta.dir, "..", "..", "..", "docs", "operations.md");

test("as the page sets it up it is taken without a word, and its user can do what we need and no more", async () => {
  const blocks = [...readFileSync(DOCS, "utf8").matchAll(/```redis\n([\s\S]*?)```/g)].map(
    ([, text = ""]) => text,
  );
  expect(blocks).toHaveLength(2);
  const file = join(mkdtempSync(join(tmpdir(), "hearthgate-redis-docs-")), "redis.conf");
  writeFileSync(file, blocks.join("\n"));
  const redis = await startRedis([], file);
  const said: string[] = [];
  const url = `redis://hearthgate:a-long-password@127.0.0.1:${redis.port}`;
  const store = await openRedisStore({ url, clock: testClock(), say: (line) => said.push(line) });
  const key = storeKey("credential", "1");
  expect(await store.putIfUnchanged(key, "absent", 1, { durability: "acknowledged" })).toBeDefined();
  expect(await store.take(storeKey("nonce", "1"), 1_000, "counted")).toBe(true);
  expect((await store.count({ now: 1, countings: [] }, "counted")).taken).toBe(true);
  expect(await store.list("credential:")).toHaveLength(1);
  expect(await store.alone(() => 1)).toBe(1);
  expect([await store.prune(), await store.remove(key, "counted")]).toEqual([0, true]);
  expect(Number.isSafeInteger(await store.revision())).toBe(true);
  await store.close();
  expect(said).toEqual([]);
  expect(await redis.tellAs(["hearthgate", "a-long-password"], "FLUSHALL")).toContain("NOPERM");
  expect(await redis.tellAs(["hearthgate", "a-long-password"], "GET", "another:key")).toContain("NOPERM");
  await redis.close();
});

test("over TLS, with an authority that is named", async () => {
  const { cert, key } = makeCertificate();
  const tlsPort = await freePort();
  const redis = await startRedis([
    ...["--appendonly", "yes", "--appendfsync", "always", "--tls-port", String(tlsPort)],
    ...[
      "--tls-cert-file",
      cert,
      "--tls-key-file",
      key,
      "--tls-ca-cert-file",
      cert,
      "--tls-auth-clients",
      "no",
    ],
  ]);
  const STORE = `rediss://:${redis.password}@127.0.0.1:${tlsPort}`;
  const door = await startDoor({ env: { STORE, NODE_EXTRA_CA_CERTS: cert } });
  expect((await ask(`${door.url}/api/auth/session`)).status).toBe(401);
  const { code, said } = await failedStart({ env: { STORE } });
  expect([code, said.includes("TLS connection to the Redis of STORE fails")]).toEqual([78, true]);
  expect(said).not.toContain(redis.password);
  await door.close();
  await redis.close();
});
