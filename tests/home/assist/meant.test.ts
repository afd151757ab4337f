/** What is not in the place, of the domain or of the class that a sentence names is not acted on. */

import { describe, expect, test } from "bun:test";
import { house } from "./sentence-home.ts";

const LIGHTS = { read: ["light.*"], actions: ["light.*"] };

describe("what the words name decides, whatever Home Assistant lists", () => {
  const ALL = ["light.kitchen", "light.hall", "light.bedroom", "light.strip", "lock.front", "cover.garage"];
  test.each([
    [{ area: "hall", domain: "light" }, ["light.hall"]],
    [{ floor: "Upper" }, ["light.bedroom"]],
    [{ floor: "ground", domain: "light" }, ["light.kitchen", "light.hall"]],
    [{ area: "nowhere" }, undefined],
    [{ device_class: "garage" }, ["cover.garage"]],
    [{ device_class: "shutter" }, undefined],
  ] as const)("%j", async (slots, reached) => {
    const everything = { read: ["*"], actions: [{ service: "*", target: {} }] };
    const { say, sent } = await house(
      everything,
      { intent: "HassTurnOn", slots, targets: ALL },
      { grant: { gates: { physical: "allow" } }, onCall: async () => Promise.reject(new Error("sent")) },
    );
    const { code } = await say();
    expect(sent[0]?.entityIds).toEqual(reached as never);
    if (reached === undefined) expect(code).toBe("NOT_FOUND");
  });

  test("a class that is kept from the caller finds nothing", async () => {
    const kept = { read: ["*"], actions: ["cover.*"], exclude_attributes: { "cover.*": ["device_class"] } };
    const said = { intent: "HassTurnOn", slots: { device_class: "garage" }, targets: ["cover.garage"] };
    const { say, sent } = await house(kept, said);
    expect((await say()).code).toBe("NOT_FOUND");
    expect(sent).toEqual([]);
  });

  test("hidden things elsewhere do not count", async () => {
    const { say, sent } = await house(LIGHTS, {
      intent: "HassTurnOn",
      slots: { floor: "upper", domain: "light" },
      targets: ["light.bedroom", "lock.front"],
    });
    await say();
    expect(sent[0]?.entityIds).toEqual(["light.bedroom"]);
  });
});
