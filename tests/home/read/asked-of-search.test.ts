/** What a search asks, made of what was written; what is told of filters that let nothing through; long lists as rows. */

import { describe, expect, test } from "bun:test";
import { asRows } from "../../../src/home/read/as-rows.ts";
import {
  queryFrom,
  withComparison,
  withFiltersSaid,
  withoutEmpty,
} from "../../../src/home/read/search-input.ts";
import { emptyPlaces, filterText, unknownValues } from "../../../src/home/read/search-without.ts";
import type { Sight } from "../../../src/home/see/sight.ts";
import type { SearchQuery } from "../../../src/search/query.ts";
import { homeOf } from "../../road/home-of.ts";
import { fakeGateway } from "../../security/grant/fake-gateway.ts";

const HOME = homeOf(
  {
    "light.a": { area: "hall" },
    "switch.b": {},
    "binary_sensor.c": { attributes: { device_class: "door" } },
    "sensor.d": { attributes: { device_class: "temperature" } },
    "cover.hidden": { attributes: { device_class: "garage" } },
  },
  {
    areas: { hall: { name: "Hall", floor: "ground" }, attic: { name: "Attic" } },
    floors: { ground: { name: "Ground" } },
    labels: { cosy: "Cosy" },
  },
);
const { gateway } = fakeGateway({ home: HOME });
const IDS = [...HOME.place.states.keys()].filter((id) => id !== "cover.hidden");
const SIGHT: Sight = {
  sees: (id) => IDS.includes(id),
  hides: (id) => !IDS.includes(id),
  attributes: ({ attributes }) => attributes,
  ids: () => IDS,
  all: false,
};

const query = (input: object) => {
  try {
    return queryFrom(input, 10, SIGHT);
  } catch (fault) {
    return (fault as Error).message;
  }
};
const BASE = { limit: 10, seesAll: false };

describe("what is asked", () => {
  test.each<readonly [object, object]>([
    [{}, {}],
    [{ query: "lamp" }, { text: "lamp" }],
    [{ in: "names", state: "on", domain: undefined }, { state: "on" }],
    [{ domain: ["light, switch"] }, { domain: ["light", "switch"] }],
    [{ device_class: ["door,window"] }, { device_class: ["door", "window"] }],
    // names of places may have commas
    [{ area: ["area:a, b"] }, { area: ["area:a, b"] }],
    [{ changed_within: "30" }, { changedWithinSeconds: 30 }],
    [{ changed_within: "2h" }, { changedWithinSeconds: 7_200 }],
    [{ changed_within: " 1.5 " }, { changedWithinSeconds: 1.5 }],
    [{ after: " 20 " }, { offset: 20 }],
    [{ kind: ["area"] }, { kind: ["area"] }],
    [{ kind: ["Areas", "device, labels"] }, { kind: ["area", "device", "label"] }],
    [{ kind: ["entities"] }, { kind: ["entity"] }],
    // a domain that models write for a kind
    [{ kind: ["light"] }, { domain: ["light"] }],
    [{ kind: ["Lights", "switches"] }, { domain: ["light", "switch"] }],
    [{ kind: ["light", "area"] }, { domain: ["light"], kind: ["area"] }],
  ])("%j", (input, asked) => expect(query(input)).toEqual({ ...BASE, ...asked }));

  test.each<readonly [object, string]>([
    [{ kind: ["cover"] }, "kind: there is no cover."],
    [{ kind: ["light"], domain: ["switch"] }, "kind: there is no light."],
    [{ kind: ["light", "gadget"] }, "kind: there is no light."],
    [{ changed_within: "soon" }, "changed_within: soon is no time."],
    [{ after: "x" }, "after: x is no place in a list."],
    [{ after: "1234567" }, "after: 1234567 is no place in a list."],
  ])("%j is none", (input, message) => expect(query(input)).toBe(message));

  test("lists of nothing and the sign for everything filter nothing", () => {
    for (const sign of ["*", " % ", ".*"]) expect(withoutEmpty({ query: sign })).toEqual({});
    expect(withoutEmpty({ query: "a*", domain: [], area: [" "], label: ["", "x"] })).toEqual({
      query: "a*",
      domain: undefined,
      area: undefined,
      label: ["", "x"],
    });
  });

  test("words that filters have are filters, where these are not given", () => {
    expect(withFiltersSaid({ query: "which rooms are there", limit: 3 })).toEqual({
      kind: ["area"],
      limit: 3,
    });
    const kind = { query: "which rooms are there", kind: ["device"] };
    expect(withFiltersSaid(kind)).toBe(kind);
    expect(withFiltersSaid({ query: "lights without an area" })).toEqual({
      query: "lights",
      area: ["no area"],
    });
    const area = { query: "lights without an area", area: ["hall"] };
    expect(withFiltersSaid(area)).toBe(area);
    const plain = { query: "lamp" };
    expect(withFiltersSaid(plain)).toBe(plain);
    expect(withFiltersSaid({})).toEqual({});
  });

  test.each<readonly [string, string, string]>([
    ["humidity > 50 %", "humidity", ">50"],
    ["humidity >= 50", "humidity", ">=50"],
    ["temperature ≤ -2,5 °C", "temperature", "<=-2.5"],
    ["temperature≥3 sensors", "temperature≥3 sensors", ""],
    [">20", "", ">20"],
    ["sensors < 5 in the hall", "sensors  in the hall", "<5"],
    ["humidity > much", "humidity > much", ""],
    ["humidity", "humidity", ""],
  ])("%s: %j, state %j", (text, rest, state) => {
    const asked = withComparison({ ...BASE, text });
    expect([asked.text?.trim(), asked.state ?? ""]).toEqual([rest, state]);
  });

  test("a state that is given stands, whatever the words compare", () => {
    const both = { ...BASE, text: "humidity > 50", state: "on" };
    expect(withComparison(both)).toBe(both);
    expect(withComparison(BASE as SearchQuery)).toBe(BASE as SearchQuery);
  });
});

describe("filters that let nothing through", () => {
  const asked = (more: object): SearchQuery => ({ ...BASE, ...more });

  test("are told with their values, places by their names", () => {
    const text = (filter: Parameters<typeof filterText>[0], more: object) =>
      filterText(filter, asked(more), gateway);
    expect(text("domain", { domain: ["light", "fan"] })).toBe("domain: light, fan");
    expect(text("state", { state: "on" })).toBe("state: on");
    expect(text("area", { area: ["area:hall", "area:attic"] })).toBe("area: Hall, Attic");
    expect(text("floor", { floor: ["floor:ground"] })).toBe("floor: Ground");
    expect(text("label", { label: ["label:cosy"] })).toBe("label: Cosy");
    expect(text("changedWithinSeconds", { changedWithinSeconds: 60 })).toBe("changed_within: 60 s");
  });

  test("of places alone are told as that, and as nothing where more is asked for", () => {
    const empty = (more: object) => emptyPlaces(asked(more), gateway);
    expect(empty({ area: ["area:attic"] })).toBe("nothing in area: Attic");
    expect(empty({ area: ["area:attic"], floor: ["floor:ground"], text: " " })).toBe(
      "nothing in area: Attic and floor: Ground",
    );
    expect(empty({})).toBeUndefined();
    for (const more of [
      { text: "x" },
      { domain: ["light"] },
      { device_class: ["door"] },
      { state: "on" },
      { changedWithinSeconds: 1 },
    ])
      expect(empty({ area: ["area:attic"], ...more })).toBeUndefined();
  });

  test("that name what nothing here has are told with the nearest that may be seen", () => {
    const unknown = (more: object) => unknownValues(asked(more), gateway, SIGHT);
    expect(unknown({})).toBeUndefined();
    expect(unknown({ domain: ["light", " SWITCH "], device_class: ["door"] })).toBeUndefined();
    expect(unknown({ domain: ["ligth"] })).toMatch(/^no domain ligth here; nearest: light, \w+, \w+$/);
    expect(unknown({ domain: ["cover"], device_class: ["garage"] })).toMatch(
      /^no domain cover here; nearest: [^;]+; no device_class garage here; nearest: (door, temperature|temperature, door)$/,
    );
    const blind = { ...SIGHT, attributes: () => ({}) };
    expect(unknownValues(asked({ device_class: ["door"] }), gateway, blind)).toBe(
      "no device_class door here",
    );
  });
});

describe("long lists", () => {
  const list = (count: number) => Array.from({ length: count }, (_, at) => ({ at, name: `n${at}` }));
  const PAGING = { budget: 10_000, after: 0 };

  test("of like things are rows, shorter ones and others as they are", () => {
    expect(asRows(list(3), PAGING)).toEqual(list(3));
    expect(asRows(list(4), PAGING)).toEqual({
      columns: ["at", "name"],
      rows: [
        [0, "n0"],
        [1, "n1"],
        [2, "n2"],
        [3, "n3"],
      ],
    });
    const mixed = [1, 2, 3, { a: 1 }];
    expect(asRows(mixed, PAGING)).toEqual(mixed);
    for (const plain of ["x", 5, null]) expect(asRows(plain, PAGING)).toBe(plain);
  });

  test("have a column for whatever one of them has", () => {
    expect(asRows([{ a: 1 }, { b: 2 }, {}, { a: null }], PAGING)).toEqual({
      columns: ["a", "b"],
      rows: [
        [1, ""],
        ["", 2],
        ["", ""],
        ["", ""],
      ],
    });
  });

  test("are found wherever they stand, each with its share", () => {
    const value = { a: { events: list(50) }, b: { events: list(50) }, c: "x" };
    const { a, b, c } = asRows(value, { budget: 600, after: 0 }) as Record<
      string,
      { events: { rows: unknown[]; more: string } }
    >;
    expect(c).toBe("x" as never);
    expect(a?.events).toEqual(b?.events as never);
    const shown = a?.events.rows.length ?? 0;
    expect(JSON.stringify(a?.events.rows).length).toBeLessThan(200);
    expect(shown).toBeGreaterThan(5);
    expect(a?.events.more).toBe(`${50 - shown} more; again with after: ${shown} in data`);
  });

  test("go on where the answer before ended, and one that is too long is there all the same", () => {
    const { rows } = asRows(list(10), { ...PAGING, after: 7 }) as { readonly rows: readonly unknown[] };
    expect(rows).toEqual([
      [7, "n7"],
      [8, "n8"],
      [9, "n9"],
    ]);
    expect(asRows(list(5), { budget: 1, after: 1 })).toEqual({
      columns: ["at", "name"],
      rows: [[1, "n1"]],
      more: "3 more; again with after: 2 in data",
    });
  });
});
