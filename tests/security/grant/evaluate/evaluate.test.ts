/** The steps of an evaluation, over the vectors' home as plain data. */

import { describe, expect, test } from "bun:test";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { Decision } from "../../../../src/security/grant/model/decision.ts";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import type { Request } from "../../../../src/security/grant/model/request.ts";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { decidePlain, type Plain } from "../plain-world.ts";
import { vectorHome } from "../vector-home.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const entity = (domain: string) => ({ fields: {}, target: { entity: [{ domain: [domain] }] } });
const PLAIN: Plain = {
  home: vectorHome(),
  services: {
    light: { turn_on: entity("light") },
    lock: { unlock: entity("lock"), lock: entity("lock") },
    scene: { turn_on: entity("scene") },
  },
  now: NOW,
};

function grantOf(input: object): Grant {
  const parsed = parseGrant({ name: "test", expires_at: "never", ...input }, NOW);
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.grant;
}

function ask(
  access: object,
  service: string,
  target?: object,
  more: object = {},
  plain: Partial<Plain> = {},
  data = {},
): Promise<Decision> {
  const request: Request = { operation: "call_service", service, target, data };
  return decidePlain(request, grantOf({ access, ...more }), { ...PLAIN, ...plain });
}

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

describe("restrictions and state", () => {
  const hall = { entity_id: "light.hall" };
  const one = (type: string, params: object, plain: Partial<Plain> = {}) =>
    ask(
      { actions: ["*@light.hall"] },
      "light.turn_on",
      hall,
      { restrictions: [{ id: "r", type, params }] },
      plain,
    );

  test("our own types", async () => {
    expect(await one("condition", { entity_id: "switch.heater", state: ["on"] })).toMatchObject({
      allow: true,
    });
    expect(await one("condition", { entity_id: "switch.heater", state: "off" })).toMatchObject({
      code: "condition_denied",
      restriction: "r",
    });
    expect(
      await one("condition", { entity_id: "switch.heater", attribute: "supported_features", above: 5 }),
    ).toMatchObject({ allow: true });
    expect(await one("condition", { entity_id: "switch.nobody", state: "on" })).toMatchObject({
      code: "condition_denied",
    });
    expect(await one("max_entities", { max: 1 })).toMatchObject({ allow: true });
    expect(await one("approval", {})).toMatchObject({ ask: true, why: "r" });
    expect(await one("quota", { limit: 1, period: "week" })).toMatchObject({
      reserve: [{ kind: "quota", period: "week 2026-06-08" }],
    });
    expect(await one("ip", { allowed_ips: ["10.0.0.0/8"] })).toMatchObject({ code: "ip_denied" });
  });

  test("a suspect clock denies what is timed", async () => {
    const extra = { clockSuspect: true };
    expect(await one("expiry", { expires_at: "2027-01-01T00:00:00Z" }, { extra })).toMatchObject({
      code: "clock_suspect",
    });
    expect(await one("schedule", { start_time: "01:00", end_time: "23:00" }, { extra })).toMatchObject({
      code: "clock_suspect",
    });
    expect(await one("max_entities", { max: 1 }, { extra })).toMatchObject({ allow: true });
  });

  test("the grant's own fields decide at their own steps", async () => {
    const at = (more: object) => ask({ actions: ["*@light.hall"] }, "light.turn_on", hall, more);
    expect(await at({ expires_at: "2026-06-12T12:00:00Z" })).toMatchObject({ code: "expired", step: 5 });
    expect(await at({ not_before: "2026-06-12T12:00:01Z" })).toMatchObject({
      code: "grant_not_yet_valid",
      step: 5,
    });
    expect(await at({ network: { allowed_ips: ["10.0.0.0/8"] } })).toMatchObject({
      code: "ip_denied",
      step: 6,
    });
    expect(await at({ limits: { actions_per_minute: 30, burst: 10 } })).toMatchObject({
      reserve: [{ kind: "bucket", perMinute: 30, capacity: 10, weight: 1 }],
    });
  });

  test("capabilities: silence is no, confirm asks", async () => {
    const request: Request = { operation: "capability", capability: "restart" };
    const admin = builtinGrant("admin") as Grant;
    expect(await decidePlain(request, grantOf({}), PLAIN)).toMatchObject({
      code: "capability_denied",
      step: 10,
    });
    expect(await decidePlain(request, admin, PLAIN)).toMatchObject({ ask: true, why: "restart" });
  });

  test("a delivery is not counted, and asks for no PIN", async () => {
    const grant = grantOf({
      access: { read: ["light.*"] },
      limits: { requests_per_minute: 1 },
      restrictions: [{ id: "p", type: "pin", params: { pin: "1234" } }],
    });
    const request: Request = { operation: "subscribe", entity_ids: "light.hall", delivery: true };
    expect(await decidePlain(request, grant, PLAIN)).toMatchObject({ allow: true, reserve: [] });
  });

  test("a damaged grant denies", async () => {
    const damaged = {
      ...grantOf({ access: { actions: ["light.*"] } }),
      access: undefined,
    } as unknown as Grant;
    const request: Request = { operation: "call_service", service: "light.turn_on", target: hall };
    expect(await decidePlain(request, damaged, PLAIN)).toMatchObject({ code: "policy_error" });
  });
});
