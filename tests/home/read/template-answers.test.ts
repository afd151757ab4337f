/** What comes back of a template or a condition, and of what cannot be made. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";
import { grantOf, openRoad } from "../../road/road.ts";

const THINGS: Readonly<Record<string, Thing>> = {
  "light.a": { name: "Lamp" },
  "lock.l": { name: "Crypt" },
  "text.short": { state: "abc", attributes: { mode: "password" } },
  "text.long": { state: "abcd", attributes: { mode: "password" } },
};

async function asked(args: object, answer: unknown, read: readonly string[] = ["*"]) {
  const sent: unknown[] = [];
  const given = () => {
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const { call } = await openRoad(grantOf({ access: { read }, capabilities: { templates: "allow" } }), {
    home: homeOf(THINGS),
    renderTemplate: async (template) => {
      sent.push(template);
      return String(given());
    },
    answers: {
      test_condition: ({ condition }) => {
        sent.push(condition);
        return given();
      },
    },
  });
  const said = await call("ha_template", args);
  return { sent, said, result: said.structured["result"], text: `${said.code} ${said.text}` };
}

const TEMPLATE = { template: "{{ states('light.a') }}" };
const CONDITION = { condition: { condition: "state", entity_id: "light.a", state: "on" } };

describe("an answer", () => {
  test.each<readonly [unknown, string]>([
    [{ result: true }, "true"],
    [{ result: false }, "false"],
    [{ result: "yes" }, "false"],
    [{}, "false"],
    ["true", "false"],
  ])("to a condition that is %j is %s", async (answer, result) =>
    expect((await asked(CONDITION, answer)).result).toBe(result),
  );

  test("has passwords taken out, where they are long enough to be told from words", async () => {
    expect((await asked({ template: "x" }, "an abcd here")).result).toBe("an (secret) here");
    expect((await asked({ template: "x" }, "an abc here")).result).toBe("an abc here");
  });
});

describe("what cannot be made", () => {
  const rejected = (code: string, message: string) =>
    new Failure("HASS_REJECTED", "no", { cause: new HassError(code, message) });

  test("says what is wrong with it, without what is hidden", async () => {
    const fault = new Error("unexpected 'x' at lock.l", { cause: "UndefinedError: lock.l is undefined" });
    expect((await asked(TEMPLATE, fault)).text).toMatch(
      /^INPUT_INVALID.*The template does not hold: .*lock\.l is undefined/,
    );
    const { text } = await asked(TEMPLATE, fault, ["light.a"]);
    expect(text).toContain("(not in this grant) is undefined");
    expect(text).not.toContain("lock.l");
    expect((await asked(CONDITION, rejected("invalid_format", "x"))).text).toMatch(
      /^INPUT_INVALID.*The condition cannot be judged: no/,
    );
  });

  test("behind an ordinary user's token says so", async () => {
    expect((await asked(CONDITION, rejected("unauthorized", "x"))).text).toMatch(
      /^HASS_REJECTED.*needs an administrator's Home Assistant token/,
    );
  });

  test("where the home is gone says that", async () => {
    for (const args of [TEMPLATE, CONDITION])
      expect((await asked(args, new Failure("HASS_UNAVAILABLE", "gone"))).said.code).toBe("HASS_UNAVAILABLE");
  });

  test.each<readonly [string, object, string]>([
    ["too long", { template: "x".repeat(20_001) }, "over 20000 characters"],
    [
      "too long in parts",
      { condition: { or: ["{{ 1 }}", `{{ '${"x".repeat(20_000)}' }}`] } },
      "over 20000 characters",
    ],
  ])("that is %s is not sent", async (_, args, words) => {
    const { sent, text } = await asked(args, "x");
    expect([sent.length, text.includes(words)]).toEqual([0, true]);
  });

  test("a condition is looked through to where nobody writes any more", async () => {
    const nested = (depth: number): object =>
      depth === 0 ? CONDITION.condition : { condition: "and", conditions: [nested(depth - 1)] };
    expect((await asked({ condition: nested(8) }, { result: true })).result).toBe("true");
    const deep = await asked({ condition: nested(15) }, { result: true });
    expect([deep.said.code, deep.sent]).toEqual(["INPUT_INVALID", []]);
    expect(deep.text).toContain("nested too deep");
  });
});

describe("within a grant", () => {
  const read = ["light.a"];

  test.each<readonly [string, object]>([
    [
      "an attribute of it",
      { condition: { condition: "state", entity_id: "light.a", attribute: "brightness", state: 5 } },
    ],
    ["ids in one text", { condition: { condition: "state", entity_id: "light.a, LIGHT.A", state: "on" } }],
    ["a template", { condition: "{{ is_state('light.a', 'on') }}" }],
    ["nothing and numbers", { condition: { condition: "time", after: null, before: 5, enabled: true } }],
    ["words that are none", { condition: { condition: "time", weekday: ["mon", "tue"] } }],
  ])("%s is asked for", async (_, args) =>
    expect((await asked(args, { result: true }, read)).result).toBe("true"),
  );

  test.each<readonly [string, object]>([
    [
      "a hidden entity beside it",
      { condition: [CONDITION.condition, { condition: "state", entity_id: "lock.l", state: "x" }] },
    ],
    ["a template that reads it", { condition: [CONDITION.condition, "{{ states('lock.l') }}"] }],
    ["all of a domain that the grant opens in part", { template: "{{ states.lock | list }}" }],
    ["everything", { template: "{{ states | list }}" }],
  ])("%s is not", async (_, args) => {
    const { sent, said } = await asked(args, { result: true }, read);
    expect([sent, /^(NOT_FOUND|PERMISSION_DENIED)$/.test(said.code)]).toEqual([[], true]);
  });

  test("all of a domain is, where the grant opens it whole", async () => {
    expect((await asked({ template: "{{ states.light | list }}" }, "x", ["light.*"])).result).toBe("x");
    expect((await asked({ template: "{{ states.light | list }}" }, "x", read)).said.code).toBe(
      "PERMISSION_DENIED",
    );
  });
});
