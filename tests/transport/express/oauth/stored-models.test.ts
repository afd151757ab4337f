/** What the authorization server's library keeps with us: what comes back, when it is spent, what it rests on. */

import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../../src/core/json.ts";
import type { Issued } from "../../../../src/security/identity/oauth/issued.ts";
import {
  type StoredModelsParts,
  storedModels,
} from "../../../../src/transport/express/oauth/stored-models.ts";

const NOW = Date.UTC(2026, 0, 1);
const SECONDS = NOW / 1_000;
const [SPENT, MANY, AWAY, UNCHECKED] = ["spent", "many", "away", "unchecked"].map((name) => new Error(name));

type Given = {
  readonly consumes?: boolean;
  readonly mayRefresh?: boolean;
  readonly standing?: unknown;
  readonly client?: unknown;
};

function models({ consumes = true, mayRefresh = true, standing, client }: Given = {}) {
  const rows = new Map<string, Issued>();
  const done: string[] = [];
  const parts = {
    state: {
      read: async (kind: string, id: string) => rows.get(`${kind} ${id}`),
      async write(kind: string, id: string, payload: JsonObject, exp: number) {
        rows.set(`${kind} ${id}`, { payload });
        done.push(`write ${kind} ${id} ${exp - SECONDS}`);
      },
      consume: async () => consumes,
      mayRefresh: async () => mayRefresh,
      standing: async () => standing,
      end: async (id: string, why: string) => void done.push(`end ${id}: ${why}`),
      remove: async (kind: string, id: string) => void done.push(`remove ${kind} ${id}`),
    },
    clients: { find: async () => client, used: async (id: string) => void done.push(`used ${id}`) },
    resource: "https://h.example/mcp",
    // the machine's own, or instants would be moved
    clock: { now: () => Date.now() },
    spent: () => SPENT,
    tooMany: () => MANY,
    unreachable: () => AWAY,
    unchecked: () => UNCHECKED,
    resumeUrl: (uid: string) => `https://h.example/authorize/${uid}`,
  } as unknown as StoredModelsParts;
  return { model: storedModels(parts), rows, done };
}

describe("what was issued", () => {
  test("comes back to whoever holds it, with nothing of it in the row", async () => {
    const { model, rows } = models();
    const exp = Math.floor(Date.now() / 1_000) + 60;
    await model("AccessToken").upsert("held", { jti: "held", clientId: "c", exp }, 60);
    expect(JSON.stringify([...rows.values()])).not.toContain("held");
    expect(await model("AccessToken").find("held")).toEqual({ jti: "held", clientId: "c", exp });
    expect(await model("AccessToken").find("other")).toBeUndefined();
    expect(await model("RefreshToken").find("held")).toBeUndefined();
  });

  test("ends by its own end, else so long from now", async () => {
    const { model, done } = models();
    await model("AccessToken").upsert("a", { exp: SECONDS + 5 }, 999);
    expect(done).toEqual(["write AccessToken a 5"]);
    const from = Math.floor(Date.now() / 1_000) - SECONDS;
    await model("AccessToken").upsert("b", { exp: "soon" }, 60);
    await model("AccessToken").upsert("c", {});
    const ends = done.slice(1).map((line) => Number(line.split(" ")[3]) - from);
    expect(ends[0]).toBeWithin(60, 63);
    expect(ends[1]).toBeWithin(0, 3);
  });

  test("an asking knows where the browser comes back to, and keeps that nowhere", async () => {
    const { model, rows } = models();
    await model("Interaction").upsert("u", { returnTo: "https://evil.example", kind: "Interaction" }, 60);
    expect(JSON.stringify([...rows.values()])).not.toContain("returnTo");
    expect(await model("Interaction").find("u")).toMatchObject({ returnTo: "https://h.example/authorize/u" });
    await model("AuthorizationCode").upsert("u", {}, 60);
    expect(await model("AuthorizationCode").find("u")).not.toContainKey("returnTo");
  });

  test("of a client that refreshes it is known that it lives", async () => {
    const { model, done } = models();
    await model("AccessToken").upsert("a", { clientId: "c", exp: SECONDS }, 1);
    await model("RefreshToken").upsert("r", { clientId: "c", exp: SECONDS }, 1);
    expect(done).toEqual(["write AccessToken a 0", "write RefreshToken r 0", "used c"]);
  });

  test("that is spent says so; a refresh token after its minute of grace", async () => {
    const { model, rows } = models();
    for (const [kind, agoMs, consumed] of [
      ["AuthorizationCode", 1_000, true],
      ["RefreshToken", 58_000, false],
      ["RefreshToken", 61_000, true],
    ] as const) {
      rows.set(`${kind} x`, { payload: {}, consumed_at: Date.now() - agoMs });
      expect([kind, agoMs, "consumed" in ((await model(kind).find("x")) ?? {})]).toEqual([
        kind,
        agoMs,
        consumed,
      ]);
    }
  });

  test("is spent once: a code that comes twice ends all that came of it, a refresh goes on by itself", async () => {
    const once = models();
    once.rows.set("AuthorizationCode x", { payload: { grantId: "g" } });
    await once.model("AuthorizationCode").consume("x");
    expect(once.done).toEqual([]);
    const twice = models({ consumes: false });
    twice.rows.set("AuthorizationCode x", { payload: { grantId: "g" } });
    await expect(twice.model("AuthorizationCode").consume("x")).rejects.toBe(SPENT as never);
    expect(twice.done).toEqual(["end g: code used twice"]);
    await twice.model("RefreshToken").consume("x");
    expect(twice.done).toHaveLength(1);
  });

  test("is not refreshed without end", async () => {
    const { model } = models({ mayRefresh: false });
    await expect(model("RefreshToken").consume("x")).rejects.toBe(MANY as never);
    await model("AuthorizationCode").consume("x");
  });

  test("goes one by one, or with the consent", async () => {
    const { model, done } = models();
    await model("AccessToken").destroy("a");
    await model("AccessToken").revokeByGrantId("g");
    await model("Grant").destroy("g");
    expect(done).toEqual([
      "remove AccessToken a",
      "end g: revoked by the client, or used twice",
      "end g: revoked by the client, or used twice",
    ]);
  });
});

describe("the library's grant is a consent", () => {
  const CONSENT = {
    user: "u",
    client: "c",
    scope: "home offline_access",
    created_at: NOW,
    until: NOW + 60_000,
  };

  test("that stands, for this home and what was asked", async () => {
    expect(await models({ standing: CONSENT }).model("Grant").find("g")).toEqual({
      kind: "Grant",
      jti: "g",
      accountId: "u",
      clientId: "c",
      resources: { "https://h.example/mcp": "home offline_access" },
      openid: { scope: "offline_access" },
      iat: SECONDS,
      exp: SECONDS + 60,
    });
    const brief = { ...CONSENT, scope: "home", until: Number.POSITIVE_INFINITY };
    expect(await models({ standing: brief }).model("Grant").find("g")).not.toContainAnyKeys([
      "openid",
      "exp",
    ]);
  });

  test("that does not is no grant; where nobody can tell, the client comes again", async () => {
    expect(await models().model("Grant").find("g")).toBeUndefined();
    const unknown = models({ standing: "unchecked" }).model("Grant").find("g");
    await expect(unknown).rejects.toBe(UNCHECKED as never);
  });
});

test("a client that cannot be looked up is told to come again, one that is none is none", async () => {
  const client = { client_id: "c" };
  expect(await models({ client }).model("Client").find("c")).toBe(client);
  expect(await models().model("Client").find("c")).toBeUndefined();
  await expect(models({ client: "unreachable" }).model("Client").find("c")).rejects.toBe(AWAY as never);
});

test("of sessions and whatever else there is nothing is kept", async () => {
  const { model, rows, done } = models({ standing: {}, client: {} });
  for (const name of ["Session", "DeviceCode", "toString"]) {
    await model(name).upsert("x", { a: 1 }, 60);
    expect([name, await model(name).find("x")]).toEqual([name, undefined]);
    await model(name).destroy("x");
  }
  expect([rows.size, done]).toEqual([0, []]);
});
