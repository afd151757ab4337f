/** Which scope opens which target. */

import { describe, expect, test } from "bun:test";
import { ask, PLAIN } from "./ask.ts";

describe("scopes and targets", () => {
  test("an absent entity is told of only where a scope opens it", async () => {
    expect(await ask({ actions: ["light.*"] }, "light.turn_on", { entity_id: "light.ghost" })).toMatchObject({
      code: "unresolved_target",
      step: 13,
    });
    expect(await ask({ actions: ["switch.*"] }, "light.turn_on", { entity_id: "light.ghost" })).toMatchObject(
      { code: "scope_denied", step: 16 },
    );
    expect(
      await ask({ actions: ["light.*"], deny: ["light.ghost"] }, "light.turn_on", {
        entity_id: "light.ghost",
      }),
    ).toMatchObject({ code: "entity_denied" });
  });

  test("narrow goes on with what is permitted, and with nothing is refused", async () => {
    const narrow = { target_mode: "narrow" };
    const some = await ask(
      { actions: ["*@light.hall"], deny: ["light.kitchen"] },
      "light.turn_on",
      { entity_id: ["light.hall", "light.kitchen", "light.bedroom"] },
      narrow,
    );
    expect(some).toMatchObject({ targets: ["light.hall"], left_out: ["light.kitchen", "light.bedroom"] });
    expect(
      await ask({ actions: ["*@light.hall"] }, "light.turn_on", { entity_id: "light.bedroom" }, narrow),
    ).toMatchObject({ code: "scope_denied" });
  });

  test("narrow leaves out a group that stands for something foreign", async () => {
    const { place } = PLAIN.home;
    const [group] = [...place.states.values()].filter(
      ({ id, attributes }) => id.startsWith("light.") && Array.isArray(attributes["entity_id"]),
    );
    if (!group) throw new Error("no group of lights in the vectors' home");
    const [member = ""] = group.attributes["entity_id"] as string[];
    const access = { actions: [`*@${group.id}`, "*@light.hall"], deny: [member] };
    const both = { entity_id: [group.id, "light.hall"] };
    expect(await ask(access, "light.turn_on", both, { target_mode: "narrow" })).toMatchObject({
      targets: ["light.hall"],
      left_out: [group.id],
    });
    expect(await ask(access, "light.turn_on", both)).toMatchObject({ code: "entity_denied" });
    const alone = { entity_id: group.id };
    expect(await ask(access, "light.turn_on", alone, { target_mode: "narrow" })).toMatchObject({
      code: "entity_denied",
    });
  });

  test("exclude leaves out; nothing left is not everything", async () => {
    const lights = { actions: ["light.*"] };
    expect(
      await ask(lights, "light.turn_on", {
        entity_id: "all",
        exclude: { area_id: ["hall"], entity_id: ["light.strip"] },
      }),
    ).toMatchObject({ targets: ["light.kitchen", "light.bedroom"] });
    expect(
      await ask(lights, "light.turn_on", { entity_id: "light.hall", exclude: { area_id: "hall" } }),
    ).toMatchObject({ code: "unresolved_target" });
    for (const target of [{ entity_id: [] }, { exclude: { area_id: "hall" } }])
      expect(await ask(lights, "light.turn_on", target)).toMatchObject({ code: "unresolved_target" });
  });

  test("homeassistant.* is cross-domain unless the scope says so", async () => {
    const off = (actions: readonly unknown[]) =>
      ask({ actions }, "homeassistant.turn_off", { entity_id: "light.hall" });
    expect(await off(["light.*", "homeassistant.*"])).toMatchObject({ code: "cross_domain_service" });
    for (const scope of [
      "homeassistant.turn_off@light.hall",
      "homeassistant.*@light.hall",
      "*@light.hall",
      { service: "*", target: {} },
    ]) {
      expect(await off([scope])).toMatchObject({ allow: true });
    }
  });

  test("calls without entities: by domain, by object without target, by exact service", async () => {
    for (const access of [
      { actions: ["notify.*"] },
      { actions: [{ service: "*" }] },
      { services: ["notify.family"] },
    ]) {
      expect(await ask(access, "notify.family")).toMatchObject({ allow: true, targets: undefined });
    }
    expect(await ask({ actions: [{ service: "*", target: {} }] }, "notify.family")).toMatchObject({
      code: "scope_denied",
    });
    expect(await ask({ actions: ["light.*"], deny: ["light.hall"] }, "light.turn_on")).toMatchObject({
      code: "entity_denied",
    });
    expect(await ask({ actions: ["light.*"], deny: [{ area: "hall" }] }, "light.turn_on")).toMatchObject({
      code: "entity_denied",
    });
    expect(
      await ask({ actions: ["light.*"], deny: [{ area: "empty_area" }] }, "light.turn_on"),
    ).toMatchObject({ allow: true });
    expect(await ask({ actions: ["lock.*"] }, "lock.lock")).toMatchObject({ ask: true, why: "physical" });
  });

  test("special services: exact, asked for, never on entities they do not name", async () => {
    expect(await ask({ actions: [{ service: "*" }] }, "shell_command.x")).toMatchObject({
      code: "service_forbidden",
    });
    expect(
      await ask({ services: ["shell_command.x"] }, "shell_command.x", undefined, {
        gates: { special: "allow" },
      }),
    ).toMatchObject({ allow: true });
    expect(
      await ask({ services: ["shell_command.x"] }, "shell_command.x", undefined, {
        gates: { special: "deny" },
      }),
    ).toMatchObject({ code: "service_forbidden" });
    expect(
      await ask({ services: ["camera.snapshot"] }, "camera.snapshot", { entity_id: "camera.door" }),
    ).toMatchObject({ code: "scope_denied" });
    expect(await ask({ services: ["profiler.start"] }, "profiler.start")).toMatchObject({
      code: "service_forbidden",
    });
  });
});
