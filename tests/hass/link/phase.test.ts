/** What the connection is at, one phase after the other, and what those who wait are told. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { type Phase, trackPhases } from "../../../src/hass/link/phase.ts";
import { lost, notConnected, tokenRefused } from "../../../src/hass/link/unavailable.ts";

const RUNNING = { name: "running", connection: {}, house: {} } as unknown as Phase;
const REFUSED = new Failure("HASS_REJECTED", "cannot be read");
const LOST = "The connection to Home Assistant was lost.";
const STARTING = "Home Assistant is starting.";

function tracked(...phases: readonly Phase[]) {
  const entered: string[] = [];
  const phase = trackPhases((next) =>
    entered.push(next.name === "running" ? "running" : `${next.name}: ${next.why.message}`),
  );
  for (const each of phases) phase.enter(each);
  entered.length = 0;
  return { phase, entered };
}

const messageOf = (run: () => unknown): string => {
  try {
    run();
    return "nothing";
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
};

describe("a connection that is lost", () => {
  test("is so once, from whatever it was", () => {
    for (const before of [[], [RUNNING], [{ name: "lost", why: notConnected() } as const]]) {
      const { phase, entered } = tracked(...before);
      phase.lose();
      expect([phase.name, entered]).toEqual(["lost", [`lost: ${LOST}`]]);
    }
  });

  test("but not where no further attempt is made, nor where a better reason is known", () => {
    const final = tracked({ name: "final", why: tokenRefused() });
    final.phase.lose();
    expect([final.phase.name, final.entered]).toEqual(["final", []]);
    const refused = tracked({ name: "lost", why: REFUSED });
    refused.phase.lose();
    expect(messageOf(() => refused.phase.running())).toBe("cannot be read");
    expect(refused.entered).toEqual([]);
  });
});

describe("a home that starts", () => {
  test("is told of once, also where it was being connected to already", () => {
    const fresh = tracked();
    fresh.phase.start();
    expect([fresh.phase.name, fresh.entered]).toEqual(["connecting", []]);
    expect(messageOf(() => fresh.phase.running())).toBe(STARTING);
    const back = tracked({ name: "lost", why: lost() });
    back.phase.start();
    back.phase.start();
    expect(back.entered).toEqual([`connecting: ${STARTING}`]);
  });

  test("does not hide that what it answers cannot be used", () => {
    const { phase, entered } = tracked({ name: "lost", why: REFUSED });
    phase.start();
    expect(messageOf(() => phase.running())).toBe("cannot be read");
    expect(entered).toEqual([]);
  });
});

describe("whoever waits", () => {
  test("goes on at once where the home runs, and hears at once why none ever will", async () => {
    await tracked(RUNNING).phase.ready();
    expect(tracked(RUNNING).phase.running()).toBe(RUNNING as never);
    const { phase } = tracked({ name: "final", why: tokenRefused() });
    await expect(phase.ready()).rejects.toThrow("refused the token");
    expect(messageOf(() => phase.running())).toContain("refused the token");
  });

  test("is woken by what comes: a home, or the end of all attempts", async () => {
    const { phase } = tracked({ name: "lost", why: lost() });
    const [one, other] = [phase.ready(), phase.ready()];
    phase.start();
    phase.enter(RUNNING);
    expect(await Promise.all([one, other])).toEqual([undefined, undefined]);
    const failing = tracked({ name: "lost", why: lost() }).phase;
    const waited = failing.ready();
    failing.enter({ name: "final", why: tokenRefused() });
    await expect(waited).rejects.toThrow("refused the token");
  });

  test("may give up before or meanwhile, and leaves no listener behind", async () => {
    const { phase } = tracked();
    await expect(phase.ready({ signal: AbortSignal.abort(new Error("gone")) })).rejects.toThrow("gone");
    const caller = new AbortController();
    let listeners = 0;
    const { signal } = caller;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners++;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners--;
      remove(...given);
    };
    const waited = phase.ready({ signal });
    expect(listeners).toBe(1);
    phase.enter(RUNNING);
    await waited;
    expect(listeners).toBe(0);
    const second = tracked().phase;
    const left = second.ready({ signal });
    caller.abort(new Error("gone"));
    await expect(left).rejects.toThrow("gone");
  });
});
