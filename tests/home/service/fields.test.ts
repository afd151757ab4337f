/** What a service's field takes of an entity, how a value that does not fit is refused, how a field is described. */

import { describe, expect, test } from "bun:test";
import type { WireServiceField } from "../../../src/hass/wire.ts";
import {
  describeField,
  faultOfValue,
  fieldApplies,
  optionsOf,
  rangeOf,
} from "../../../src/home/service/fields.ts";
import { stateOf } from "../../security/grant/vector-home.ts";

const field = (selector: object | undefined, more: object = {}) =>
  ({ ...(selector === undefined ? {} : { selector }), ...more }) as unknown as WireServiceField;
const number = (options: object | null) => field({ number: options });
const select = (options: object | null) => field({ select: options });
const thing = (attributes: object = {}, id = "light.a") => stateOf(id, { ...attributes });

describe("who has a use for a field", () => {
  test.each<readonly [object | undefined, object, boolean]>([
    [undefined, {}, true],
    [{}, {}, true],
    [{ supported_features: [2] }, { supported_features: 2 }, true],
    [{ supported_features: [2] }, { supported_features: 3 }, true],
    [{ supported_features: [2] }, { supported_features: 1 }, false],
    [{ supported_features: [3] }, { supported_features: 1 }, false],
    [{ supported_features: [2, 1] }, { supported_features: 1 }, true],
    [{ supported_features: [1] }, { supported_features: null }, false],
    [{ supported_features: [1] }, { supported_features: "1" }, true],
    [{ supported_features: [] }, {}, false],
    [{ attribute: { modes: ["a"] } }, { modes: ["b", "a"] }, true],
    [{ attribute: { modes: ["a"] } }, { modes: "a" }, true],
    [{ attribute: { modes: ["a"] } }, { modes: ["b"] }, false],
    [{ attribute: { modes: ["a"] } }, {}, false],
    [{ attribute: { other: ["x"], modes: ["a"] } }, { modes: ["a"] }, true],
    [{ attribute: {} }, {}, false],
    [{ supported_features: [8], attribute: { modes: ["a"] } }, { supported_features: 1, modes: ["a"] }, true],
    [{ supported_features: [8], attribute: { modes: ["a"] } }, { supported_features: 1, modes: [] }, false],
  ])("%j of %j: %p", (filter, attributes, answer) => {
    expect(fieldApplies(field({}, filter === undefined ? {} : { filter }), thing(attributes))).toBe(answer);
  });
});

describe("the numbers that a field takes", () => {
  const NONE = { min: undefined, max: undefined, unit: undefined };

  test.each<readonly [string, WireServiceField, object | undefined, object | undefined]>([
    ["x", number({ min: 0, max: 9 }), undefined, { ...NONE, min: 0, max: 9 }],
    ["x", number({ min: "0", max: Number.NaN }), undefined, NONE],
    ["x", number({ unit_of_measurement: "%" }), undefined, { ...NONE, unit: "%" }],
    ["x", number({ unit_of_measurement: 5 }), undefined, NONE],
    ["x", number(null), undefined, NONE],
    [
      "x",
      field({ color_temp: { unit: "kelvin", min: 1 } }),
      undefined,
      { min: 1, max: undefined, unit: "K" },
    ],
    ["x", field({ color_temp: { unit: "mired" } }), undefined, NONE],
    ["x", field({ text: { min: 1 } }), undefined, undefined],
    ["x", field(undefined), undefined, undefined],
    ["temperature", field(undefined), undefined, undefined],
    ["temperature", number({ min: 0, max: 99 }), undefined, { ...NONE, min: 0, max: 99 }],
    ["temperature", number({ min: 0, max: 99 }), { min_temp: 7, max_temp: 30 }, { ...NONE, min: 7, max: 30 }],
    ["temperature", number({ min: 0, max: 99 }), { max_temp: 30 }, { ...NONE, min: 0, max: 30 }],
    ["temperature", number({ min: 0, max: 99 }), { min_temp: "7" }, { ...NONE, min: 0, max: 99 }],
    ["temperature", field(undefined), { min_temp: 7 }, { ...NONE, min: 7 }],
    ["temperature", field(undefined), { max_temp: 30 }, { ...NONE, max: 30 }],
    ["temperature", field({ text: {} }), {}, undefined],
    ["humidity", field(undefined), { min_humidity: 30, max_humidity: 60 }, { ...NONE, min: 30, max: 60 }],
    ["value", field(undefined), { min: 1, max: 5 }, { ...NONE, min: 1, max: 5 }],
  ])("%s %j of %j: %j", (name, given, attributes, range) => {
    expect(rangeOf(name, given, attributes && thing(attributes))).toEqual(range as never);
  });

  test("the bounds of a text are lengths", () => {
    for (const id of ["text.a", "input_text.a"])
      expect(rangeOf("value", field({ text: {} }), thing({ min: 1, max: 5 }, id))).toBeUndefined();
    for (const id of ["number.a", "input_number.a", "my_text.a"])
      expect(rangeOf("value", field({ text: {} }), thing({ min: 1, max: 5 }, id))).toMatchObject({ min: 1 });
  });
});

describe("the words that a field takes", () => {
  test.each<readonly [string, WireServiceField, object | undefined, unknown]>([
    ["effect", field(undefined), { effect_list: ["a", 1, null, {}, true] }, ["a", 1]],
    ["effect", select({ options: ["x"] }), { effect_list: ["a"] }, ["a"]],
    ["effect", select({ options: ["x"] }), { effect_list: "a" }, ["x"]],
    ["effect", select({ options: ["x"] }), undefined, ["x"]],
    ["other", field(undefined), { effect_list: ["a"], other: ["b"] }, undefined],
    ["x", select({ options: ["a", { value: "b", label: "B" }, 3] }), undefined, ["a", "b", "3"]],
    ["x", select({ options: ["a"], custom_value: true }), undefined, undefined],
    ["x", select({ options: ["a"], custom_value: false }), undefined, ["a"]],
    ["x", select({}), undefined, undefined],
    ["x", select(null), undefined, undefined],
    ["x", field(undefined), undefined, undefined],
  ])("%s %j of %j: %j", (name, given, attributes, options) => {
    expect(optionsOf(name, given, attributes && thing(attributes))).toEqual(options as never);
  });
});

describe("a value", () => {
  const words = (count: number) => Array.from({ length: count }, (_, at) => `w${at}`);

  test.each<readonly [WireServiceField, unknown, string | undefined]>([
    [number({ min: 1, max: 9 }), 1, undefined],
    [number({ min: 1, max: 9 }), 9, undefined],
    [number({ min: 1, max: 9 }), "9", undefined],
    [number({ min: 1, max: 9 }), 0.9, "x must be 1–9"],
    [number({ min: 1, max: 9 }), 9.1, "x must be 1–9"],
    [number({ min: 1, max: 9 }), "10", "x must be 1–9"],
    [number({ min: 1 }), 1e9, undefined],
    [number({ min: 1 }), 0, "x must be 1–"],
    [number({ max: 9, unit_of_measurement: "%" }), -1e9, undefined],
    [number({ max: 9, unit_of_measurement: "%" }), 10, "x must be –9 %"],
    [number({ min: 1, max: 9 }), "", "x must be a number 1–9"],
    [number({ min: 1, max: 9 }), " ", "x must be a number 1–9"],
    [number({ min: 1, max: 9 }), "five", "x must be a number 1–9"],
    [number({ min: 1, max: 9 }), "Infinity", "x must be a number 1–9"],
    [number({ min: 1, max: 9 }), true, "x must be a number 1–9"],
    [number({ min: 1, max: 9 }), null, "x must be a number 1–9"],
    [number({ min: 1, max: 9 }), [5], "x must be a number 1–9"],
    [select({ options: ["1", "b"] }), "b", undefined],
    [select({ options: ["1", "b"] }), 1, undefined],
    [select({ options: ["1", "b"] }), "B", "x must be one of: 1, b"],
    [select({ options: ["1", "b"] }), ["b"], undefined],
    [select({ options: words(20) }), "no", `x must be one of: ${words(20).join(", ")}`],
    [select({ options: words(21) }), "no", `x must be one of: ${words(20).join(", ")} and 1 more`],
    [field({ boolean: null }), true, undefined],
    [field({ boolean: null }), "on", undefined],
    [field({ boolean: null }), "false", undefined],
    [field({ boolean: null }), 0, undefined],
    [field({ boolean: null }), 2, "x must be true or false"],
    [field({ boolean: null }), "yes", "x must be true or false"],
    [field({ boolean: null }), null, "x must be true or false"],
    [field({ text: null }), 5, undefined],
    [field(undefined), "anything", undefined],
  ])("%j of %j: %p", (given, value, fault) => {
    const told = fault?.replace(/^x /, "position ");
    expect(faultOfValue("position", value, given, undefined)).toBe(told as never);
  });

  test("beyond the range of the user interface alone is for Home Assistant to judge", () => {
    const given = number({ min: 1, max: 9 });
    expect(faultOfValue("transition", 10, given, undefined)).toBeUndefined();
    expect(faultOfValue("transition", "soon", given, undefined)).toBe("transition must be a number");
  });

  test("a colour's name goes in any spelling", () => {
    const given = select({ options: ["lightblue", "red"] });
    for (const name of ["Red", "light blue", "LightBlue", "light-blue"])
      expect(faultOfValue("color_name", name, given, undefined)).toBeUndefined();
    expect(faultOfValue("color_name", "lightblu", given, undefined)).toBe(
      "color_name: there is no lightblu; nearest lightblue, red",
    );
  });
});

describe("a field in words", () => {
  const words = (count: number) => Array.from({ length: count }, (_, at) => `w${at}`);

  test.each<readonly [WireServiceField, string]>([
    [number({ min: 1, max: 9, unit_of_measurement: "%" }), "x: 1–9 %"],
    [number({ min: 1 }), "x: 1–"],
    [number({ max: 9 }), "x: –9"],
    [number({}), "x: number"],
    [field({ number: { min: 0, max: 0 } }, { required: true }), "*x: 0–0"],
    [field({ color_rgb: null }), "x: color rgb"],
    [field({ a_b_c: null }, { required: true }), "*x: a b c"],
    [field(undefined), "x"],
    [field(undefined, { required: true }), "*x"],
    [field({ select: { options: words(12) } }), `x: ${words(12).join("|")}`],
    [field({ select: { options: words(13) } }, { required: true }), `*x: ${words(12).join("|")}|… 1 more`],
  ])("%j: %s", (given, text) => {
    expect(describeField({ name: "x", field: given }, undefined)).toBe(text);
  });

  test("of one entity, as far as that allows", () => {
    const temperature = { name: "temperature", field: number({ min: 0, max: 99 }) };
    expect(describeField(temperature, thing({ min_temp: 7, max_temp: 30 }))).toBe("temperature: 7–30");
    const effect = { name: "effect", field: field({ text: {} }) };
    expect(describeField(effect, thing({ effect_list: ["rain"] }))).toBe("effect: rain");
    expect(describeField(effect, undefined)).toBe("effect: text");
  });
});

describe("what is refused because Home Assistant would drop it without a word", () => {
  const value = field({ text: {} });
  test.each<readonly [string, unknown, string | undefined]>([
    ["input_text.a", "x", "value must have 2–4 characters"],
    ["input_text.a", "12345", "value must have 2–4 characters"],
    ["text.a", "12345", "value must have 2–4 characters"],
    ["text.a", "ab", undefined],
    // characters, not what they are made of
    ["text.a", "🛋🛋🛋🛋", undefined],
    ["input_text.a", 123, undefined],
  ])("%s: %j", (id, given, told) => {
    expect(faultOfValue("value", given, value, thing({ min: 2, max: 4 }, id))).toBe(told);
  });
});

test("a text of one length", () => {
  expect(faultOfValue("value", "x", field({ text: {} }), thing({ min: 4, max: 4 }, "text.a"))).toBe(
    "value must have 4 characters",
  );
});

test("an option with a comma stands in quotes among the others", () => {
  const options = thing({ options: ["None", "Long, far away"] }, "input_select.a");
  expect(faultOfValue("option", "x", field({ text: {} }), options)).toBe(
    "option must be one of: None, «Long, far away»",
  );
});
