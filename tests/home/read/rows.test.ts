/** Several things in one answer: which are shown, which are named for later, which are unclear or not there. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";
import { grantOf, openRoad, type RoadOptions } from "../../road/road.ts";

const wide = (count: number): Thing => ({
  attributes: Object.fromEntries(Array.from({ length: count }, (_, at) => [`key_${at}`, "x".repeat(80)])),
});

async function reading(
  things: Readonly<Record<string, Thing>>,
  options: RoadOptions = {},
  more: object = {},
) {
  const grant = grantOf({ access: { read: ["*"] }, capabilities: { config_read: "allow" }, ...more });
  const { call } = await openRoad(grant, { home: homeOf(things), ...options });
  return async (ids: readonly string[], args: object = {}) => call("ha_read", { ids, ...args });
}

const idsOf = ({ structured }: { readonly structured: object }) =>
  ((structured as { readonly found?: readonly { readonly id: string }[] }).found ?? []).map(({ id }) => id);

describe("several at once", () => {
  test("what has no room is named, all of it, in the order it was asked for", async () => {
    const read = await reading({ "sensor.a": wide(400), "sensor.b": {}, "sensor.c": {} });
    const said = await read(["sensor.b", "sensor.a", "sensor.c", "sensor.b"], { detail: "full" });
    expect(idsOf(said)).toEqual(["sensor.b", "sensor.a"]);
    expect(said.structured["more"]).toBe(
      "2 more would make the answer too long; read them apart: sensor.c, sensor.b",
    );
  });

  test("one that alone is too long is said, with the way to more", async () => {
    const read = await reading({ "sensor.a": { ...wide(100), name: "Long" } });
    const fields = Array.from({ length: 100 }, (_, at) => `key_${at}`);
    const [row] = (await read(["sensor.a"], { fields })).structured["found"] as readonly object[];
    expect(row).toEqual({
      id: "sensor.a",
      name: "Long",
      too_long: expect.stringMatching(/^\d+ characters; detail full holds more, fewer fields less$/),
    });
  });

  test("what means several is unclear, and refuses the whole where nothing else is there", async () => {
    const read = await reading({ "light.a": { name: "Twin" }, "light.b": { name: "Twin" }, "light.c": {} });
    const beside = await read(["light.c", "Twin"]);
    expect(idsOf(beside)).toEqual(["light.c"]);
    expect(beside.structured["unclear"]).toEqual([expect.stringContaining("light.a, light.b")]);
    expect((await read(["Twin", "nobody"])).code).toBe("INPUT_INVALID");
  });

  test("the nearest of what is not there are named, five at most, each once", async () => {
    const things = Object.fromEntries(
      ["lamp one", "lamp two", "lamp three", "lamp four", "lamp five", "lamp six"].map((name, at) => [
        `light.l${at}`,
        { name },
      ]),
    );
    const read = await reading({ ...things, "light.c": {} });
    const { structured } = await read(["light.c", "lamp on", "lamp tw", "lamp thre"]);
    const nearest = structured["nearest"] as readonly string[];
    expect(nearest.length).toBeWithin(2, 6);
    expect(new Set(nearest).size).toBe(nearest.length);
    expect(structured["not_found"]).toEqual(["lamp on", "lamp tw", "lamp thre"]);
  });
});

describe("a field that nothing has", () => {
  test("is refused with those that there are, the nearest first, and how many more", async () => {
    const attributes = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`key_${at}`, at]));
    const read = await reading({ "light.a": { attributes: { brightness: 5, ...attributes } } });
    const { code, text } = await read(["light.a"], { fields: ["brightnes"] });
    expect(code).toBe("INPUT_INVALID");
    const [, hint = ""] = /There are: (.*)\.$/.exec(text) ?? [];
    expect(hint).toStartWith("brightness, ");
    const [names = "", more] = hint.split(" and ");
    const known = names.split(", ");
    expect(known).toHaveLength(10);
    const all = await read(["light.a"], { fields: ["brightness", "key_0", "key_19"] });
    expect(all.code).toBe("ok");
    expect(more).toMatch(/^\d+ more$/);
    expect(Number.parseInt(String(more), 10)).toBeLessThan(25);
  });
});

describe("the configuration of an automation", () => {
  const read = async (config: unknown, more: object = {}) => {
    const answers = typeof config === "function" ? config : () => config;
    const ask = await reading(
      { "automation.a": {}, "light.a": {} },
      { answers: { "automation/config": answers as () => unknown } },
      more,
    );
    const { structured, code } = await ask(["automation.a"], { detail: "full" });
    const [row] = (structured["found"] ?? []) as readonly Readonly<Record<string, unknown>>[];
    return row === undefined ? code : { config: row["config"], hash: row["hash"] };
  };
  const failing = (failure: Failure) => () => {
    throw failure;
  };
  const answered = (code: string) =>
    failing(new Failure("HASS_REJECTED", "no", { cause: new HassError(code, code) }));

  test("is there with its hash, which another configuration does not have", async () => {
    const one = await read({ config: { alias: "A" } });
    const other = await read({ config: { alias: "B" } });
    expect(one).toEqual({ config: { alias: "A" }, hash: expect.stringMatching(/^[\da-f]{16}$/) });
    expect((other as { readonly hash: unknown }).hash).not.toBe((one as { readonly hash: unknown }).hash);
  });

  test.each<readonly [string, unknown, object | undefined, unknown]>([
    ["is not in the grant", {}, { capabilities: {} }, "not in this grant"],
    ["has another form", { config: "x" }, undefined, "Home Assistant's answer cannot be read"],
    ["is no answer", "x", undefined, "Home Assistant's answer cannot be read"],
    [
      "is kept for administrators",
      answered("unauthorized"),
      undefined,
      "needs an administrator's Home Assistant token",
    ],
    ["is not there", answered("not_found"), undefined, "Home Assistant has none"],
  ])("that %s is said in words", async (_, config, more, said) =>
    expect(await read(config, more)).toEqual({ config: said, hash: undefined }),
  );

  test("of a home that is gone refuses the answer", async () => {
    expect(await read(failing(new Failure("HASS_UNAVAILABLE", "gone")))).toBe("HASS_UNAVAILABLE");
  });

  test("of what has none is nothing", async () => {
    const ask = await reading({ "light.a": {} });
    const { structured } = await ask(["light.a"], { detail: "full" });
    expect((structured["found"] as readonly object[])[0]).not.toContainAnyKeys(["config", "hash"]);
  });
});
