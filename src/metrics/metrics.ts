/** What a door counts for Prometheus: a closed set of names, each label from a bounded set, never a name of the home. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { boundedLabel } from "./bounded-label.ts";

export type CountedCall = {
  /** A tool of ours, or `unknown_tool`. */
  readonly tool: string;
  /** Of a call that acts, the worst of its targets; else ok, denied or failed. */
  readonly verdict: string;
  /** Of the failure; `none` without one. */
  readonly code: string;
  readonly seconds: number;
};

export type Metrics = {
  called(outcome: CountedCall): void;
  /** `by`: address, credential, or the grant's own restrictions. */
  limited(by: "address" | "credential" | "grant", grantId: string | undefined): void;
  authFailed(reason: string): void;
  lockedOut(): void;
  answered(status: number): void;
  /** `home`: Home Assistant gave no answer. `request`: a client sent too slowly. */
  timedOut(what: "home" | "request"): void;
  /** Asked at each scrape; undefined, or what fails, leaves it out. */
  watch(name: string, help: string, read: () => Promise<number | undefined> | number | undefined): void;
  /** Prometheus's text format. */
  text(): Promise<string>;
  readonly contentType: string;
};

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const MOST_GRANTS = 200;
const MOST_REASONS = 60;

export function createMetrics(door: string, version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `hearthgate_${name}`, help, labelNames, registers });
  new Gauge({
    name: "hearthgate_build_info",
    help: "1, with the version that runs and its door",
    labelNames: ["version", "door"],
    registers,
  }).set({ version, door }, 1);
  const calls = counter("calls_total", "Calls of tools", ["tool", "verdict", "code"]);
  const seconds = new Histogram({
    name: "hearthgate_call_seconds",
    help: "How long calls took",
    labelNames: ["tool"],
    buckets: BUCKETS_SECONDS,
    registers,
  });
  const limits = counter("rate_limited_total", "Requests and calls over a limit", ["door", "grant", "by"]);
  const failures = counter("auth_failures_total", "Credentials that were not let in", ["reason"]);
  const locked = counter("locked_out_total", "Requests refused because their address is locked out", []);
  const answers = counter("http_responses_total", "Answers of the HTTP door", ["status"]);
  const timeouts = counter("timeouts_total", "What did not answer or come in time", ["what"]);
  const grantLabel = boundedLabel(MOST_GRANTS);
  const reasonLabel = boundedLabel(MOST_REASONS);

  return {
    contentType: registry.contentType,
    called({ tool, verdict, code, seconds: took }) {
      calls.inc({ tool, verdict, code });
      seconds.observe({ tool }, took);
    },
    limited: (by, grantId) => limits.inc({ door, grant: grantLabel(grantId ?? "none"), by }),
    authFailed: (reason) => failures.inc({ reason: reasonLabel(reason) }),
    lockedOut: () => locked.inc(),
    answered: (status) => answers.inc({ status: String(status) }),
    timedOut: (what) => timeouts.inc({ what }),
    watch(name, help, read) {
      new Gauge({
        name: `hearthgate_${name}`,
        help,
        registers,
        async collect() {
          const value = await Promise.resolve()
            .then(read)
            .catch(() => undefined);
          if (value === undefined) this.remove();
          else this.set(value);
        },
      });
    },
    text: () => registry.metrics(),
  };
}
