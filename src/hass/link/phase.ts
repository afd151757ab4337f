/** What the connection to a home is at, for whoever waits for it. */

import type { Connection } from "home-assistant-js-websocket";
import type { Failure } from "../../core/failure.ts";
import type { Gateway, House } from "../gateway.ts";
import { lost, notConnected, starting } from "./unavailable.ts";

type Running = { readonly name: "running"; readonly connection: Connection; readonly house: House };

/** `final` = no further attempt is made until the process starts again. */
export type Phase = Running | { readonly name: "connecting" | "lost" | "final"; readonly why: Failure };

export type Phases = {
  readonly name: Phase["name"];
  /** Wakes whoever waits. */
  enter(next: Phase): void;
  /** Home Assistant is up but not ready: whoever waits for it goes on waiting. */
  start(): void;
  /** The connection is gone: the reason, unless a better one is known. */
  lose(): void;
  /** Throws the Failure of the phase when it is another. */
  running(): Running;
  readonly ready: Gateway["ready"];
};

/** How long a call waits for a home that is connecting or starting. */
const READY_WAIT_MS = 10_000;
/** How long a call waits when the connection was lost or refused a moment ago. */
const LOST_WAIT_MS = 2_500;

/** Begins with `connecting`; `onEnter` hears of every later phase. */
export function trackPhases(onEnter: (phase: Phase) => void): Phases {
  let phase: Phase = { name: "connecting", why: notConnected() };
  const waiters = createWaiters();
  const enter = (next: Phase) => {
    phase = next;
    onEnter(next);
    waiters.wake();
  };
  /** Whether what Home Assistant answered is why there is no home: it is tried again over new connections. */
  const isRefused = () => phase.name === "lost" && phase.why.code === "HASS_REJECTED";
  return {
    get name() {
      return phase.name;
    },
    enter,
    lose() {
      if (phase.name !== "final" && !isRefused()) enter({ name: "lost", why: lost() });
    },
    start() {
      if (isRefused()) return;
      const next: Phase = { name: "connecting", why: starting() };
      if (phase.name === "connecting") phase = next;
      else enter(next);
    },
    running() {
      if (phase.name === "running") return phase;
      throw phase.why;
    },
    async ready(caller) {
      const began = performance.now();
      while (phase.name !== "running") {
        caller?.signal.throwIfAborted();
        const mostMs = phase.name === "connecting" ? READY_WAIT_MS : LOST_WAIT_MS;
        const leftMs = mostMs - (performance.now() - began);
        if (phase.name === "final" || leftMs <= 0) throw phase.why;
        await waiters.wait(leftMs, caller?.signal);
      }
    },
  };
}

function createWaiters() {
  const waiting = new Set<() => void>();
  return {
    wake() {
      for (const resume of waiting) resume();
    },
    /** Resolves after `timeoutMs`, at the next `wake`, or when the caller gave up. */
    wait: (timeoutMs: number, signal: AbortSignal | undefined) =>
      new Promise<void>((resolve) => {
        const resume = () => {
          clearTimeout(timer);
          waiting.delete(resume);
          signal?.removeEventListener("abort", resume);
          resolve();
        };
        const timer = setTimeout(resume, timeoutMs);
        waiting.add(resume);
        signal?.addEventListener("abort", resume, { once: true });
      }),
  };
}
