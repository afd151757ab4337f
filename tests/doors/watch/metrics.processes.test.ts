/** `/metrics` of a door: what is counted, who may ask. */

import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createMetrics } from "../../../src/metrics/metrics.ts";
import { makeCertificate } from "../certificate.ts";
import { DOORS, failedStart, startDoor, type TestDoor } from "../door.ts";
import { ask, speak } from "../exchange.ts";
import { startBusyDoor } from "./busy-door.ts";

setDefaultTimeout(60_000);

const ALERTS = join(import.meta.dir, "..", "..", "..", "docs", "alerts.yml");
const TOKEN = "canary-metrics-0123456789abcdef0123456789";

function metricsUrl(door: TestDoor): string {
  const url = /metrics at (http:\S+)/.exec(door.stderr())?.[1];
  if (url === undefined) throw new Error(`no metrics: ${door.stderr()}`);
  return url;
}

/** Name and labels → value. */
async function scrape(url: string, token?: string): Promise<ReadonlyMap<string, number>> {
  const { status, text } = await ask(url, token === undefined ? {} : { token });
  expect(status).toBe(200);
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

describe.each(DOORS)("the %s door", (kind) => {
  test("counts what goes by, under names of ours alone", async () => {
    const { door, token, close } = await startBusyDoor(kind, { METRICS_PORT: "0" });
    const url = metricsUrl(door);
    const { text } = await ask(url);
    const found = await scrape(url);
    const expected = {
      'hearthgate_calls_total{tool="ha_overview",verdict="ok",code="none"}': 1,
      'hearthgate_calls_total{tool="ha_call_service",verdict="confirmed",code="none"}': 1,
      'hearthgate_calls_total{tool="unknown_tool",verdict="failed",code="TOOL_UNKNOWN"}': 1,
      'hearthgate_call_seconds_count{tool="ha_overview"}': 1,
      'hearthgate_auth_failures_total{reason="malformed_token"}': 5,
      hearthgate_locked_out_total: 1,
      hearthgate_hass_connected: 1,
      hearthgate_state_up: 1,
      hearthgate_kill_switch: 0,
      hearthgate_lockouts: 0,
      hearthgate_sessions: 1,
      hearthgate_streams: 1,
    };
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, found.get(name)]))).toEqual(
      expected,
    );
    expect(found.get("hearthgate_audit_lag_seconds")).toBeLessThan(5);
    expect([...found.keys()].join("\n")).toMatch(
      /hearthgate_calls_total\{tool="ha_call_service",verdict="(?:denied|refused)"/,
    );
    expect(found.get('hearthgate_http_responses_total{status="401"}')).toBe(5);
    expect(found.get("process_resident_memory_bytes")).toBeGreaterThan(1e6);
    if (kind === "express")
      expect(
        found.get('hearthgate_rate_limited_total{door="serve",grant="grt_panel",by="credential"}'),
      ).toBeGreaterThan(0);
    for (const name of ["kitchen", "front_door", "secret_name", "light.", "lock.", 'panel"', token])
      expect(text.replaceAll("grt_panel", "")).not.toContain(name);
    // a counter of none is not there yet, and the certificate is another test's
    for (const [, name = ""] of readFileSync(ALERTS, "utf8").matchAll(/\b(hearthgate_[a-z_]+)/g))
      expect([name, text.includes(`# TYPE ${name.replace(/_bucket$/, "")} `)]).toEqual([
        name,
        name !== "hearthgate_certificate_days",
      ]);
    await close();
  });
});

test("each metric that a page names is one of ours", async () => {
  const ours = createMetrics("serve", "0");
  const names = new Set([...(await ours.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name));
  for (const file of ["src/start/metrics/open-metrics.ts", "src/start/metrics/measured-door.ts"])
    for (const [, name] of readFileSync(file, "utf8").matchAll(/metrics\.watch\("(\w+)"/g))
      names.add(`hearthgate_${name}`);
  for (const page of ["docs/operations.md", "docs/running.md", "docs/keeping-safe.md"])
    for (const [, name = ""] of readFileSync(page, "utf8").matchAll(/`(hearthgate_[a-z_]+)[`{]/g))
      expect([page, name, names.has(name)]).toEqual([page, name, true]);
});

test("a page whose name points to this machine gets none without a token", async () => {
  for (const [env, status] of [
    [{}, 403],
    [{ METRICS_TOKEN: TOKEN }, 200],
  ] as const) {
    const door = await startDoor({ env: { METRICS_PORT: "0", ...env } });
    const url = metricsUrl(door);
    const headers = { authorization: `Bearer ${TOKEN}`, host: "page.example" };
    expect((await fetch(url, { headers })).status).toBe(status);
    expect((await ask(url.replace("127.0.0.1", "localhost"), { token: TOKEN })).status).toBe(200);
    await door.close();
  }
});

test("at the door itself it wants its token, and wrong ones lock out", async () => {
  const door = await startDoor({ env: { METRICS_TOKEN: TOKEN } });
  const url = `${door.url}/metrics`;
  expect((await ask(url)).status).toBe(401);
  expect((await ask(url, { token: await door.issue("viewer") })).status).toBe(401);
  expect((await scrape(url, TOKEN)).get("hearthgate_state_up")).toBe(1);
  for (let tries = 0; tries < 4; tries++) expect((await ask(url, { token: "wrong" })).status).toBe(401);
  expect((await ask(url, { token: TOKEN })).status).toBe(429);
  expect(door.stderr()).not.toContain(TOKEN);
  await door.close();
});

test("without a port or a token there is none", async () => {
  const door = await startDoor();
  expect((await ask(`${door.url}/metrics`)).status).toBe(404);
  await door.close();
  for (const [env, fault] of [
    [{ METRICS_PORT: "0", METRICS_HOST: "0.0.0.0" }, "METRICS_HOST is not loopback: set METRICS_TOKEN"],
    [{ METRICS_TOKEN: "short" }, "METRICS_TOKEN must have at least 32 characters"],
    [{ METRICS_PORT: "x" }, "METRICS_PORT must be a port"],
  ] as const) {
    const { code, said } = await failedStart({ env });
    expect([code, said.includes(fault)]).toEqual([78, true]);
  }
});

test("the certificate's days are there under TLS, and clients that are too slow are counted", async () => {
  const { cert, key } = makeCertificate({ to: 20 });
  const env = { HTTPS_ENABLED: "true", SSL_CERT_PATH: cert, SSL_KEY_PATH: key, METRICS_PORT: "0" };
  const door = await startDoor({ env });
  await speak(door.port, ["GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n"], { tls: true, quietMs: 20_000 });
  const found = await scrape(metricsUrl(door));
  expect(found.get("hearthgate_certificate_days")).toBeWithin(18, 21);
  expect(found.get('hearthgate_timeouts_total{what="request"}')).toBe(1);
  await door.close();
});

test.each(DOORS)("at the %s door they are at one path alone, which a proxy can hide", async (kind) => {
  const token = "m".repeat(40);
  const door = await startDoor({ kind, env: { METRICS_TOKEN: token } });
  const statusOf = async (path: string) => (await ask(`${door.url}${path}`, { token })).status;
  expect(await statusOf("/metrics")).toBe(200);
  for (const path of ["/metrics/", "/METRICS", "/%6detrics", "/metrics%2f", "/metrics;a"])
    expect([path, await statusOf(path)]).toEqual([path, 404]);
  await door.close();
});
