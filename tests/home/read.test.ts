import { expect, test } from "bun:test";
import type { EntityState, Gateway } from "../../src/hass/gateway.ts";
import { NO_REGISTRIES } from "../../src/hass/registries.ts";
import { readRows } from "../../src/home/read/read.ts";

const state = (id: string, attributes: EntityState["attributes"]): EntityState => ({
  id,
  state: "on",
  attributes,
  contextId: "c",
  parentContextId: undefined,
  lastChanged: 0,
  lastUpdated: 0,
});

test("what is too long for an answer is said, and the others are there", async () => {
  const states = new Map(
    [
      state("sensor.long", Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`key_${n}`, n]))),
      state("sensor.short", { friendly_name: "Short" }),
    ].map((each) => [each.id, each]),
  );
  const gateway = { states, registries: NO_REGISTRIES } as unknown as Gateway;
  const sight = {
    sees: (id: string) => states.has(id),
    hides: () => false,
    attributes: (each: EntityState) => each.attributes,
    ids: () => states.keys(),
    all: true,
  };
  const { found, more } = await readRows(
    ["sensor.short", "sensor.long", "sensor.short"],
    { detail: "full" },
    { gateway, sight, configRead: false, now: 0 },
  );
  expect(found[0]).toMatchObject({ id: "sensor.short" });
  expect(found[1]).toEqual({
    id: "sensor.long",
    name: "sensor.long",
    state: "on",
    too_long: expect.stringContaining("ask for single fields"),
  });
  expect(more).toContain("1 more would make the answer too long; read them apart: sensor.short");
});

test("fields in one text, by the keys or nearly so", async () => {
  const attributes = { brightness: 5, "a, b": "both", hvac_modes: ["heat"] };
  const states = new Map([["light.a", state("light.a", attributes)]]);
  const gateway = { states, registries: NO_REGISTRIES } as unknown as Gateway;
  const sight = {
    ...{ sees: (id: string) => states.has(id), hides: () => false, ids: () => states.keys(), all: true },
    attributes: (each: EntityState) => each.attributes,
  };
  const read = async (...fields: readonly string[]) => {
    const scope = { gateway, sight, configRead: false, now: 0 };
    const { found } = await readRows(["light.a"], { fields }, scope);
    return found[0];
  };
  expect(await read("brightness, hvac_modes")).toMatchObject({ brightness: 5, hvac_modes: ["heat"] });
  expect(await read("attributes.brightness", "HVAC modes", "State")).toMatchObject({
    ...{ brightness: 5, hvac_modes: ["heat"], state: "on" },
  });
  expect(await read("a, b")).toMatchObject({ "a, b": "both" });
  await expect(read("brightness, colour")).rejects.toMatchObject({ code: "INPUT_INVALID" });
});
