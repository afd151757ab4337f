/** Dashboards say of the home what their reader may see, whoever made them. */

import { describe, expect, test } from "bun:test";
import { workMsSince } from "../../../own-work.ts";
import { grantOf, openRoad } from "../../../road/road.ts";
import { stateOf } from "../../../security/grant/vector-home.ts";

const WALL = {
  views: [
    {
      title: "Living",
      path: "living",
      cards: [
        { type: "tile", entity: "light.kitchen", name: "Worktop" },
        { type: "entities", title: "Doors", entities: ["lock.front", { entity: "light.hall" }] },
        {
          type: "vertical-stack",
          cards: [
            { type: "tile", entity: "lock.front" },
            { type: "button", entity: "light.kitchen" },
          ],
        },
        { type: "markdown", content: "The safe is behind the painting" },
        { type: "area", area: "bedroom" },
      ],
    },
    { title: "Vault", sections: [{ type: "grid", cards: [{ type: "tile", entity: "lock.front" }] }] },
    { title: "Alone", visible: [{ user: "somebody" }], cards: [{ type: "tile", entity: "light.kitchen" }] },
  ],
};
const SECRET = { views: [{ cards: [{ type: "tile", entity: "light.kitchen" }] }] };
const DASHBOARDS: Readonly<Record<string, unknown>> = { wall: WALL, staff: SECRET };
const OPEN = { dashboards: "allow" };

async function reading(
  read: readonly string[],
  {
    boards = DASHBOARDS,
    isAdmin = true,
    capabilities = OPEN as object,
    titles = {} as Readonly<Record<string, string>>,
  } = {},
) {
  const { call, set } = await openRoad(grantOf({ access: { read }, capabilities }), {
    isAdmin,
    answers: {
      "lovelace/dashboards/list": () =>
        Object.keys(boards).map((path) => ({
          url_path: path,
          title: titles[path] ?? `The ${path}`,
          require_admin: path === "staff",
        })),
      "lovelace/config": ({ url_path: path }) => boards[String(path)] ?? { strategy: { type: "home" } },
    },
  });
  return {
    call,
    set,
    board: async (address: string, detail = "full") => {
      const { structured, text, code } = await call("ha_read", { ids: [`dashboard:${address}`], detail });
      const [row] = (structured["found"] ?? []) as {
        readonly views: readonly string[];
        readonly hash?: string;
      }[];
      return { ...row, text, code };
    },
  };
}

describe("for whoever sees everything", () => {
  test("views and cards in words, with what stands in them", async () => {
    const { board } = await reading(["*"]);
    const { views, hash } = await board("wall");
    expect(views).toContain("1. Living, 7 cards");
    expect(views).toContain("  tile: Worktop, light.kitchen light.kitchen");
    expect(views).toContain("  markdown: The safe is behind the painting");
    expect(views).toContain("    tile: lock.front lock.front");
    expect(hash).toMatch(/^[\da-f]{16}$/);
    expect((await board("staff")).code).toBe("ok");
    expect((await board("lovelace")).views).toEqual(["1. made by Home Assistant: home, 0 cards"]);
  });

  test("by its title, however it is spelled, where nothing else bears that", async () => {
    const home = { up: WALL, "up-2": WALL, wall: WALL };
    const { call, board } = await reading(["*"], {
      boards: home,
      titles: { up: "Up / Down", "up-2": "up / down" },
    });
    const idOf = async (id: string) => {
      const { structured, code, text } = await call("ha_read", { ids: [id] });
      const [row] = (structured["found"] ?? []) as { readonly id: string }[];
      return row?.id ?? `${code} ${text}`;
    };
    for (const name of ["The wall", "the WALL", "dashboard:The wall", "dashboard:wall"])
      expect(await idOf(name)).toBe("dashboard:wall");
    expect(await idOf("Up / Down")).toBe("dashboard:up");
    expect(await idOf("UP / DOWN")).toContain("means more than one: dashboard:up, dashboard:up-2");
    expect(await idOf("The vault")).toStartWith("NOT_FOUND");
    expect((await board("The wall/2")).views).toEqual((await board("wall/2")).views);
  });

  test("brief is the views alone", async () => {
    const { board } = await reading(["*"]);
    expect((await board("wall", "brief")).views).toEqual([
      "1. Living, 7 cards",
      "2. Vault, 2 cards",
      "3. Alone, 1 cards",
    ]);
  });

  test("one view, and from a card on", async () => {
    const { board } = await reading(["*"]);
    expect((await board("wall/2")).views).toEqual([
      "2. Vault, 2 cards",
      "  grid",
      "    tile: lock.front lock.front",
    ]);
    expect((await board("wall/2/2")).views).toEqual(["2. Vault, 2 cards", "    tile: lock.front lock.front"]);
    expect((await board("wall/9")).code).toBe("NOT_FOUND");
    expect((await board("wall/2/x")).code).toBe("INPUT_INVALID");
  });
});

describe("within a grant", () => {
  test("nothing of what names hidden entities", async () => {
    const { board } = await reading(["light.kitchen", "light.hall"]);
    const { views = [], hash, text } = await board("wall");
    expect(views).toEqual([
      "1. Living, 3 cards",
      "  tile: Worktop, light.kitchen light.kitchen",
      "  entities: light.hall light.hall",
      "    button: light.kitchen light.kitchen",
    ]);
    expect(hash).toBeUndefined();
    expect(text).not.toMatch(/lock|Doors|Vault|painting|bedroom|Alone|somebody/);
  });

  test("views that show nothing are not counted, and a title does not say the name of what is hidden", async () => {
    const hidden = { title: "V", cards: [{ type: "tile", entity: "lock.front" }] };
    const seen = {
      title: "L",
      cards: [{ type: "tile", entity: "light.kitchen", name: "Beside the Vault door" }],
    };
    const last = { title: "B", cards: [{ type: "tile", entity: "light.hall" }] };
    const views = async (...given: readonly object[]) => {
      const boards = { wall: { views: given } };
      const { board, set } = await reading(["light.kitchen", "light.hall"], { boards });
      set(stateOf("lock.front", { friendly_name: "Vault door" }));
      return [await board("wall"), await board("wall", "brief"), await board("wall/2")];
    };
    expect(await views(hidden, seen, hidden, last)).toEqual(await views(seen, last));
    expect((await views(seen, last))[0]?.text).not.toContain("Vault");
  });

  test("one without anything to see is none, as one that is not there, or is for administrators", async () => {
    const { board } = await reading(["switch.heater"]);
    const told = await Promise.all(
      ["wall", "none", "staff", "lovelace"].map(async (path) =>
        (await board(path)).text.replaceAll(path, "X"),
      ),
    );
    expect(new Set(told).size).toBe(1);
    const lights = await reading(["light.kitchen"]);
    expect((await lights.board("staff")).code).toBe("NOT_FOUND");
  });

  test("not for an ordinary user's token where it is for administrators", async () => {
    const { board } = await reading(["*"], { isAdmin: false });
    expect((await board("staff")).code).toBe("NOT_FOUND");
    expect((await board("wall")).code).toBe("ok");
  });

  test("a title opens nothing that its path does not, and is none where it is not shown", async () => {
    const ask = async (read: readonly string[], id: string, more: object = {}) => {
      const { call, set } = await reading(read, { titles: { wall: "Vault door panel" }, ...more });
      set(stateOf("lock.front", { friendly_name: "Vault door" }));
      const { text, code } = await call("ha_read", { ids: [id] });
      return code === "ok" ? code : text.replaceAll(id, "X");
    };
    const absent = await ask(["light.kitchen"], "Nobody's panel");
    expect(absent).toStartWith("NOT_FOUND");
    expect(await ask(["*"], "Vault door panel")).toBe("ok");
    expect(await ask(["light.kitchen"], "dashboard:wall")).toBe("ok");
    for (const title of ["Vault door panel", "(not in this grant)", "The staff"])
      expect(await ask(["light.kitchen"], title)).toBe(absent);
    expect(await ask(["switch.heater"], "The wall", { titles: {} })).toBe(
      await ask(["switch.heater"], "Other"),
    );
    expect(await ask(["*"], "Vault door panel", { capabilities: {} })).toStartWith("NOT_FOUND");
  });

  test("only with the capability", async () => {
    const { board } = await reading(["*"], { capabilities: {} });
    expect((await board("wall")).code).toBe("PERMISSION_DENIED");
    expect((await board("none")).text).toBe((await board("wall")).text);
  });

  test("search lists those that show something", async () => {
    const everything = await reading(["*"]);
    const all = await everything.call("ha_search", { kind: ["dashboard"] });
    expect(all.structured["hits"]).toMatchObject([
      { id: "dashboard:lovelace" },
      { id: "dashboard:wall" },
      { id: "dashboard:staff" },
    ]);
    const some = await reading(["light.kitchen"]);
    const found = await some.call("ha_search", { kind: ["dashboard"], query: "wall" });
    expect(found.structured["hits"]).toEqual([{ id: "dashboard:wall", name: "The wall" }]);
    const none = await reading(["switch.heater"]);
    const inside = await none.call("ha_search", { in: "bodies", query: "wall" });
    expect(inside.structured).toEqual({ match: "none", unmet: ["wall"] });
    expect((await none.call("ha_search", { kind: ["dashboard"] })).structured).toEqual({ match: "none" });
  });
});

describe("too much of it", () => {
  const cards = Array.from({ length: 21_000 }, (_, at) => ({
    type: "tile",
    entity: at % 2 === 0 ? "light.kitchen" : "lock.front",
    name: `Card ${at} ${"x".repeat(40)}`,
  }));

  test("2 MB are bounded in time and size, and the rest can be had", async () => {
    const big = {
      views: [
        { title: "Big", cards },
        { title: "Other", cards: cards.slice(0, 10) },
      ],
    };
    expect(JSON.stringify(big).length).toBeGreaterThan(2_000_000);
    const { board } = await reading(["light.kitchen"], { boards: { big } });
    const started = process.cpuUsage();
    const { views = [], text } = await board("big");
    expect(workMsSince(started)).toBeLessThan(10_000);
    expect(text.length).toBeLessThan(60_000);
    const [, next] = /read dashboard:(big\/1\/\d+)/.exec(views.join("\n")) ?? [];
    expect(views.at(-1)).toBe("2. Other, 5 cards; read dashboard:big/2");
    const rest = await board(String(next));
    expect(rest.views?.[1]).toMatch(/^ {2}tile: Card \d+ x+, light.kitchen/);
    expect((await board("big/2")).views).toHaveLength(6);
  });

  test("cards in cards in cards end", async () => {
    let card: object = { type: "tile", entity: "light.kitchen" };
    for (let depth = 0; depth < 5_000; depth++) card = { type: "stack", cards: [card] };
    const { board } = await reading(["*"], { boards: { deep: { views: [{ cards: [card] }] } } });
    expect((await board("deep")).code).toBe("ok");
  });

  test.each([
    null,
    "x",
    { views: 3 },
    { views: [null, 3, { cards: { type: "x" } }] },
    { views: [{ cards: [null, 3] }] },
  ])("a configuration of another form: %j", async (odd) => {
    const { board } = await reading(["light.kitchen"], { boards: { odd } });
    expect((await board("odd")).code).toBe("NOT_FOUND");
  });
});
