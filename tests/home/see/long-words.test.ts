/** A text that is one long word costs what its length costs, wherever ids are sought in it. */

import { describe, expect, test } from "bun:test";
import { bodyWords } from "../../../src/home/read/body-words.ts";
import { blotted } from "../../../src/home/see/blot.ts";
import { namesHidden } from "../../../src/home/see/hidden-names.ts";
import type { Sight } from "../../../src/home/see/sight.ts";
import { workMsSince } from "../../own-work.ts";
import { fakeGateway } from "../../security/grant/fake-gateway.ts";

const { gateway } = fakeGateway();
const SIGHT: Sight = {
  sees: (id) => id.startsWith("light."),
  hides: (id) => id.startsWith("lock."),
  attributes: ({ attributes }) => attributes,
  ids: () => ["light.kitchen"],
  all: false,
};
const LONG = `${"x".repeat(400_000)} lock.front ${"y.".repeat(200_000)}`;

describe("soon", () => {
  test.each([
    ["what is hidden is taken out", () => expect(blotted(LONG, gateway, SIGHT)).not.toContain("lock.front")],
    ["what is hidden is noticed", () => expect(namesHidden(LONG, SIGHT)).toBe(true)],
    ["what is seen is found", () => expect(bodyWords({ note: LONG }, gateway, SIGHT).texts).toEqual([])],
  ])("%s", (_, look) => {
    const started = process.cpuUsage();
    look();
    expect(workMsSince(started)).toBeLessThan(10_000);
  });
});
