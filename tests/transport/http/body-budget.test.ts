import { expect, test } from "bun:test";
import { bytesIn } from "../../../src/transport/http/body-budget.ts";

const MIB = 1024 * 1024;

test("an address has 16 MiB under way, all together 128, and what ended is forgotten", () => {
  const one = bytesIn("192.0.2.1");
  expect(one.take(16 * MIB)).toBe(true);
  expect(bytesIn("192.0.2.1").take(1)).toBe(false);
  one.take(-16 * MIB - 1);
  expect(one.take(16 * MIB)).toBe(true);
  const others = Array.from({ length: 7 }, (_, at) => bytesIn(`198.51.100.${at}`));
  for (const other of others) expect(other.take(16 * MIB)).toBe(true);
  // who sends a little is heard all the same
  expect(bytesIn("203.0.113.1").take(64 * 1024)).toBe(true);
  expect(bytesIn("203.0.113.1").take(1)).toBe(false);
  for (const each of [one, ...others]) each.take(-16 * MIB);
  bytesIn("203.0.113.1").take(-64 * 1024 - 1);
  expect(bytesIn("203.0.113.1").take(MIB)).toBe(true);
  bytesIn("203.0.113.1").take(-MIB);
});
