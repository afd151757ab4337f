/** The owner's yes on the whole road: asked for, bound, used once, and never the assistant's own. */

import { expect, test } from "bun:test";
import type { Approval } from "../../src/security/approval/approval.ts";
import { answerApproval, listApprovals } from "../../src/security/approval/approvals.ts";
import type { Grant } from "../../src/security/grant/model/grant.ts";
import { LIFETIME_MS } from "../security/approval-desk.ts";
import { until } from "../until.ts";
import { grantOf, NOW, openRoad, type RoadOptions, type Said } from "./road.ts";

const ON = { gates: { physical: "confirm" }, access: { read: ["*"], actions: ["*@lock.front", "light.*"] } };
const FRONT = { entity_id: ["lock.front"] };
const MINUTE = 60_000;
const LOCK = { fields: { code: {} }, target: { entity: [{ domain: ["lock"] }] } };
const LOCKS = {
  light: { turn_on: { fields: {}, target: { entity: [{ domain: ["light"] }] } } },
  lock: { unlock: LOCK, open: LOCK },
};

async function opened(grant: object = ON, options: RoadOptions = {}) {
  let now = NOW;
  const road = await openRoad(grantOf(grant), { how: "with", services: LOCKS, now: () => now, ...options });
  return {
    ...road,
    road,
    later: (ms: number) => {
      now += ms;
    },
    unlock: (more = {}) => road.act("lock.unlock", FRONT, more),
    say: (yes: boolean, id: string | undefined, minutes?: number) =>
      answerApproval(road.desk.store, String(id), { yes, by: "cli", at: now, minutes }),
  };
}

const WAITS = { code: "APPROVAL_REQUIRED", denial: "approval_required" };

test("a call that needs the owner waits; after the yes it is sent once, and the next one asks anew", async () => {
  const { unlock, say, sent, desk } = await opened();
  const first = await unlock();
  expect(first).toMatchObject(WAITS);
  expect(first.text).toContain(`with ${first.approvalId}`);
  expect(first.text).toContain("2026-06-12 12:10 UTC");
  // asking again is the same question
  expect((await unlock()).approvalId).toBe(first.approvalId);
  expect(desk.told).toHaveLength(1);
  expect(sent).toHaveLength(0);
  await say(true, first.approvalId);
  expect(await unlock()).toMatchObject({ code: "ok" });
  expect(sent).toHaveLength(1);
  const next = await unlock();
  expect(next).toMatchObject(WAITS);
  expect(next.approvalId).not.toBe(first.approvalId);
  expect(sent).toHaveLength(1);
});

test("the audit tells the whole story under one id", async () => {
  const road = await opened();
  const { approvalId } = await road.unlock();
  await road.say(true, approvalId);
  await road.unlock();
  const told = () => road.road.events.filter((event) => event.approval_id === approvalId);
  await until(() => told().length === 3);
  expect(told().map(({ action, result, code }) => [action, result, code])).toEqual([
    ["lock.unlock", "failed", "APPROVAL_REQUIRED"],
    ["lock.unlock", "begin", undefined],
    ["lock.unlock", "end", undefined],
  ]);
});

test("other arguments, another credential, another tool's words: another question", async () => {
  const { unlock, say, sent, act, desk } = await opened();
  const first = await unlock();
  await say(true, first.approvalId);
  const other = await unlock({ data: { code: "1234" } });
  expect(other).toMatchObject(WAITS);
  expect(other.approvalId).not.toBe(first.approvalId);
  expect(await act("lock.open", FRONT)).toMatchObject(WAITS);
  expect(sent).toHaveLength(0);
  const elsewhere = await openRoad(grantOf(ON), { how: "with", credential: "another" });
  expect(await elsewhere.act("lock.unlock", FRONT)).toMatchObject(WAITS);
  // PIN, waiting time and dry run are no part of what is agreed to
  expect(await unlock({ wait_s: 1 })).toMatchObject({ code: "ok" });
  expect(desk.told.map(([{ asked }]) => asked)).toEqual([
    "lock.unlock on lock.front",
    "lock.unlock on lock.front",
    "lock.open on lock.front",
  ]);
});

test("a no is remembered for ten minutes, then it can be asked again", async () => {
  const { unlock, say, later, sent } = await opened();
  const first = await unlock();
  await say(false, first.approvalId);
  const refused = { code: "PERMISSION_DENIED", denial: "approval_denied" };
  expect(await unlock()).toMatchObject(refused);
  later(10 * MINUTE - 1);
  expect(await unlock()).toMatchObject(refused);
  later(1);
  expect(await unlock()).toMatchObject(WAITS);
  expect(sent).toHaveLength(0);
});

test("a no to a call without targets is said to what wants the yes, whatever else its data hold", async () => {
  const everything = { read: ["*"], actions: [{ service: "*", target: {} }, { service: "*" }] };
  const services = { ...LOCKS, scene: { apply: { fields: { entities: {}, transition: {} } } } };
  const { act, say, later, sent } = await opened({ ...ON, access: everything }, { services });
  const apply = (entities: object, more = {}) =>
    act("scene.apply", undefined, { data: { entities, ...more } });
  const first = await apply({ "lock.front": "unlocked" });
  expect(first).toMatchObject(WAITS);
  await say(false, first.approvalId);
  for (const again of [
    apply({ "lock.front": "unlocked" }, { transition: 1 }),
    apply({ "lock.front": { state: "unlocked" }, "light.hall": "on" }),
    apply({ "light.kitchen": "on", "lock.front": "open" }),
  ])
    expect(await again).toMatchObject({ code: "PERMISSION_DENIED", denial: "approval_denied" });
  const other = await apply({ "cover.garage": "open" });
  expect(other).toMatchObject(WAITS);
  // another yes is for one call alone
  await say(true, other.approvalId);
  expect(await apply({ "cover.garage": "open" }, { transition: 1 })).toMatchObject(WAITS);
  later(10 * MINUTE);
  expect(await apply({ "lock.front": "unlocked" }, { transition: 2 })).toMatchObject(WAITS);
  expect(sent).toHaveLength(0);
});

test("what ends is told once, then the question is put anew", async () => {
  for (const yes of [true, false]) {
    const { unlock, say, later, sent } = await opened();
    const { approvalId } = await unlock();
    if (yes) await say(true, approvalId);
    later(LIFETIME_MS);
    expect(await unlock()).toMatchObject({ code: "PERMISSION_DENIED", denial: "approval_expired" });
    const again = await unlock();
    expect(again).toMatchObject(WAITS);
    expect(again.approvalId).not.toBe(approvalId);
    expect(sent).toHaveLength(0);
  }
});

test("an answer after the end, a second one and one to nobody count for nothing", async () => {
  const { unlock, say, later } = await opened();
  const { approvalId } = await unlock();
  await expect(say(true, "apr_nosuch")).rejects.toMatchObject({ code: "NOT_FOUND" });
  await say(false, approvalId);
  await expect(say(true, approvalId)).rejects.toMatchObject({ code: "INPUT_INVALID" });
  later(11 * MINUTE);
  const late = await unlock();
  later(LIFETIME_MS);
  await expect(say(true, late.approvalId)).rejects.toMatchObject({ code: "INPUT_INVALID" });
});

test("a yes holds only for what was shown: another area is another question", async () => {
  const { unlock, say, set, states, sent } = await opened();
  const { approvalId } = await unlock();
  await say(true, approvalId);
  const front = states.get("lock.front");
  if (!front) throw new Error("no lock");
  set({ ...front, attributes: { ...front.attributes, device_class: "gate" } });
  expect(await unlock()).toMatchObject({ code: "PERMISSION_DENIED", denial: "closure_changed" });
  expect(await unlock()).toMatchObject(WAITS);
  expect(sent).toHaveLength(0);
});

test("a yes does not outlive a change of the grant, nor help where the grant was taken away", async () => {
  let grant: Grant | undefined = grantOf(ON);
  const { unlock, say, sent } = await opened(ON, { grantNow: () => grant });
  const { approvalId } = await unlock();
  await say(true, approvalId);
  grant = grantOf({ ...ON, status: "paused" });
  expect(await unlock()).toMatchObject({ code: "PERMISSION_DENIED" });
  grant = undefined;
  expect(await unlock()).toMatchObject({ code: "PERMISSION_DENIED", denial: "revoked" });
  grant = grantOf({ ...ON, note: "changed" });
  expect(await unlock()).toMatchObject({ denial: "approval_mismatch" });
  expect(await unlock()).toMatchObject(WAITS);
  expect(sent).toHaveLength(0);
});

test("allowed for some minutes: that service on those targets, whatever the data; nothing else, and not longer", async () => {
  const { unlock, say, act, later, sent } = await opened();
  const { approvalId } = await unlock();
  await say(true, approvalId, 5);
  expect(await unlock()).toMatchObject({ code: "ok" });
  expect(await unlock({ data: { code: "1" } })).toMatchObject({ code: "ok" });
  expect(await act("lock.open", FRONT)).toMatchObject(WAITS);
  later(5 * MINUTE);
  expect(await unlock({ data: { code: "2" } })).toMatchObject(WAITS);
  expect(sent).toHaveLength(2);
  const minutes = await unlock();
  for (const wrong of [0, -1, 1.5, 1441])
    await expect(say(true, minutes.approvalId, wrong)).rejects.toThrow();
});

test("twenty questions of a grant wait at most; what nobody can be asked is refused", async () => {
  const { act, desk } = await opened({
    ...ON,
    access: { read: ["*"], actions: ["lock.*"] },
  });
  const ask = (at: number) => act("lock.unlock", FRONT, { data: { code: String(at) } });
  for (let at = 0; at < 20; at++) expect(await ask(at)).toMatchObject(WAITS);
  expect(await ask(20)).toMatchObject({ denial: "approval_unavailable" });
  expect(await listApprovals(desk.store, "g")).toHaveLength(20);
  const alone = await openRoad(grantOf(ON));
  const refused = await alone.act("lock.unlock", FRONT);
  expect(refused).toMatchObject({ denial: "approval_unavailable" });
  expect(refused.text).toContain(
    "Asked for because lock.front is a lock. gates.physical: allow in the grant",
  );
  const inHall = await alone.act("lock.unlock", { area_id: ["hall"] });
  expect(inHall.text).toContain("Asked for because lock.front is a lock.");
  expect(await listApprovals(alone.desk.store)).toHaveLength(0);
});

test("nobody is asked by a dry run, nor for what cannot be done", async () => {
  const { unlock, act, desk } = await opened();
  expect(await unlock({ dry_run: true })).toMatchObject({ ...WAITS, approvalId: undefined });
  expect(await act("lock.nosuch", FRONT)).toMatchObject({ code: "NOT_FOUND" });
  expect(desk.told).toHaveLength(0);
});

test("in a batch the one waits and the others run", async () => {
  const { call, say, sent, desk } = await opened();
  const calls = [
    { service: "light.turn_on", target: { entity_id: ["light.hall"] } },
    { service: "lock.unlock", target: FRONT },
  ];
  const batch = () => call("ha_call_service", { calls, wait_s: 0 });
  const first = await batch();
  expect(first.text).toContain("needs the owner's yes");
  expect(sent.map(({ domain }) => domain)).toEqual(["light"]);
  await say(true, desk.told[0]?.[0].id);
  await batch();
  expect(sent.map(({ domain }) => domain)).toEqual(["light", "light", "lock"]);
});

test("ha_access shows what waits, in the caller's own words", async () => {
  const { unlock, call, say } = await opened();
  const { approvalId } = await unlock();
  const access = async () => (await call("ha_access", {})).structured["asked"];
  expect(await access()).toEqual([
    `lock.unlock on lock.front: waits for the owner until 2026-06-12T12:10Z (${approvalId})`,
  ]);
  await say(true, approvalId);
  expect(await access()).toEqual([
    `lock.unlock on lock.front: agreed, repeat it until 2026-06-12T12:10Z (${approvalId})`,
  ]);
  await unlock();
  expect(await access()).toBeUndefined();
});

test("two who use the same yes at once: one is sent", async () => {
  const { unlock, say, sent } = await opened();
  const { approvalId } = await unlock();
  await say(true, approvalId);
  const said: Said[] = await Promise.all([unlock(), unlock(), unlock()]);
  expect(said.filter(({ code }) => code === "ok")).toHaveLength(1);
  expect(sent).toHaveLength(1);
});

test("the person at the host counts as the owner only where the grant says so", async () => {
  const asked: { id: string; text: string }[] = [];
  const host = (answer: "accept" | "decline" | "cancel" | undefined) => ({
    askHost: async (question: { id: string; text: string }) => {
      asked.push(question);
      return answer;
    },
  });
  const args = { service: "lock.unlock", target: FRONT, wait_s: 0 };
  const alone = await opened();
  expect(await alone.call("ha_call_service", args, host("accept"))).toMatchObject(WAITS);
  expect(asked).toHaveLength(0);
  const byHost = { ...ON, approve_by: ["owner", "host"] };
  const yes = await opened(byHost);
  expect(await yes.call("ha_call_service", args, host("accept"))).toMatchObject({ code: "ok" });
  expect(asked[0]?.text).toContain("lock.unlock on lock.front");
  expect(yes.desk.answered.map(({ decided_by, state }: Approval) => [decided_by, state])).toEqual([
    ["host", "approved"],
  ]);
  expect(yes.sent).toHaveLength(1);
  for (const word of ["decline", "cancel"] as const) {
    const no = await opened(byHost);
    expect(await no.call("ha_call_service", args, host(word))).toMatchObject({ denial: "approval_denied" });
    expect(await no.call("ha_call_service", args, host("accept"))).toMatchObject({
      denial: "approval_denied",
    });
    expect(no.sent).toHaveLength(0);
  }
  const mute = await opened(byHost);
  expect(await mute.call("ha_call_service", args, host(undefined))).toMatchObject(WAITS);
});
