/** Runs of automations are told step by step, without what the grant hides. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { NOW } from "../../road/road.ts";
import { ACCESS, at, MINUTE, opened, state } from "./diagnosed.ts";

describe("runs", () => {
  const RUN = {
    run_id: "r",
    timestamp: { start: new Date(NOW - 30 * MINUTE).toISOString() },
    trigger: "state of lock.front",
  };
  const node = (path: string, result: object, more = {}) => ({
    [path]: [{ path, timestamp: RUN.timestamp.start, result, ...more }],
  });

  test("step by step, with why a condition was false; hidden ids are taken out", async () => {
    const whole = {
      ...RUN,
      script_execution: "aborted",
      config: {
        conditions: [],
        actions: [{ if: [] }, { condition: "state", entity_id: "light.hall", state: "off" }],
      },
      trace: {
        ...node("trigger/0", {}),
        ...node("action/0", {
          params: {
            domain: "lock",
            service: "lock",
            target: { entity_id: ["lock.front", "light.hall"] },
            // Home Assistant's traces have it twice
            service_data: { entity_id: ["light.hall"] },
          },
        }),
        ...node("action/1", { result: false }),
        ...node("action/1/entity_id/0", { result: false, state: "on", wanted_state: "off" }),
        ...node("action/2", {}, { error: "lock.front is jammed" }),
      },
    };
    const ask = await opened({ answers: { "trace/list": () => [RUN], "trace/get": () => whole } });
    const { structured, text } = await ask("automation.evening");
    expect((structured["found"] as Record<string, unknown>)["runs"]).toEqual([
      "06-12 11:30:00 triggered by state of (not in this grant); stopped at a condition on the way, or by a stop",
      "  step 1: called lock.lock on light.hall, (not in this grant)",
      "  step 2: false (light.hall was on, not off)",
      "  step 3: failed: (not in this grant) is jammed",
    ]);
    expect(text).not.toContain("lock.front");
  });

  test("three at most, and how many were before", async () => {
    const whole = { ...RUN, script_execution: "finished", config: {}, trace: {} };
    const runs = Array.from({ length: 5 }, (_, at) => ({ ...RUN, run_id: String(at) }));
    const ask = await opened({ answers: { "trace/list": () => runs, "trace/get": () => whole } });
    const { structured } = await ask("automation.evening");
    const lines = (structured["found"] as Readonly<Record<string, readonly string[]>>)["runs"] ?? [];
    expect([lines[0], lines.length]).toEqual(["(2 earlier runs; ask with an earlier end)", 4]);
  });

  async function told(config: object, trace: object, more: readonly EntityState[] = [], access = ACCESS) {
    const whole = { ...RUN, script_execution: "aborted", config, trace };
    const answers = { "trace/list": () => [RUN], "trace/get": () => whole };
    return (await (await opened({ answers, more, access }))("automation.evening")).text;
  }

  const HELPER = state("input_select.mode", { state: "vacation" });
  const KEY = state("input_text.key", { state: "hunter2hunter2", attributes: { mode: "password" } });

  test.each([
    ["of a hidden entity", { entity_id: "lock.front", state: "x" }, { wanted_state: "x" }],
    ["of a hidden number", { entity_id: "lock.front", above: 5 }, { wanted_state_above: 5 }],
    ["of nobody knows which", {}, { wanted_state: "x" }],
    [
      "against a hidden helper",
      { entity_id: "light.hall", state: "input_select.mode" },
      { wanted_state: "vacation" },
    ],
    [
      "by a template",
      { entity_id: "light.hall", value_template: "{{ x }}", above: 5 },
      { wanted_state_above: 5 },
    ],
    ["of a token", { entity_id: "light.hall", attribute: "access_token", state: "x" }, { wanted_state: "x" }],
  ])("a condition %s tells no state", async (_, leaf, wanted) => {
    const trace = node("condition/0/entity_id/0", { result: false, state: "zebra", ...wanted });
    const text = await told({ conditions: [{ condition: "state", ...leaf }] }, trace, [HELPER]);
    expect(text).toContain("06-12 11:30:00");
    expect(text).not.toMatch(/zebra|vacation|wanted/);
  });

  test("a condition that nothing but a template can tell is told as that", async () => {
    const config = { conditions: [{ condition: "template", value_template: "{{ x }}" }] };
    const result = (entities: readonly string[]) => node("condition/0", { result: false, entities });
    expect(await told(config, result([]))).toContain("false (by a template)");
    expect(await told(config, result(["light.hall"]))).not.toContain("by a template");
  });

  test("a password stands in no run, logbook or state, whoever asks", async () => {
    const trace = node("condition/0/entity_id/0", {
      result: false,
      state: "hunter2hunter2",
      wanted_state: "y",
    });
    const everything = { read: ["*"], history: ["*"] };
    const config = { conditions: [{ condition: "state", entity_id: KEY.id, state: "y" }] };
    expect(await told(config, trace, [KEY], everything)).not.toContain("hunter2");
    const fresh = { ...KEY, lastChanged: at(0.05) };
    const events = [{ when: at(30), entity_id: KEY.id, state: "hunter2hunter2" }];
    const { text } = await (await opened({ events, more: [fresh], access: everything }))(KEY.id);
    expect(text).toContain("(secret)");
    expect(text).not.toContain("hunter2");
  });

  test("targets that are hidden are neither named nor counted", async () => {
    const called = (target: object) =>
      node("action/0", { params: { domain: "lock", service: "lock", target, service_data: {} } });
    const texts = await Promise.all(
      [["lock.front"], ["lock.front", "lock.back", "lock.no"]].map((entity_id) =>
        told({}, called({ entity_id })),
      ),
    );
    expect(texts[0]).toContain("called lock.lock on (not in this grant)");
    expect(texts[1]).toBe(String(texts[0]));
  });

  test("none in the time: the latest; none at all is said", async () => {
    const old = {
      ...RUN,
      timestamp: { start: new Date(NOW - 100 * 60 * MINUTE).toISOString() },
      script_execution: "finished",
      trace: {},
    };
    const ask = await opened({ answers: { "trace/list": () => [old], "trace/get": () => old } });
    expect((await ask("automation.evening")).text).toContain("no run in this time; the latest:");
    expect((await (await opened({}))("automation.evening")).text).toContain("keeps no run of it");
  });
});
