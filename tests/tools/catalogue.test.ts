/** Laws over the whole catalogue, so that a review need not remember them. */

import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { serve } from "../../src/registry/served.ts";
import { CATALOGUE } from "../../src/tools/catalogue.ts";

const root = join(import.meta.dir, "..", "..");
const served = CATALOGUE.map(serve);

function tokens(tool: (typeof served)[number]): number {
  return encode(tool.name + tool.description + JSON.stringify(tool.inputSchema)).length;
}

describe.each(served.map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
  test("name, file and description", () => {
    expect(name).toMatch(/^ha_[a-z_]{1,40}$/);
    expect(existsSync(join(root, "src", "tools", `${name.replaceAll("_", "-")}.ts`))).toBe(true);
    expect(tool.description.length).toBeLessThanOrEqual(300);
    expect(tool.title.length).toBeGreaterThan(0);
  });

  test("schemas are closed objects without combinators at the root", () => {
    expect(tool.inputSchema).toMatchObject({ type: "object", additionalProperties: false });
    expect(tool.outputSchema.type).toBe("object");
    expect(JSON.stringify(tool.inputSchema)).not.toMatch(
      /anyOf|oneOf|allOf|\$ref|"additionalProperties":\{\}/,
    );
  });

  test("all four annotations, derived from the effects", () => {
    const readOnly = tool.effects.every((effect) => effect !== "control" && effect !== "converse");
    expect(Object.keys(tool.annotations).sort()).toEqual([
      "destructiveHint",
      "idempotentHint",
      "openWorldHint",
      "readOnlyHint",
    ]);
    expect(tool.annotations.readOnlyHint).toBe(readOnly);
    expect(tool.annotations.destructiveHint).toBe(!readOnly);
  });

  test("costs at most 250 tokens", () => {
    expect(tokens(tool)).toBeLessThanOrEqual(250);
  });

  test("is served as pinned", () => {
    const { effects: _, ...wire } = tool;
    expect(JSON.parse(readFileSync(join(root, "tests", "pins", `${name}.json`), "utf8"))).toEqual(
      JSON.parse(JSON.stringify(wire)),
    );
  });
});

test("no pin without a tool", () => {
  const pins = readdirSync(join(root, "tests", "pins")).map((file) => file.replace(".json", ""));
  expect(pins.sort()).toEqual(served.map((tool) => tool.name).sort());
});

test("the list costs at most 1,300 tokens", () => {
  expect(served.reduce((sum, tool) => sum + tokens(tool), 0)).toBeLessThanOrEqual(1_300);
});
