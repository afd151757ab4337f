/**
 * Secrets and states that are planted through a whole run of a door come up nowhere: not on stdout and stderr, in the log,
 * the audit, the metrics, the state's file or the errors of others.
 */

import { expect } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemoHouse } from "../../../src/demo/house.ts";
import type { RedisServer } from "../../store/redis/redis-server.ts";
import { until } from "../../until.ts";
import { type DoorKind, startDoor } from "../door.ts";
import { type Answered, type Asking, ask, call, INITIALIZE, openSession } from "../exchange.ts";

const JWT_SECRET = `canary-jwt-secret-${"x7Qm".repeat(10)}`;
const METRICS_TOKEN = `canary-metrics-${"k3Zp".repeat(10)}`;
/** So long that no number of a metric holds it by chance. */
export const PIN = "7391526480473915";
export const PASSWORD = "canary-hunter2-wordpass";
export const STATE = "canary state of the note";
const GRANT = {
  id: "grt_canary",
  name: "canary",
  expires_at: "never",
  access: { read: ["*"], actions: ["light.*", "lock.*", "switch.*", "alarm_control_panel.*"] },
  limits: { max_sessions: 50 },
  restrictions: [
    { id: "pin", type: "pin", applies_to: "switch.turn_on@switch.coffee_machine", params: { pin: PIN } },
  ],
};

export function textsIn(folder: string): string {
  if (!existsSync(folder)) return "";
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("\n");
}

/** A whole run of a door, in SQLite or in this Redis, which ends with it. */
export async function scanDoor(kind: DoorKind, redis?: RedisServer): Promise<void> {
  const house = await startDemoHouse({ restless: false, lockMs: 0 });
  const logs = mkdtempSync(join(tmpdir(), "hearthgate-canary-"));
  const door = await startDoor({
    kind,
    house,
    grants: [GRANT],
    env: {
      STORE: redis?.url ?? "sqlite",
      JWT_SECRET,
      METRICS_TOKEN,
      METRICS_PORT: "0",
      LOG_LEVEL: "debug",
      LOG_FAILED_REQUESTS: "true",
      LOG_FILE: join(logs, "door.log"),
      AUDIT_INCLUDE_PARAMS: "true",
    },
  });
  const secrets = new Map<string, string>([
    ["Home Assistant's token", house.tokens.admin],
    ["another token of Home Assistant", house.tokens.user],
    ["JWT_SECRET", JWT_SECRET],
    ["METRICS_TOKEN", METRICS_TOKEN],
    ["a PIN", PIN],
    ["a password in an argument", PASSWORD],
    ["a state", STATE],
  ]);
  if (redis) secrets.set("the password of Redis", redis.password);
  const errors: string[] = [];
  const note = (answered: Answered) => {
    if (answered.status >= 400 || answered.text.includes('"isError":true')) errors.push(answered.text);
    return answered;
  };
  const at = async (path: string, asking: Asking) => note(await ask(`${door.url}${path}`, asking));
  await until(async () => (await ask(`${door.url}/ready`)).status === 200);

  const token = await door.issue("grt_canary");
  secrets.set("an access token", token);
  secrets.set("its secret part", token.split("_")[2] ?? token);
  house.setState("input_text.note", STATE);
  const session = await openSession(door.url, token);
  const tool = (name: string, args: unknown) => at("/mcp", { token, session, body: call(1, name, args) });
  await until(async () => (await tool("ha_read", { ids: ["input_text.note"] })).text.includes(STATE));
  const act = (service: string, entity: string, data: object, more: object = {}) =>
    tool("ha_call_service", { service, target: { entity_id: entity }, data, ...more });
  await act("light.turn_on", "light.kitchen_counter", { password: PASSWORD, brightness_pct: 20 });
  await act("lock.unlock", "lock.front_door", { code: PIN });
  await act("alarm_control_panel.alarm_disarm", "alarm_control_panel.home", { code: PIN });
  await tool("ha_call_service", {
    service: "light.turn_on",
    target: {},
    pins: { pin: PIN },
    password: PASSWORD,
  });
  await tool("ha_history", { ids: ["input_text.note"] });
  await tool("ha_camera", { id: "camera.front_door" });
  await tool(`hg_tool_${PASSWORD}`, { token });
  if (kind === "express") {
    const login = await at("/api/auth/login", { body: { token: house.tokens.admin } });
    const jwt = String(login.json?.["token"]);
    secrets.set("a login", jwt);
    secrets.set("a login's signature", jwt.split(".")[2] ?? jwt);
    await at("/mcp", { token: jwt, body: INITIALIZE });
    await at("/api/auth/login", { body: { token: house.tokens.user } });
    await at("/api/auth/login", { body: { token: `${house.tokens.admin}x` } });
    await at("/mcp", { token: `${jwt}x`, body: INITIALIZE });
    await at("/api/auth/logout", { method: "POST", token: jwt });
    await at("/mcp", { token: jwt, body: INITIALIZE });
  }
  await at(`/mcp?token=${token}`, { body: INITIALIZE });
  await at(`/nowhere/${token}`, { token });
  await at("/mcp", { token: `${token.slice(0, -4)}AAAA`, body: INITIALIZE });
  await at("/mcp", { token, body: `{"jsonrpc":"2.0","password":"${PASSWORD}"` });
  await door.run("kill", "on");
  await at("/mcp", { token, session, body: INITIALIZE });
  await door.run("kill", "off");
  house.revokeTokens();
  await tool("ha_read", { ids: ["input_text.note"] });
  await redis?.kill();
  if (redis) await at("/mcp", { token, session, body: INITIALIZE });
  const metricsUrl = /metrics at (http:\S+)/.exec(door.stderr())?.[1] ?? "";
  const metrics = await ask(metricsUrl, { token: METRICS_TOKEN });
  expect(metrics.status).toBe(200);
  door.signal("SIGTERM");
  await door.ended;

  const audit = textsIn(join(door.home, "audit"));
  const log = textsIn(logs);
  const places = {
    stdout: door.stdout(),
    stderr: door.stderr(),
    log,
    audit,
    metrics: metrics.text,
    errors: errors.join("\n"),
  };
  // a scan of nothing would find nothing
  expect([log.length > 500, audit.length > 500, errors.length > 5, metrics.text.length > 500]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  const found = [...secrets].flatMap(([name, secret]) =>
    Object.entries(places)
      .filter(([, text]) => text.includes(secret))
      .map(([place]) => `${name} in ${place}`),
  );
  expect(found).toEqual([]);
  expect(textsIn(door.home).includes(JWT_SECRET)).toBe(false);
  await door.close();
  await house.close();
}
