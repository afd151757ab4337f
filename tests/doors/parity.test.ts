import { afterAll, beforeAll, expect, test } from "bun:test";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { findNode } from "../../scripts/newer-node.ts";
import type { AuditEvent } from "../../src/audit/event.ts";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { auditOf, type Host, startHost } from "../e2e/host.ts";
import { until } from "../until.ts";
import { auditIn, DOORS, type DoorKind, startDoor, type TestDoor } from "./door.ts";
import { PARITY_CALLS, PARITY_GRANT } from "./parity-calls.ts";

type Way = {
  readonly name: string;
  readonly client: Client;
  audit(): readonly AuditEvent[];
  close(): Promise<void>;
};

let ways: readonly Way[] = [];

beforeAll(async () => {
  ways = await Promise.all([overStdio(), ...DOORS.map(overHttp)]);
}, 60_000);
afterAll(async () => {
  await Promise.all(ways.map(({ close }) => close()));
}, 60_000);

test("every door lists the same tools", async () => {
  const [first, ...others] = await Promise.all(ways.map(({ client }) => client.listTools()));
  expect(first?.tools.length).toBeGreaterThan(4);
  for (const other of others) expect<unknown>(other).toEqual(first);
});

test("every door says the same of itself, and names nothing that it does not serve", async () => {
  const saidOf = ({ client }: Way) => [
    client.getServerCapabilities(),
    client.getServerVersion(),
    client.getInstructions(),
  ];
  const [first, ...others] = ways.map(saidOf);
  expect(first?.[0]).toEqual({
    tools: { listChanged: true },
    resources: { subscribe: true },
    prompts: {},
    completions: {},
  });
  for (const other of others) expect(other).toEqual(first ?? []);
});

test("every door offers the same resources, prompts and completions", async () => {
  const offeredBy = async ({ client }: Way) => {
    // before the home is there, what its token cannot do is not known
    await client.callTool({ name: "ha_read", arguments: { ids: ["light.hall"] } });
    const entity = { type: "ref/resource", uri: "ha://entity/{entity_id}" } as const;
    const argument = { name: "entity_id", value: "kitchen" };
    return timeless([
      await client.listResources(),
      await client.listResourceTemplates(),
      await client.readResource({ uri: "ha://access" }),
      await client
        .readResource({ uri: "ha://entity/lock.nowhere" })
        .catch(({ code, message }) => [code, message]),
      await client.listPrompts(),
      await client.getPrompt({ name: "why_did_this_happen", arguments: { entity: "light.hall" } }),
      await client
        .getPrompt({ name: "why_did_this_happen", arguments: {} })
        .catch(({ code, message }) => [code, message]),
      await client.complete({ ref: entity, argument }),
    ]);
  };
  const [first, ...others] = await Promise.all(ways.map(offeredBy));
  for (const other of others) expect(other).toEqual(first);
  expect(JSON.stringify(first)).toContain("ha://entity/{entity_id}");
  expect(JSON.stringify(first)).toContain("-32602");
});

test("the same calls get the same answers at every door", async () => {
  const all = await Promise.all(
    ways.map(async ({ client }) => {
      const said: unknown[] = [];
      for (const [name, args] of PARITY_CALLS) said.push(await outcomeOf(client, name, args));
      return said;
    }),
  );
  const [first = [], ...others] = all;
  expect(first).toHaveLength(PARITY_CALLS.length);
  for (const [at, call] of PARITY_CALLS.entries())
    for (const other of others) expect({ call, said: other[at] }).toEqual({ call, said: first[at] });
  // of every kind there is something among them
  const text = JSON.stringify(first);
  for (const kind of ["confirmed", "already", "PERMISSION_DENIED", "INPUT_INVALID", "-32602", "NOT_FOUND"])
    expect(text).toContain(kind);
}, 60_000);

test("and write the same lines into the audit, but for ids, times, addresses and credentials", async () => {
  let all: readonly (readonly unknown[])[] = [];
  // the line of what went well is written after its answer, at each door in its own time
  const same = () => {
    all = ways.map(({ audit }) => audit().map(comparable));
    return all.every((lines) => Bun.deepEquals(lines, all[0]));
  };
  await until(same).catch(() => undefined);
  const [first = [], ...others] = all;
  expect(first.length).toBeGreaterThanOrEqual(PARITY_CALLS.length);
  for (const other of others) expect(other).toEqual(first);
});

async function overStdio(): Promise<Way> {
  const house = await newHouse();
  const host: Host = await startHost({
    url: house.url,
    token: house.tokens.admin,
    grant: PARITY_GRANT,
    runtime: findNode() ?? "node",
  });
  return {
    name: "stdio",
    client: host.client,
    audit: () => auditOf(host),
    async close() {
      await host.close();
      await house.close();
    },
  };
}

async function overHttp(kind: DoorKind): Promise<Way> {
  const house = await newHouse();
  const door: TestDoor = await startDoor({ kind, house, grants: [PARITY_GRANT] });
  const token = await door.issue(PARITY_GRANT.name);
  const client = new Client({ name: "test-host", version: "0" }, { versionNegotiation: { mode: "legacy" } });
  const requestInit = { headers: { Authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${door.url}/mcp`), { requestInit }));
  return {
    name: kind,
    client,
    // what the owner did to issue the token stands there too
    audit: () => auditIn(door.home).filter(({ user }) => user.startsWith(PARITY_GRANT.name)),
    async close() {
      await client.close();
      await door.close();
      await house.close();
    },
  };
}

/** The same house every time: what happened there is long ago, so that ages read the same. */
function newHouse(): Promise<DemoHouse> {
  return startDemoHouse({ restless: false, lockMs: 0, seed: 7 });
}

async function outcomeOf(client: Client, name: string, args: unknown): Promise<unknown> {
  try {
    const { content, structuredContent, isError, _meta } = await client.callTool({
      name,
      arguments: args as Record<string, unknown>,
    });
    return timeless({ content, structuredContent, isError, _meta });
  } catch (fault) {
    const { code, message } = fault as { code: unknown; message: unknown };
    return { code, message };
  }
}

/** Without what is measured or made up anew for each call. */
function timeless(value: unknown): unknown {
  const text = JSON.stringify(value, (key, each) => (key === "ms" ? undefined : each))
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-]\d\d:\d\d)?/g, "TIME")
    .replace(/\b\d+(?:\.\d+)? ?m?s\b/g, "AGE")
    .replace(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, "UUID");
  return JSON.parse(text);
}

/** What must be equal of a line; the rest must be there. */
function comparable(line: AuditEvent): unknown {
  const { call_id, request_id, ip, credential, session_id, args_hmac, duration_ms, user, ...rest } = line;
  const { timestamp, seq, prev_hash, hash, ...same } = rest as typeof rest & Record<string, unknown>;
  return {
    ...same,
    user: user.split("/")[0],
    present: [timestamp, seq, prev_hash, hash, call_id, ip].map((each) => each !== undefined),
    measured: [args_hmac, duration_ms].map((each) => each !== undefined),
  };
}
