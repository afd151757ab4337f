/** Searching as a tool does: filters, and what a grant keeps back. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { NO_REGISTRIES } from "../../../src/hass/registries.ts";
import type { SearchInput } from "../../../src/home/home.ts";
import { searchHome } from "../../../src/home/read/search.ts";
import { openSight } from "../../../src/home/see/open-sight.ts";
import { createSearchIndex } from "../../../src/search/search-index.ts";
import { EVERYTHING } from "../../../src/security/grant/decide/look.ts";
import { parseGrant } from "../../../src/security/grant/parse/parse-grant.ts";
import { memoryCounters } from "../../../src/security/grant/restrict/store-counters.ts";
import { fakeGateway } from "../../security/grant/fake-gateway.ts";

const CLOSED = { configRead: false, dashboards: false };
const NOW = Date.parse("2026-06-12T12:00:00Z");

/** Ids that are found, with what is nearest. */
async function found(exclude_attributes: object, input: object): Promise<readonly unknown[]> {
  const access = { read: ["*"], exclude_attributes };
  const parsed = parseGrant({ name: "x", expires_at: "never", access }, NOW);
  if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
  const { gateway } = fakeGateway();
  const clock = { now: () => NOW };
  const deciding = { gateway, grant: parsed.grant, counters: memoryCounters(), clock };
  const sight = await openSight({ caller: {}, deciding }, EVERYTHING);
  const index = createSearchIndex(gateway);
  await index.build();
  const { hits = [], nearest = [] } = await searchHome(input, {
    gateway,
    sight,
    index,
    now: NOW,
    bodies: CLOSED,
  });
  // of what is nearest by the other filters, whatever class was asked for, the class says nothing
  const other = { ...input, device_class: ["no such class"] };
  const { nearest: always = [] } = await searchHome(other, {
    gateway,
    sight,
    index,
    now: NOW,
    bodies: CLOSED,
  });
  const told = nearest.filter(
    ({ id }) => !("device_class" in input) || !always.some((each) => each.id === id),
  );
  return [...hits, ...told].map(({ id }) => id);
}

test("a class that is kept back is no filter and no word", async () => {
  for (const input of [
    { device_class: ["garage"] },
    { query: "garage cover" },
    { device_class: ["GARAGE"] },
  ]) {
    expect(await found({}, input)).toContain("cover.garage");
    expect(await found({ "*": ["friendly_icon"] }, input)).toContain("cover.garage");
  }
  for (const scope of ["*", "cover.*", "cover.garage"])
    for (const key of ["device_class", "*"])
      for (const input of [
        { device_class: ["garage"] },
        { device_class: ["GARAGE", "awning"], query: "cover" },
      ])
        expect(await found({ [scope]: [key] }, input)).not.toContain("cover.garage");
  // by its own name it is found all the same
  expect(await found({ "*": ["*"] }, { query: "garage" })).toContain("cover.garage");
  expect(await found({ "cover.awning": ["device_class"] }, { device_class: ["garage"] })).toEqual([
    "cover.garage",
  ]);
});

describe("filters", () => {
  const state = (id: string, name: string, deviceClass?: string): EntityState => ({
    ...{ id, state: "on", contextId: "", parentContextId: undefined, lastUpdated: 0 },
    attributes: { friendly_name: name, ...(deviceClass && { device_class: deviceClass }) },
    lastChanged: NOW / 1_000 - 60,
  });
  const entry = (entityId: string, areaId?: string) => ({
    ...{ entityId, areaId, deviceId: undefined, platform: undefined, labels: [], category: undefined },
    hidden: false,
  });
  const area = (id: string, name: string) => ({ id, name, aliases: [], floorId: undefined, labels: [] });
  const things = [
    [state("valve.main", "Main"), "garden"],
    [state("light.a", "Path Light"), "garden"],
    [state("light.b", "Loose Light"), undefined],
    [{ ...state("sensor.dry", "Dry Humidity", "humidity"), state: "41.5" }, "garden"],
    [{ ...state("sensor.damp", "Damp Humidity", "humidity"), state: "63" }, "garden"],
    ...Array.from({ length: 60 }, (_, at) => [state(`switch.s${at}`, `Plug ${at}`), "garden"] as const),
  ] as const;
  const ask = async (input: SearchInput) => {
    const { gateway } = fakeGateway();
    const states = new Map(things.map(([each]) => [each.id, each]));
    const registries = {
      ...NO_REGISTRIES,
      areas: new Map([["garden", area("garden", "Garden")]]),
      entities: new Map(things.map(([{ id }, where]) => [id, entry(id, where)])),
    };
    const home = { ...gateway, states, registries };
    const parsed = parseGrant({ name: "x", expires_at: "never", access: { read: ["*"] } }, NOW);
    if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
    const deciding = {
      gateway: home,
      grant: parsed.grant,
      counters: memoryCounters(),
      clock: { now: () => NOW },
    };
    const sight = await openSight({ caller: {}, deciding }, EVERYTHING);
    const index = createSearchIndex(home);
    await index.build();
    return searchHome(input, { gateway: home, sight, index, now: NOW, bodies: CLOSED });
  };
  const ids = (rows: readonly { readonly id: string }[] = []) => rows.map(({ id }) => id);

  test("words that are none leave nothing out unsaid", async () => {
    const { hits = [], more } = await ask({ query: " ", limit: 1 });
    expect([hits.length, more]).toEqual([1, expect.stringContaining("more fit: after 1")]);
  });

  test("an empty list is none", async () => {
    const { hits } = await ask({ domain: ["valve"], device_class: [], area: [""] });
    expect(ids(hits)).toEqual(["valve.main"]);
  });

  test.each(["*", " * ", "%", ".*"])("the query %j is for everything", async (query) => {
    const { match, hits } = await ask({ query, domain: ["valve"] });
    expect([match, ...ids(hits)]).toEqual(["exact", "valve.main"]);
  });

  test("the one that is too many is named, with what the others leave", async () => {
    const valve = await ask({ domain: ["valve"], device_class: ["water"], area: ["Garden"] });
    expect(valve).toMatchObject({ match: "none", unmet: ["device_class: water"] });
    expect(ids(valve.nearest)).toEqual(["valve.main"]);
    const off = await ask({ query: "path light", state: "off" });
    expect(off).toMatchObject({ match: "none", unmet: ["state: off"], more: "1 fit without it" });
    expect(ids(off.nearest)).toEqual(["light.a"]);
  });

  test("of two that are too many it is the state, which changes", async () => {
    const none = await ask({ device_class: ["humidity"], state: ">90", area: ["Garden"] });
    expect(none.unmet).toEqual(["state: >90"]);
    const other = await ask({ device_class: ["humidity"], state: "on" });
    expect(other.unmet).toEqual(["state: on"]);
    expect(ids(other.nearest).toSorted()).toEqual(["sensor.damp", "sensor.dry"]);
  });

  test("where no single one is, all of the places or all of the filters are", async () => {
    const two = await ask({ query: "loose light", area: ["Garden"], state: "off" });
    expect(two).toMatchObject({ match: "none", unmet: ["state: off", "area: Garden"] });
    expect(ids(two.nearest)).toEqual(["light.b"]);
    expect(two.more).toStartWith("1 fit without these");
  });

  test("nothing is said to be near only where there is nothing at all", async () => {
    const words = await ask({ query: "xylophone", domain: ["valve"], state: "off" });
    expect(words).toMatchObject({ match: "none", unmet: ["xylophone"] });
    expect(ids(words.nearest)).toEqual(["valve.main"]);
    const place = await ask({ query: "attic", kind: ["area"] });
    expect(place).toMatchObject({ match: "none", unmet: ["attic"] });
    expect(ids(place.nearest)).toEqual(["area:garden"]);
  });

  test.each([
    ["humidity > 50", ["sensor.damp"]],
    ["humidity >= 63 %", ["sensor.damp"]],
    ["humidity <50%", ["sensor.dry"]],
    ["humidity ≤ 41,5 in the garden", ["sensor.dry"]],
  ])("%s compares", async (query, wanted) => {
    const { match, hits } = await ask({ query });
    expect([match, ...ids(hits)]).toEqual(["close", ...wanted]);
  });

  test("what compares with nothing is told", async () => {
    const { unmet, nearest } = await ask({ query: "humidity > 90" });
    expect([unmet, ids(nearest).toSorted()]).toEqual([["state: >90"], ["sensor.damp", "sensor.dry"]]);
  });

  test.each(["areas", "Area", "AREAS"])("%s are a kind", async (kind) => {
    expect(await ask({ kind: [kind] })).toEqual(await ask({ kind: ["area"] }));
    expect((await ask({ kind: [kind, "entities"] })).match).toBe("exact");
  });

  test.each([{ kind: ["light"] }, { kind: ["Lights"] }])("a domain for a kind filters: %j", async (input) => {
    expect(ids((await ask(input)).hits)).toEqual(["light.a", "light.b"]);
  });

  test.each(["lights without an area", "lights that are not in any area", "show me lights with no room"])(
    "%s is what the filter says",
    async (query) => expect(ids((await ask({ query })).hits)).toEqual(["light.b"]),
  );

  test.each(["things with no area", "everything not in an area"])("%s", async (query) => {
    expect(ids((await ask({ query })).hits)).toEqual(["light.b"]);
  });

  test.each(["which rooms are there", "list all areas", "what rooms do we have"])("%s", async (query) => {
    expect(ids((await ask({ query })).hits)).toEqual(["area:garden"]);
  });

  test("what is neither kind nor domain is told", async () => {
    await expect(ask({ kind: ["light", "unicorn"] })).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  test("a place that is none of its kind fails, with what there is without it", async () => {
    const asked = ask({ domain: ["valve"], floor: ["Garden"] });
    await expect(asked).rejects.toMatchObject({
      code: "NOT_FOUND",
      hint: expect.stringMatching(/There is an area of that name\..*Without it: valve\.main\./),
    });
    // another filter is too many as well
    const two = ask({ domain: ["valve"], floor: ["Garden"], device_class: ["water"] });
    await expect(two).rejects.toMatchObject({ hint: expect.stringContaining("Without it: valve.main.") });
    await expect(ask({ area: ["Sauna"] })).rejects.toMatchObject({ hint: "Nearest: Garden." });
  });

  test("values that nothing has are told with the nearest", async () => {
    expect((await ask({ domain: ["lihgt"] })).more).toStartWith("no domain lihgt here; nearest: light");
  });

  test("what has no area is told where an area leaves it out", async () => {
    const { hits, more } = await ask({ domain: ["light"], area: ["Garden"] });
    expect(ids(hits)).toEqual(["light.a"]);
    expect(more).toBe("1 in no area would fit");
  });

  test("all of a long list, page by page", async () => {
    const first = await ask({ domain: ["switch"], limit: 50 });
    expect(first.more).toBe("10 more fit: after 50");
    const rest = await ask({ domain: ["switch"], limit: 50, after: "50" });
    expect(new Set([...ids(first.hits), ...ids(rest.hits)]).size).toBe(60);
    expect(rest.more).toBeUndefined();
    await expect(ask({ after: "light.a" })).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  test("what changed is told with its time", async () => {
    const { hits } = await ask({ domain: ["valve"], changed_within: "2m" });
    expect(hits?.[0]).toMatchObject({ id: "valve.main", changed: "2026-06-12T11:59:00Z" });
  });
});
