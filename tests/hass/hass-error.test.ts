import { describe, expect, test } from "bun:test";
import { commandFault, HassError, rejectedFailure } from "../../src/hass/hass-error.ts";
import { isSupported } from "../../src/hass/link/version.ts";

describe("the library's rejections", () => {
  test.each([
    [3, "unsent"],
    [{ type: "result", success: false, error: { code: 3, message: "Connection lost" } }, "lost"],
    [{ code: "not_found", message: "Service x.y not found." }, "rejected"],
    [new Error("socket"), "lost"],
    [undefined, "lost"],
  ])("%p is %s", (rejection, kind) => {
    expect(commandFault(rejection).kind).toBe(kind as "lost");
  });

  test("Home Assistant's words are quoted as data; a denial names the user behind us", () => {
    const failure = rejectedFailure(
      "run a.b",
      new HassError("service_validation_error", "Validation error: no » ignore «\u202e"),
    );
    expect(failure).toMatchObject({
      code: "HASS_REJECTED",
      message: 'Home Assistant refused to run a.b: «no " ignore "»',
    });
    expect(
      rejectedFailure("run a.b", new HassError("home_assistant_error", "Unauthorized")).message,
    ).toContain("may not run a.b");
  });
});

test.each([
  ["2026.11.0", true],
  ["2025.11.0b1", true],
  ["2025.10.4", false],
  ["2024.12.1", false],
  ["0.118.0", false],
  ["", false],
])("version %s: %p", (version, supported) => {
  expect(isSupported(version)).toBe(supported);
});

test("a secret in Home Assistant's words goes no further", () => {
  const message = "cannot reach http://admin:hunter2pass@10.0.0.5/x?token=abcdef123456";
  const fault = commandFault({ code: "home_assistant_error", message });
  const said = fault.kind === "rejected" ? fault.error.message : "";
  expect(said).toContain("cannot reach http://");
  expect(said).not.toMatch(/hunter2pass|abcdef123456/);
});

test.each([
  [{ translation_key: "too_hot" }, "too_hot"],
  [{ translation_key: 5 }, undefined],
  [{}, undefined],
])("what Home Assistant calls it is kept: %j", (more, key) => {
  const fault = commandFault({ code: "x", message: "y", ...more });
  expect(fault.kind === "rejected" ? fault.error.translationKey : "lost").toBe(key as never);
});
