/** The verdict on every kind of service, from what the entity was before and what it is when Home Assistant has answered. */

import { describe, expect, test } from "bun:test";
import type { WireServices } from "../../src/hass/wire.ts";
import { homeOf } from "../road/home-of.ts";
import { grantOf, openRoad, type RoadOptions } from "../road/road.ts";
import { BY_DATA, BY_STATE } from "./verdict-table.ts";

const WIDE = grantOf({
  access: { read: ["*"], actions: [{ service: "*", target: {} }], services: ["update.install"] },
  gates: { physical: "allow", special: "allow" },
  indirect: "trust_named",
});

type Look = string | readonly [state: string, attributes: Readonly<Record<string, unknown>>];

const parts = (look: Look) => (typeof look === "string" ? ([look, {}] as const) : look);

/** What becomes of the entity while Home Assistant handles the call. */
async function act(
  service: string,
  id: string,
  [before, after]: readonly [Look, Look?],
  data: object = {},
  more: object = {},
) {
  const [domain = "", name = ""] = service.split(".");
  const [state, attributes] = parts(before);
  const own = id.slice(0, id.indexOf("."));
  const target = domain === "homeassistant" ? {} : { entity: [{ domain: [own] }] };
  const services = {
    [domain]: { [name]: { fields: {}, target } },
    ...(domain === own ? {} : { [own]: { [name]: { fields: {}, target } } }),
  };
  const steps = () => ({ config: { sequence: [], actions: [] } });
  const options: RoadOptions = {
    answers: { "script/config": steps, "automation/config": steps },
    home: homeOf({ [id]: { state, attributes } }),
    services: services as unknown as WireServices,
    onCall: async (_, { states, set }) => {
      const was = states.get(id);
      if (was && after !== undefined) {
        const [now, changed] = parts(after);
        set({
          ...was,
          state: now,
          attributes: { ...was.attributes, ...changed },
          contextId: "ours",
          lastUpdated: 9,
        });
      }
      return { contextId: "ours", response: undefined };
    },
  };
  const road = await openRoad(WIDE, options);
  const said = await road.act(service, { entity_id: [id] }, { data, ...more });
  if (said.code !== "ok") return said.text;
  return (said.structured["targets"] as readonly { readonly verdict: string }[])[0]?.verdict;
}

describe("services by their own states", () => {
  const rows = BY_STATE.map(
    ([service, before, after, verdict, domain = String(service.split(".")[0])]) =>
      [service, before, after, verdict, `${domain}.a`] as const,
  );
  test.each(rows)("%s: %s → %s is %s (%s)", async (service, before, after, verdict, id) => {
    expect(await act(service, id, before === after ? [before] : [before, after])).toBe(verdict);
  });
});

describe("data that comes back", () => {
  test.each([...BY_DATA])(
    "%s with %j: %s → %s %j is %s",
    async (service, data, before, after, more, verdict) => {
      const [domain = ""] = service.split(".");
      const was = domain === "scene" ? { entity_id: ["light.z"] } : { last_triggered: 1 };
      expect(
        await act(
          service,
          `${domain}.a`,
          [
            [before, was],
            [after, more],
          ],
          data,
        ),
      ).toBe(verdict);
    },
  );
  test("what nothing can be compared with is confirmed by its own event, and unconfirmed without", async () => {
    const played = { media_content_id: "x" };
    expect(await act("media_player.play_media", "media_player.a", ["idle", "idle"], played)).toBe(
      "confirmed",
    );
    expect(await act("media_player.play_media", "media_player.a", ["idle"], played)).toBe("unconfirmed");
  });

  test("what was so already and is more than can be compared is confirmed by its own event", async () => {
    const step = { brightness_step_pct: 10 };
    expect(await act("light.turn_on", "light.a", ["on", ["on", { brightness: 9 }]], step)).toBe("confirmed");
    expect(await act("light.turn_on", "light.a", ["on"], step)).toBe("already");
    expect(await act("light.turn_on", "light.a", ["on", ["on", { brightness: 9 }]])).toBe("confirmed");
  });
});
