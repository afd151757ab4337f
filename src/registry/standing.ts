/** Whether a caller's grant still stands: not halted, not revoked, not changed under way. */

import { Failure } from "../core/failure.ts";
import type { GrantBook } from "../security/grant/book/grant-book.ts";
import type { Grant } from "../security/grant/model/grant.ts";
import type { Halts } from "../security/identity/keep/halts.ts";

type Standing = {
  readonly grants: Pick<GrantBook, "byId" | "ceiling">;
  /** What the owner has stopped. */
  readonly halts: () => Promise<Halts>;
};

/** What a deed began under. */
export type Held = { readonly held: Grant; readonly ceiling: ReturnType<GrantBook["ceiling"]> };

/** What the owner may do to a caller while its call is under way. */
export function endingsOf({ halts, grants }: Standing) {
  const refuseWhenHalted = async (grantId: string) => {
    const { killed, revokedGrants } = await halts();
    if (killed) throw switchedOff();
    if (revokedGrants.has(grantId)) throw grantGone();
  };
  const stands = ({ held, ceiling }: Held) =>
    isSame(held, grants.byId(held.id)) && isSame(ceiling, grants.ceiling());
  return {
    refuseWhenHalted,
    stands,
    /** For what waited: also where the grant is another by now. */
    async refuseWhenOver(began: Held) {
      await refuseWhenHalted(began.held.id);
      if (!stands(began)) throw grantChanged();
    },
    /** For what stays open: the code of what ended it, undefined = it goes on. */
    async whyOver(began: Held): Promise<string | undefined> {
      const { id } = began.held;
      try {
        await refuseWhenHalted(id);
      } catch (fault) {
        // what cannot be found out now is no leave to go on
        return fault instanceof Failure && fault.denial !== undefined ? fault.denial : "policy_error";
      }
      if (stands(began)) return undefined;
      return grants.byId(id) === undefined ? "revoked" : "grant_restrictions_updated";
    },
  };
}

/** What is read again from its file is another object that may say the same. */
function isSame(held: object | undefined, now: object | undefined): boolean {
  return now === held || JSON.stringify(now) === JSON.stringify(held);
}

export function grantChanged(): Failure {
  return new Failure(
    "PERMISSION_DENIED",
    "The grant was changed while the call was under way; it was not sent.",
    {
      hint: "Call again: what is permitted now counts.",
      denial: "revoked",
    },
  );
}

function switchedOff(): Failure {
  return new Failure("PERMISSION_DENIED", "The owner has switched everything off.", {
    hint: "The owner can switch it on again.",
    denial: "kill_switch",
  });
}

export function grantHeld(grant: Grant | undefined): Grant {
  if (grant) return grant;
  throw grantGone();
}

function grantGone(): Failure {
  return new Failure("PERMISSION_DENIED", "The grant of this caller is not there any more.", {
    hint: "Its owner can make another.",
    denial: "revoked",
  });
}
