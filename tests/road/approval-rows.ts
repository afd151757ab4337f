/** Rows of the vectors about the owner's yes, each bound to a test that does what it says on the whole road. */

import { answerApproval } from "../../src/security/approval/approvals.ts";
import type { Outcome } from "../security/grant/vector-cases.ts";
import { grantOf, NOW, openRoad } from "./road.ts";

type RowTest = () => Promise<Outcome>;

const LOCK = { fields: {}, target: { entity: [{ domain: ["lock"] }] } };
const GRANT = { gates: { physical: "confirm" }, access: { read: ["*"], actions: ["*@lock.front"] } };
const FRONT = { entity_id: ["lock.front"] };

async function opened(grant: object = GRANT) {
  const road = await openRoad(grantOf(grant), { how: "with", services: { lock: { unlock: LOCK } } });
  const unlock = () => road.act("lock.unlock", FRONT);
  return {
    ...road,
    unlock,
    /** Asks, and is told yes. */
    async agreed() {
      const { approvalId } = await unlock();
      await answerApproval(road.desk.store, String(approvalId), { yes: true, by: "cli", at: NOW });
    },
  };
}

function expect(actual: readonly unknown[], wanted: readonly unknown[]): Outcome {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(wanted)];
  return is === should ? undefined : `${is} instead of ${should}`;
}

async function queued(): Promise<Outcome> {
  const { unlock, desk, sent } = await opened();
  const { denial } = await unlock();
  return expect([denial, desk.told.length, sent.length], ["approval_required", 1, 0]);
}

async function once(): Promise<Outcome> {
  const { unlock, agreed, sent } = await opened();
  await agreed();
  return expect([(await unlock()).code, sent.length], ["ok", 1]);
}

async function twice(): Promise<Outcome> {
  const { unlock, agreed, sent } = await opened();
  await agreed();
  await unlock();
  return expect([(await unlock()).denial, sent.length], ["approval_required", 1]);
}

/** What it reaches is another thing than the owner was shown. */
async function changed(): Promise<Outcome> {
  const { unlock, agreed, states, set, sent } = await opened();
  await agreed();
  const front = states.get("lock.front");
  if (front) set({ ...front, attributes: { ...front.attributes, device_class: "gate" } });
  return expect([(await unlock()).denial, sent.length], ["closure_changed", 0]);
}

async function declined(): Promise<Outcome> {
  const told: unknown[] = [];
  for (const word of ["decline", "cancel"] as const) {
    const { call, sent } = await opened({ ...GRANT, approve_by: ["owner", "host"] });
    const args = { service: "lock.unlock", target: FRONT, wait_s: 0 };
    const { denial } = await call("ha_call_service", args, { askHost: async () => word });
    told.push(denial, sent.length);
  }
  return expect(told, ["approval_denied", 0, "approval_denied", 0]);
}

export const APPROVAL_ROWS: readonly (readonly [string, RowTest])[] = [
  ["mcp-028", queued],
  ["mcp-029", once],
  ["mcp-030", twice],
  ["mcp-033", changed],
  ["mcp-037", declined],
];
