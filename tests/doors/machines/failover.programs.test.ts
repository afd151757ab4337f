/**
 * Two doors behind a real nginx on one Redis, while one is killed and started again and again: no call is done twice, no
 * revoked credential is let in, what fails says so as an error of the protocol. `FAILOVER_SECONDS=120` is the long form:
 * 50 callers, a kill every 10 s.
 */

import { expect, setDefaultTimeout, test } from "bun:test";
import { startDemoHouse } from "../../../src/demo/house.ts";
import { issueToken, revokeToken } from "../../../src/security/identity/token/issue.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { startRedis } from "../../store/redis/redis-server.ts";
import { startDoor } from "../door.ts";
import { answeredBy, call, INITIALIZE } from "../exchange.ts";
import { nginxBefore, overTls, threePorts } from "./nginx.ts";

const SECONDS = Number(process.env["FAILOVER_SECONDS"] ?? 20);
const IS_LONG = SECONDS > 60;
const CALLERS = IS_LONG ? 50 : 12;
const KILL_EVERY_MS = IS_LONG ? 10_000 : 4_000;
/** So many that the house remembers each call. */
const PAUSE_MS = IS_LONG ? 900 : 100;

setDefaultTimeout((SECONDS + 90) * 1_000);

const GRANT = {
  id: "callers",
  name: "callers",
  expires_at: "never",
  limits: { max_sessions: 200 },
  access: { read: ["*"], actions: ["notify.*@notify.phone_alex"] },
};

type Caller = {
  readonly name: string;
  readonly token: string;
  /** Nothing that begins from here on may be let in. */
  revoked: boolean;
};
type Tally = {
  readonly done: Set<string>;
  readonly refused: Map<string, number>;
  readonly faults: string[];
};

/** One message; what came back, as far as it is one of the protocol. */
async function say(url: string, { token }: Caller, session: string | undefined, body: unknown) {
  const response = await overTls(`${url}/mcp`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      Authorization: `Bearer ${token}`,
      ...(session === undefined ? {} : { "Mcp-Session-Id": session }),
    },
    body: JSON.stringify(body),
  });
  return answeredBy(response.status, response.headers, await response.text());
}

/** Calls until `isOver`, each call with a text of its own. */
async function keepCalling(url: string, caller: Caller, tally: Tally, isOver: () => boolean): Promise<void> {
  let session: string | undefined;
  for (let at = 0; !isOver(); at++) {
    const wasRevoked = caller.revoked;
    const text = `${caller.name} ${at}`;
    const args = {
      service: "notify.send_message",
      target: { entity_id: "notify.phone_alex" },
      data: { message: text },
    };
    const body = session === undefined ? INITIALIZE : call(at, "ha_call_service", args);
    const { status, headers, json } = await say(url, caller, session, body);
    if (wasRevoked && status === 200) tally.faults.push(`${text}: let in after it was revoked`);
    if (status === 200 && session === undefined) session = headers.get("mcp-session-id") ?? undefined;
    else if (status === 200 && json?.["result"] !== undefined && !isFailed(json)) tally.done.add(text);
    else noteRefusal(tally, `${status}`, text, json);
    if (status === 404) session = undefined;
    await Bun.sleep(Math.random() * PAUSE_MS * 2);
  }
}

function isFailed({ result }: Readonly<Record<string, unknown>>): boolean {
  return (result as { isError?: boolean }).isError === true;
}

/** A failed call is an error of JSON-RPC, or a tool's own with its code. */
function noteRefusal(
  tally: Tally,
  status: string,
  text: string,
  json: Readonly<Record<string, unknown>> | undefined,
): void {
  const { error, result } = (json ?? {}) as {
    error?: { code?: unknown; message?: unknown };
    result?: { isError?: boolean; structuredContent?: { code?: unknown; error?: { code?: unknown } } };
  };
  const isTyped =
    (typeof error?.code === "number" && typeof error.message === "string") || result?.isError === true;
  if (!isTyped) tally.faults.push(`${text}: ${status} ${JSON.stringify(json)?.slice(0, 200)}`);
  const kind = `${status} ${typeof error?.message === "string" ? error.message.slice(0, 40) : "tool"}`;
  tally.refused.set(kind, (tally.refused.get(kind) ?? 0) + 1);
}

test("one of two machines may end at any time", async () => {
  const [redis, house, ports] = [
    await startRedis(),
    await startDemoHouse({ restless: false }),
    await threePorts(),
  ];
  const nginx = await nginxBefore([ports[0], ports[1]], ports[2]);
  const env = {
    STORE: redis.url,
    PUBLIC_URL: nginx.url,
    TRUSTED_PROXIES: "127.0.0.1",
    RATE_LIMIT_MAX: "100000",
    LOG_LEVEL: "error",
  };
  const start = (port: number, home?: string) =>
    startDoor({
      house,
      grants: [GRANT],
      env: { ...env, PORT: String(port) },
      ...(home === undefined ? {} : { home }),
    });
  const doors = [await start(ports[0]), await start(ports[1])];
  await nginx.start();
  const store = await openRedisStore({ url: redis.url, clock: Date });
  const wish = { grantId: "callers", expiresAt: undefined, signs: false };
  const callers = await Promise.all(
    Array.from({ length: CALLERS }, async (_, at): Promise<Caller> => {
      const { token } = await issueToken(store, { ...wish, label: `caller ${at}` }, Date.now());
      return { name: `caller ${at}`, token, revoked: false };
    }),
  );

  const tally: Tally = { done: new Set(), refused: new Map(), faults: [] };
  const ends = performance.now() + SECONDS * 1_000;
  const isOver = () => performance.now() > ends;
  const calling = callers.map((caller) => keepCalling(nginx.url, caller, tally, isOver));
  let kills = 0;
  for (; !isOver(); kills++) {
    await Bun.sleep(KILL_EVERY_MS / 2);
    const at = kills % 2;
    await doors[at]?.stop();
    const caller = callers[kills];
    if (caller) {
      await revokeToken(store, caller.token.split("_")[1] ?? "", "test", Date.now());
      caller.revoked = true;
    }
    await Bun.sleep(KILL_EVERY_MS / 2);
    doors[at] = await start(ports[at] ?? 0, doors[at]?.home);
  }
  await Promise.all(calling);

  const sent = new Map<string, number>();
  for (const { data } of house.calls)
    sent.set(String(data["message"]), (sent.get(String(data["message"])) ?? 0) + 1);
  expect(house.calls.length).toBeLessThan(10_000);
  expect(tally.faults).toEqual([]);
  expect([...sent].filter(([, times]) => times > 1)).toEqual([]);
  expect([...tally.done].filter((text) => !sent.has(text))).toEqual([]);
  // it must have been about something
  expect(kills).toBeGreaterThan(2);
  expect(tally.done.size).toBeGreaterThan(CALLERS * 10);
  const refusals = [...tally.refused].map(([kind, times]) => `${times} × ${kind}`).join("; ");
  process.stdout.write(`${kills} kills, ${tally.done.size} calls done, ${refusals}\n`);

  await store.close();
  await nginx.close();
  for (const door of doors) await door.close();
  await house.close();
  await redis.close();
});
