/** Parsing in slices gives what JSON.parse gives. */

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeSliced, parseSliced } from "../../../src/hass/link/sliced-json.ts";
import { randomRuns } from "../../seed.ts";

const RUNS = randomRuns("JSON_SEED", 500);

test("gives what JSON.parse gives", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), async (value, spaced) => {
      const text = JSON.stringify(value, null, spaced ? 2 : 0);
      expect(await parseSliced(text)).toEqual(JSON.parse(text));
    }),
    RUNS,
  );
});

test("large containers, long strings, escapes and odd keys", async () => {
  const value = {
    list: Array.from({ length: 3_000 }, (_, index) => ({
      id: index,
      name: `a "quoted\\" {name} [${index}]`,
    })),
    map: Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [`key ${index}`, [index, null, true, -1.5e3]]),
    ),
    text: 'x\\"'.repeat(20_000),
    empty: [{}, [], ""],
  };
  for (const text of [JSON.stringify(value), JSON.stringify(value, null, 1)])
    expect(await parseSliced(text)).toEqual(value);
});

/** The same with so much in every container that none is parsed whole. */
function widened(value: unknown): unknown {
  if (Array.isArray(value)) return [...value.map(widened), PAD];
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, widened(inner)]);
  return Object.fromEntries([...entries, ["pad", PAD]]);
}
const PAD = "p".repeat(17_000);

test("containers that are taken apart give what JSON.parse gives", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), fc.boolean(), async (value, spaced) => {
      const text = JSON.stringify(widened(value), null, spaced ? 2 : 0);
      expect(await parseSliced(` ${text}\n`)).toEqual(JSON.parse(text));
    }),
    randomRuns("JSON_SEED", 100),
  );
});

test("empty containers may be far apart", async () => {
  const far = " ".repeat(17_000);
  for (const text of [`[${far}]`, `{${far}}`, `[{${far}},${far}[${far}]]`])
    expect(await parseSliced(text)).toEqual(JSON.parse(text));
});

describe("keys that are more than keys elsewhere", () => {
  test.each([
    `{"__proto__":{"x":1},"pad":"${PAD}"}`,
    `{"__proto__":{"x":1},"__proto__":{"x":2},"pad":"${PAD}"}`,
    `{"constructor":1,"toString":null,"hasOwnProperty":[],"pad":"${PAD}"}`,
    `[{"__proto__":{"x":["${PAD}"]},"pad":"${PAD}"}]`,
  ])("%#", async (text) => {
    const value = await parseSliced(text);
    expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)));
    const object = (Array.isArray(value) ? value[0] : value) as object;
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect("x" in object).toBe(false);
  });
});

describe("a broken text is a SyntaxError, as it is to JSON.parse", () => {
  const long = JSON.stringify(Array.from({ length: 5_000 }, (_, index) => ({ index })));
  test.each([
    ["no end", long.slice(0, -1)],
    ["a member without end", long.replace('{"index":300}', '{"index":300')],
    ["a comma before the end", `${long.slice(0, -1)},]`],
    ["something behind the end", `${long} x`],
    ["two values", `${long}${long}`],
    ["the wrong end", `${long.slice(0, -1)}}`],
    ["no comma", long.replace("},{", "} {")],
    ["a word that is none", long.replace('{"index":300}', "nul")],
    ["a string without end", '{"a":"unterminated'],
    ["a big string without end", `["${PAD}`],
    ["a key that is no text", `{1:"${PAD}"}`],
    ["no key before a colon", `{"a":"${PAD}",:1}`],
    ["a key that is true", `{"a":"${PAD}",true:1}`],
    ["a key without colon", `{"a" "${PAD}"}`],
    ["a key without value", `{"pad":"${PAD}","a":}`],
    ["a number that is none", `["${PAD}",1.]`],
    ["a bad escape", `["${PAD}","\\x"]`],
    ["nothing", ""],
    ["spaces", "  "],
  ])("%s", async (_, text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    await expect(parseSliced(text)).rejects.toBeInstanceOf(SyntaxError);
  });
});

describe("decoding in slices", () => {
  test.each(["ü", "…", "😀"])("%s across every boundary", async (sign) => {
    const width = Buffer.byteLength(sign);
    for (let shift = 0; shift < width; shift++) {
      // a slice is a million bytes
      const text = "a".repeat(1_000_000 - shift) + sign + "b".repeat(1_000_000) + sign;
      expect((await decodeSliced(Buffer.from(text))) === text).toBe(true);
    }
  });

  test("bytes that are no text become the sign for that", async () => {
    expect(await decodeSliced(Uint8Array.of(0x61, 0xff, 0x62))).toBe("a\ufffdb");
    expect(await decodeSliced(Uint8Array.of(0x61, 0xe2, 0x80))).toBe("a\ufffd");
    expect(await decodeSliced(new Uint8Array())).toBe("");
  });
});

const MANY = Array.from({ length: 400_000 }, (_, index) => ({ index, name: `entity ${index}` }));

test.each([
  ["a list", MANY],
  ["an object", Object.fromEntries(MANY.map(({ name }) => [name, 1]))],
])("%s gives the event loop its turns", async (_, value) => {
  const text = JSON.stringify(value);
  let turns = 0;
  let running = true;
  const count = () => {
    turns++;
    if (running) setImmediate(count);
  };
  count();
  await parseSliced(text);
  running = false;
  // how long each of them is, the bench says
  expect(turns).toBeGreaterThan(5);
});
