/** Dashboards as rows among others, their views by number, and what is said where they cannot be read. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../../src/core/failure.ts";
import { HassError } from "../../../../src/hass/hass-error.ts";
import { grantOf, openRoad } from "../../../road/road.ts";

const card = (name = "") => ({ type: "tile", entity: "light.kitchen", ...(name === "" ? {} : { name }) });
const refusedAs = (code: string) => () => {
  throw new Failure("HASS_REJECTED", "no", { cause: new HassError(code, code) });
};

type Listed = { readonly title?: unknown; readonly config: unknown };

async function reading(
  boards: Readonly<Record<string, Listed>>,
  { read = ["*"], answers = {} as object, capabilities = { dashboards: "allow" } as object } = {},
) {
  const { call } = await openRoad(grantOf({ access: { read }, capabilities }), {
    isAdmin: true,
    answers: {
      "lovelace/dashboards/list": () => [
        ...Object.entries(boards).map(([url_path, { title }]) => ({ url_path, title })),
        { url_path: 5, title: "No path" },
      ],
      "lovelace/config": ({ url_path }) => boards[String(url_path)]?.config,
      ...answers,
    },
  });
  const rows = async (...ids: readonly string[]) => call("ha_read", { ids, detail: "full" });
  const views = async (id: string, detail = "full") => {
    const { structured, text } = await call("ha_read", { ids: [id], detail });
    const [row] = (structured["found"] ?? []) as readonly { readonly views: readonly string[] }[];
    return row?.views ?? text;
  };
  return { call, rows, views };
}

const SMALL = { views: [{ title: "One", cards: [card()] }] };
const LINES = (count: number) => ({
  views: [
    { title: "Long", cards: Array.from({ length: count }, (_, at) => card(`${at} ${"x".repeat(90)}`)) },
  ],
});

describe("a dashboard", () => {
  test("without a title goes by its path, a view without one by its own path or its number alone", async () => {
    const config = { views: [{ cards: [card()] }, { path: "two", cards: [card(), card()] }] };
    const { call, views } = await reading({ wall: { config } });
    expect(await views("dashboard:wall", "brief")).toEqual(["1. 1 cards", "2. two, 2 cards"]);
    expect(await views("dashboard:wall/1")).toEqual(["1. 1 cards", "  tile: light.kitchen light.kitchen"]);
    const found = await call("ha_search", { kind: ["dashboard"] });
    expect(found.structured["hits"]).toEqual([{ id: "dashboard:wall", name: "wall" }]);
  });

  test("that has no configuration is none", async () => {
    const { call } = await reading({
      wall: { title: "Wall", config: SMALL },
      empty: { title: "E", config: null },
    });
    const found = await call("ha_search", { kind: ["dashboard"] });
    expect(found.structured["hits"]).toEqual([{ id: "dashboard:wall", name: "Wall" }]);
  });

  test("whose views are for some users is for whoever sees everything, and for those", async () => {
    const config = {
      views: [
        { title: "Ours", visible: [{ user: "u" }], cards: [card()] },
        { title: "Theirs", visible: [{ user: "x" }], cards: [card()] },
        { title: "Nobody's", visible: false, cards: [card()] },
        { title: "All", visible: true, cards: [card()] },
      ],
    };
    const boards = { wall: { title: "Wall", config } };
    expect(await (await reading(boards)).views("dashboard:wall", "brief")).toEqual([
      "1. Ours, 1 cards",
      "2. Theirs, 1 cards",
      "4. All, 1 cards",
    ]);
    const some = await reading(boards, { read: ["light.kitchen"] });
    expect(await some.views("dashboard:wall", "brief")).toEqual(["1. Ours, 1 cards", "2. All, 1 cards"]);
  });

  test("is shown from a card on; a card that alone is too long is shown all the same", async () => {
    const config = { views: [{ title: "V", cards: [card("a"), card("b"), card("c")] }] };
    const { views } = await reading({ wall: { config } });
    const line = (name: string) => `  tile: ${name}, light.kitchen light.kitchen`;
    expect(await views("dashboard:wall/1/1")).toEqual(["1. V, 3 cards", line("a"), line("b"), line("c")]);
    expect(await views("dashboard:wall/1/3")).toEqual(["1. V, 3 cards", line("c")]);
    for (const odd of ["0", "-1", "1.5", "x"])
      expect(await views(`dashboard:wall/1/${odd}`)).toStartWith("INPUT_INVALID");
    for (const none of ["2", "x"]) expect(await views(`dashboard:wall/${none}`)).toStartWith("NOT_FOUND");
  });

  test("that is too long names where the rest is, card by card", async () => {
    const { views } = await reading({ wall: { config: LINES(400) } });
    const first = (await views("dashboard:wall")) as readonly string[];
    const [, from] = /; read dashboard:wall\/1\/(\d+)$/.exec(first.at(-1) ?? "") ?? [];
    expect(first.at(-1)).toStartWith(`${400 - Number(from) + 1} more cards`);
    const next = (await views(`dashboard:wall/1/${from}`)) as readonly string[];
    expect(next[1]).toContain(`tile: ${Number(from) - 1} x`);
    const shown = first.length - 2;
    expect(Number(from)).toBe(shown + 1);
  });

  test("of hundreds of views is told in part, with how many there are", async () => {
    const config = {
      views: Array.from({ length: 1_200 }, (_, at) => ({ title: `View ${at}`, cards: [card()] })),
    };
    const { views } = await reading({ wall: { config } });
    const lines = (await views("dashboard:wall", "brief")) as readonly string[];
    expect(lines).toHaveLength(402);
    expect(lines.at(-1)).toBe("1200 views in all; each by its number");
    expect(lines.at(-2)).toMatch(/^\d+\. View \d+, 1 cards; read dashboard:wall\/\d+$/);
  });
});

describe("among other things", () => {
  test("stands each where there is room, and is named where there is none", async () => {
    const config = LINES(150);
    const { rows } = await reading({ a: { config }, b: { config }, c: { config: SMALL } });
    const { structured } = await rows("light.kitchen", "dashboard:a", "dashboard:b", "dashboard:c");
    expect((structured["found"] as readonly { readonly id: string }[]).map(({ id }) => id)).toEqual([
      "light.kitchen",
      "dashboard:a",
      "dashboard:b",
    ]);
    expect(structured["more"]).toBe("1 more would make the answer too long; read them apart: dashboard:c");
  });

  test("what is not there and what means several are told beside what is", async () => {
    const config = SMALL;
    const { rows } = await reading({ a: { title: "Up", config }, b: { title: "Up", config } });
    const { structured } = await rows("dashboard:a", "dashboard:none", "dashboard:Up", "dashboard:a/1/x");
    expect(structured).toMatchObject({
      found: [{ id: "dashboard:a" }],
      not_found: ["dashboard:none"],
      unclear: [
        "«Up» means more than one: dashboard:a, dashboard:b.",
        expect.stringContaining("is no place"),
      ],
    });
  });

  test("titles are looked for as long as they are few", async () => {
    const { rows } = await reading({ a: { title: "Wall panel", config: SMALL } });
    const others = (count: number) => Array.from({ length: count }, (_, at) => `Nobody ${at}`);
    const few = await rows("light.kitchen", "Wall panel", ...others(4));
    expect(few.structured).toMatchObject({
      found: [{ id: "light.kitchen" }, { id: "dashboard:a" }],
      not_found: others(4),
    });
    const many = await rows("light.kitchen", "Wall panel", ...others(5));
    expect(many.structured).toMatchObject({
      found: [{ id: "light.kitchen" }],
      not_found: ["Wall panel", ...others(5)],
    });
  });

  test("an id that nothing bears is no title", async () => {
    const { rows } = await reading({ a: { title: "light.gone", config: SMALL } });
    expect((await rows("light.gone")).code).toBe("NOT_FOUND");
    expect((await rows("light.kitchen", "light.gone", "Nobody")).structured["not_found"]).toEqual([
      "light.gone",
      "Nobody",
    ]);
  });
});

describe("where they cannot be read", () => {
  const search = { kind: ["dashboard"] };

  test("search says why", async () => {
    const closed = await reading({}, { capabilities: {} });
    expect((await closed.call("ha_search", search)).structured).toEqual({
      match: "none",
      more: "dashboards are not in this grant",
    });
    const unlisted = await reading(
      {},
      { answers: { "lovelace/dashboards/list": refusedAs("unauthorized") } },
    );
    expect((await unlisted.call("ha_search", search)).structured).toEqual({
      match: "none",
      more: "dashboards cannot be read",
    });
    expect((await unlisted.rows("dashboard:a")).code).toBe("NOT_FOUND");
    expect((await unlisted.call("ha_search", { in: "bodies", query: "lamp" })).code).toBe("ok");
  });

  test("one that Home Assistant does not show is left out", async () => {
    const boards = { a: { title: "A", config: SMALL }, b: { title: "B", config: SMALL } };
    const config = ({ url_path }: { readonly url_path?: unknown }) =>
      url_path === "a" ? SMALL : refusedAs("config_not_found")();
    const { call } = await reading(boards, { answers: { "lovelace/config": config } });
    expect((await call("ha_search", search)).structured["hits"]).toEqual([{ id: "dashboard:a", name: "A" }]);
  });

  test("a home that is gone is said as that, not as one without dashboards", async () => {
    const gone = () => {
      throw new Failure("HASS_UNAVAILABLE", "gone");
    };
    const { rows, call } = await reading({}, { answers: { "lovelace/dashboards/list": gone } });
    expect((await rows("dashboard:a")).code).toBe("HASS_UNAVAILABLE");
    expect((await call("ha_search", search)).code).toBe("HASS_UNAVAILABLE");
  });
});
