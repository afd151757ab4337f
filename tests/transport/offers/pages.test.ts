/** Prompts and completions: what is asked of which tool, and only of tools that are offered. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import type { Door } from "../../../src/transport/door.ts";
import { complete } from "../../../src/transport/offers/completions.ts";
import { getPrompt, listPrompts } from "../../../src/transport/offers/prompts.ts";
import { listResources, listResourceTemplates } from "../../../src/transport/offers/resources.ts";
import { CONTEXT, followingDoor } from "./following-door.ts";

const ALL = ["ha_search", "ha_read", "ha_overview", "ha_access", "ha_diagnose", "ha_history"];

/** A door with these tools; each call is noted and answered. */
async function doorWith(
  tools: readonly string[],
  answer: (tool: string) => object = (tool) => ({ text: `said by ${tool}`, structured: {} }),
) {
  const { door } = await followingDoor();
  const asked: (readonly [string, unknown])[] = [];
  const noting: Door = {
    ...door,
    tools: async () => tools.map((name) => ({ name })) as never,
    async call(name, input) {
      asked.push([name, input]);
      return answer(name) as never;
    },
  };
  return { door: noting, asked };
}

const namesIn = (list: unknown) => (list as readonly { readonly name: string }[]).map(({ name }) => name);

describe("pages are of tools that are offered", () => {
  test.each([
    [ALL, ["overview", "access"], ["entity", "area", "automation", "dashboard"]],
    [["ha_read"], [], ["entity", "automation", "dashboard"]],
    [["ha_overview"], ["overview"], ["area"]],
    [[], [], []],
  ])("%j", async (tools, pages, templates) => {
    const { door } = await doorWith(tools);
    expect(namesIn((await listResources(door))["resources"])).toEqual(pages);
    expect(namesIn((await listResourceTemplates(door))["resourceTemplates"])).toEqual(templates);
  });

  test("so are prompts, by the first part of each", async () => {
    const named = async (...tools: string[]) =>
      namesIn((await listPrompts((await doorWith(tools)).door))["prompts"]);
    expect(await named(...ALL)).toEqual([
      "explain_automation",
      "new_automation",
      "why_did_this_happen",
      "home_check",
      "energy_review",
      "tidy_names_and_areas",
      "away_mode",
    ]);
    expect(await named("ha_read")).toEqual(["explain_automation"]);
    expect(await named("ha_overview")).toEqual(["new_automation", "tidy_names_and_areas", "away_mode"]);
    expect(await named()).toEqual([]);
  });
});

describe("a prompt", () => {
  const textOf = (page: Readonly<Record<string, unknown>>) =>
    (page["messages"] as readonly { readonly content: { readonly text: string } }[])[0]?.content.text ?? "";

  test.each<readonly [string, object, readonly (readonly [string, object])[]]>([
    [
      "explain_automation",
      { automation: "automation.a" },
      [
        ["ha_read", { ids: ["automation.a"], detail: "full" }],
        ["ha_diagnose", { about: "automation.a", start: "7d" }],
      ],
    ],
    [
      "new_automation",
      { wish: "light at dusk" },
      [
        ["ha_overview", {}],
        ["ha_access", {}],
      ],
    ],
    ["why_did_this_happen", { entity: "light.a" }, [["ha_diagnose", { about: "light.a" }]]],
    [
      "why_did_this_happen",
      { entity: "light.a", when: "24h" },
      [["ha_diagnose", { about: "light.a", start: "24h" }]],
    ],
    ["why_did_this_happen", { entity: "light.a", when: "  " }, [["ha_diagnose", { about: "light.a" }]]],
    [
      "home_check",
      {},
      [
        ["ha_diagnose", { about: "home" }],
        ["ha_diagnose", { about: "log" }],
        ["ha_overview", {}],
      ],
    ],
    [
      "energy_review",
      { when: "7d" },
      [
        ["ha_diagnose", { about: "energy", start: "7d" }],
        ["ha_search", { device_class: ["energy"], limit: 20 }],
        ["ha_search", { device_class: ["power"], limit: 20 }],
      ],
    ],
    [
      "tidy_names_and_areas",
      {},
      [
        ["ha_overview", {}],
        ["ha_search", { area: ["no area"], limit: 50 }],
      ],
    ],
    [
      "away_mode",
      {},
      [
        ["ha_overview", {}],
        ["ha_access", {}],
      ],
    ],
  ])("%s %j asks the home", async (name, filled, calls) => {
    const { door, asked } = await doorWith(ALL);
    const page = await getPrompt(door, { name, arguments: filled }, CONTEXT);
    expect(asked).toEqual(calls as never);
    const text = textOf(page);
    expect(text.match(/^said by /gm)).toHaveLength(calls.length);
    for (const value of Object.values(filled).filter((each: string) => name === "new_automation" && each))
      expect(text).toContain(value);
  });

  test("says since when it looks where nobody told it", async () => {
    const { door } = await doorWith(ALL);
    const text = async (filled: object) =>
      textOf(await getPrompt(door, { name: "energy_review", arguments: filled }, CONTEXT));
    expect(await text({})).toContain('start: "30d"');
    expect(await text({ when: "7d" })).toContain('start: "7d"');
  });

  test("leaves out what is not offered; what the grant closes says so, a defect goes on", async () => {
    const narrow = await doorWith(["ha_overview"]);
    await getPrompt(narrow.door, { name: "away_mode" }, CONTEXT);
    expect(narrow.asked.map(([tool]) => tool)).toEqual(["ha_overview"]);
    const closed = await doorWith(ALL, () => {
      throw new Failure("PERMISSION_DENIED", "Not with this grant.");
    });
    expect(textOf(await getPrompt(closed.door, { name: "away_mode" }, CONTEXT))).toContain(
      "## The home\n(Not with this grant.)",
    );
    const broken = await doorWith(ALL, () => {
      throw new TypeError("a defect");
    });
    await expect(getPrompt(broken.door, { name: "away_mode" }, CONTEXT)).rejects.toThrow("a defect");
  });

  test("that is none, or not open here, or lacks what it needs, is refused", async () => {
    const { door } = await doorWith(ALL);
    for (const params of [{}, { name: "none" }, { name: 5 }, { name: "toString" }])
      await expect(getPrompt(door, params, CONTEXT)).rejects.toMatchObject({
        code: "INPUT_INVALID",
        message: "No such prompt is here.",
      });
    const none = await doorWith(["ha_search"]);
    await expect(getPrompt(none.door, { name: "home_check" }, CONTEXT)).rejects.toThrow("No such prompt");
    for (const filled of [undefined, null, "x", {}, { entity: "" }, { entity: "  " }, { entity: 5 }])
      await expect(
        getPrompt(door, { name: "why_did_this_happen", arguments: filled as never }, CONTEXT),
      ).rejects.toThrow("The argument entity is missing.");
  });
});

describe("a completion", () => {
  const found = (...ids: readonly unknown[]) => ({
    text: "",
    structured: { hits: ids.map((id) => ({ id })) },
  });
  const ref = { type: "ref/prompt", name: "x" };

  test.each([
    ["entity_id", "light.kit", { kind: ["entity"], limit: 50, query: "light kit" }],
    ["entity", "", { kind: ["entity"], limit: 50 }],
    ["automation", "  morning_run ", { domain: ["automation"], limit: 50, query: "morning run" }],
    ["area_id", undefined, { kind: ["area"], limit: 50 }],
    ["path", 5, { kind: ["dashboard"], limit: 50 }],
  ])("of %s %p is a search", async (name, value, input) => {
    const { door, asked } = await doorWith(ALL, () => found("light.kitchen"));
    await complete(door, { ref, argument: { name, value } as never }, CONTEXT);
    expect(asked).toEqual([["ha_search", input]]);
  });

  test("gives ids as arguments want them, fifty at most", async () => {
    const { door } = await doorWith(ALL, () => found("area:bath", "dashboard:map", "light.area:x"));
    const argument = { name: "path", value: "" };
    expect(await complete(door, { ref, argument }, CONTEXT)).toEqual({
      completion: { values: ["bath", "map", "light.area:x"], total: 3, hasMore: false },
    });
    const many = await doorWith(ALL, () => found(...Array.from({ length: 60 }, (_, at) => `light.l${at}`)));
    const { completion } = await complete(many.door, { ref, argument }, CONTEXT);
    expect(completion).toMatchObject({ values: { length: 50 }, total: 60 });
  });

  test("of what has none, or where nothing can be searched, is empty and asks nothing", async () => {
    const empty = { completion: { values: [], total: 0, hasMore: false } };
    for (const name of ["wish", "when", "toString"]) {
      const { door, asked } = await doorWith(ALL, () => found("light.a"));
      expect(await complete(door, { ref, argument: { name, value: "" } }, CONTEXT)).toEqual(empty);
      expect(asked).toEqual([]);
    }
    const { door, asked } = await doorWith(["ha_read"], () => found("light.a"));
    expect(await complete(door, { ref, argument: { name: "entity", value: "" } }, CONTEXT)).toEqual(empty);
    expect(asked).toEqual([]);
    const odd = await doorWith(ALL, () => ({ text: "", structured: { hits: "none" } }));
    expect(await complete(odd.door, { ref, argument: { name: "entity", value: "" } }, CONTEXT)).toEqual(
      empty,
    );
  });

  test("that is no such request is refused", async () => {
    const { door } = await doorWith(ALL);
    for (const params of [
      {},
      { ref },
      { argument: { name: "entity" } },
      { ref, argument: { name: 5 } },
      { ref: 5, argument: { name: "entity" } },
    ])
      await expect(complete(door, params as never, CONTEXT)).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });
});
