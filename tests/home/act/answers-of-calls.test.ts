/** What a call is answered with: rows of what was and was not sent to, responses, and what a part of the home does not tell. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import type { WireServices } from "../../../src/hass/wire.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";
import { grantOf, openRoad, type RoadOptions } from "../../road/road.ts";

const on = (...domain: readonly string[]) => ({ fields: {}, target: { entity: [{ domain }] } });
const SERVICES = {
  light: {
    turn_on: on("light"),
    fetch: { ...on("light"), response: { optional: true } },
    tell: { ...on("light"), response: { optional: false } },
  },
  text: { set_value: { ...on("text"), fields: { value: { required: true, selector: { text: {} } } } } },
  scene: { apply: { fields: { entities: { required: true, selector: { object: {} } } } } },
  script: { turn_on: on("script"), night: { fields: {} } },
  notify: { me: { fields: {} } },
  lock: { unlock: on("lock") },
  cover: { open_cover: on("cover") },
} as unknown as WireServices;
const THINGS: Readonly<Record<string, Thing>> = {
  "light.a": { state: "off", area: "hall", name: "Lamp" },
  "light.b": { state: "off", area: "hall", name: "Bulb" },
  "light.gone": { state: "unavailable", area: "hall", name: "Gone" },
  "light.time": { state: "2026-06-12T10:00:00+00:00" },
  "text.secret": { state: "hunter2", attributes: { mode: "password" } },
  "script.night": { state: "off", name: "Night" },
  "lock.l": { state: "locked", name: "Front" },
  "cover.door": { state: "closed", name: "Door", attributes: { device_class: "garage" } },
};
const ALL = {
  access: { read: ["*"], actions: ["light.*", "text.*", "script.*"], services: ["scene.apply", "notify.me"] },
};
/** May act on all lights, and see one. */
const BLIND = { access: { read: ["light.a"], actions: ["light.*", "text.*", "script.*"] } };

async function acted(
  service: string,
  target: object | undefined,
  more: object = {},
  grant: object = ALL,
  options: RoadOptions = {},
) {
  const road = await openRoad(grantOf(grant), {
    home: homeOf(THINGS, { areas: { hall: { name: "Hall" } } }),
    services: SERVICES,
    ...options,
  });
  const said = await road.act(service, target, more);
  return {
    road,
    said,
    targets: (said.structured["targets"] ?? []) as readonly Readonly<Record<string, unknown>>[],
  };
}

const ids = (...entity_id: readonly string[]) => ({ entity_id });

describe("a dry run", () => {
  const dry = { dry_run: true };

  test("says what it would reach, with names and states, and what cannot do it", async () => {
    const { targets, road } = await acted("light.turn_on", ids("light.a", "light.gone"), dry);
    expect(targets).toEqual([
      { id: "light.a", name: "Lamp", verdict: "would_run", before: "off" },
      {
        id: "light.gone",
        name: "Gone",
        verdict: "failed",
        before: "unavailable",
        reason: expect.any(String),
      },
    ]);
    expect(road.sent).toEqual([]);
  });

  test("of a service without a target goes by the service", async () => {
    expect((await acted("notify.me", undefined, dry)).targets).toEqual([
      { id: "notify.me", verdict: "would_run" },
    ]);
  });

  test("says no password, and times in the home's zone", async () => {
    const { targets } = await acted("text.set_value", ids("text.secret"), { ...dry, data: { value: "x" } });
    expect(targets).toMatchObject([{ id: "text.secret", before: "(secret)" }]);
    const zone = await acted("light.turn_on", ids("light.time"), dry, ALL, {
      through: (gateway) => ({ ...gateway, house: { ...gateway.house, timeZone: "Europe/Berlin" } }),
    });
    expect(zone.targets).toMatchObject([{ before: "2026-06-12T12:00:00+02:00" }]);
  });
});

describe("what may be acted on and not seen", () => {
  test("has no name and no states where it was named, and is a number where it was not", async () => {
    const named = await acted("light.turn_on", ids("light.b"), { dry_run: true }, BLIND);
    expect(named.targets).toEqual([{ id: "light.b", verdict: "would_run" }]);
    const gone = await acted("light.turn_on", ids("light.gone"), {}, BLIND);
    expect(gone.targets).toEqual([
      { id: "light.gone", verdict: "failed", reason: "it cannot do this, or not now" },
    ]);
    const area = await acted("light.turn_on", { area_id: ["hall"] }, { dry_run: true }, BLIND);
    expect(area.targets).toEqual([{ id: "light.a", name: "Lamp", verdict: "would_run", before: "off" }]);
    expect(area.said.structured["more"]).toBe("1 would_run, 1 failed of what this grant does not show");
  });

  test("is told where the call named it, in whatever place and spelling", async () => {
    for (const target of [ids("LIGHT.B"), ids("light.a, light.b")]) {
      const { targets } = await acted("light.turn_on", target, { dry_run: true }, BLIND);
      expect(targets.map(({ id }) => id)).toContain("light.b");
    }
  });

  test("shows a verdict alone", async () => {
    const onCall: NonNullable<RoadOptions["onCall"]> = async ({ entityIds = [] }, { states, set }) => {
      for (const id of entityIds) {
        const was = states.get(id);
        if (was) set({ ...was, state: "on", contextId: "ours" });
      }
      return { contextId: "ours", response: undefined };
    };
    const { targets } = await acted("light.turn_on", ids("light.a", "light.b"), {}, BLIND, { onCall });
    expect(targets).toEqual([
      {
        id: "light.a",
        name: "Lamp",
        verdict: "confirmed",
        before: "off",
        after: "on",
        ms: expect.any(Number),
      },
      { id: "light.b", verdict: "confirmed", ms: expect.any(Number) },
    ]);
  });

  test("has Home Assistant's words on it kept back", async () => {
    const onCall = async () => {
      const cause = new HassError("service_validation_error", "Bulb knows rainbow and candle");
      throw new Failure("HASS_REJECTED", "Home Assistant said: Bulb knows rainbow and candle", { cause });
    };
    const closed = await acted("light.turn_on", ids("light.b"), {}, BLIND, { onCall });
    expect(closed.said.code).toBe("HASS_REJECTED");
    expect(closed.said.text).toContain("Home Assistant refused the call.");
    expect(closed.said.text).not.toContain("rainbow");
    const open = await acted("light.turn_on", ids("light.b"), {}, ALL, { onCall });
    expect(open.said.text).toContain("rainbow");
  });
});

describe("a response", () => {
  const answering = (response: unknown): RoadOptions => ({
    onCall: async () => ({ contextId: "ours", response }),
  });
  const RESPONSE = { return_response: true };

  test("is asked for where it is wanted, and where the service only answers", async () => {
    const asked = async (service: string, more: object = {}) =>
      (await acted(service, ids("light.a"), more, ALL, answering({ a: 1 }))).road.sent.map(
        ({ returnResponse }) => returnResponse,
      );
    expect(await asked("light.fetch")).toEqual([undefined]);
    expect(await asked("light.fetch", RESPONSE)).toEqual([true]);
    expect(await asked("light.tell")).toEqual([true]);
  });

  test("of a service that only answers is its verdict", async () => {
    const { targets, said } = await acted("light.tell", ids("light.a"), {}, ALL, answering({ a: 1 }));
    expect(targets).toEqual([
      { id: "light.a", name: "Lamp", verdict: "confirmed", ms: expect.any(Number), reason: "answered" },
    ]);
    expect(said.structured["response"]).toEqual({ a: 1 });
    const nameless = await acted("light.tell", ids("light.time"), {}, ALL, answering({}));
    expect(nameless.targets[0]).not.toContainKey("name");
  });

  test("shows that it was done, where no state can", async () => {
    const { targets } = await acted("light.fetch", ids("light.a"), RESPONSE, ALL, answering({ a: 1 }));
    expect(targets).toMatchObject([{ id: "light.a", verdict: "confirmed" }]);
    expect(targets[0]).not.toContainKey("reason");
    const silent = await acted("light.fetch", ids("light.a"), RESPONSE, ALL, answering(undefined));
    expect(silent.targets).toMatchObject([{ verdict: "unconfirmed" }]);
    const state = await acted("light.turn_on", ids("light.a"), {}, ALL, answering({ a: 1 }));
    expect(state.targets).toMatchObject([{ verdict: "unconfirmed", reason: expect.any(String) }]);
  });

  test("that is too long is said, with its length; its times are the home's", async () => {
    const rows = Array.from({ length: 30 }, () =>
      Array.from({ length: 30 }, (_, at) => `word ${at} and more`),
    );
    const long = await acted("light.fetch", ids("light.a"), RESPONSE, ALL, answering({ rows }));
    expect(long.said.structured["response"]).toEqual({
      too_long: expect.stringMatching(/^\d+ characters; ask for less/),
    });
    const time = await acted("light.fetch", ids("light.a"), RESPONSE, ALL, {
      ...answering({ at: "2026-06-12T10:00:00+00:00" }),
      through: (gateway) => ({ ...gateway, house: { ...gateway.house, timeZone: "Europe/Berlin" } }),
    });
    expect(time.said.structured["response"]).toEqual({ at: "2026-06-12T12:00:00+02:00" });
  });
});

describe("a scene that is applied", () => {
  test("is told by each entity that it names, those that are not there too", async () => {
    const entities = { "light.a": "on", "light.nobody": "on" };
    const { targets } = await acted("scene.apply", undefined, { data: { entities } });
    expect(targets).toMatchObject([
      { id: "light.a", verdict: "unconfirmed" },
      { id: "light.nobody", verdict: "failed", reason: "nothing of that name is here" },
    ]);
  });
});

describe("a refusal", () => {
  const refused = async (
    service: string,
    target: object | undefined,
    grant: object = ALL,
    options: RoadOptions = {},
  ) => {
    const { said, road } = await acted(service, target, {}, grant, options);
    expect(road.sent).toEqual([]);
    return said.text;
  };

  test("names three of what was named, and how many more", async () => {
    const access = { access: { read: ["*"], actions: ["text.*"] } };
    expect(await refused("light.turn_on", ids("light.a"), access)).toContain("light.turn_on on light.a");
    const text = await refused(
      "light.turn_on",
      { entity_id: ["light.a", "light.b", "light.gone"], area_id: ["hall"] },
      access,
    );
    expect(text).toMatch(/light\.turn_on on [^;.]*\blight\.a, light\.b, light\.gone and 1 more/);
    expect(await refused("light.turn_on", { area_id: ["hall"] }, access)).toContain(
      "light.turn_on on area hall",
    );
  });

  test("of what is not there names the nearest; of several, all of them", async () => {
    expect(await refused("light.turn_on", ids("light.aa"))).toMatch(/^NOT_FOUND: .*light\.aa/);
    const several = await refused("light.turn_on", ids("light.aa", "light.bb"));
    expect(several).toStartWith("NOT_FOUND: Nothing named light.aa, light.bb is here.");
    expect(await refused("light.turn_on", { area_id: ["hal"] })).toMatch(/^NOT_FOUND: .*area/);
  });

  test("of a service that is not there says that, whether it names anything or not", async () => {
    expect(await refused("light.explode", ids("light.a"))).toMatch(/^NOT_FOUND: .*light\.explode/);
    expect(await refused("nothing.at_all", undefined)).toMatch(/^NOT_FOUND: .*nothing\.at_all/);
  });

  test("of what wants the owner's yes says what that is, as far as it may be seen", async () => {
    const access = { read: ["*"], actions: ["lock.*", "cover.*", "light.*"] };
    expect(await refused("lock.unlock", ids("lock.l"), { access })).toContain("lock.l is a lock.");
    expect(await refused("cover.open_cover", ids("cover.door"), { access })).toContain(
      "cover.door is a garage.",
    );
    const unseen = { access: { read: ["light.a"], actions: ["lock.*"] } };
    expect(await refused("lock.unlock", ids("lock.l"), unseen)).toContain(
      "something in it is a door, a lock",
    );
  });

  test("of a script that nobody here can look into says so behind an ordinary user's token alone", async () => {
    const grant = { access: { read: ["*"], actions: ["script.*"] } };
    const said = async (isAdmin: boolean) =>
      refused("script.turn_on", ids("script.night"), grant, { isAdmin });
    expect(await said(false)).toContain("Home Assistant shows it to an administrator's token alone");
    expect(await said(true)).not.toContain("administrator's token alone");
  });
});
