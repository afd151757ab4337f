/** What a call names, held against what its caller sees: unknown, unseen, open. */

import { describe, expect, test } from "bun:test";
import {
  namedBy,
  opensSome,
  type SeenNow,
  unknownIn,
} from "../../../../src/security/grant/decide/named-targets.ts";
import type { CallRequest } from "../../../../src/security/grant/model/request.ts";
import { grantOf } from "../evaluate/ask.ts";
import { fakeGateway } from "../fake-gateway.ts";

const { gateway } = fakeGateway();
const ALL = [...gateway.states.keys()];
const seeing = (ids: readonly string[], all = false): SeenNow => ({
  sees: (id) => ids.includes(id),
  ids: () => ids,
  all,
});
const call = (target: object, data: object = {}, service = "light.turn_on"): CallRequest => ({
  operation: "call_service",
  service,
  target,
  data,
});
const grounds = (access: object) => ({ gateway, grant: grantOf({ access }) });
const NOTHING_OPEN = grounds({});

describe("a place that is unknown", () => {
  const unknown = (target: object, seen: readonly string[], access: object = {}) =>
    unknownIn(call(target), grounds(access), seeing(seen));

  test.each<readonly [object, readonly string[], object, string | undefined]>([
    [{ area_id: "kitchen" }, ["light.kitchen"], {}, undefined],
    [{ area_id: "kitchen" }, ["sensor.kitchen_temp"], {}, undefined],
    [{ area_id: "kitchen" }, ["light.hall"], {}, "kitchen"],
    [{ area_id: "kitchen" }, [], { actions: ["light.*"] }, undefined],
    [{ area_id: "kitchen" }, [], { actions: ["light.*"], deny: ["light.kitchen"] }, "kitchen"],
    [{ area_id: "kitchen" }, [], { actions: ["lock.*"] }, "kitchen"],
    [{ area_id: "nowhere" }, ALL, {}, "nowhere"],
    [{ area_id: "empty_area" }, ALL, {}, "empty_area"],
    [{ floor_id: "upper" }, ["light.bedroom"], {}, undefined],
    [{ floor_id: "upper" }, ["light.hall"], {}, "upper"],
    [{ label_id: "mood" }, ["light.kitchen"], {}, undefined],
    [{ device_id: "dev_lock" }, ["lock.front"], {}, undefined],
    [{ device_id: "dev_lock" }, ["light.hall"], {}, "dev_lock"],
    [{ area_id: ["kitchen", "hall"] }, ["light.kitchen"], {}, "hall"],
    [{ exclude: { area_id: "hall" } }, ["light.kitchen"], {}, "hall"],
    [{ exclude: { area_id: "hall" } }, ["light.hall"], {}, undefined],
    [{ exclude: { entity_id: "light.hall" } }, ["light.hall"], {}, undefined],
    [{ exclude: { entity_id: "light.hall" } }, [], { actions: ["light.*"] }, undefined],
    [{ exclude: { entity_id: "light.hall" } }, ["light.kitchen"], {}, "light.hall"],
    [{ exclude: { entity_id: "light.nobody" } }, ALL, { actions: ["light.*"] }, "light.nobody"],
    // named entities are for the grant to judge
    [{ entity_id: "light.nobody" }, [], {}, undefined],
    [{ entity_id: 5 }, [], {}, undefined],
  ])("%#", (target, seen, access, answer) => {
    expect(unknown(target, seen, access)).toBe(answer as never);
  });

  test("to whom nothing is hidden only what is excluded and absent is", () => {
    const absent = (target: object) => unknownIn(call(target), NOTHING_OPEN, seeing(ALL, true));
    expect(absent({ area_id: "nowhere" })).toBeUndefined();
    expect(absent({ exclude: { area_id: "empty_area", entity_id: "light.hall" } })).toBeUndefined();
    for (const key of ["area_id", "floor_id", "label_id", "device_id"])
      expect(absent({ exclude: { [key]: "nowhere" } })).toBe("nowhere");
    expect(absent({ exclude: { entity_id: ["light.hall", "light.nobody"] } })).toBe("light.nobody");
  });

  test("where nobody can say what is exposed, nothing is open", () => {
    expect(
      unknown({ area_id: "kitchen" }, [], {
        actions: [{ service: "*", target: { exposed: "conversation" } }],
      }),
    ).toBe("kitchen");
  });

  test("bounds beside the grant bind", () => {
    const open = grounds({ actions: ["light.*"] });
    const none = grantOf({}).access;
    expect(unknownIn(call({ area_id: "kitchen" }), open, seeing([]))).toBeUndefined();
    expect(unknownIn(call({ area_id: "kitchen" }), { ...open, ceiling: none }, seeing([]))).toBe("kitchen");
    expect(unknownIn({ ...call({ area_id: "kitchen" }), attenuations: [none] }, open, seeing([]))).toBe(
      "kitchen",
    );
  });
});

describe("what is named", () => {
  test.each<readonly [object, readonly string[], readonly string[], number]>([
    [{ entity_id: ["light.hall", "light.kitchen"] }, ["light.hall"], ["light.kitchen"], 1],
    [{ entity_id: "light.nobody" }, ALL, ["light.nobody"], 0],
    [{ area_id: ["hall", "kitchen"] }, ["light.hall"], ["kitchen"], 1],
    [{ area_id: "hall", exclude: { area_id: "kitchen" } }, ["light.hall"], [], 1],
    [{}, ALL, [], 0],
    [{ entity_id: 5 }, ALL, [], 0],
  ])("%j", (target, seenIds, unseen, seen) => {
    const named = namedBy(call(target), { gateway }, seeing(seenIds));
    expect(named.unseen).toEqual([...unseen]);
    expect(named.seen).toHaveLength(seen);
  });
});

describe("whether some of it may be acted on", () => {
  const some = (
    target: object,
    access: object,
    service = "light.turn_on",
    seenIds: readonly string[] = ALL,
  ) => {
    const request = call(target, {}, service);
    const visible = seeing(seenIds);
    return opensSome(namedBy(request, { gateway }, visible).seen, request, grounds(access), visible);
  };
  const HALL = { actions: ["*@light.hall"] };

  test.each<readonly [object, object, string, boolean]>([
    [{ entity_id: "light.hall" }, HALL, "light.turn_on", true],
    [{ entity_id: "light.kitchen" }, HALL, "light.turn_on", false],
    [{ entity_id: ["light.kitchen", "light.hall"] }, HALL, "light.turn_on", true],
    [{ area_id: "hall" }, HALL, "light.turn_on", true],
    [{ area_id: "kitchen" }, HALL, "light.turn_on", false],
    [{ area_id: "hall" }, { actions: ["*@lock.front"] }, "light.turn_on", false],
    [{ area_id: "hall" }, { actions: ["*@lock.front"] }, "homeassistant.turn_on", true],
    [{ area_id: "hall", exclude: { entity_id: "light.hall" } }, HALL, "light.turn_on", false],
    [{ area_id: "hall", exclude: { floor_id: "ground" } }, HALL, "light.turn_on", false],
    [{ area_id: "hall", exclude: { floor_id: "upper" } }, HALL, "light.turn_on", true],
    [{ entity_id: "light.hall", exclude: { label_id: "danger" } }, HALL, "light.turn_on", false],
    [{ entity_id: "light.hall" }, { ...HALL, deny: ["light.hall"] }, "light.turn_on", false],
    [{}, HALL, "light.turn_on", false],
  ])("%j under %j by %s: %p", (target, access, service, answer) => {
    expect(some(target, access, service)).toBe(answer);
  });

  test("not of what is not seen", () => {
    expect(some({ area_id: "hall" }, HALL, "light.turn_on", ["lock.front"])).toBe(false);
    expect(some({ entity_id: 5 }, HALL)).toBe(false);
  });
});
