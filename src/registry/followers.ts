/** What callers follow: how much at once, and the one thing to follow that is no part of the home. */

import { Failure } from "../core/failure.ts";
import type { Changes } from "../home/follow/changes.ts";
import type { Heard } from "../home/follow/hearing.ts";
import type { GrantBook } from "../security/grant/book/grant-book.ts";
import type { endingsOf, Held } from "./standing.ts";

type Followers = {
  /** RATE_LIMITED when the credential follows `most` things already. */
  within(
    credential: string,
    most: number,
    heard: Heard,
    open: (heard: Heard) => Promise<() => void>,
  ): Promise<() => void>;
};

export function countFollowers(): Followers {
  const counts = new Map<string, number>();
  return {
    async within(credential, most, heard, open) {
      const before = counts.get(credential) ?? 0;
      if (before >= most)
        throw new Failure("RATE_LIMITED", `This caller has ${most} subscriptions already.`, {
          hint: "End one that is not needed any more.",
        });
      counts.set(credential, before + 1);
      let counted = true;
      const discount = () => {
        if (!counted) return;
        counted = false;
        const left = (counts.get(credential) ?? 1) - 1;
        if (left > 0) counts.set(credential, left);
        else counts.delete(credential);
      };
      const ended = (why: string) => {
        discount();
        heard.ended(why);
      };
      try {
        const stop = await open({ ...heard, ended });
        return () => {
          discount();
          stop();
        };
      } catch (fault) {
        discount();
        throw fault;
      }
    },
  };
}

/** Told of each change of the caller's own grant, until there is none any more. */
export function followAccess(
  began: Held,
  heard: Heard,
  {
    changes,
    grants,
    whyOver,
  }: {
    readonly changes: Changes;
    readonly grants: Pick<GrantBook, "byId" | "ceiling">;
    readonly whyOver: ReturnType<typeof endingsOf>["whyOver"];
  },
): () => void {
  let { held, ceiling } = began;
  const stop = changes.follow({
    ids: [],
    within: () => false,
    keepsBack: false,
    look: async () => undefined,
    async check() {
      const why = await whyOver({ held, ceiling });
      if (why === undefined) return;
      const now = grants.byId(held.id);
      if (why !== "grant_restrictions_updated" || now === undefined) {
        stop();
        return heard.ended(why);
      }
      held = now;
      ceiling = grants.ceiling();
      heard.changed();
    },
  });
  return stop;
}
