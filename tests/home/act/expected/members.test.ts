/** What a call on a group, or on what rests already, is measured by. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../../src/hass/gateway.ts";
import { watchEntities } from "../../../../src/home/act/expected/state-watch.ts";
import { Judge } from "../../../../src/home/act/judge.ts";
import { ENDED } from "../judged.ts";

const at = (id: string, state: string, attributes: object = {}, contextId = ""): EntityState => ({
  id,
  state,
  attributes: { ...attributes },
  contextId,
  parentContextId: undefined,
  lastChanged: 0,
  lastUpdated: 0,
});
const GROUP = at("media_player.all", "playing", { entity_id: ["media_player.a", "media_player.b"] });
const playing = (id: string, volume_level: number, contextId = "") =>
  at(id, "playing", { volume_level }, contextId);

/** The verdict on the first target, after the others became what comes later. */
function verdictOn(
  service: string,
  data: object,
  before: readonly EntityState[],
  later: readonly EntityState[],
): readonly unknown[] {
  const states = new Map(before.map((state) => [state.id, state]));
  let tell: (id: string, now: EntityState | undefined, was: EntityState | undefined) => void = () =>
    undefined;
  const onChange = (listener: typeof tell) => {
    tell = listener;
    return () => undefined;
  };
  const watch = watchEntities(
    { states, onChange },
    before.map(({ id }) => id),
  );
  const id = before[0]?.id ?? "";
  const judge = new Judge({
    service,
    data: { ...data },
    watch,
    states,
    targets: [id],
    nameOf: (each) => each,
  });
  for (const now of later) {
    const was = states.get(now.id);
    states.set(now.id, now);
    tell(now.id, now, was);
  }
  return [judge.settled(id, ENDED), judge.final(id, ENDED)];
}

describe("a group that does not tell what was asked stands on its members", () => {
  const before = [GROUP, playing("media_player.a", 1), playing("media_player.b", 0.5)];
  const set = (later: readonly EntityState[], from: readonly EntityState[] = before) =>
    verdictOn("media_player.volume_set", { volume_level: 0.25 }, from, later);

  test("all of them did it", () => {
    const later = [playing("media_player.a", 0.25, "ours"), playing("media_player.b", 0.25, "ours")];
    expect(set(later)).toEqual([
      "confirmed",
      { verdict: "confirmed", reason: "media_player.a; media_player.b" },
    ]);
  });

  test("one of them did not", () => {
    expect(set([playing("media_player.a", 0.25, "ours")])).toEqual([
      undefined,
      { verdict: "unconfirmed", reason: "media_player.b is not as asked (playing)" },
    ]);
  });

  test("they were so already", () => {
    const from = [GROUP, playing("media_player.a", 0.25), playing("media_player.b", 0.25)];
    expect(set([], from)).toEqual(["already", { verdict: "already" }]);
  });

  test("a member that is off tells nothing", () => {
    const from = [GROUP, playing("media_player.a", 1), at("media_player.b", "off")];
    expect(set([playing("media_player.a", 0.25, "ours")], from)).toEqual([
      "confirmed",
      { verdict: "confirmed", reason: "media_player.a" },
    ]);
  });

  test("by steps too", () => {
    const later = [playing("media_player.a", 0.9, "ours"), playing("media_player.b", 0.4, "ours")];
    expect(verdictOn("media_player.volume_down", {}, before, later)).toEqual([
      "confirmed",
      { verdict: "confirmed", reason: "media_player.a; media_player.b" },
    ]);
  });
});

describe("a group of several kinds", () => {
  const MIXED = at("group.kids", "on", { entity_id: ["light.a", "fan.b"] });
  const before = [MIXED, at("light.a", "on"), at("fan.b", "on")];

  test("is judged by those that the service acts on", () => {
    expect(verdictOn("light.turn_off", {}, before, [at("light.a", "off", {}, "ours")])).toEqual([
      "confirmed",
      { verdict: "confirmed", reason: "light.a on → off" },
    ]);
    expect(verdictOn("light.turn_off", {}, before, [])).toEqual([
      undefined,
      { verdict: "unconfirmed", reason: "light.a is not as asked (on)" },
    ]);
  });

  test("says how these are where they are so already", () => {
    const lit = [MIXED, at("light.a", "off"), at("fan.b", "on")];
    expect(verdictOn("light.turn_off", {}, lit, [])).toEqual([
      "already",
      { verdict: "already", reason: "light.a is off" },
    ]);
  });

  test("each goes its own way where it is toggled", () => {
    const lit = [MIXED, at("light.a", "off"), at("fan.b", "on")];
    const later = [at("light.a", "on", {}, "ours"), at("fan.b", "off", {}, "ours")];
    expect(verdictOn("homeassistant.toggle", {}, lit, later)).toEqual([
      "confirmed",
      { verdict: "confirmed", reason: "light.a off → on; fan.b on → off" },
    ]);
  });

  test("by all of them where it acts on all", () => {
    const off = [at("light.a", "off", {}, "ours"), at("fan.b", "off", {}, "ours")];
    expect(verdictOn("homeassistant.turn_off", {}, before, off.slice(0, 1))).toEqual([
      undefined,
      { verdict: "unconfirmed", reason: "fan.b is not as asked (on)" },
    ]);
  });
});

describe("a list of things that are not there", () => {
  const PAIR = at("group.pair", "unknown", { entity_id: ["light.a", "light.b"] });
  const gone = [at("light.a", "unavailable"), at("light.b", "unavailable")];
  const told = [
    undefined,
    { verdict: "unconfirmed", reason: "light.a is unavailable; light.b is unavailable" },
  ];

  test("has done nothing, and was nothing before", () => {
    expect(verdictOn("light.turn_on", {}, [PAIR, ...gone], [])).toEqual(told);
    expect(verdictOn("homeassistant.turn_off", {}, [PAIR, ...gone], [])).toEqual(told);
  });

  test("nor where they go away during the call", () => {
    const before = [PAIR, at("light.a", "off"), at("light.b", "off")];
    expect(verdictOn("light.turn_on", {}, before, gone)).toEqual(told);
  });

  test("one that is there counts for all", () => {
    const before = [PAIR, at("light.a", "unavailable"), at("light.b", "off")];
    expect(verdictOn("light.turn_on", {}, before, [at("light.b", "on", {}, "ours")])).toMatchObject([
      "confirmed",
      { verdict: "confirmed" },
    ]);
  });
});

test("a group that is toggled goes one way, whichever way its members were", () => {
  const of = (state: string) => at("light.all", state, { entity_id: ["light.a", "light.b"] }, "ours");
  const before = [of("on"), at("light.a", "on"), at("light.b", "off")];
  const off = at("light.a", "off", {}, "ours");
  expect(verdictOn("light.toggle", {}, before, [off, of("off")])[0]).toBe("confirmed");
});

test("a list of covers is on its way as long as one of them is", () => {
  const list = at("group.blinds", "closed", { entity_id: ["cover.a", "cover.b"] });
  const before = [list, at("cover.a", "closed"), at("cover.b", "closed")];
  expect(verdictOn("cover.open_cover", {}, before, [at("cover.a", "opening", {}, "ours")])).toEqual([
    "in_progress",
    { verdict: "in_progress" },
  ]);
});

describe("a colour with whites on a light that has none", () => {
  const lamp = (hs_color: readonly number[], rgb_color: readonly number[], contextId = "") =>
    at("light.a", "on", { color_mode: "hs", hs_color, rgb_color }, contextId);
  const RED = [
    [0, 100],
    [255, 0, 0],
  ] as const;
  const BLUE = [
    [240, 100],
    [0, 0, 255],
  ] as const;

  test.each([
    ["rgbww_color", [255, 0, 0, 0, 0]],
    ["rgbw_color", [255, 0, 0, 0]],
  ])("%s is recognised", (key, value) => {
    const asked = { [key]: value };
    expect(verdictOn("light.turn_on", asked, [lamp(...BLUE)], [lamp(...RED, "ours")])).toEqual([
      "confirmed",
      { verdict: "confirmed" },
    ]);
    expect(verdictOn("light.turn_on", asked, [lamp(...RED)], [])).toEqual([
      "already",
      { verdict: "already" },
    ]);
  });
});

test.each([
  [{ brightness_step_pct: -10 }, "off", "already"],
  [{ brightness: 0 }, "off", "already"],
  [{ brightness: 0 }, "on", "confirmed"],
])("a group of lights that %j leaves off, from %s", (data, from, verdict) => {
  const of = (state: string, contextId: string) => [
    at("light.all", state, { entity_id: ["light.a"] }, contextId),
    at("light.a", state, {}, contextId),
  ];
  expect(verdictOn("light.turn_on", data, of(from, ""), from === "off" ? [] : of("off", "ours"))).toEqual([
    verdict,
    { verdict },
  ]);
});

describe("what rests already is settled at once", () => {
  test.each([
    ["light.turn_on", { brightness_step_pct: -10 }, at("light.a", "off")],
    ["light.turn_on", { brightness_step: -1 }, at("light.a", "off")],
    ["timer.pause", {}, at("timer.a", "idle")],
    ["vacuum.pause", {}, at("vacuum.a", "docked")],
  ])("%s %j", (service, data, before) => {
    expect(verdictOn(service, data, [before], [])).toEqual(["already", { verdict: "already" }]);
  });

  test("a light that is off goes on by a step up", () => {
    const on = at("light.a", "on", { brightness: 26 }, "ours");
    expect(verdictOn("light.turn_on", { brightness_step: 26 }, [at("light.a", "off")], [on])).toEqual([
      "confirmed",
      { verdict: "confirmed" },
    ]);
  });

  test("a timer that is changed shows what remains, never a duration", () => {
    const was = at("timer.a", "active", { duration: "0:04:00", remaining: "0:04:00", finishes_at: "b" });
    const now = at(
      "timer.a",
      "active",
      { duration: "0:04:00", remaining: "0:03:00", finishes_at: "a" },
      "ours",
    );
    expect(verdictOn("timer.change", { duration: "-00:01:00" }, [was], [now])).toEqual([
      "confirmed",
      { verdict: "confirmed" },
    ]);
  });

  test.each<readonly [unknown, string]>([
    ["0:05:00", "confirmed"],
    [300, "confirmed"],
    [{ minutes: 5 }, "confirmed"],
    ["0:04:00", "unconfirmed"],
    [240, "unconfirmed"],
  ])("a timer that was to run for %j and runs for five minutes: %s", (duration, verdict) => {
    const now = at("timer.a", "active", { duration: "0:05:00", finishes_at: "a" }, "ours");
    const was = at("timer.a", "idle", { duration: "0:01:00" });
    const [, settled] = verdictOn("timer.start", { duration }, [was], [now]) as readonly unknown[];
    expect(settled).toMatchObject({ verdict });
  });

  test("an automation whose conditions are false did not run, and nobody waits for it", () => {
    const still = at("automation.a", "on", { last_triggered: null });
    expect(verdictOn("automation.trigger", { skip_condition: false }, [still], [])).toEqual([
      "unconfirmed",
      {
        verdict: "unconfirmed",
        reason: "it did not run: its conditions do not hold, or it runs already",
      },
    ]);
  });
});

describe("a group of which one is unavailable", () => {
  const GONE = at("switch.b", "unavailable");
  const group = (state: string, contextId = "") =>
    at("switch.all", state, { entity_id: ["switch.a", "switch.b"] }, contextId);

  test("is as asked but for that one", () => {
    const later = [at("switch.a", "off", {}, "ours"), group("off", "ours")];
    expect(verdictOn("switch.turn_off", {}, [group("on"), at("switch.a", "on"), GONE], later)).toEqual([
      "confirmed",
      { verdict: "confirmed", reason: "switch.b is unavailable" },
    ]);
    expect(verdictOn("switch.turn_off", {}, [group("off"), at("switch.a", "off"), GONE], [])).toEqual([
      "already",
      { verdict: "already", reason: "switch.b is unavailable" },
    ]);
  });
});
