/**
 * Secrets and states that are planted through a whole run of each door come up nowhere: not on stdout and stderr, in the
 * log, the audit, the metrics, the state's file or the errors of others.
 */

import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemoHouse } from "../../../src/demo/house.ts";
import { throwKillSwitch } from "../../../src/security/identity/keep/kill-switch.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { startHost } from "../../e2e/host.ts";
import { startRedis } from "../../store/redis/redis-server.ts";
import { until } from "../../until.ts";
import { DOORS, failedStart, startDoor } from "../door.ts";
import { type Answered, type Asking, ask, call, INITIALIZE, openSession } from "../exchange.ts";

setDefaultTimeout(90_000);

const JWT_SECRET = `canary-jwt-secret-${"x7Qm".repeat(10)}`;
const METRICS_TOKEN = `canary-metrics-${"k3Zp".repeat(10)}`;
/** So long that no number of a metric holds it by chance. */
const PIN = "7391526480473915";
const PASSWORD = "canary-hunter2-wordpass";
const STATE = "canary state of the note";
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

function textsIn(folder: string): string {
  if (!existsSync(folder)) return "";
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("\n");
}

describe.each(DOORS)("the %s door", (kind) => {
  test.each(["sqlite", "redis"])("keeps them to itself (%s)", async (keptIn) => {
    const house = await startDemoHouse({ restless: false, lockMs: 0 });
    const redis = keptIn === "redis" ? await startRedis() : undefined;
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
    await redis?.close();
  });
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

test("a start that fails says none of them", async () => {
  const env = {
    STORE: `redis://user:${PASSWORD}@127.0.0.1:1/zero`,
    JWT_SECRET: PASSWORD,
    METRICS_TOKEN: PASSWORD,
    HASS_TOKEN: `two ${PASSWORD}`,
    LOG_ENCRYPTION_KEY: `/nowhere/${PASSWORD}`,
  };
  const { code, said } = await failedStart({ env });
  expect(code).toBe(78);
  expect(said).not.toContain(PASSWORD);
});
