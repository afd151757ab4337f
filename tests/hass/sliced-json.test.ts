import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseSliced } from "../../src/hass/link/sliced-json.ts";
import { randomRuns } from "../seed.ts";

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
    await expect(parseSliced(text)).rejects.toBeInstanceOf(SyntaxError);
  }
});

test("gives the event loop its turns", async () => {
  const text = JSON.stringify(
    Array.from({ length: 400_000 }, (_, index) => ({ index, name: `entity ${index}` })),
  );
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
