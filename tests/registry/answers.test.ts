/** What Home Assistant's answer, or its silence, comes to. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../src/core/failure.ts";
import { HassError } from "../../src/hass/hass-error.ts";
import type { WireServices } from "../../src/hass/wire.ts";
import { homeOf } from "../road/home-of.ts";
import { grantOf, openRoad, type RoadOptions } from "../road/road.ts";

describe("answers of Home Assistant", () => {
  const things = {
    "switch.a": { state: "off" },
    "switch.b": { state: "off" },
    "switch.both": { state: "off", attributes: { entity_id: ["switch.a", "switch.b"] } },
  };
  const services = {
    switch: {
      turn_on: { fields: {}, target: { entity: [{ domain: ["switch"] }] }, response: { optional: true } },
    },
    notify: { me: { fields: {}, response: { optional: true } } },
  } as unknown as WireServices;
  const told = async (
    onCall: NonNullable<RoadOptions["onCall"]>,
    ids: readonly string[] | "none" = ["switch.a"],
    more: object = {},
  ) => {
    const access = { read: ["*"], actions: ["switch.*"], services: ["notify.me"] };
    const road = await openRoad(grantOf({ access, indirect: "trust_named" }), {
      home: homeOf(things),
      services,
      onCall,
    });
    const said = await (ids === "none"
      ? road.act("notify.me", undefined, more)
      : road.act("switch.turn_on", { entity_id: ids }, more));
    await new Promise((resolve) => setImmediate(resolve));
    const end = road.events.find(({ result }) => result === "end");
    return {
      said,
      rows: said.structured["targets"] as readonly { verdict: string; reason?: string }[],
      end: end?.ha_result,
    };
  };
  const rejected = (code: string) => async () => {
    throw new Failure("HASS_REJECTED", "no", { cause: new HassError(code, "not today") });
  };

  test("a device that failed is a verdict; a refusal of the call is an error", async () => {
    for (const code of ["home_assistant_error", "unknown_error", "timeout"]) {
      const { rows, end } = await told(rejected(code));
      expect(rows).toMatchObject([{ verdict: "failed", reason: "Home Assistant said «not today»" }]);
      expect(end).toBe("refused");
    }
    for (const code of ["service_validation_error", "unauthorized", "invalid_format"]) {
      const { said, end } = await told(rejected(code));
      expect(said.code).toBe("HASS_REJECTED");
      expect(end).toBe("refused");
    }
  });

  test("a group may have done half of it: a refusal is its verdict", async () => {
    const { said, rows } = await told(rejected("service_validation_error"), ["switch.both"]);
    expect(said.code).toBe("ok");
    expect(rows).toMatchObject([{ verdict: "failed", reason: "Home Assistant said «not today»" }]);
    // what Home Assistant does not even take has reached nobody
    expect((await told(rejected("invalid_format"), ["switch.both"])).said.code).toBe("HASS_REJECTED");
  });

  test("of several, one may have refused: none is said to have done it, none to be the one", async () => {
    const { rows } = await told(rejected("service_validation_error"), ["switch.a", "switch.b"]);
    expect(rows.map(({ verdict }) => verdict)).toEqual(["unconfirmed", "unconfirmed"]);
    expect(rows[0]?.reason).toContain(", of one target");
    const { rows: mixed } = await told(
      async (_, { states, set }) => {
        const state = states.get("switch.a");
        if (state) set({ ...state, state: "on", contextId: "ours" });
        return rejected("service_validation_error")();
      },
      ["switch.a", "switch.b"],
    );
    expect(mixed.map(({ verdict }) => verdict)).toEqual(["confirmed", "failed"]);
  });

  test("a connection that was lost after sending leaves it unknown; one that was not there is an error", async () => {
    const lost = async () => {
      throw new Failure("OUTCOME_UNKNOWN", "lost");
    };
    const { rows, end } = await told(lost);
    expect(rows).toMatchObject([
      { verdict: "unknown", reason: expect.stringContaining("read before repeating") },
    ]);
    expect(end).toBe("lost");
    expect((await told(lost, "none")).said.code).toBe("OUTCOME_UNKNOWN");
    const away = async () => {
      throw new Failure("HASS_UNAVAILABLE", "away");
    };
    expect((await told(away)).said.code).toBe("HASS_UNAVAILABLE");
    const broken = async () => {
      throw new TypeError("inside");
    };
    expect((await told(broken)).said.code).toBe("DEFECT");
  });

  test("a response is evidence, and too long a one is said to be", async () => {
    const answer = (response: unknown) => async () => ({ contextId: "ours", response });
    const asked = { return_response: true };
    const { said } = await told(answer({ a: 1 }), "none", asked);
    expect(said.structured).toMatchObject({
      response: { a: 1 },
      targets: [{ id: "notify.me", verdict: "unconfirmed" }],
    });
    const long = await told(
      answer({ a: Array.from({ length: 40 }, () => "word ".repeat(200)) }),
      undefined,
      asked,
    );
    expect(long.said.code).toBe("ok");
    expect(JSON.stringify(long.said.structured).length).toBeLessThan(13_000);
  });

  test("without a target there is nothing to look at, which is said", async () => {
    const { rows } = await told(async () => ({ contextId: "ours", response: undefined }), "none");
    expect(rows).toMatchObject([{ verdict: "unconfirmed", reason: "accepted; no entity to look at" }]);
    const waits = await told(() => new Promise(() => undefined), "none");
    expect(waits.rows).toMatchObject([{ verdict: "in_progress", reason: "Home Assistant is still at it" }]);
    const one = await told(() => new Promise(() => undefined));
    expect(one.rows).toMatchObject([{ verdict: "in_progress" }]);
  });
});
