/** A way into a door on the demo house, whose state ends with the process: nobody else could issue one. */

import { issueToken } from "../../security/identity/token/issue.ts";
import type { Store } from "../../store/store.ts";

/** Prints an access token of the grant `operator`; the house that it opens holds nothing of anybody's. */
export async function tellDemoToken(store: Store): Promise<void> {
  const wish = { grantId: "operator", label: "demo", expiresAt: undefined, signs: false };
  const { token } = await issueToken(store, wish, Date.now());
  process.stderr.write(`hearthgate: the demo house opens to Authorization: Bearer ${token}\n`);
}
