/** What a call says of a target where Home Assistant's answer is about another, or about none. */

import { describe, expect, test } from "bun:test";
import type { EntityState, Gateway } from "../../../src/hass/gateway.ts";
import { NO_REGISTRIES } from "../../../src/hass/registries.ts";
import type { WireService } from "../../../src/hass/wire.ts";
import { watchEntities } from "../../../src/home/act/expected/state-watch.ts";
import { Judge } from "../../../src/home/act/judge.ts";
import { cannot } from "../../../src/home/service/check.ts";
import { ENDED, judged } from "./judged.ts";

const at = (id: string, state: string, attributes: object = {}): EntityState => ({
  id,
  state,
  attributes: { ...attributes },
  contextId: "",
  parentContextId: undefined,
  lastChanged: 0,
  lastUpdated: 0,
});

describe("an error of one of several", () => {
  const failed = { name: "failed", text: "no way", several: true } as const;
  const judge = (now: Readonly<Record<string, string>>) => {
    const before = Object.keys(now).map((id) => at(id, "off"));
    const states = new Map(before.map((state) => [state.id, state]));
    const watch = watchEntities({ states, onChange: () => () => undefined }, [...states.keys()]);
    const made = new Judge({
      service: "switch.turn_on",
      data: {},
      watch,
      targets: [...states.keys()],
      states,
    });
    for (const [id, state] of Object.entries(now)) states.set(id, at(id, state));
    return made;
  };

  test("is that of the only one that is not as asked: nobody waits for it", () => {
    const one = judge({ "switch.a": "on", "switch.b": "off" });
    expect(one.settled("switch.b", failed)).toBe("failed");
    expect(one.settled("switch.a", failed)).toBe("confirmed");
  });

  test("may be that of any other that is open", () => {
    const two = judge({ "switch.a": "off", "switch.b": "off" });
    expect([two.settled("switch.a", failed), two.settled("switch.b", failed)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("an update to skip", () => {
  const gateway = { services: {}, registries: NO_REGISTRIES } as unknown as Gateway;
  const description = { fields: {}, target: { entity: [{ domain: ["update"] }] } } as unknown as WireService;
  const skip = (state: string, skipped_version: string | null) =>
    cannot("update.skip", description, at("update.a", state, { skipped_version }), gateway);

  test("has to be there, or to be skipped already", () => {
    expect(skip("off", null)).toBe("there is no update to skip");
    expect([skip("on", null), skip("off", "2")]).toEqual([undefined, undefined]);
  });
});

describe("a script that runs already", () => {
  const running = (more: object) => ({ state: "on", attributes: { last_triggered: "a", ...more } });
  const run = (more: object, later: object[] = [], service = "script.turn_on") =>
    judged({ service, id: "script.a", before: running(more), later: later as never });
  const SINGLE = "it did not start: it was running already, and its mode is single";

  test("does not start again where its mode is single", () => {
    const same = run({ mode: "single" });
    expect(same.settled(ENDED)).toBe("unconfirmed");
    expect(same.row(ENDED)).toMatchObject({ verdict: "unconfirmed", reason: SINGLE });
    expect(same.row({ name: "running" })).toMatchObject({ verdict: "unconfirmed", reason: SINGLE });
    const over = run({ mode: "single" }, [{ state: "off", attributes: { last_triggered: "a" } }]);
    expect(over.row(ENDED)).toMatchObject({ verdict: "unconfirmed", reason: SINGLE });
  });

  test("nor where as many run as may", () => {
    expect(run({ mode: "queued", max: 10 }).row(ENDED).reason).toBe(
      "it did not start: as many runs as it may have (10) were under way",
    );
  });

  test("starts again where its mode lets it", () => {
    const again = { state: "on", attributes: { last_triggered: "b" } };
    expect(run({ mode: "restart" }, [again]).settled(ENDED)).toBe("in_progress");
  });

  test("stops when it is toggled", () => {
    const off = { state: "off", attributes: { last_triggered: "a" } };
    expect(run({ mode: "single" }, [off], "script.toggle").settled(ENDED)).toBe("confirmed");
  });
});

describe("a player that is off", () => {
  const off = { state: "off", attributes: { sound_mode_list: ["Movie"] } };
  const set = (service: string, data: object) =>
    judged({ service: `media_player.${service}`, id: "media_player.a", data, before: off });

  test.each([
    ["volume_set", { volume_level: 0.3 }],
    ["volume_mute", { is_volume_muted: true }],
    ["repeat_set", { repeat: "off" }],
    ["select_sound_mode", { sound_mode: "Movie" }],
  ])("shows nothing of %s: it is not waited for", (service, data) => {
    const made = set(service, data);
    expect(made.judge.comparable("media_player.a")).toBe(false);
    expect(made.row(ENDED).reason).toStartWith("accepted; no state shows it");
  });

  test("is turned on all the same", () => {
    expect(set("turn_on", {}).judge.comparable("media_player.a")).toBe(true);
  });
});
