/** The owner's grants for this process: read when a grant of the owner's own is asked for, or the road opens. */

import type { Config } from "../config/config.ts";
import type { Logger } from "../log/logger.ts";
import type { GrantBook } from "../security/grant/book/grant-book.ts";

/** CONFIG_INVALID when grants.json is damaged. What happens to the file later is logged. */
export async function openGrants({ homePath }: Config, logger: () => Promise<Logger>): Promise<GrantBook> {
  const { openGrantBook } = await import("../security/grant/book/grant-book.ts");
  return openGrantBook(homePath, Date.now, {
    onDamage: async (fault) =>
      (await logger()).error("grants_damaged", { fault, in_force: "the last good ones" }),
    onUnenforced: async (grant, paths) => (await logger()).warn("grant_not_enforced", { grant, paths }),
  });
}
