import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseSliced } from "../../src/hass/link/sliced-json.ts";

test("gives what JSON.parse gives", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), async (value, spaced) => {
      const text = JSON.stringify(value, null, spaced ? 2 : 0);
      expect(await parseSliced(text)).toEqual(JSON.parse(text));
    }),
    { seed: 11, numRuns: 500 },
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
  const proto = `{"__proto__":{"x":1},"pad":"${"p".repeat(20_000)}"}`;
  expect(Object.keys((await parseSliced(proto)) as object)).toEqual(["__proto__", "pad"]);
});

test("a broken text is refused", async () => {
  const long = JSON.stringify(Array.from({ length: 5_000 }, (_, index) => ({ index })));
  for (const text of [
    long.slice(0, -1),
    long.replace('{"index":300}', '{"index":300'),
    `${long.slice(0, -1)},]`,
    '{"a":"unterminated',
  ]) {
    expect(parseSliced(text)).rejects.toBeInstanceOf(SyntaxError);
  }
});

test("gives the event loop its turns", async () => {
  const text = JSON.stringify(
    Array.from({ length: 400_000 }, (_, index) => ({ index, name: `entity ${index}` })),
  );
  let longest = 0;
  let last = performance.now();
  let running = true;
  const watch = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (running) setImmediate(watch);
  };
  watch();
  await parseSliced(text);
  running = false;
  expect(longest).toBeLessThan(100);
});
