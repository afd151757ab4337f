/** How far the owner's word reaches, and whether the question says what is asked. */

import { expect, test } from "bun:test";
import { answerApproval, listApprovals } from "../../src/security/approval/approvals.ts";
import { questionText } from "../../src/security/approval/summary.ts";
import { grantOf, NOW, openRoad, type RoadOptions } from "./road.ts";

const ON = { gates: { physical: "confirm" }, access: { read: ["*"], actions: ["*@lock.front", "light.*"] } };
const FRONT = { entity_id: ["lock.front"] };
const MINUTE = 60_000;
const LOCK = { fields: { code: {}, note: {} }, target: { entity: [{ domain: ["lock"] }] } };
const SERVICES = {
  homeassistant: { toggle: { fields: {}, target: { entity: [{}] } } },
  light: { turn_on: { fields: {}, target: { entity: [{ domain: ["light"] }] } } },
  lock: { unlock: LOCK, open: LOCK },
};
const WAITS = { code: "APPROVAL_REQUIRED", denial: "approval_required" };
const DENIED = { code: "PERMISSION_DENIED", denial: "approval_denied" };

async function opened(grant: object = ON, options: RoadOptions = {}) {
  let now = NOW;
  const road = await openRoad(grantOf(grant), {
    how: "with",
    services: SERVICES,
    now: () => now,
    ...options,
  });
  return {
    ...road,
    later: (ms: number) => {
      now += ms;
    },
    unlock: (more = {}) => road.act("lock.unlock", FRONT, more),
    say: (yes: boolean, id: string | undefined, minutes?: number) =>
      answerApproval(road.desk.store, String(id), { yes, by: "cli", at: now, minutes }),
  };
}

test("a yes for some minutes ends with them: the question's own time adds no use", async () => {
  const { unlock, say, later, sent, desk } = await opened();
  const { approvalId } = await unlock();
  await say(true, approvalId, 1);
  expect(await listApprovals(desk.store)).toHaveLength(1);
  later(MINUTE);
  expect(await unlock()).toMatchObject(WAITS);
  expect(sent).toHaveLength(0);
});

test("a no that was faster leaves nothing of a yes for some minutes", async () => {
  const { unlock, sent, desk } = await opened();
  const { approvalId } = await unlock();
  const at = NOW;
  const both = await Promise.allSettled([
    answerApproval(desk.store, String(approvalId), { yes: false, by: "phone", at }),
    answerApproval(desk.store, String(approvalId), { yes: true, by: "cli", at, minutes: 60 }),
  ]);
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(await unlock()).toMatchObject(DENIED);
  expect(sent).toHaveLength(0);
});

test("a no to some of it is a no to more; less of it is another question", async () => {
  const everything = { read: ["*"], actions: [{ service: "*", target: {} }] };
  const { act, say, later, sent, desk } = await opened({ ...ON, access: everything });
  const toggle = (...entity_id: string[]) => act("homeassistant.toggle", { entity_id });
  const first = await toggle("lock.front", "light.hall");
  expect(first).toMatchObject(WAITS);
  await say(false, first.approvalId);
  for (const more of [["light.kitchen"], ["light.hall", "light.kitchen"], ["cover.garage"], []])
    expect(await toggle("lock.front", ...more)).toMatchObject(DENIED);
  expect(desk.told).toHaveLength(1);
  const both = await toggle("cover.garage", "alarm_control_panel.home");
  expect(both).toMatchObject(WAITS);
  await say(false, both.approvalId);
  expect(await toggle("cover.garage")).toMatchObject(WAITS);
  expect(await toggle("light.hall")).toMatchObject({ code: "ok" });
  later(10 * MINUTE);
  expect(await toggle("lock.front", "light.kitchen")).toMatchObject(WAITS);
  expect(sent).toHaveLength(1);
});

test("a no holds for the service on these targets, whatever the data; the later word counts", async () => {
  const { unlock, act, say, later, sent, desk } = await opened();
  const [first, other] = [await unlock(), await unlock({ data: { code: "0" } })];
  await say(false, first.approvalId);
  for (const code of ["1", "2", "3"]) expect(await unlock({ data: { code } })).toMatchObject(DENIED);
  expect(await unlock({ data: { code: "0" } })).toMatchObject(DENIED);
  expect(desk.told).toHaveLength(2);
  expect(await act("lock.open", FRONT)).toMatchObject(WAITS);
  later(1);
  await say(true, other.approvalId);
  expect(await unlock({ data: { code: "0" } })).toMatchObject({ code: "ok" });
  expect(await unlock({ data: { code: "0" } })).toMatchObject(DENIED);
  later(10 * MINUTE);
  expect(await unlock({ data: { code: "1" } })).toMatchObject(WAITS);
  expect(sent).toHaveLength(1);
});

test("a no takes back a yes that was not used up, for once or for a while", async () => {
  for (const minutes of [undefined, 60]) {
    const { unlock, say, sent, later } = await opened();
    const { approvalId } = await unlock();
    await say(true, approvalId, minutes);
    later(1);
    expect(await say(false, approvalId)).toMatchObject({ state: "denied" });
    expect(await unlock()).toMatchObject(DENIED);
    expect(await unlock({ data: { code: "1" } })).toMatchObject(DENIED);
    await expect(say(true, approvalId)).rejects.toMatchObject({ code: "INPUT_INVALID" });
    expect(sent).toHaveLength(0);
  }
});

test("where there was no room for the notification that is said, and asking again brings it", async () => {
  const { unlock, later, desk } = await opened(ON, { notifies: true });
  const first = await unlock();
  expect(first.text).not.toContain("in a minute");
  const second = await unlock({ data: { code: "1" } });
  expect(second.text).toContain("in a minute");
  expect(desk.told.map(([, nonce]) => nonce !== undefined)).toEqual([true, false]);
  later(MINUTE);
  const again = await unlock({ data: { code: "1" } });
  expect(again.approvalId).toBe(String(second.approvalId));
  expect(again.text).not.toContain("in a minute");
  const [one, other] = [String(first.approvalId), String(second.approvalId)];
  expect(desk.told.map(([{ id }, nonce]) => [id, nonce !== undefined])).toEqual([
    [one, true],
    [other, false],
    [other, true],
  ]);
  await unlock({ data: { code: "1" } });
  expect(desk.told).toHaveLength(3);
});

test("too many questions are no place where nobody can be asked", async () => {
  const { act } = await opened({ ...ON, access: { read: ["*"], actions: ["lock.*"] } });
  const ask = (at: number) => act("lock.unlock", FRONT, { data: { code: String(at) } });
  for (let at = 0; at < 20; at++) await ask(at);
  const { text, denial } = await ask(20);
  expect(denial).toBe("approval_unavailable");
  expect(text).toContain("too many questions of this grant wait already");
});

test("what the gate is about stands before what a caller puts in front of it; the data stand last, fenced", async () => {
  const { act, desk, states, set } = await opened({
    ...ON,
    access: { read: ["*"], actions: [{ service: "*", target: {} }] },
  });
  const light = states.get("light.hall");
  if (!light) throw new Error("no light");
  const lamps = Array.from({ length: 9 }, (_, at) => `light.lamp_${at}`);
  for (const id of lamps) set({ ...light, id });
  await act("homeassistant.toggle", { entity_id: [...lamps, "lock.front"] });
  const locks = Array.from({ length: 8 }, (_, at) => `lock.l${at}`);
  const front = states.get("lock.front");
  if (!front) throw new Error("no lock");
  for (const id of locks) set({ ...front, id });
  await act(
    "lock.unlock",
    { entity_id: locks },
    {
      data: { code: "1234", note: `ask »me«\u202e ${"x".repeat(500)}` },
    },
  );
  const [mixed, many] = desk.told.map(([approval]) => questionText(approval));
  expect(mixed).toMatch(/^\S+ wants homeassistant\.toggle on lock\.front \(lock.* and 5 more$/);
  for (const id of locks) expect(many).toContain(id);
  expect(many).toMatch(/, with «\{"code":"\[secret\]","note":"ask "me" x+… \+\d+»$/);
});
