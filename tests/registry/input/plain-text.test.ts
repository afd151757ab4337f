/** Markup in the words of a call does not come through; the words do. */

import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { withPlainText } from "../../../src/registry/plain-text.ts";
import { freeText } from "../../../src/tools/free-text.ts";

const schema = v.strictObject({ query: v.optional(freeText), id: v.string() });
const query = async (text: string) =>
  ((await withPlainText(schema, { query: text, id: "x" })) as { query: string }).query;

describe("free text", () => {
  test.each([
    ["<b>kitchen</b> light", "kitchen light"],
    ["x<script>alert(1)</script>y", "xy"],
    ["<img src=x onerror=alert(1)>lamp", "lamp"],
    ["a<!-- c -->b", "ab"],
    ["5 < 6 & 7 > 3", "5 < 6 & 7 > 3"],
    ["Küche & Bad", "Küche & Bad"],
    ["&lt;b&gt;", "&lt;b&gt;"],
  ])("%s", async (given, plain) => {
    expect(await query(given)).toBe(plain);
  });

  test.each(["<<b>script>alert(1)", "<scr<script>ipt>alert(1)</script>", "<i>&lt;script&gt;", "<<<i>/a>"])(
    "no tag is put together from %s",
    async (given) => {
      expect(await query(given)).not.toMatch(/<[a-z/!?]/i);
    },
  );
});

test("ids, templates and fields that are no free text are as they came", async () => {
  const input = { id: "<b>light.hall</b>", query: "hall" };
  expect(await withPlainText(schema, input)).toEqual(input);
  expect(await withPlainText(v.strictObject({ id: v.string() }), { id: "{{ 1 < 2 }}" })).toEqual({
    id: "{{ 1 < 2 }}",
  });
});
