/** What a caller is told when the grant says no: a sentence, what to do next, never more than the denial says. */

import { describe, expect, test } from "bun:test";
import { deniedFailure } from "../../src/home/denials.ts";
import { whyRefused } from "../../src/home/refused-why.ts";

const said = (denied: object) => {
  const { code, message, hint, denial, retryAfterSeconds } = deniedFailure("light.turn_on", denied as never);
  return { code, message, hint, denial, retryAfterSeconds };
};
const NOTHING = { denial: undefined, retryAfterSeconds: undefined };

describe("a no", () => {
  test("that tells nothing", () => {
    expect(said({ code: "NOT_FOUND" })).toEqual({
      ...NOTHING,
      code: "NOT_FOUND",
      message: "light.turn_on: nothing of that name is here.",
      hint: "Check the id; ha_search finds names.",
    });
    expect(said({ code: "NOT_FOUND", denial: "pin_required", retryAfterSeconds: 9 })).toEqual(
      said({ code: "NOT_FOUND" }),
    );
    expect(said({ code: "PERMISSION_DENIED" })).toMatchObject({
      ...NOTHING,
      message: "light.turn_on is not in this grant, or not like this.",
    });
  });

  test("to what is no call", () => {
    expect(said({ code: "INPUT_INVALID" })).toMatchObject({
      ...NOTHING,
      code: "INPUT_INVALID",
      message: "light.turn_on: target or data holds what is no id, too much, or is nested too deep.",
    });
    expect(said({ code: "INPUT_INVALID", denial: "template_in_input" })).toMatchObject({
      code: "INPUT_INVALID",
      denial: "template_in_input",
      message: "light.turn_on holds a template, which no target or data may.",
    });
  });

  test("that could not be decided", () => {
    expect(said({ code: "HASS_UNAVAILABLE", denial: "resolver_unavailable" })).toMatchObject({
      ...NOTHING,
      code: "HASS_UNAVAILABLE",
      message: "light.turn_on could not be decided: Home Assistant did not answer.",
    });
  });

  test.each([
    ["approval_unavailable", "needs the owner's yes, which cannot be asked for here"],
    ["pin_required", "needs a PIN"],
    ["invalid_pin", "was refused: the PIN is wrong"],
    ["pin_locked", "is locked after wrong PINs"],
    ["rate_limited", "is over the limit of this grant"],
    ["cooldown_active", "was done a moment ago"],
    ["quota_exceeded", "is over the quota of this grant"],
    ["outside_schedule", "is outside the hours of this grant"],
    ["expired", "is not possible: the grant has expired"],
    ["kill_switch", "is refused: the owner has switched everything off"],
    ["policy_error", "could not be decided, so it is refused"],
    ["no such code", "is not in this grant, or not like this"],
  ])("with its reason: %s", (denial, words) => {
    expect(said({ code: "PERMISSION_DENIED", denial })).toMatchObject({
      code: "PERMISSION_DENIED",
      denial,
      message: `light.turn_on ${words}.`,
      retryAfterSeconds: undefined,
    });
  });

  test("that passes says when", () => {
    expect(said({ code: "RATE_LIMITED", denial: "rate_limited", retryAfterSeconds: 7 })).toEqual({
      code: "RATE_LIMITED",
      denial: "rate_limited",
      retryAfterSeconds: 7,
      message: "light.turn_on is over the limit of this grant.",
      hint: "Wait, then repeat. Possible again in 7 s.",
    });
    expect(said({ code: "RATE_LIMITED", denial: "rate_limited" }).hint).toBe("Wait, then repeat.");
  });
});

test("a limit is told whatever spelling of the value was given", () => {
  const denied = { code: "PERMISSION_DENIED", denial: undefined } as never;
  const data_limits = {
    "light.turn_on": { brightness: [0, 128] },
    "climate.set_temperature": { temperature: [16, 24] },
  };
  const grant = { access: { services: [] }, restrictions: [], data_keys: {}, data_limits } as never;
  const why = (data: object) =>
    whyRefused(denied, grant, 0, { service: "light.turn_on", data: { ...data } }).allowed;
  expect(why({ brightness: 200 })).toBe("Limits: brightness 0–128.");
  expect(why({ brightness_pct: 80 })).toBe("Limits: brightness 0–128.");
  expect(why({})).toBeUndefined();
});

test("a service that acts on no entity says how it could be opened", () => {
  const denied = { code: "PERMISSION_DENIED", denial: undefined } as never;
  const grant = { access: { services: [] }, restrictions: [], data_keys: {}, data_limits: {} } as never;
  const why = (service: string, untargeted: boolean) =>
    whyRefused(denied, grant, 0, { service, data: {}, untargeted });
  expect(why("ci.echo", true)).toEqual({
    sentence: "acts on no entity, and no wildcard opens such a service",
    allowed: "The owner can name ci.echo in the grant's services.",
  });
  expect(why("light.turn_on", false)).toEqual({});
  // what a wildcard opens is missing for another reason
  expect(why("notify.phone", true)).toEqual({});
});
