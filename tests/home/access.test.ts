import { expect, test } from "bun:test";
import { describeAccess } from "../../src/home/read/describe-access.ts";
import { NO_ACCESS } from "../../src/security/grant/model/access.ts";
import { parseGrant } from "../../src/security/grant/parse/parse-grant.ts";

const NO_HOUSE = {
  get house(): never {
    throw new Error("not connected");
  },
};

test("hours, PINs and rates are said; the entities that they are about are not", () => {
  const parsed = parseGrant(
    {
      name: "guest",
      access: { read: ["*"] },
      restrictions: [
        { id: "pin", type: "pin", applies_to: "action", params: { pin: "482913" } },
        {
          id: "some",
          type: "rate_limit",
          applies_to: { entities: ["light.a"] },
          params: { limit: 3, window_seconds: 60 },
        },
        {
          id: "hours",
          type: "schedule",
          params: { days: ["mon", "tue"], start_time: "08:00", end_time: "20:00", timezone: "Europe/Rome" },
        },
      ],
    },
    1_800_000_000_000,
  );
  if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
  const { limits } = describeAccess(parsed.grant, NO_HOUSE);
  expect(limits).toContain("a PIN is needed (action)");
  expect(limits).toContain("a rate limit (for some)");
  expect(limits).toContain("hours: mon tue 08:00–20:00 Europe/Rome");
  expect(JSON.stringify(limits)).not.toMatch(/light\.a|482913|\$/);
});

test("what a credential was narrowed to is said beside what its grant opens", () => {
  const parsed = parseGrant(
    { name: "all", access: { read: ["*"], actions: ["light.*"] } },
    1_800_000_000_000,
  );
  if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
  const kitchen = { ...NO_ACCESS, read: ["light.*"], deny: ["light.secret"] };
  const { limits } = describeAccess(parsed.grant, NO_HOUSE, [NO_ACCESS, kitchen]);
  expect(limits?.slice(0, 2)).toEqual([
    "this credential is narrowed: read nothing; control nothing",
    "this credential is narrowed: read light.*; control nothing",
  ]);
});
