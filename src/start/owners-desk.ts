/** The owner's desk of this process: questions kept in its state, told to the owner's phone, answers into the audit. */

import type { Audit } from "../audit/event.ts";
import type { Config } from "../config/config.ts";
import type { Clock } from "../core/clock.ts";
import type { LiveGateway } from "../hass/live-gateway.ts";
import type { Logger } from "../log/logger.ts";
import type { Approval } from "../security/approval/approval.ts";
import { type Desk, openDesk } from "../security/approval/desk.ts";
import { openPhone } from "../security/approval/phone.ts";
import type { Store } from "../store/store.ts";
import { readAccounts } from "./accounts.ts";

export type DeskState = {
  readonly store: Store;
  /** Whether another process, as the owner's command is one, reaches the store. */
  readonly shared: boolean;
};

type Around = {
  readonly gateway: LiveGateway;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly logger: Logger;
};

export function openOwnersDesk(
  { approvals, events }: Config,
  { store, shared }: DeskState,
  { gateway, clock, audit, logger }: Around,
): Desk {
  const onAnswer = (approval: Approval) => {
    logger.info("approval_answered", { approval_id: approval.id, state: approval.state });
    audit.appendSoon({
      user: `owner/${approval.decided_by}`,
      action: approval.state === "approved" ? "approvals.approve" : "approvals.deny",
      entity: [],
      result: "ok",
      ip: "local",
      call_id: approval.id,
      entity_count: 0,
      approval_id: approval.id,
    });
  };
  const notice = openPhone({
    store,
    clock,
    gateway,
    events: gateway.events,
    services: approvals.notify,
    fires: events.has("approval_requested"),
    mayApprove: (userId) => isApprover(userId, approvals.approvers, gateway),
    hasCommand: shared,
    onAnswer,
    onFault: (what, detail) => logger.warn(what, { detail }),
  });
  return openDesk({ store, clock, place: () => gateway, notice, onAnswer, lifetimeMs: approvals.lifetimeMs });
}

/** Who is named; where nobody is, Home Assistant's owner and administrators. */
async function isApprover(userId: string, named: readonly string[], gateway: LiveGateway): Promise<boolean> {
  if (named.length > 0 && !named.includes(userId)) return false;
  const account = (await readAccounts(gateway))?.get(userId);
  return account?.isActive === true && (named.length > 0 || account.isPrivileged);
}
