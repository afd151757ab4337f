/** Waiting for what became of a call that was sent. */

import type { Abortable } from "../../core/abortable.ts";
import { Failure } from "../../core/failure.ts";
import type { Gateway, ServiceResult } from "../../hass/gateway.ts";
import { HassError } from "../../hass/hass-error.ts";
import type { SentEnd } from "../sent-call.ts";
import type { Judge } from "./judge.ts";
import type { CallProgress } from "./progress.ts";

/** How long to wait for an event when there is nothing to compare with. */
const BLIND_WAIT_MS = 1_000;

export type Followed = {
  readonly progress: CallProgress;
  readonly result?: ServiceResult;
  readonly failure?: Failure;
};

/** Most answers are there within this time: until then nobody listens for the caller giving up. */
const PROMPT_MS = 40;
const RUNNING: Followed = { progress: { name: "running" } };

/**
 * Home Assistant's answer, or `running` at the deadline; CANCELLED when the caller gave up. The audit hears of the end
 * even when that comes later.
 */
export function followUntil(
  deadline: number,
  sent: Promise<ServiceResult>,
  end: (end: SentEnd) => void,
  waiting: Abortable,
): Promise<Followed> {
  return new Promise((resolve, reject) => {
    const left = () => Math.max(0, deadline - performance.now());
    const giveUp = () => reject(new Failure("CANCELLED", "The caller gave up; the call had been sent."));
    let heard: AbortSignal | undefined;
    let timer = setTimeout(
      () => {
        timer = setTimeout(() => resolve(RUNNING), left());
        heard = waiting.signal;
        heard.addEventListener("abort", giveUp, { once: true });
        if (heard.aborted) giveUp();
      },
      Math.min(PROMPT_MS, left()),
    );
    const settle = (followed: Followed) => {
      clearTimeout(timer);
      heard?.removeEventListener("abort", giveUp);
      resolve(followed);
    };
    sent.then(
      (result) => {
        end("accepted");
        settle({ progress: { name: "ended", contextId: result.contextId }, result });
      },
      (fault: unknown) => {
        const failure = asFailure(fault);
        end(failure.code === "OUTCOME_UNKNOWN" ? "lost" : "refused");
        settle({ progress: progressOf(failure), failure });
      },
    );
  });
}

function asFailure(fault: unknown): Failure {
  return fault instanceof Failure
    ? fault
    : new Failure("DEFECT", "The call failed inside.", { cause: fault });
}

function progressOf({ code, cause, message }: Failure): CallProgress {
  if (code === "OUTCOME_UNKNOWN") return { name: "lost" };
  return { name: "failed", text: cause instanceof HassError ? cause.message : message };
}

/** Until every target has its verdict, the time is up, nobody waits any more, or the connection is lost. */
export async function waitForEffects(
  ids: readonly string[],
  judge: Judge,
  progress: CallProgress,
  deadline: number,
  watch: { next(ms: number): Promise<void> },
  scope: { readonly waiting: Abortable; readonly gateway: Pick<Gateway, "connected"> },
): Promise<CallProgress> {
  const blindDeadline = Math.min(deadline, performance.now() + BLIND_WAIT_MS);
  for (;;) {
    const open = ids.filter((id) => judge.settled(id, progress) === undefined);
    const until = open.some((id) => judge.comparable(id)) ? deadline : judge.showsLater() ? blindDeadline : 0;
    const left = until - performance.now();
    if (open.length === 0 || left <= 0) return progress;
    if (scope.waiting.signal.aborted)
      throw new Failure("CANCELLED", "The caller gave up; the call had been sent.");
    if (!scope.gateway.connected) return { name: "lost" };
    await watch.next(Math.min(left, LOOK_UP_MS));
  }
}

/** How often a wait looks whether somebody still waits, and whether there is still a connection. */
const LOOK_UP_MS = 250;
