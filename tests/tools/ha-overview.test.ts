import { expect, test } from "bun:test";
import { haOverview } from "../../src/tools/ha-overview.ts";

test("areas without a floor have a heading of their own beside floors, and none when alone", () => {
  const rest = { areas: ["Shed: 2 entities"] };
  const ground = { floor: "Ground", areas: ["Hall: 3 entities"] };
  expect(haOverview.text({ entities: 5, floors: [ground, rest] })).toMatch(
    /# Ground\n.*Hall: 3 entities.*\n# no floor\n.*Shed: 2 entities/,
  );
  expect(haOverview.text({ entities: 2, floors: [rest] })).not.toContain("#");
});
