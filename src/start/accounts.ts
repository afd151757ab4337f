/** The people of the home behind the road, for identity. */

import type { Gateway } from "../hass/gateway.ts";
import { HassError, isUnauthorized } from "../hass/hass-error.ts";
import type { WireAccount } from "../hass/wire.ts";
import type { Accounts } from "../security/identity/accounts.ts";

const ADMINISTRATORS = "system-admin";
const WAIT_MS = 5_000;

/** By `config/auth/list`. HASS_UNAVAILABLE when Home Assistant is not there within five seconds. */
export async function readAccounts(
  gateway: Pick<Gateway, "connected" | "ready" | "query">,
): Promise<Accounts> {
  if (!gateway.connected) await gateway.ready({ signal: AbortSignal.timeout(WAIT_MS) });
  try {
    const list = (await gateway.query({ type: "config/auth/list" })) as readonly WireAccount[];
    return new Map(list.map((account) => [account.id, accountOf(account)]));
  } catch (fault) {
    const cause = fault instanceof Error ? fault.cause : undefined;
    if (cause instanceof HassError && isUnauthorized(cause)) return undefined;
    throw fault;
  }
}

function accountOf({ is_active, local_only, is_owner, group_ids }: WireAccount) {
  return {
    isActive: is_active,
    localOnly: local_only,
    isPrivileged: is_owner || group_ids.includes(ADMINISTRATORS),
  };
}
