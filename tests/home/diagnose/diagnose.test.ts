/** Why something is as it is, within a grant: causes, runs and users that may be seen, and nothing of the others. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { grantOf, NOW, openRoad } from "../../road/road.ts";
import { vectorHome } from "../../security/grant/vector-home.ts";

const MINUTE = 60_000;
const at = (minutesAgo: number) => (NOW - minutesAgo * MINUTE) / 1_000;
const ACCESS = { read: ["light.*", "automation.evening"], history: ["*"] };
const ALL = { logbook: "allow", statistics: "allow", traces: "allow", registry: "allow" };

type Answers = NonNullable<Parameters<typeof openRoad>[1]>["answers"];

function state(id: string, more: Partial<EntityState> = {}): EntityState {
  const facts = { attributes: {}, contextId: `of ${id}`, parentContextId: undefined };
  return { id, state: "on", ...facts, lastChanged: at(600), lastUpdated: at(600), ...more };
}

async function opened({
  events = [],
  answers = {},
  access = ACCESS,
  capabilities = ALL as object,
  more = [] as readonly EntityState[],
}: {
  readonly events?: readonly object[];
  readonly answers?: Answers;
  readonly access?: object;
  readonly capabilities?: object;
  readonly more?: readonly EntityState[];
}) {
  const home = vectorHome();
  const automation = state("automation.evening", { attributes: { id: "ev", friendly_name: "Evening" } });
  const states = new Map([
    ...home.place.states,
    ["light.kitchen", state("light.kitchen")],
    [automation.id, automation],
  ]);
  for (const each of more) states.set(each.id, each);
  const { call } = await openRoad(grantOf({ access, capabilities }), {
    home: { ...home, place: { ...home.place, states } },
    answers: {
      "logbook/get_events": ({ entity_ids }) => (entity_ids === undefined ? STARTED : events),
      "search/related": () => ({
        automation: ["automation.evening", "automation.secret"],
        scene: ["scene.secret"],
      }),
      "trace/list": () => [],
      "trace/contexts": () => ({}),
      ...answers,
    },
  });
  return async (about: string, words: object = {}) => call("ha_diagnose", { about, ...words });
}

const STARTED = [
  { when: at(61), domain: "homeassistant", message: "started", name: "Home Assistant" },
  { when: at(61), entity_id: "lock.front", state: "unlocked" },
];

function event(minutesAgo: number, more: object) {
  return { when: at(minutesAgo), entity_id: "light.kitchen", state: "on", ...more };
}

async function why(more: object, access: object = ACCESS, minutesAgo = 30): Promise<string> {
  const ask = await opened({ events: [event(minutesAgo, more)], access });
  const { structured } = await ask("light.kitchen");
  const { why: lines = [] } = structured["found"] as { why?: readonly string[] };
  return String(lines[0]).replace(/^06-12 [\d:]+ on: /, "");
}

describe("the cause of a change", () => {
  test.each([
    [
      "an automation",
      { context_entity_id: "automation.evening", context_source: "state of light.hall" },
      "automation Evening (automation.evening), state of light.hall",
    ],
    [
      "one that is not to be seen",
      { context_entity_id: "automation.secret", context_name: "Secret" },
      "set off by something that this grant does not show",
    ],
    [
      "a source that is not to be seen",
      { context_entity_id: "automation.evening", context_source: "state of lock.front" },
      "automation Evening (automation.evening), state of (not in this grant)",
    ],
    [
      "somebody",
      { context_user_id: "somebody", context_domain: "light", context_service: "turn_on" },
      "a user, in an app or a page, by light.turn_on",
    ],
    [
      "ourselves",
      { context_user_id: "u", context_domain: "light", context_service: "turn_on" },
      "the user behind Hearthgate: an assistant, or whoever has that token, by light.turn_on",
    ],
    [
      "a call of nobody",
      { context_domain: "light", context_service: "turn_on" },
      "a call of light.turn_on without a user: an automation, a script or an integration made it",
    ],
    ["nothing", {}, "no cause is recorded: the device itself, a switch by hand, or its own app"],
  ])("%s", async (_, more, cause) => expect(await why(more)).toBe(cause));

  test("a start of Home Assistant just before", async () => {
    expect(await why({}, ACCESS, 60)).toBe(
      "Home Assistant had just started: states are restored or read anew then",
    );
  });

  test("a person who may be seen, by name", async () => {
    const person = state("person.sam", { attributes: { user_id: "sam", friendly_name: "Sam" } });
    const events = [event(30, { context_user_id: "sam" })];
    const seen = await opened({
      events,
      more: [person],
      access: { ...ACCESS, read: ["light.*", "person.sam"] },
    });
    expect((await seen("light.kitchen")).text).toContain("on: Sam, in an app or a page");
    const hidden = await opened({ events, more: [person] });
    const { text } = await hidden("light.kitchen");
    expect([text.includes("a user, in an app or a page"), text.includes("Sam")]).toEqual([true, false]);
  });

  test("what is not written yet is known by the runs", async () => {
    const fresh = state("light.kitchen", { contextId: "c9", lastChanged: at(0.05) });
    const answers = {
      "trace/contexts": () => ({ c9: { domain: "automation", item_id: "ev", run_id: "r" } }),
    };
    const ask = await opened({ more: [fresh], answers });
    expect((await ask("light.kitchen")).text).toContain("on: automation Evening (automation.evening)");
    const blind = await opened({ more: [fresh], answers, access: { ...ACCESS, read: ["light.*"] } });
    const { text } = await blind("light.kitchen");
    expect([text.includes("does not show"), text.includes("Evening")]).toEqual([true, false]);
  });
});

describe("what a grant closes", () => {
  test("users of it that may not be seen are neither named nor counted", async () => {
    const { structured, text } = await (await opened({}))("light.kitchen");
    expect((structured["found"] as Record<string, unknown>)["used_by"]).toEqual([
      "automation.evening Evening",
      "light.all_lights light.all_lights",
      "light.mixed_group light.mixed_group",
    ]);
    expect(text).not.toContain("secret");
  });

  test("each part is a capability of its own", async () => {
    const ask = await opened({ capabilities: { registry: "allow" } });
    const { structured } = await ask("automation.evening");
    expect(structured["not_shown"]).toEqual([
      "why: this grant has no logbook",
      "runs: this grant has no traces",
    ]);
    const pastless = await opened({ access: { read: ["light.*"] } });
    expect((await pastless("light.kitchen")).structured["not_shown"]).toEqual([
      "why: this grant does not show its past",
    ]);
  });

  test("hidden and absent are one", async () => {
    const ask = await opened({});
    const [hidden, absent] = await Promise.all(["lock.front", "lock.no"].map((id) => ask(id)));
    expect(hidden?.code).toBe("NOT_FOUND");
    expect(hidden?.text.replaceAll("lock.front", "X")).toBe(String(absent?.text.replaceAll("lock.no", "X")));
  });

  test("an ordinary user's token is told, and the rest goes on", async () => {
    const ask = await opened({ answers: { "trace/list": undefined as never } });
    const { structured } = await ask("automation.evening");
    expect(structured["not_shown"]).toEqual([
      "runs: the Home Assistant token behind Hearthgate is no administrator's",
    ]);
    expect(structured["nothing"]).toEqual(["used_by"]);
  });
});

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
            service_data: {},
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

describe("what is wrong in the home", () => {
  const GONE = state("light.gone", { state: "unavailable", attributes: { friendly_name: "Gone" } });
  const EMPTY = state("sensor.remote", {
    state: "7",
    attributes: { device_class: "battery", friendly_name: "Remote" },
  });

  test("of what may be seen alone", async () => {
    const answers = {
      "repairs/list_issues": () => ({
        issues: [{ severity: "error", domain: "x", issue_id: "lock_front_broken" }],
      }),
      "recorder/validate_statistics": () => ({
        "light.kitchen": [{ type: "units_changed" }],
        "lock.front": [{ type: "no_state" }],
      }),
    };
    const { structured, text } = await (await opened({ answers, more: [GONE, EMPTY] }))("home");
    expect(structured["found"]).toEqual({
      unavailable: ["light.gone Gone: since 06-12 02:00"],
      statistics: ["light.kitchen: units_changed"],
    });
    expect(text).not.toMatch(/lock|remote/i);
    const all = await opened({ answers, more: [GONE, EMPTY], access: { read: ["*"] } });
    expect((await all("home")).structured["found"]).toMatchObject({
      batteries: ["sensor.remote Remote: 7 %"],
      repairs: ["error: x lock_front_broken"],
    });
  });

  test("of the log, lines that name what may be seen", async () => {
    const entry = (message: string) => ({
      level: "ERROR",
      name: "x",
      message: [message],
      timestamp: at(5),
      count: 3,
    });
    const answers = {
      "system_log/list": () => [entry("lock.front failed"), entry("light.kitchen failed after lock.front")],
    };
    const { structured } = await (await opened({ answers }))("log");
    expect((structured["found"] as Record<string, unknown>)["log"]).toEqual([
      "06-12 11:55 error x (3 times): light.kitchen failed after (not in this grant)",
    ]);
  });
});
