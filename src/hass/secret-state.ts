/** Entities whose state is a secret. */

import type { EntityState } from "./gateway.ts";

/** What a text entity in password mode holds: it stands in no answer, and is never compared with what a caller guesses. */
export function isPassword({ id, attributes }: Pick<EntityState, "id" | "attributes">): boolean {
  return attributes["mode"] === "password" && /^(input_)?text\./.test(id);
}
