/** Soon after a start not everything is its doing. */

import { describe, expect, test } from "bun:test";
import { at, opened } from "./diagnosed.ts";

const SECOND = 1 / 60;

/** The light goes on so many seconds after the start; `before`: its history, by seconds after the start. */
async function cause(after: number, before: readonly (readonly [state: string, after: number])[]) {
  const start = 61;
  const events = [{ when: at(start - after * SECOND), entity_id: "light.kitchen", state: "on" }];
  const rows = before.map(([s, seconds]) => ({ s, lu: at(start - seconds * SECOND) }));
  const ask = await opened({
    events,
    answers: { "history/history_during_period": () => ({ "light.kitchen": rows }) },
  });
  const { structured } = await ask("light.kitchen");
  return String((structured["found"] as { readonly why: readonly string[] }).why[0]).replace(/^.* on: /, "");
}

const STARTED = "Home Assistant had just started: states are restored or read anew then";
const NOBODY = "no cause is recorded: the device itself, a switch by hand, or its own app";
const BACK =
  "it was unavailable before: this is how it came back, by its power-on state or as it was switched meanwhile";

describe("on", () => {
  test.each([
    ["for the first time", 5, [], STARTED],
    ["out of unavailable, as restored", 5, [["unavailable", -10]], STARTED],
    ["before the start was over", -0.5, [["off", -3]], STARTED],
    ["though it was there already", 40, [["off", -600]], NOBODY],
    [
      "after it went away since",
      40,
      [
        ["off", -10],
        ["unavailable", 20],
      ],
      BACK,
    ],
    ["long after", 3_000, [["off", 10]], NOBODY],
    ["long after, out of unavailable", 3_000, [["unavailable", 2_000]], BACK],
  ] as const)("%s", async (_, after, before, expected) => expect(await cause(after, before)).toBe(expected));
});

describe("an automation that is there for the first time", () => {
  const NEW = "nothing is recorded of it before: it was made or loaded anew then";
  test.each([
    ["before the start is over", -0.5, STARTED],
    ["a minute after a start", 60, NEW],
    ["long after", 3_000, NOBODY],
  ] as const)("%s", async (_, after, expected) => {
    const start = 61;
    const event = { when: at(start - after * SECOND), entity_id: "automation.evening", state: "on" };
    const ask = await opened({
      events: [event],
      answers: { "history/history_during_period": () => ({}) },
    });
    const { structured } = await ask("automation.evening");
    const [line = ""] = (structured["found"] as { readonly why: readonly string[] }).why;
    expect(line.replace(/^.* on: /, "")).toBe(expected);
  });
});

test("what is made anew as its configuration is saved is no device's doing", async () => {
  const states = ["on", "unavailable", "on", "off"];
  const events = states.map((state, index) => ({
    when: at(30 - index * SECOND),
    entity_id: "automation.evening",
    state,
  }));
  const whyOf = async (id: string, access?: object) => {
    const ask = await opened({
      events: events.map((event) => ({ ...event, entity_id: id })),
      ...(access === undefined ? {} : { access }),
    });
    const { structured } = await ask(id);
    return (structured["found"] as { readonly why: readonly string[] }).why.map((line) =>
      line.replace(/^(?:06-12 )?[\d:]+ /, ""),
    );
  };
  const LOADED = "it was loaded anew then: its configuration was saved or reloaded";
  expect((await whyOf("automation.evening")).slice(0, 4)).toEqual([
    `on: ${NOBODY}`,
    `unavailable: ${LOADED}`,
    `on: ${LOADED}`,
    `off: ${NOBODY}`,
  ]);
  expect(await whyOf("light.kitchen")).not.toContain(`unavailable: ${LOADED}`);
});

test.each([
  ["script.good_night", "off", "its run came to its end"],
  ["script.good_night", "on", "the device itself, a switch by hand, or its own app"],
  ["group.downstairs", "on", "its members"],
  ["light.kitchen", "off", "the device itself, a switch by hand, or its own app"],
])("%s %s by itself: %s", async (id, state, why) => {
  const events = [{ when: at(30), entity_id: id, state }];
  const ask = await opened({ events, access: { read: ["*"], history: ["*"] } });
  const { structured } = await ask(id);
  const [line = ""] = (structured["found"] as { readonly why: readonly string[] }).why;
  expect(line).toEndWith(`${state}: no cause is recorded: ${why}`);
});

describe("a call reached it by", () => {
  const CALLED = {
    when: at(30),
    entity_id: "light.hall",
    state: "on",
    context_user_id: "somebody",
    context_domain: "homeassistant",
    context_service: "turn_on",
  };
  const calls = (...named: readonly (readonly [context: string, ids: readonly string[]])[]) =>
    named.map(([context_id, entity_id]) => ({
      domain: "homeassistant",
      service: "turn_on",
      service_data: { entity_id },
      context_id,
      context_user_id: "somebody",
      when: at(30) - 0.1,
    }));
  const asking = async (read: readonly string[], list: readonly object[] | undefined) => {
    const ask = await opened({
      access: { read, history: ["*"] },
      events: [CALLED],
      answers: list === undefined ? {} : { "logbook/get_action_calls": () => list },
    });
    const { structured } = await ask("light.hall");
    return String((structured["found"] as { readonly why: readonly string[] }).why[0]);
  };
  const BY_USER = "on: a user, in an app or a page, by homeassistant.turn_on";

  test("its group, where that may be seen", async () => {
    const list = calls(["c", ["group.downstairs"]]);
    expect(await asking(["*"], list)).toContain("on: group group.downstairs (group.downstairs), by a user");
    expect(await asking(["light.hall"], list)).toEndWith(BY_USER);
  });

  test("itself, whatever a group does meanwhile", async () => {
    expect(await asking(["*"], calls(["c", ["light.hall"]]))).toEndWith(BY_USER);
    expect(await asking(["*"], calls(["c", ["group.downstairs", "light.hall"]]))).toEndWith(BY_USER);
  });

  test("the call of another is not its own", async () => {
    const list = calls(["c", ["group.downstairs"]]).map((call) => ({ ...call, context_user_id: "other" }));
    expect(await asking(["*"], list)).toEndWith(BY_USER);
  });

  test("nothing that is known where the calls may not be asked for", async () => {
    expect(await asking(["*"], undefined)).toEndWith(BY_USER);
  });
});
