/** Answers that stay open, and the clock that ends them when whoever they were opened for may no longer listen. */

import type { Principal } from "../../../security/identity/principal.ts";
import type { Exchange, Step } from "../exchange.ts";

const LOOK_EVERY_MS = 900;

export type OpenStreams = {
  /** Watches the answer from here until it ends. */
  readonly step: Step;
  /** Ends what would stay open for ever; answers to what was asked may still come. */
  close(): void;
};

/** `holds` is asked about once a second, for each principal once; `sweep` ends what else hangs on them. */
export function openStreams(
  holds: (principal: Principal) => Promise<boolean>,
  sweep: (holds: (principal: Principal) => Promise<boolean>) => Promise<void>,
  onFault: (fault: unknown) => void,
): OpenStreams {
  const open = new Map<Exchange, Principal>();
  let looking = false;
  const look = async () => {
    const asked = new Map<string, Promise<boolean>>();
    const once = (principal: Principal) => {
      const key = JSON.stringify([principal.id, principal.credential, principal.grantId, principal.session]);
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
    step(_, response, next) {
      open.set(response, response.locals.principal);
      response.on("close", () => open.delete(response));
      next();
    },
    close() {
      clearInterval(timer);
      for (const response of open.keys()) if (response.req.method === "GET") response.end();
    },
  };
}
