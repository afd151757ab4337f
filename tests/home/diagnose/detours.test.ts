/** The scene, script or group that a call went by: told where it is sure, and only then. */

import { describe, expect, test } from "bun:test";
import { type Answers, at, EVERYTHING, linesOf, state } from "./diagnosed.ts";

const SECOND = 1 / 60;

const BY_USER = "a user, in an app or a page";

describe("a change that a scene made", () => {
  const change = {
    when: at(30),
    entity_id: "light.hall",
    state: "on",
    context_user_id: "somebody",
    context_domain: "scene",
    context_service: "turn_on",
  };
  const COSY = state("scene.cosy", { attributes: { entity_id: ["light.hall"], friendly_name: "Cosy" } });
  const OTHER = state("scene.other", { attributes: { entity_id: ["light.kitchen"] } });
  /** Scenes that were activated, with how many seconds before the change. */
  const told = async (activated: Readonly<Record<string, number>>, access: object = EVERYTHING) => {
    const answers: Answers = {
      "logbook/get_events": ({ entity_ids, start_time, end_time }) => {
        const ids = (entity_ids ?? []) as readonly string[];
        if (ids.includes("light.hall")) return [change];
        return Object.entries(activated)
          .map(([entity_id, before]) => ({ entity_id, when: at(30 + before * SECOND) }))
          .filter(({ when }) => when * 1_000 >= Date.parse(String(start_time)))
          .filter(({ when }) => when * 1_000 <= Date.parse(String(end_time)));
      },
    };
    return (await linesOf("light.hall", { answers, more: [COSY, OTHER], access }))[0];
  };

  test.each<readonly [Readonly<Record<string, number>>, string]>([
    [{ "scene.cosy": 1 }, `on: scene Cosy (scene.cosy), by ${BY_USER}`],
    [{ "scene.cosy": 9 }, `on: scene Cosy (scene.cosy), by ${BY_USER}`],
    [{ "scene.cosy": 11 }, `on: ${BY_USER}, by scene.turn_on`],
    [{}, `on: ${BY_USER}, by scene.turn_on`],
    // one that does not hold the light is none
    [{ "scene.other": 1 }, `on: ${BY_USER}, by scene.turn_on`],
    // two that could have been it
    [{ "scene.cosy": 1, "scene.movie": 2 }, `on: ${BY_USER}, by scene.turn_on`],
  ])("%j: %s", async (activated, said) => expect(await told(activated)).toBe(said));

  test("is told by no scene that may not be seen", async () => {
    const access = { read: ["light.*"], history: ["*"] };
    expect(await told({ "scene.cosy": 1 }, access)).toBe(`on: ${BY_USER}, by scene.turn_on`);
  });
});

describe("a change that a script made", () => {
  const change = {
    when: at(30),
    entity_id: "light.hall",
    state: "on",
    context_user_id: "somebody",
    context_domain: "script",
    context_service: "turn_on",
  };
  const started = (script: string, context_id: string, more: object = {}) => ({
    domain: "script",
    service: "turn_on",
    service_data: { entity_id: [script] },
    context_id,
    context_user_id: "somebody",
    when: at(30) - 1,
    ...more,
  });
  const step = (entity_id: string, context_id: string) => ({
    domain: "light",
    service: "turn_on",
    service_data: { entity_id },
    context_id,
    when: at(30) - 0.5,
  });
  const told = async (calls: readonly object[], access: object = EVERYTHING) =>
    (
      await linesOf("light.hall", {
        events: [change],
        answers: { "logbook/get_action_calls": () => calls },
        access,
      })
    )[0];
  const NIGHT = `on: script script.good_night (script.good_night), by ${BY_USER}`;
  const UNKNOWN = `on: ${BY_USER}, by script.turn_on`;

  test.each<readonly [string, readonly object[], string]>([
    ["the one that was started", [started("script.good_night", "a")], NIGHT],
    ["none of two", [started("script.good_night", "a"), started("script.templated", "b")], UNKNOWN],
    [
      "of two the one whose step named the light",
      [started("script.good_night", "a"), started("script.templated", "b"), step("light.hall", "a")],
      NIGHT,
    ],
    [
      "of two the one whose step named a group of the light",
      [started("script.good_night", "a"), started("script.templated", "b"), step("group.downstairs", "a")],
      NIGHT,
    ],
    [
      "none of two where the step named another",
      [started("script.good_night", "a"), started("script.templated", "b"), step("light.kitchen", "a")],
      UNKNOWN,
    ],
    [
      "none that another user started",
      [started("script.good_night", "a", { context_user_id: "x" })],
      UNKNOWN,
    ],
    ["none that was turned off", [started("script.good_night", "a", { service: "turn_off" })], UNKNOWN],
    ["none of another domain", [started("script.good_night", "a", { domain: "light" })], UNKNOWN],
    ["none that started afterwards", [started("script.good_night", "a", { when: at(29) })], UNKNOWN],
    ["nothing that is no script", [started("light.kitchen", "a")], UNKNOWN],
    ["no call that names nothing", [started("script.good_night", "a", { service_data: {} })], UNKNOWN],
  ])("is told by %s", async (_, calls, said) => expect(await told(calls)).toBe(said));

  test("is told by none that may not be seen", async () => {
    const access = { read: ["light.*"], history: ["*"] };
    expect(await told([started("script.good_night", "a")], access)).toBe(UNKNOWN);
  });

  test("by its own service is told with who started it, if anybody", async () => {
    const own = { ...change, context_service: "good_night" };
    const name = "on: script script.good_night (script.good_night)";
    expect((await linesOf("light.hall", { events: [own] }))[0]).toBe(`${name}, started by ${BY_USER}`);
    const nobody = { ...own, context_user_id: null };
    expect((await linesOf("light.hall", { events: [nobody] }))[0]).toBe(name);
  });
});

describe("a change that a group's call made", () => {
  const change = {
    when: at(30),
    entity_id: "light.hall",
    state: "on",
    context_user_id: "somebody",
    context_domain: "light",
    context_service: "turn_on",
  };
  const call = (entity_id: unknown, context_id: string, more: object = {}) => ({
    domain: "light",
    service: "turn_on",
    service_data: { entity_id },
    context_id,
    context_user_id: "somebody",
    when: at(30) - 0.1,
    ...more,
  });
  const told = async (calls: readonly object[]) =>
    (
      await linesOf("light.hall", {
        events: [change],
        answers: { "logbook/get_action_calls": () => calls },
      })
    )[0];
  const GROUP = `on: group light.all_lights (light.all_lights), by ${BY_USER}`;
  const UNKNOWN = `on: ${BY_USER}, by light.turn_on`;

  test.each<readonly [string, readonly object[], string]>([
    ["the group that it named", [call("light.all_lights", "a")], GROUP],
    [
      "the group whose call set off that on the light",
      [call("light.all_lights", "a"), call(["light.hall"], "a")],
      GROUP,
    ],
    [
      "no group where the light was called for itself afterwards",
      [call("light.all_lights", "a"), call(["light.hall"], "b")],
      UNKNOWN,
    ],
    [
      "no group that was called for something else",
      [call("light.all_lights", "a", { service: "turn_off" })],
      UNKNOWN,
    ],
    ["no group of others", [call("light.mixed_group", "a")], UNKNOWN],
    ["no scene that holds the light", [call("scene.movie", "a")], UNKNOWN],
    ["nobody where no call is recorded", [], UNKNOWN],
    ["nobody where the answer is of another form", ["x", null, 5] as never, UNKNOWN],
  ])("is told by %s", async (_, calls, said) => expect(await told(calls)).toBe(said));
});
