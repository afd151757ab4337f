/** What each kind of step of a run is told as, where it stands and how the run ended. */

import { describe, expect, test } from "bun:test";
import { NOW } from "../../road/road.ts";
import { EVERYTHING, MINUTE, opened } from "./diagnosed.ts";
import { result, runOf, runsTold, START, stepsTold } from "./told-runs.ts";

describe("a step", () => {
  test.each<readonly [string, object, readonly string[]]>([
    ["that is off", result({ enabled: false, params: {} }), ["step 1: switched off"]],
    ["that failed", { result: {}, error: "no such thing" }, ["step 1: failed: no such thing"]],
    ["with a choice by number", result({ choice: 0 }), ["step 1: took option 1"]],
    ["with a choice by word", result({ choice: "default" }), ["step 1: took default"]],
    ["that waits", result({ delay: 5, done: true }), ["step 1: waited 5"]],
    [
      "that waits for something that came",
      result({ wait: { remaining: 3, completed: true } }),
      ["step 1: waited for a trigger or template"],
    ],
    [
      "that waits for something that never came",
      result({ wait: { remaining: 0, completed: false } }),
      ["step 1: waited for a trigger or template, in vain"],
    ],
    ["that ends the run", result({ stop: "enough", error: false }), ["step 1: stopped: enough"]],
    ["that asks and finds it so", result({ result: true }), ["step 1: true"]],
    ["that asks and finds it otherwise", result({ result: false }), ["step 1: false"]],
    ["that says nothing of itself", result({ variables: { x: 1 } }), []],
    ["without a result", {}, []],
    ["with a result of another form", { result: "on" }, []],
    [
      "that calls without a target",
      result({ params: { domain: "light", service: "turn_on" } }),
      ["step 1: called light.turn_on"],
    ],
    [
      "that calls a device, an area and a label",
      result({
        params: {
          domain: "light",
          service: "turn_on",
          target: { device_id: ["dev_hue"], area_id: "hall", label_id: ["mood"], brightness: 5 },
          service_data: { brightness: 7 },
        },
      }),
      ["step 1: called light.turn_on on dev_hue, hall, mood"],
    ],
    [
      "that calls what its data names",
      result({
        params: { domain: "light", service: "turn_on", service_data: { entity_id: "light.hall" } },
      }),
      ["step 1: called light.turn_on on light.hall"],
    ],
  ])("%s", async (_, node, said) => expect(await stepsTold({ "action/0": node })).toEqual(said));

  test("names six of what it called, and how many more", async () => {
    const called = (count: number) => {
      const entity_id = Array.from({ length: count }, (_, index) => `light.n${index}`);
      return {
        "action/0": result({ params: { domain: "light", service: "turn_on", target: { entity_id } } }),
      };
    };
    const six = "step 1: called light.turn_on on light.n0, light.n1, light.n2, light.n3, light.n4, light.n5";
    expect(await stepsTold(called(6))).toEqual([six]);
    expect(await stepsTold(called(8))).toEqual([`${six} and 2 more`]);
  });

  test("names areas and devices that the grant does not show as that", async () => {
    const target = { area_id: ["kitchen", "bedroom"] };
    const steps = { "action/0": result({ params: { domain: "light", service: "turn_on", target } }) };
    const access = { read: ["automation.*", { area: "kitchen" }], history: ["*"] };
    expect(await stepsTold(steps, { access })).toEqual([
      "step 1: called light.turn_on on kitchen, (not in this grant)",
    ]);
  });
});

test.each([
  ["action/1", "step 2"],
  ["sequence/0", "step 1"],
  ["condition/2", "condition 3"],
  ["action/0/if/condition/1", "step 1, if, condition 2"],
  ["action/0/then/0", "step 1, then 1"],
  ["action/0/choose/1/conditions/0", "step 1, choose 2, condition 1"],
  ["action/0/choose/0/sequence/3", "step 1, choose 1, step 4"],
  ["action/3/repeat/sequence/0", "step 4, repeat, step 1"],
  ["action/0/parallel/1/sequence/0", "step 1, parallel 2, step 1"],
  ["action/0/entity_id/1", "step 1"],
])("the place %s is %s", async (path, place) => {
  expect(await stepsTold({ [path]: result({ stop: "x" }) })).toEqual([`${place}: stopped: x`]);
});

test("steps stand in the order of their time, whatever the order of their paths; triggers are none", async () => {
  const node = (path: string, second: number) => ({
    path,
    timestamp: new Date(START + second * 1_000).toISOString(),
    result: { stop: String(second) },
  });
  const trace = {
    "action/1": [node("action/1", 3), node("action/1", 1)],
    "trigger/0": [node("trigger/0", 0)],
    "action/0": [node("action/0", 2)],
  };
  const { runs } = await runsTold([runOf({}, { trace })], {});
  expect(runs.slice(1)).toEqual(["  step 2: stopped: 1", "  step 1: stopped: 2", "  step 2: stopped: 3"]);
});

describe("a run", () => {
  test.each<readonly [object, string]>([
    [{ script_execution: "finished" }, "ran to its end"],
    [{ script_execution: "aborted" }, "stopped at a condition on the way, or by a stop"],
    [{ script_execution: "failed_conditions" }, "did not run: a condition was false"],
    [{ script_execution: "error", error: "no such thing" }, "ended with an error: no such thing"],
    [{ script_execution: "failed_single" }, "did not run: it was running already (mode single)"],
    [{ script_execution: "failed_max_runs" }, "did not run: too many runs at once"],
    [{ script_execution: "cancelled" }, "was stopped from outside"],
    [{ script_execution: null, state: "running" }, "is still running"],
    [{ script_execution: null, state: "stopped" }, "ended"],
    [{ script_execution: "of tomorrow" }, "ended"],
    [{ trigger: "time", script_execution: "finished" }, "triggered by time; ran to its end"],
  ])("%j: %s", async (more, said) => {
    const { runs } = await runsTold([runOf({}, more)], {});
    expect(runs).toEqual([`06-12 11:30:00 ${said}`]);
  });

  test("of a script is asked for by the id in its entity id, of an automation by its own", async () => {
    const script = await runsTold([runOf({})], { about: "script.good_night" });
    expect(script.asked).toEqual([{ type: "trace/list", domain: "script", item_id: "good_night" }]);
    expect(script.runs).toEqual(["06-12 11:30:00 ended"]);
    const automation = await runsTold([runOf({})], {});
    expect(automation.asked).toEqual([{ type: "trace/list", domain: "automation", item_id: "ev" }]);
  });

  test("that no list names is none; what is no list is none", async () => {
    const { runs } = await runsTold(["x", 3, null] as never, {});
    expect(runs[0]).toContain("keeps no run of it");
  });

  const DAY = 24 * 60 * MINUTE;
  const runAt = (run_id: string, before: number) =>
    runOf({}, { run_id, timestamp: { start: new Date(NOW - before).toISOString() } });

  test("of the time is told, not those before and behind it", async () => {
    const { runs } = await runsTold([runAt("old", 5 * DAY), runAt("now", 30 * MINUTE)], {});
    expect(runs).toEqual(["06-12 11:30:00 ended"]);
  });

  test("of another time is told where there is none in it, the latest three", async () => {
    const days = [6, 5, 4, 3].map((day) => runAt(String(day), day * DAY));
    const { runs } = await runsTold(days, {});
    expect(runs).toEqual([
      "no run in this time; the latest:",
      "(1 earlier run; ask with an earlier end)",
      "06-07 12:00:00 ended",
      "06-08 12:00:00 ended",
      "06-09 12:00:00 ended",
    ]);
  });

  test("several that are gone meanwhile are counted", async () => {
    const listed = [runAt("a", 3 * MINUTE), runAt("b", 2 * MINUTE), runAt("c", MINUTE)];
    const ask = await opened({
      access: EVERYTHING,
      answers: {
        "trace/list": () => listed,
        "trace/get": ({ run_id }) => (run_id === "c" ? listed[2] : undefined),
      },
    });
    const { runs } = (await ask("automation.evening")).structured["found"] as {
      readonly runs: readonly string[];
    };
    expect(runs).toEqual(["06-12 11:59:00 ended", "2 runs are not kept any more"]);
  });
});

test("a run of more than forty steps is cut there, and the rest is counted", async () => {
  const steps = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`action/${index}`, result({ stop: "x" })]),
    );
  const forty = await stepsTold(steps(40));
  expect([forty.length, forty.at(-1)]).toEqual([40, "step 40: stopped: x"]);
  const two = await stepsTold(steps(42));
  expect([two.length, two.at(-2), two.at(-1)]).toEqual([41, "step 40: stopped: x", "… 2 more steps"]);
  expect((await stepsTold(steps(60))).at(-1)).toBe("… 20 more steps");
});
