/** What a call reaches, seen through groups, scenes, scripts. */

import { describe, expect, test } from "bun:test";
import { ask } from "./ask.ts";

describe("what a call reaches", () => {
  const movie = { entity_id: "scene.movie" };

  test("a denied leaf ends in every mode", async () => {
    for (const indirect of ["closure", "pinned", "trust_named", "confirm"]) {
      const access = {
        actions: ["scene.turn_on@scene.movie", "*@light.hall", "*@media_player.tv"],
        deny: ["light.hall"],
      };
      expect(await ask(access, "scene.turn_on", movie, { indirect })).toMatchObject({
        code: "entity_denied",
      });
    }
  });

  test("the modes: closure, trust by name, confirm, pinned", async () => {
    const access = { actions: ["scene.turn_on@scene.movie"] };
    expect(await ask(access, "scene.turn_on", movie)).toMatchObject({ code: "indirect_denied" });
    expect(await ask(access, "scene.turn_on", movie, { indirect: "trust_named" })).toMatchObject({
      allow: true,
    });
    expect(
      await ask({ actions: ["scene.*"] }, "scene.turn_on", movie, { indirect: "trust_named" }),
    ).toMatchObject({ code: "indirect_denied" });
    expect(await ask(access, "scene.turn_on", movie, { indirect: "confirm" })).toMatchObject({
      ask: true,
      why: "indirect_denied",
      leaves: [{}, {}],
    });
    const pinned = { "scene.movie": ["media_player.tv", "light.hall"] };
    expect(await ask(access, "scene.turn_on", movie, { indirect: "pinned", pinned })).toMatchObject({
      allow: true,
    });
  });

  test("a group with a lock in it asks like the lock", async () => {
    const access = { actions: [{ service: "*", target: {} }] };
    for (const id of ["group.downstairs", "group.nested"]) {
      expect(await ask(access, "homeassistant.turn_on", { entity_id: id })).toMatchObject({
        ask: true,
        why: "physical",
      });
    }
    expect(
      await ask(
        access,
        "homeassistant.turn_on",
        { entity_id: "group.downstairs" },
        { gates: { physical: "deny" } },
      ),
    ).toMatchObject({ code: "approval_denied" });
  });

  test("ids in the data are judged alike, whether or not they exist", async () => {
    const say = (message: string) =>
      ask({ actions: ["notify.*"] }, "notify.family", undefined, {}, {}, { message });
    expect(await say("lock.front")).toMatchObject({ code: "nested_entity_denied" });
    expect(await say("lock.nobody")).toMatchObject({ code: "nested_entity_denied" });
    expect(await say("The lock is open.")).toMatchObject({ allow: true });
  });
});
