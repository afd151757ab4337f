/** The words of what automations and scripts do. */

import { expect, test } from "bun:test";
import { bodyWords } from "../../../src/home/read/body.ts";
import { homeOf } from "../../road/home-of.ts";
import { OPEN } from "../act/judged.ts";

test("steps that have no word but their key are found by it", () => {
  const { place } = homeOf({ "light.a": { name: "Lamp" } }, {});
  const words = (step: object) => bodyWords({ sequence: [step] }, place, OPEN).texts;
  expect(words({ delay: 8 })).toEqual(["delay"]);
  expect(words({ wait_template: "{{ true }}" })).toContain("wait template");
  expect(words({ action: "light.turn_on", data: { level: 8 } })).not.toContain("level");
});
