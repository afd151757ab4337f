/** Verdicts where several calls pull at one entity, where one of several targets failed, where a group is half on. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import type { WireServices } from "../../../src/hass/wire.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";
import { grantOf, openRoad, type RoadOptions } from "../../road/road.ts";

const on = { fields: {}, target: { entity: [{ domain: ["light"] }] } };
const SERVICES = { light: { turn_on: on, turn_off: on, toggle: on } } as WireServices;
const GRANT = grantOf({ access: { read: ["*"], actions: ["light.*"] }, limits: { concurrency: 20 } });
type Row = {
  readonly verdict: string;
  readonly before?: string;
  readonly after?: string;
  readonly reason?: string;
};

const house = (things: Readonly<Record<string, Thing>>, onCall: RoadOptions["onCall"]) =>
  openRoad(GRANT, { home: homeOf(things), services: SERVICES, ...(onCall ? { onCall } : {}) });
const rowsOf = (said: { readonly structured: Readonly<Record<string, unknown>> }) =>
  said.structured["targets"] as readonly Row[];

describe("several calls at once on one lamp", () => {
  /** Every call does its work at once; the answers come when all have been sent. */
  async function atOnce(services: readonly string[]): Promise<readonly (Row | undefined)[]> {
    let calls = 0;
    let open: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      open = resolve;
    });
    const road = await house({ "light.a": { state: "off" } }, async ({ service }, { states, set }) => {
      const contextId = `call ${calls++}`;
      const now = states.get("light.a");
      const turned = now?.state === "on" ? "off" : "on";
      const wanted = service === "toggle" ? turned : service === "turn_on" ? "on" : "off";
      if (now && now.state !== wanted) set({ ...now, state: wanted, contextId, lastUpdated: calls });
      if (calls === services.length) open();
      await all;
      return { contextId, response: undefined };
    });
    const said = await Promise.all(
      services.map((service) => road.act(service, { entity_id: ["light.a"] }, { wait_s: 1 })),
    );
    return said.map((each) => rowsOf(each)[0]);
  }

  test("six toggles: each row is a turn", async () => {
    for (const row of await atOnce(Array(6).fill("light.toggle"))) {
      expect(row?.verdict).toBe("confirmed");
      expect([row?.before, row?.after].sort()).toEqual(["off", "on"]);
    }
  });

  test.each([
    [["light.turn_on", "light.turn_off"]],
    [["light.turn_on", "light.turn_off", "light.turn_on", "light.turn_off"]],
    [["light.toggle", "light.turn_off"]],
    [["light.turn_on", "light.toggle"]],
  ])("%j: no verdict contradicts its row", async (services) => {
    const rows = await atOnce(services);
    for (const [index, row] of rows.entries()) {
      const service = services[index];
      if (row?.verdict !== "confirmed" && row?.verdict !== "already") continue;
      if (service === "light.toggle") expect(row.before).not.toBe(row.after);
      else expect(row.after).toBe(service === "light.turn_on" ? "on" : "off");
    }
    expect(rows[0]).toMatchObject({ verdict: "confirmed", reason: "it was changed again since" });
  });
});

describe("of two targets, Home Assistant names an error of one", () => {
  const cause = new HassError("home_assistant_error", "not today");
  const refuse = () => Promise.reject(new Failure("HASS_REJECTED", "no", { cause }));
  const two = { entity_id: ["light.a", "light.slow"] };
  const things = { "light.a": { state: "off" }, "light.slow": { state: "off" } };

  test("what is seen of neither is unconfirmed", async () => {
    const road = await house(things, refuse);
    const rows = rowsOf(await road.act("light.turn_on", two));
    expect(rows.map(({ verdict }) => verdict)).toEqual(["unconfirmed", "unconfirmed"]);
  });

  test("one that did it leaves the other", async () => {
    const road = await house(things, async (_, { states, set }) => {
      const slow = states.get("light.slow");
      if (slow) set({ ...slow, state: "on", contextId: "ours" });
      return refuse();
    });
    const rows = rowsOf(await road.act("light.turn_on", two));
    expect(rows.map(({ verdict }) => verdict)).toEqual(["failed", "confirmed"]);
  });

  test("a single one failed", async () => {
    const road = await house(things, refuse);
    const rows = rowsOf(await road.act("light.turn_on", { entity_id: ["light.a"] }));
    expect(rows).toMatchObject([{ verdict: "failed" }]);
  });
});

describe("a group that is on while one of its members is off", () => {
  const things = {
    "light.group": { state: "on", attributes: { entity_id: ["light.a", "light.inner"] } },
    "light.inner": { state: "off", attributes: { entity_id: ["light.b"] } },
    "light.a": { state: "on" },
    "light.b": { state: "off" },
  };
  const group = { entity_id: ["light.group"] };
  const turnOn = async (onCall: RoadOptions["onCall"], wait_s = 0) =>
    rowsOf(await (await house(things, onCall)).act("light.turn_on", group, { wait_s }))[0];

  test("is not already on", async () => {
    expect(await turnOn(undefined)).toMatchObject({ verdict: "unconfirmed" });
  });

  test("is confirmed when the member has followed, be it later", async () => {
    for (const late of [false, true]) {
      const row = await turnOn(async (_, { states, set }) => {
        const follow = () => {
          const member = states.get("light.b");
          if (member) set({ ...member, state: "on", contextId: "ours" });
        };
        if (late) setTimeout(follow, 20);
        else follow();
        return { contextId: "ours", response: undefined };
      }, 2);
      expect(row?.verdict).toBe("confirmed");
    }
  });

  test("is already off only where all are", async () => {
    const dark = {
      ...things,
      "light.group": { ...things["light.group"], state: "off" },
      "light.a": { state: "off" },
    };
    const road = await house(dark, undefined);
    expect(rowsOf(await road.act("light.turn_off", group))[0]).toMatchObject({ verdict: "already" });
  });
});
