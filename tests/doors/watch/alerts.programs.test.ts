/** The metrics of a door and the rules of docs/alerts.yml, by Prometheus's own promtool. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programOf } from "../../../scripts/programs.ts";
import { DOORS } from "../door.ts";
import { ask } from "../exchange.ts";
import { startBusyDoor } from "./busy-door.ts";

setDefaultTimeout(60_000);

const ALERTS = join(import.meta.dir, "..", "..", "..", "docs", "alerts.yml");
const TOKEN = "canary-metrics-0123456789abcdef0123456789";

test.each(DOORS)("the metrics of the %s door are as Prometheus would have them", async (kind) => {
  const { door, close } = await startBusyDoor(kind, { METRICS_TOKEN: TOKEN });
  const { status, text } = await ask(`${door.url}/metrics`, { token: TOKEN });
  expect(status).toBe(200);
  // a family that has no value yet would not be looked at
  for (const name of [
    "calls_total",
    "call_seconds",
    "auth_failures_total",
    "http_responses_total",
    "streams",
  ])
    expect(text).toMatch(new RegExp(`^hearthgate_${name}`, "m"));
  // three names of prom-client's own are not as they should be
  const { said } = promtool(["check", "metrics"], text);
  expect(said.split("\n").filter((line) => line !== "" && !line.startsWith("nodejs_active_"))).toEqual([]);
  await close();
});

test("the alerts are rules that Prometheus takes, and fire when they should", () => {
  expect(promtool(["check", "rules", ALERTS]).code).toBe(0);
  const page = readFileSync(join(ALERTS, "..", "operations.md"), "utf8");
  const config = join(mkdtempSync(join(tmpdir(), "hearthgate-prometheus-")), "prometheus.yml");
  writeFileSync(config, /```prometheus\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
  expect(promtool(["check", "config", "--syntax-only", config])).toEqual({ code: 0, said: "" });
  const file = join(mkdtempSync(join(tmpdir(), "hearthgate-alerts-")), "test.yml");
  const alert = (name: string, at: string, labels: string) =>
    `      - { eval_time: ${at}, alertname: ${name}, exp_alerts: [${labels}] }`;
  const series = [
    'hearthgate_state_up{instance="a"}|1 1 0 0 0 0 0 0 0 0',
    'hearthgate_hass_connected{instance="a"}|1x10',
    'hearthgate_auth_failures_total{instance="a",reason="unknown_token"}|0+5x20',
    'hearthgate_auth_failures_total{instance="b",reason="revoked"}|0+50x20',
    'hearthgate_certificate_days{instance="a"}|13x100',
  ].map((line) => {
    const [name = "", values = ""] = line.split("|");
    return `      - { series: '${name}', values: '${values}' }`;
  });
  writeFileSync(
    file,
    [
      `rule_files: [${ALERTS}]`,
      "tests:",
      "  - interval: 1m",
      "    input_series:",
      ...series,
      "    alert_rule_test:",
      alert("HearthgateStateGone", "1m", ""),
      alert(
        "HearthgateStateGone",
        "5m",
        '{ exp_labels: { severity: page, instance: a }, exp_annotations: { summary: "a cannot ask its state; nobody is let in. Look at Redis, or at state.db." } }',
      ),
      alert("HearthgateHomeGone", "10m", ""),
      alert(
        "HearthgateGuessing",
        "15m",
        '{ exp_labels: { severity: page, instance: a }, exp_annotations: { summary: "More than 20 wrong credentials at a in 15 minutes." } }',
      ),
      alert(
        "HearthgateCertificateEnds",
        "70m",
        '{ exp_labels: { severity: page, instance: a }, exp_annotations: { summary: "The certificate of a ends in 13 days." } }',
      ),
      "",
    ].join("\n"),
  );
  expect(promtool(["test", "rules", file])).toMatchObject({ code: 0 });
});

function promtool(words: readonly string[], input = ""): { readonly code: number; readonly said: string } {
  const run = Bun.spawnSync([programOf("promtool"), ...words], { stdin: Buffer.from(input) });
  return { code: run.exitCode, said: run.stderr.toString() };
}
