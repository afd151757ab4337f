/** Why something is as it is, within a grant: causes, runs and users that may be seen, and nothing of the others. */

import { describe, expect, test } from "bun:test";
import { ACCESS, ALL, at, NO_BOARDS, opened, state } from "./diagnosed.ts";

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
      "a script that is not to be seen, by its own service",
      { context_user_id: "u", context_domain: "script", context_service: "good_night" },
      "set off by something that this grant does not show",
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
    const fresh = state("light.kitchen", {
      contextId: "c9",
      lastChanged: at(0.05),
      lastUpdated: at(0.05),
    });
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

describe("the dashboards that show it", () => {
  const asking = async (entities: readonly string[]) => {
    const ask = await opened({
      capabilities: { ...ALL, dashboards: "allow" },
      answers: {
        "search/related": () => ({}),
        "lovelace/dashboards/list": () => [{ url_path: "wall", title: "Wall panel" }],
        "lovelace/config": () => ({ views: [{ cards: [{ type: "entities", entities }] }] }),
      },
    });
    const { structured } = await ask("light.kitchen");
    return (structured["found"] as { readonly used_by: readonly string[] }).used_by;
  };

  test("are among what uses it, by its whole id alone", async () => {
    expect(await asking(["light.kitchen"])).toContain("dashboard:wall Wall panel");
    expect(await asking(["light.kitchen_2", "light.hall"])).not.toContain("dashboard:wall Wall panel");
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
      NO_BOARDS,
    ]);
    const pastless = await opened({ access: { read: ["light.*"] } });
    expect((await pastless("light.kitchen")).structured["not_shown"]).toEqual([
      "why: this grant does not show its past",
      NO_BOARDS,
    ]);
  });

  test("hidden and absent are one", async () => {
    const ask = await opened({});
    const [hidden, absent] = await Promise.all(["lock.front", "lock.no"].map((id) => ask(id)));
    expect(hidden?.code).toBe("NOT_FOUND");
    expect(hidden?.text.replaceAll("lock.front", "X")).toBe(String(absent?.text.replaceAll("lock.no", "X")));
  });

  test("an area is none to explain, but what is in it", async () => {
    const ask = await opened({});
    const { code, text } = await ask("area:kitchen");
    expect(code).toBe("INPUT_INVALID");
    expect(text).toContain("is an area; ha_diagnose explains an entity");
    expect(text).toContain("light.kitchen");
    expect((await ask("area:nowhere")).code).toBe("NOT_FOUND");
  });

  test("an ordinary user's token is told, and the rest goes on", async () => {
    const ask = await opened({ answers: { "trace/list": undefined as never } });
    const { structured } = await ask("automation.evening");
    expect(structured["not_shown"]).toEqual([
      "runs: the Home Assistant token behind Hearthgate is no administrator's",
      NO_BOARDS,
    ]);
    // not everything was looked at
    expect(structured["nothing"]).toBeUndefined();
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
    const { structured } = await (await opened({ answers, capabilities: { logs: "allow" } }))("log");
    expect((structured["found"] as Record<string, unknown>)["log"]).toEqual([
      "06-12 11:55 error x (3 times): light.kitchen failed after (not in this grant)",
    ]);
    const closed = await (await opened({ answers, access: { read: ["*"] } }))("log");
    expect(closed.structured["not_shown"]).toEqual(["log: this grant has no logs"]);
    expect(closed.text).not.toContain("failed");
  });
});
