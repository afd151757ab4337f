/** A sentence reaches what its grant would let a plain call reach, and nothing else. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import { stateOf } from "../../security/grant/vector-home.ts";
import { until } from "../../until.ts";
import { house } from "./sentence-home.ts";

const LIGHTS = { read: ["light.*"], actions: ["light.*"] };
const ON = (name: string, ...targets: string[]) => ({ intent: "HassTurnOn", slots: { name }, targets });

describe("what it comes to", () => {
  test("is sent to the entities alone, and told", async () => {
    const { say, sent, asked } = await house(LIGHTS, ON("kitchen", "light.kitchen"), {
      onCall: async (call, { set }) => {
        set(stateOf("light.kitchen", {}, call.service === "turn_on" ? "on" : "off"));
        return { contextId: "c", response: undefined };
      },
    });
    const { structured } = await say();
    expect(structured).toMatchObject({
      understood: "HassTurnOn: name kitchen",
      calls: ["light.turn_on"],
      targets: [{ id: "light.kitchen", verdict: "already" }],
    });
    expect(sent).toEqual([
      { domain: "light", service: "turn_on", data: {}, entityIds: ["light.kitchen"] } as never,
    ]);
    expect(asked).not.toContain("conversation/process");
  });

  test.each([
    [ON("x", "lock.front"), "lock.lock", "locked"],
    [{ ...ON("x", "lock.front"), intent: "HassTurnOff" }, "lock.unlock", "unlocked"],
    [ON("x", "cover.awning"), "cover.open_cover", "open"],
    [{ ...ON("x", "cover.awning"), intent: "HassTurnOff" }, "cover.close_cover", "closed"],
    [{ ...ON("x", "light.hall"), intent: "HassToggle" }, "light.toggle", "off"],
    [
      { intent: "HassMediaPause", slots: { name: "tv" }, targets: ["media_player.tv"] },
      "media_player.media_pause",
      "paused",
    ],
  ])("%j is %s", async (said, called, state) => {
    const everything = { read: ["*"], actions: [{ service: "*", target: {} }] };
    const { say } = await house(everything, said, {
      grant: { gates: { physical: "allow" } },
      onCall: async ({ entityIds = [] }, { set }) => {
        for (const id of entityIds) set(stateOf(id, {}, state));
        return { contextId: "c", response: undefined };
      },
    });
    expect((await say()).structured["calls"]).toEqual([called]);
  });

  test("carries the values of the sentence", async () => {
    const { say, sent } = await house(
      LIGHTS,
      {
        intent: "HassLightSet",
        slots: { name: "kitchen", brightness: 30 },
        targets: ["light.kitchen"],
      },
      {
        onCall: async (_, { set }) => {
          set(stateOf("light.kitchen", { brightness: 77 }));
          return { contextId: "c", response: undefined };
        },
      },
    );
    await say();
    expect(sent[0]?.data).toEqual({ brightness_pct: 30 });
  });

  test("of several players starts those that were paused", async () => {
    const { say, sent, set } = await house(
      { read: ["*"], actions: ["media_player.*"] },
      {
        intent: "HassMediaUnpause",
        targets: ["media_player.tv", "media_player.secret"],
      },
      {
        onCall: async (_, { set }) => {
          set(stateOf("media_player.tv", {}, "playing"));
          return { contextId: "c", response: undefined };
        },
      },
    );
    set(stateOf("media_player.tv", {}, "paused"));
    await say();
    expect(sent.map(({ entityIds }) => entityIds)).toEqual([["media_player.tv"]]);
  });

  test("in two domains is two calls", async () => {
    const { say, sent } = await house(
      { read: ["*"], actions: ["light.*", "switch.*"] },
      {
        intent: "HassTurnOn",
        slots: { domain: ["light", "switch"] },
        targets: ["light.kitchen", "switch.heater"],
      },
    );
    expect((await say()).structured["calls"]).toEqual(["light.turn_on", "switch.turn_on"]);
    expect(sent).toHaveLength(2);
  });
});

describe("nothing is sent", () => {
  const refusals: readonly (readonly [string, object | null])[] = [
    ["what fits nothing", null],
    ["what fits in part", { ...ON("x", "light.kitchen"), match: false }],
    ["a sentence of the owner's own", { ...ON("x", "light.kitchen"), source: "custom" }],
    ["the sentence of an automation", { match: true, source: "trigger", sentence_template: "open sesame" }],
    ["a broadcast", { intent: "HassBroadcast", slots: { message: "dinner" } }],
    ["a timer", { intent: "HassStartTimer", slots: { minutes: 5 } }],
    [
      "an intent that nobody has heard of",
      ON("x", "light.kitchen") && { intent: "MyIntent", targets: ["light.kitchen"] },
    ],
    [
      "a value that the call has no place for",
      { ...ON("x", "light.kitchen"), slots: { name: "x", speed: 3 } },
    ],
    [
      "a setting without its value",
      { intent: "HassLightSet", slots: { name: "x" }, targets: ["light.kitchen"] },
    ],
    ["an answer of another form", { intent: 3, targets: "light.kitchen" }],
    ["no answer", {}],
  ];
  test.each(refusals)("for %s", async (_, said) => {
    const { say, sent } = await house(LIGHTS, said);
    expect((await say()).code).toBe("NOT_FOUND");
    expect(sent).toEqual([]);
  });

  test("and what is hidden, not there or not to be resolved is one answer", async () => {
    const kinds = [
      null,
      ON("x", "lock.front"),
      ON("x"),
      { ...ON("x", "lock.front"), source: "custom" },
      { intent: "HassBroadcast", slots: { message: "x" } },
      { intent: "HassGetState", slots: { name: "x" }, targets: ["lock.front"] },
    ];
    const told = await Promise.all(
      kinds.map(async (said) => (await (await house(LIGHTS, said)).say("x")).text),
    );
    expect(new Set(told).size).toBe(1);
  });

  test("whoever sees everything hears why", async () => {
    const everything = { read: ["*"], actions: ["light.*"] };
    const { say } = await house(everything, { match: true, source: "trigger" });
    expect((await say()).text).toContain("belongs to an automation");
  });

  test("without the capability, and the tool is not shown", async () => {
    const { say, sent, asked } = await house(LIGHTS, ON("x", "light.kitchen"), {
      grant: { capabilities: {} },
    });
    expect((await say()).code).toBe("TOOL_UNKNOWN");
    expect([sent, asked]).toEqual([[], []]);
  });

  test("where Home Assistant cannot be asked", async () => {
    const { say, sent } = await house(LIGHTS, null, {
      answers: {
        "conversation/agent/homeassistant/debug": () => {
          throw new Failure("HASS_REJECTED", "no", {
            cause: new HassError("unknown_command", "Unknown command."),
          });
        },
      },
    });
    expect((await say()).text).toContain("cannot say what a sentence would do");
    expect(sent).toEqual([]);
  });
});

describe("the grant decides as for a plain call", () => {
  test("a name is of what the caller sees; a place with more in it is refused", async () => {
    const named = await house(LIGHTS, ON("front", "light.kitchen", "lock.front"));
    expect((await named.say()).code).toBe("ok");
    expect(named.sent.map(({ entityIds }) => entityIds)).toEqual([["light.kitchen"]]);
    const placed = await house(LIGHTS, {
      intent: "HassTurnOn",
      slots: { area: "hall" },
      targets: ["light.hall", "lock.front"],
    });
    const refused = await placed.say();
    expect(refused.code).toBe("PERMISSION_DENIED");
    expect(refused.text).not.toContain("lock");
    expect(placed.sent).toEqual([]);
  });

  test("what is hidden there and could not be acted on makes no difference", async () => {
    const said = {
      intent: "HassTurnOn",
      slots: { domain: ["light", "sensor"] },
      targets: ["light.hall", "sensor.secret"],
    };
    for (const target_mode of ["reject", "narrow"]) {
      const { say, sent, set } = await house(LIGHTS, said, { grant: { target_mode } });
      set(stateOf("sensor.secret", {}));
      const { code, structured } = await say();
      expect([code, structured["left_out"]]).toEqual(["ok", undefined]);
      expect(sent.map(({ entityIds }) => entityIds)).toEqual([["light.hall"]]);
    }
  });

  test("narrow does what is open, and counts the rest", async () => {
    const { say, sent } = await house(
      LIGHTS,
      { intent: "HassTurnOn", slots: { area: "hall" }, targets: ["light.hall", "lock.front"] },
      { grant: { target_mode: "narrow" } },
    );
    expect((await say()).structured["left_out"]).toEqual(["1 more"]);
    expect(sent.map(({ entityIds }) => entityIds)).toEqual([["light.hall"]]);
  });

  test("what may be read and not acted on", async () => {
    const { say, sent } = await house(
      { read: ["light.*"], actions: ["light.*@light.kitchen"] },
      { intent: "HassTurnOn", slots: { domain: "light" }, targets: ["light.kitchen", "light.hall"] },
    );
    expect((await say()).code).toBe("PERMISSION_DENIED");
    expect(sent).toEqual([]);
  });

  test("deny wins", async () => {
    const { say, sent } = await house({ ...LIGHTS, deny: ["light.hall"] }, ON("x", "light.hall"));
    expect((await say()).code).toBe("NOT_FOUND");
    expect(sent).toEqual([]);
  });

  const DOORS = { read: ["*"], actions: ["lock.*", "light.*"] };
  const UNLOCK = { intent: "HassTurnOff", slots: { name: "front" }, targets: ["lock.front"] };

  test("a lock asks the owner, whatever word is said", async () => {
    const { say, sent, desk } = await house(DOORS, UNLOCK, { how: "the owner's command" });
    const asked = await say();
    expect(asked).toMatchObject({ code: "APPROVAL_REQUIRED", approvalId: expect.any(String) });
    expect(sent).toEqual([]);
    expect(desk).toBeDefined();
  });

  test("of several things that do not all go through nothing is sent", async () => {
    const both = { intent: "HassTurnOff", slots: { area: "hall" }, targets: ["light.hall", "lock.front"] };
    const { say, sent } = await house(DOORS, both, { how: "the owner's command" });
    expect((await say()).code).toBe("PERMISSION_DENIED");
    expect(sent).toEqual([]);
  });

  test("through a script to a lock", async () => {
    const { say, sent } = await house(
      { read: ["*"], actions: ["script.*", "lock.*", "light.*"] },
      ON("good night", "script.good_night"),
    );
    expect((await say()).code).not.toBe("ok");
    expect(sent).toEqual([]);
  });

  test("a PIN", async () => {
    const restrictions = [{ id: "r", type: "pin", applies_to: "actions", params: { pin: "2468" } }];
    const { say, sent } = await house(LIGHTS, ON("x", "light.kitchen"), { grant: { restrictions } });
    expect((await say()).denial).toBe("pin_required");
    expect((await say("x", { pin: "1357" })).denial).toBe("invalid_pin");
    expect(sent).toEqual([]);
    expect((await say("x", { pin: "2468" })).code).toBe("ok");
  });

  test("hours", async () => {
    const params = { start_time: "01:00", end_time: "02:00", timezone: "UTC" };
    const restrictions = [{ id: "r", type: "schedule", applies_to: "light.*", params }];
    const { say, sent } = await house(LIGHTS, ON("x", "light.kitchen"), { grant: { restrictions } });
    expect((await say()).denial).toBe("outside_schedule");
    expect(sent).toEqual([]);
  });

  test("a rate", async () => {
    const params = { limit: 1, window_seconds: 60 };
    const restrictions = [{ id: "r", type: "rate_limit", applies_to: "light.*", params }];
    const { say, sent } = await house(LIGHTS, ON("x", "light.kitchen"), { grant: { restrictions } });
    expect((await say()).code).toBe("ok");
    expect((await say()).code).toBe("RATE_LIMITED");
    expect(sent).toHaveLength(1);
  });

  test("the audit has the call that was sent, and the sentence that was refused", async () => {
    const { say, audited } = await house(LIGHTS, ON("x", "light.kitchen"));
    await say();
    await until(() => audited().length === 2);
    expect(audited()).toEqual(["light.turn_on begin", "light.turn_on end"]);
    const refused = await house(LIGHTS, ON("x", "lock.front"));
    await refused.say();
    expect(refused.audited()).toEqual(["ha_assist denied"]);
  });
});
