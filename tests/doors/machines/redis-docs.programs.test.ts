/** The Redis of docs/operations.md, and one that speaks TLS. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../scripts/free-port.ts";
import { storeKey } from "../../../src/store/namespaces.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { startRedis } from "../../store/redis/redis-server.ts";
import { testClock } from "../../store/store-suite.ts";
import { type Certificate, makeCertificate } from "../certificate.ts";
import { failedStart, startDoor } from "../door.ts";
import { ask } from "../exchange.ts";

setDefaultTimeout(60_000);

/** What the page gives its user. */
const RIGHTS = ["+@read", "+@write", "-@dangerous", "+@scripting", "+@connection", "+config|get"];

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

type Tls = { readonly certificate: Certificate; readonly clients?: "yes" | "no" };

/** A Redis that speaks TLS beside its plain port. */
async function redisOverTls({ certificate: { cert, key }, clients = "no" }: Tls) {
  const tlsPort = await freePort();
  const redis = await startRedis([
    ...["--appendonly", "yes", "--appendfsync", "always", "--tls-port", String(tlsPort)],
    ...["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert],
    ...["--tls-auth-clients", clients],
  ]);
  return { redis, tlsPort, cert };
}

test("over TLS, with an authority that is named; without, and with what else is wrong, the start says which", async () => {
  const { redis, tlsPort, cert } = await redisOverTls({ certificate: makeCertificate() });
  await redis.tell("ACL", "SETUSER", "hearthgate", "on", ">a-long-password", "~hearthgate:*", ...RIGHTS);
  await redis.tell("ACL", "SETUSER", "reader", "on", ">a-long-password", "~hearthgate:*", "+@read");
  const at = (user: string, scheme = "rediss", port = tlsPort) => `${scheme}://${user}@127.0.0.1:${port}`;
  const door = await startDoor({
    env: { STORE: at("hearthgate:a-long-password"), NODE_EXTRA_CA_CERTS: cert },
  });
  expect((await ask(`${door.url}/api/auth/session`)).status).toBe(401);
  await door.close();
  const trusted = { NODE_EXTRA_CA_CERTS: cert };
  const cases: readonly (readonly [store: string, says: string, env?: Readonly<Record<string, string>>])[] = [
    [at(`:${redis.password}`), "has a certificate that this machine does not trust", {}],
    [at(":canary-wrong-password"), "refuses the user or password"],
    [at("nobody:canary-wrong-password"), "refuses the user or password"],
    [at("reader:a-long-password"), "refuses the user"],
    [at(`:${redis.password}`, "redis"), "redis:// or rediss://"],
    [at(`:${redis.password}`, "rediss", redis.port), "redis:// or rediss://"],
  ];
  for (const [STORE, says, env = trusted] of cases) {
    const { code, said } = await failedStart({ env: { STORE, ...env } });
    expect([code, said]).toEqual([78, expect.stringContaining(says)]);
    for (const secret of [redis.password, "a-long-password", "canary-wrong-password"])
      expect(said).not.toContain(secret);
  }
  await redis.close();
});

test.each([
  ["is for another name", { certificate: makeCertificate({ name: "DNS:redis.example" }) }],
  ["is over", { certificate: makeCertificate({ from: -30, to: -1 }) }],
  ["is not valid yet", { certificate: makeCertificate({ from: 1 }) }],
  ["wants a certificate of ours", { certificate: makeCertificate(), clients: "yes" }],
] as const)("a Redis over TLS that %s is told so", async (says, tls) => {
  const { redis, tlsPort, cert } = await redisOverTls(tls);
  const STORE = `rediss://:${redis.password}@127.0.0.1:${tlsPort}`;
  const { code, said } = await failedStart({ env: { STORE, NODE_EXTRA_CA_CERTS: cert } });
  expect([code, said]).toEqual([78, expect.stringContaining(says)]);
  expect(said).not.toContain(redis.password);
  await redis.close();
});
