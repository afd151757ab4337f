/** Answers that stay open, and the clock that ends them when whoever they were opened for may no longer listen. */

import type { Principal } from "../../../security/identity/principal.ts";
import type { Exchange, Problem } from "../exchange.ts";

const LOOK_EVERY_MS = 900;
/** Answers of one credential that are open at once: what one caller can make us hold. */
const MOST_OPEN = 256;

export type OpenStreams = {
  /** Watches the answer from here until it ends; what is said instead of it when the credential has too many open. */
  watch(response: Exchange): Problem | undefined;
  /** Answers that are open now. */
  size(): number;
  /** Ends what would stay open for ever; answers to what was asked may still come. */
  close(): void;
};

/** undefined = nobody knows now: what is open ends, what it hangs on stays. */
type Holds = (principal: Principal) => Promise<boolean | undefined>;

/** `holds` is asked about once a second, for each principal once; `sweep` ends what else hangs on them. */
export function openStreams(
  holds: Holds,
  sweep: (holds: Holds) => Promise<void>,
  onFault: (fault: unknown) => void,
): OpenStreams {
  const open = new Map<Exchange, Principal>();
  const counts = new Map<string, number>();
  const count = (credential: string, step: number) => {
    const after = (counts.get(credential) ?? 0) + step;
    if (after > 0) counts.set(credential, after);
    else counts.delete(credential);
  };
  let looking = false;
  const look = async () => {
    const asked = new Map<string, Promise<boolean | undefined>>();
    const once = (principal: Principal) => {
      const { id, credential, grantId, session, jwt } = principal;
      const key = JSON.stringify([id, credential, grantId, session, jwt]);
      const answer = asked.get(key) ?? holds(principal);
      asked.set(key, answer);
      return answer;
    };
    for (const [response, principal] of [...open]) if (!(await once(principal))) response.destroy();
    await sweep(once);
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(onFault)
      .finally(() => {
        looking = false;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    watch(response) {
      const { principal } = response.locals;
      const { credential } = principal;
      if ((counts.get(credential) ?? 0) >= MOST_OPEN) return TOO_MANY_OPEN;
      count(credential, 1);
      open.set(response, principal);
      response.on("close", () => {
        open.delete(response);
        count(credential, -1);
      });
      return undefined;
    },
    size: () => open.size,
    close() {
      clearInterval(timer);
      for (const response of open.keys()) if (response.req.method === "GET") response.end();
    },
  };
}

const TOO_MANY_OPEN: Problem = {
  status: 429,
  detail: `More than ${MOST_OPEN} answers of this credential are open; close some.`,
  headers: { "Retry-After": "5" },
};
