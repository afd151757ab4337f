/** The verdict on a scenario: a list of expected failures that is no longer true is a failure itself. */

import { expect, test } from "bun:test";
import { type Check, expectedChecks, verdictOf } from "../../scripts/conformance/verdict.ts";

const good: Check = { id: "good", status: "SUCCESS" };
const bad: Check = { id: "bad", status: "FAILURE", errorMessage: "no" };
const warned: Check = { id: "warned", status: "WARNING", errorMessage: "hm" };
const skipped: Check = { id: "skipped", status: "SKIPPED" };
const none = new Set<string>();

test("what nobody expects to fail passes or fails", () => {
  expect(verdictOf([good, skipped], none)).toEqual({ outcome: "passed", notes: [] });
  expect(verdictOf([good, bad], none)).toEqual({ outcome: "failed", notes: ["bad: no"] });
  expect(verdictOf([good, warned], none)).toEqual({ outcome: "failed", notes: ["warned: hm"] });
});

test("an expected failure excuses its own check and no other", () => {
  expect(verdictOf([good, bad], new Set(["bad"]))).toEqual({ outcome: "expected", notes: ["bad"] });
  expect(verdictOf([bad, warned], new Set(["bad"]))).toEqual({ outcome: "failed", notes: ["warned: hm"] });
});

test("an expected failure that passes, or has nothing left to fail, is a failure", () => {
  expect(verdictOf([good, bad], new Set(["bad", "good"])).outcome).toBe("failed");
  expect(verdictOf([good], new Set(["good"])).notes).toEqual(["good: passes, and is expected to fail"]);
  expect(verdictOf([good], new Set(["gone"])).outcome).toBe("failed");
  expect(verdictOf([good, skipped], new Set(["skipped"])).outcome).toBe("failed");
});

test("an id that fails once is no passing one, however often it passes", () => {
  const again: Check = { id: "bad", status: "SUCCESS" };
  expect(verdictOf([bad, again], new Set(["bad"])).outcome).toBe("expected");
});

test("a scenario without a result is a failure", () => {
  expect(verdictOf([], none).outcome).toBe("failed");
  expect(verdictOf([], new Set(["bad"])).outcome).toBe("failed");
});

test("entries name the check", () => {
  expect(expectedChecks(["a:x", "a:y", "b:z"])).toEqual(
    new Map([
      ["a", new Set(["x", "y"])],
      ["b", new Set(["z"])],
    ]),
  );
  expect(() => expectedChecks(["a"])).toThrow("scenario:check-id");
});
