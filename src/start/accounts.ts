/** The people of the home behind the road, for identity. */

import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { Gateway } from "../hass/gateway.ts";
import { HassError, isUnauthorized, unreadable } from "../hass/hass-error.ts";
import type { Accounts } from "../security/identity/accounts.ts";

const ADMINISTRATORS = "system-admin";
const WAIT_MS = 5_000;

/** By `config/auth/list`. HASS_UNAVAILABLE when Home Assistant is not there within five seconds. */
export async function readAccounts(
  gateway: Pick<Gateway, "connected" | "ready" | "query">,
): Promise<Accounts> {
  if (!gateway.connected) await gateway.ready({ signal: AbortSignal.timeout(WAIT_MS) });
  try {
    const list = await gateway.query({ type: "config/auth/list" });
    if (!Array.isArray(list)) throw unreadable("its users");
    const accounts = list.filter(isJsonObject).map(accountOf);
    return new Map(accounts.map((account) => [account.id, account]));
  } catch (fault) {
    const cause = fault instanceof Error ? fault.cause : undefined;
    if (cause instanceof HassError && isUnauthorized(cause)) return undefined;
    throw fault;
  }
}

/** What cannot be read is on the safe side: not active, and of the home network alone. */
function accountOf({ id, is_active, local_only, is_owner, group_ids }: JsonObject) {
  return {
    id: typeof id === "string" ? id : "",
    isActive: is_active === true && typeof id === "string" && id !== "",
    localOnly: local_only !== false,
    isPrivileged: is_owner === true || (Array.isArray(group_ids) && group_ids.includes(ADMINISTRATORS)),
  };
}
