/** Why the owner is asked, in words. */

import { expect, test } from "bun:test";
import { gatedWhy } from "../../../src/home/act/refusal.ts";
import type { Sight } from "../../../src/home/see/sight.ts";

const SIGHT: Sight = {
  sees: () => true,
  hides: () => false,
  attributes: ({ attributes }) => attributes,
  ids: () => [],
  all: true,
};

test.each([
  ["alarm_control_panel.home", "is an alarm control panel."],
  ["lock.front", "is a lock."],
])("%s %s", (id, words) => {
  expect(gatedWhy([id], SIGHT, { states: new Map() }).allowed).toContain(`${id} ${words}`);
});
