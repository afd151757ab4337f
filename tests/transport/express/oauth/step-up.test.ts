/** Step-up: a wider scope is named where it can help, and nowhere else. */

import { expect, test } from "bun:test";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import { askedOf, callOf } from "./stepped-up.ts";

const VIEWER = { grant: "viewer", scope: "home", person: "Alex" } as const;
const CONTROL = callOf("ha_call_service");

test("who picked a grant that only reads, and has one that controls, is told of it", async () => {
  expect(await askedOf(VIEWER, CONTROL)).toEqual({
    status: 403,
    challenge:
      'Bearer error="insufficient_scope", scope="home home:control", resource_metadata="https://house/.well-known/x"',
  });
  const refreshing = { ...VIEWER, scope: "home offline_access" };
  expect((await askedOf(refreshing, CONTROL)).challenge).toContain(
    'scope="home offline_access home:control"',
  );
});

test("nobody is sent round again who asked for it and picked the same", async () => {
  expect((await askedOf({ ...VIEWER, scope: "home home:control" }, CONTROL)).status).toBe(200);
});

test("nobody is sent to ask who has nothing wider", async () => {
  const operator = builtinGrant("operator");
  if (!operator) throw new Error("there is no operator");
  expect((await askedOf({ ...VIEWER, person: "Sam" }, CONTROL)).status).toBe(200);
  const others = { ...operator, id: "grt_1", users: ["somebody"] };
  expect((await askedOf({ ...VIEWER, person: "Sam", written: [others] }, CONTROL)).status).toBe(200);
});

test("what the grant has goes on, and so does what is no call of a tool", async () => {
  expect((await askedOf({ ...VIEWER, grant: "operator" }, CONTROL)).status).toBe(200);
  const through = [
    callOf("ha_read"),
    callOf("no_such_tool"),
    callOf(7),
    { method: "tools/list" },
    [CONTROL],
    null,
  ];
  for (const message of through) expect((await askedOf(VIEWER, message)).status).toBe(200);
});
