/** Searching by what automations, scripts, scenes, helpers and dashboards do. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { NO_REGISTRIES } from "../../../src/hass/registries.ts";
import type { SearchInput } from "../../../src/home/home.ts";
import { searchHome } from "../../../src/home/read/search.ts";
import type { BodySight } from "../../../src/home/read/search-bodies.ts";
import { openSight } from "../../../src/home/see/open-sight.ts";
import { createSearchIndex } from "../../../src/search/search-index.ts";
import { EVERYTHING } from "../../../src/security/grant/decide/look.ts";
import { parseGrant } from "../../../src/security/grant/parse/parse-grant.ts";
import { memoryCounters } from "../../../src/security/grant/restrict/store-counters.ts";
import { fakeGateway } from "../../security/grant/fake-gateway.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const OPEN: BodySight = { configRead: true, dashboards: true };

const evening = {
  triggers: [{ trigger: "sun", event: "sunset" }],
  actions: [
    { action: "light.turn_on", target: { entity_id: ["light.a", "light.b"] } },
    {
      choose: [{ conditions: [], sequence: [{ action: "cover.close_cover", target: { area_id: "attic" } }] }],
    },
  ],
};
const vault = {
  triggers: [{ trigger: "state", entity_id: "lock.crypt", to: "unlocked" }],
  actions: [
    { action: "notify.family", data: { message: "The Xanadu door is open" } },
    { action: "lock.lock", target: { entity_id: "lock.crypt" } },
    { action: "siren.turn_on", data: { note: "{{ states('lock.crypt') }}" } },
  ],
};
const withoutVault = { triggers: [], actions: [vault.actions[0], vault.actions[2]] };

type Home = { readonly configs: Readonly<Record<string, unknown>>; readonly hasVault: boolean };

async function searching(
  { configs, hasVault }: Home,
  { scope = ["*"], opened = OPEN }: { readonly scope?: readonly string[]; readonly opened?: BodySight } = {},
) {
  const state = (id: string, name: string, more: object = {}): EntityState => ({
    ...{ id, state: "on", contextId: "", parentContextId: undefined, lastUpdated: 0, lastChanged: 0 },
    attributes: { friendly_name: name, ...more },
  });
  const things = [
    state("light.a", "Porch Lantern"),
    state("light.b", "Reading Lamp"),
    state("cover.c", "Skylight"),
    state("automation.evening", "Evening"),
    state("automation.guard", "Guard"),
    state("script.movie", "Movie"),
    state("group.lamps", "Lamps", { entity_id: ["light.a", "light.b", "lock.crypt"] }),
    ...(hasVault ? [state("lock.crypt", "Xanadu")] : []),
  ];
  const entry = (entityId: string, areaId?: string) => ({
    ...{ entityId, areaId, deviceId: undefined, platform: undefined, labels: [], category: undefined },
    hidden: false,
  });
  const config = ({ entity_id: id }: Readonly<Record<string, unknown>>) => ({ config: configs[String(id)] });
  const { gateway } = fakeGateway({
    answers: {
      "automation/config": config,
      "script/config": config,
      "lovelace/dashboards/list": () => [{ url_path: "wall", title: "Wall panel" }],
      "lovelace/config": ({ url_path: path }) =>
        path === "wall" ? { views: [{ cards: [{ type: "tile", entity: "light.b" }] }] } : { views: [] },
    },
  });
  const attic = { id: "attic", name: "Attic", aliases: [], floorId: undefined, labels: [] };
  const registries = {
    ...NO_REGISTRIES,
    areas: new Map([["attic", attic]]),
    entities: new Map(things.map(({ id }) => [id, entry(id, id === "cover.c" ? "attic" : undefined)])),
  };
  const home = { ...gateway, states: new Map(things.map((each) => [each.id, each])), registries };
  const parsed = parseGrant({ name: "x", expires_at: "never", access: { read: [...scope] } }, NOW);
  if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
  const clock = { now: () => NOW };
  const deciding = { gateway: home, grant: parsed.grant, counters: memoryCounters(), clock };
  const sight = await openSight({ caller: {}, deciding }, EVERYTHING);
  const index = createSearchIndex(home);
  await index.build();
  return (input: string | SearchInput) =>
    searchHome(
      { in: "bodies", ...(typeof input === "string" ? { query: input } : input) },
      { gateway: home, sight, index, now: NOW, bodies: opened },
    );
}

const configs = {
  "automation.evening": evening,
  "automation.guard": vault,
  "script.movie": { sequence: [{ action: "light.turn_off", target: { entity_id: "light.b" } }] },
};
const ids = (rows: readonly { readonly id: string }[] = []) => rows.map(({ id }) => id);

describe("found by what it does", () => {
  test.each([
    ["porch lantern", ["automation.evening", "group.lamps"]],
    ["what closes the covers in the attic", ["automation.evening"]],
    ["automation at sunset", ["automation.evening"]],
    ["which script uses the reading lamp", ["script.movie"]],
    ["reading lamp dashboard", ["dashboard:wall"]],
    ["siren", ["automation.guard"]],
    ["who notifies that the xanadu is open", ["automation.guard"]],
    ["movie", ["script.movie"]],
    ["readin lamp scrpt", ["script.movie"]],
  ])("%s", async (query, expected) => {
    const ask = await searching({ configs, hasVault: true });
    expect(ids((await ask(query)).hits).toSorted()).toEqual([...expected]);
  });

  test("filters hold; what nothing does is none, with the nearest", async () => {
    const ask = await searching({ configs, hasVault: true });
    expect(ids((await ask({ query: "reading lamp", domain: ["script"] })).hits)).toEqual(["script.movie"]);
    const none = await ask("trampoline with the reading lamp");
    expect(none).toMatchObject({ match: "none", unmet: ["trampoline"] });
    expect(ids(none.nearest)).toContain("script.movie");
    await expect(ask({})).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  test("what the grant keeps closed is said", async () => {
    const ask = await searching(
      { configs, hasVault: true },
      { opened: { configRead: false, dashboards: false } },
    );
    const lamps = await ask("reading lamp");
    expect(ids(lamps.hits)).toEqual(["group.lamps"]);
    expect(lamps.more).toBe("configurations are not in this grant");
  });
});

test("what is hidden is not found, and everything is answered as in a home without it", async () => {
  const scope = ["light.*", "cover.*", "automation.*", "script.*", "group.*"];
  const without = { ...configs, "automation.guard": withoutVault };
  const homes = await Promise.all([
    searching({ configs, hasVault: true }, { scope }),
    searching({ configs, hasVault: false }, { scope }),
    searching({ configs: without, hasVault: false }, { scope }),
  ]);
  const queries = [
    ...[
      "xanadu",
      "crypt",
      "lock.crypt",
      "lock",
      "xanadu door",
      "door is open",
      "unlocked",
      "siren",
      "family",
    ],
    ...["guard", "lock crypt guard", "lamps", "light", "notify", "reading lamp", "evening attic", "state"],
  ];
  for (const query of queries) {
    const [hidden, ...others] = await Promise.all(homes.map(async (ask) => JSON.stringify(await ask(query))));
    for (const other of others) expect(`${query} ${hidden}`).toBe(`${query} ${other}`);
  }
  for (const query of ["xanadu", "crypt", "lock.crypt", "xanadu door"])
    expect([query, (await homes[0]?.(query))?.match]).toEqual([query, "none"]);
});
