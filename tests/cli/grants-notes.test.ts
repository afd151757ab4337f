/** What `grants preview` says beside the entities. */

import { expect, test } from "bun:test";
import { linesOf, notesOn } from "../../src/cli/grants-notes.ts";
import { parseGrant } from "../../src/security/grant/parse/parse-grant.ts";
import { house, UNLOCK } from "../security/grant/reach/house.ts";

function granted(access: object) {
  const parsed = parseGrant({ name: "t", expires_at: "never", access }, 0);
  if (!("grant" in parsed)) throw new Error("not saved");
  return parsed.grant;
}

test("automations that anything may set off, blinds, names of nothing", async () => {
  const { gateway } = house([{ trigger: "webhook", webhook_id: "x" }], UNLOCK, { "cover.plain": {} });
  const notes = await notesOn(granted({ read: ["light.hal"] }), gateway);
  expect(linesOf(notes)).toEqual([
    "May be set off by anything, whatever the grant:",
    "  automation.leave: asks where a script or a helper may set it off: lock.front",
    "The home has not what the grant names:",
    "  access.read[0]: This home has no entity «light.hal»; the nearest is light.hall.",
  ]);
});

test("nothing where there is nothing; what may not be read is said", async () => {
  const quiet = house([{ trigger: "time", at: "07:00" }]).gateway;
  expect(linesOf(await notesOn(granted({ read: ["light.hall"] }), quiet))).toEqual([]);
  const user = house([{ trigger: "webhook", webhook_id: "x" }], UNLOCK, {}, { isAdmin: false }).gateway;
  expect(linesOf(await notesOn(granted({ read: ["*"] }), user))).toEqual([
    "What automations wait for is not known: that takes an administrator's Home Assistant token.",
  ]);
});

test("what is harmless, and what is called a blind, is said in other words", () => {
  const notes = { seesAutomations: true, unknown: [], blinds: ["cover.a", "cover.b"] };
  expect(linesOf({ ...notes, untied: [{ automation: "automation.x", opens: [] }] })).toEqual([
    "May be set off by anything, whatever the grant:",
    "  automation.x: does nothing that asks",
    "Not asked for, as their owner says they are blinds: cover.a, cover.b",
  ]);
});
