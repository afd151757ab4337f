/** Logs of ten thousand lines, runs of ten thousand steps, what is gone, off or kept for administrators. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import { workMsSince } from "../../own-work.ts";
import { ACCESS, ALL, at, NO_BOARDS, opened, state } from "./diagnosed.ts";

const EVERYTHING = { read: ["*"], history: ["*"] };
const SOME = { read: ["light.*", "automation.*"], history: ["*"] };
const LOGS = { ...ALL, logs: "allow", config_read: "allow" };
const MOST_MS = 10_000;
const MANY = Array.from({ length: 5_000 }, (_, index) =>
  state(`sensor.many_${index}`, { attributes: { friendly_name: `Many ${index}` } }),
);

function refusedAs(code: string) {
  return () => {
    throw new Failure("HASS_REJECTED", "no", { cause: new HassError(code, code) });
  };
}

function linesOf(structured: Readonly<Record<string, unknown>>, section: string): readonly string[] {
  return (structured["found"] as Readonly<Record<string, readonly string[]>>)[section] ?? [];
}

async function timed<T>(run: () => Promise<T>): Promise<T> {
  const started = process.cpuUsage();
  const answer = await run();
  expect(workMsSince(started)).toBeLessThan(MOST_MS);
  return answer;
}

describe("a log of 10,000 entries", () => {
  const entries = Array.from({ length: 10_000 }, (_, index) => ({
    level: index % 2 === 0 ? "ERROR" : "WARNING",
    name: `homeassistant.components.light_${index}`,
    message: [`Number ${index} of light.kitchen: ${"x".repeat(4_000)}\n${"trace ".repeat(200)}`],
    exception: "y".repeat(1_000),
    count: index,
    timestamp: at(60) + index / 100,
  }));

  test.each([
    ["whoever sees everything", EVERYTHING],
    ["whoever sees a part of 5,000 entities", SOME],
  ])("to %s", async (_, access) => {
    const answers = { "system_log/list": () => entries };
    const ask = await opened({ access, capabilities: LOGS, answers, more: MANY });
    const { structured, text } = await timed(() => ask("log"));
    const lines = linesOf(structured, "log");
    expect(lines).toHaveLength(16);
    expect(lines[0]).toContain("Number 9999 of light.kitchen");
    expect(lines[0]).toContain("(9999 times)");
    expect(lines.at(-1)).toBe("9985 more; Home Assistant's page Logs has them");
    expect(text.length).toBeLessThan(16_000);
  });

  test.each([
    [null],
    ["x"],
    [[null, 3, { level: "ERROR" }]],
    [[{ level: "ERROR", timestamp: at(1), message: 3 }]],
  ])("of another form: %j", async (answer) => {
    const ask = await opened({
      access: EVERYTHING,
      capabilities: LOGS,
      answers: { "system_log/list": () => answer },
    });
    expect((await ask("log")).code).toBe("ok");
  });
});

describe("runs", () => {
  const RUN = { run_id: "r", timestamp: { start: new Date(at(5) * 1_000).toISOString() } };
  const node = (index: number) => ({
    path: `action/${index}`,
    timestamp: new Date(at(5) * 1_000 + index).toISOString(),
    result: { params: { domain: "light", service: "turn_on", target: { entity_id: ["light.kitchen"] } } },
  });
  const long = {
    ...RUN,
    script_execution: "finished",
    trace: Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`action/${index}`, [node(index)]]),
    ),
  };

  test.each([
    ["whoever sees everything", EVERYTHING],
    ["whoever sees a part of 5,000 entities", SOME],
  ])("of 10,000 steps, to %s", async (_, access) => {
    const answers = { "trace/list": () => [RUN, RUN, RUN], "trace/get": () => long };
    const ask = await opened({ access, answers, more: MANY });
    const { structured } = await timed(() => ask("automation.evening"));
    const runs = linesOf(structured, "runs");
    expect(runs).toHaveLength(3 * 42);
    expect(runs).toContain("  … 9960 more steps");
  });

  test("one that is gone meanwhile leaves the others", async () => {
    let asked = 0;
    const answers = {
      "trace/list": () => [RUN, { ...RUN, run_id: "gone" }],
      "trace/get": () =>
        ++asked === 1 ? { ...RUN, script_execution: "finished" } : refusedAs("not_found")(),
    };
    const { structured } = await (await opened({ answers }))("automation.evening");
    expect(linesOf(structured, "runs")[0]).toEndWith("ran to its end");
    expect(linesOf(structured, "runs").at(-1)).toBe("1 run is not kept any more");
  });

  test("of a deleted automation: as of one that never was", async () => {
    const answers = { "trace/list": () => [RUN], "trace/get": () => long };
    const ask = await opened({ access: SOME, answers });
    const [deleted, never] = await Promise.all(
      ["automation.deleted", "automation.never"].map((id) => ask(id)),
    );
    expect(deleted?.code).toBe("NOT_FOUND");
    const told = [deleted, never].map((said) =>
      said?.text.replace(/\.(deleted|never) /, ".X ").replace(/Nearest: .*? Or/, "Or"),
    );
    expect(told[0]).toBe(String(told[1]));
  });

  test("of one that is left behind without its configuration", async () => {
    const left = state("automation.left", { state: "unavailable", attributes: { restored: true } });
    const { structured } = await (await opened({ access: SOME, more: [left] }))("automation.left");
    expect(linesOf(structured, "runs")).toEqual([
      "it has no id of its own, so Home Assistant keeps no runs of it",
    ]);
  });
});

describe("reading of the rest goes on", () => {
  test("without recorder and logbook", async () => {
    const off = refusedAs("unknown_command");
    const ask = await opened({
      access: EVERYTHING,
      answers: {
        "logbook/get_events": off,
        "recorder/validate_statistics": off,
        "recorder/statistics_during_period": off,
        "energy/get_prefs": off,
        "repairs/list_issues": () => ({ issues: [] }),
      },
    });
    expect((await ask("light.kitchen")).structured).toMatchObject({
      not_shown: ["why: Home Assistant has none of it here", NO_BOARDS],
      found: { used_by: expect.any(Array) },
    });
    expect((await ask("home")).structured).toMatchObject({
      not_shown: ["statistics: Home Assistant has none of it here"],
      nothing: expect.arrayContaining(["unavailable", "batteries", "repairs"]),
    });
    expect((await ask("energy")).structured).toMatchObject({
      not_shown: ["energy: Home Assistant has none of it here"],
    });
  });

  test("without preferences of energy", async () => {
    const ask = await opened({ access: EVERYTHING, answers: { "energy/get_prefs": refusedAs("not_found") } });
    expect((await ask("energy")).structured).toMatchObject({
      not_shown: ["energy: Home Assistant has none of it here"],
    });
  });

  test("behind an ordinary user's token", async () => {
    const no = refusedAs("unauthorized");
    const ask = await opened({
      access: EVERYTHING,
      capabilities: LOGS,
      answers: {
        "trace/list": no,
        "trace/contexts": no,
        "system_log/list": no,
        "config/core/check_config": no,
      },
    });
    const closed = "the Home Assistant token behind Hearthgate is no administrator's";
    expect((await ask("automation.evening")).structured).toMatchObject({
      not_shown: [`runs: ${closed}`, NO_BOARDS],
    });
    for (const about of ["log", "config", "triggers"])
      expect((await ask(about)).structured).toMatchObject({ not_shown: [`${about}: ${closed}`] });
  });

  test("Home Assistant that is gone is said as that", async () => {
    const gone = () => {
      throw new Failure("HASS_UNAVAILABLE", "Home Assistant did not answer in time.");
    };
    const ask = await opened({ access: ACCESS, answers: { "logbook/get_events": gone } });
    expect((await ask("light.kitchen")).code).toBe("HASS_UNAVAILABLE");
  });
});
