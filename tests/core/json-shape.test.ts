import { expect, test } from "bun:test";
import fc from "fast-check";
import { keyTwice, shapeFault } from "../../src/core/json-shape.ts";
import { randomRuns } from "../seed.ts";

const RUNS = randomRuns("SHAPE_SEED", 500);
const RESERVED = /__proto__|constructor|prototype/;

test("any JSON that somebody could have meant has no fault", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      fc.pre(!RESERVED.test(text));
      expect(shapeFault(text)).toBeUndefined();
      expect(shapeFault(JSON.stringify(JSON.parse(text), null, 2))).toBeUndefined();
    }),
    RUNS,
  );
});

test("whatever text it is, it answers", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'{}[]",:\\ua0')), (signs) => {
      expect(shapeFault(signs.join("")) ?? "").toBeString();
    }),
    RUNS,
  );
});

const ROWS: readonly [string, string, RegExp | undefined][] = [
  ["64 deep", "[".repeat(64) + "]".repeat(64), undefined],
  ["65 deep", "[".repeat(65) + "]".repeat(65), /deep/],
  ["many beside each other", `[${"[],".repeat(5_000)}[]]`, undefined],
  ["brackets in a text", JSON.stringify("[".repeat(1_000)), undefined],
  ["a quote that is escaped", '{"a":"\\"{{{","b":"\\\\"}', undefined],
  ["the same key in two objects", '[{"a":1},{"a":1}]', undefined],
  ["the same key inside", '{"a":{"a":1}}', undefined],
  ["a key twice", '{"a":1,"a":2}', /twice/],
  ["a key twice, after an object", '{"a":{"b":1},"a":2}', /twice/],
  ["a key twice, with an escape", '{"a":1,"\\u0061":2}', /twice/],
  ["a key twice, with blanks before the colon", '{"a" :1,"a"\n:2}', /twice/],
  ["a value that looks like the key", '{"a":"a","b":"a"}', undefined],
  ["__proto__", '{"__proto__":1}', /reserved/],
  ["__proto__ with an escape", '{"\\u005f_proto__":1}', /reserved/],
  ["__proto__ as a value", '{"a":"__proto__"}', undefined],
  ["10,000 keys", objectOf(10_000), undefined],
  ["10,001 keys", objectOf(10_001), /keys/],
];

for (const [name, text, fault] of ROWS)
  test(`shape: ${name}`, () => {
    if (fault === undefined) expect(shapeFault(text)).toBeUndefined();
    else expect(shapeFault(text)).toMatch(fault);
  });

test("where a key stands twice, as deep and among as many as it may", () => {
  expect(keyTwice('{"a":{"a":1},"b":[{"a":1},{"a":1}]}')).toBeUndefined();
  expect(keyTwice(objectOf(10_001))).toBeUndefined();
  expect(keyTwice('{"a":"b,[{","c":[0,"x,y",{"d":1,"e":[],"d":2}]}')).toBe(
    "The key «d» stands twice in c[2].",
  );
  expect(keyTwice('[[],[{"\\u0061":{}},{"\\u0061b":{"k":1,"k":2}}]]')).toBe(
    "The key «k» stands twice in [1][1].ab.",
  );
  const deep = `${'{"x":['.repeat(70)}{"y":1,"y":2}${"]}".repeat(70)}`;
  expect(keyTwice(deep)).toStartWith("The key «y» stands twice in x[0].x[0]");
});

function objectOf(count: number): string {
  return JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 0])));
}
