/** The house's time: stamps that never repeat, timers that never keep a process alive. */

export type Ticker = {
  date(): Date;
  /** Seconds since 1970 with microseconds, strictly increasing: two changes never carry the same stamp. */
  seconds(): number;
  after(ms: number, run: () => void): () => void;
  every(ms: number, run: () => void): () => void;
  /** Never resolves once stopped: what was running when the house went down is gone. */
  sleep(ms: number): Promise<void>;
  /** Forgets every timer; new ones may be set afterwards. */
  stop(): void;
};

export function createTicker(now: () => Date): Ticker {
  const cancels = new Set<() => void>();
  let last = 0;

  const keep = (timer: NodeJS.Timeout, clear: (timer: NodeJS.Timeout) => void): (() => void) => {
    timer.unref();
    const cancel = (): void => {
      clear(timer);
      cancels.delete(cancel);
    };
    cancels.add(cancel);
    return cancel;
  };

  const after = (ms: number, run: () => void): (() => void) => {
    const cancel = keep(
      setTimeout(() => {
        cancel();
        run();
      }, ms),
      clearTimeout,
    );
    return cancel;
  };

  return {
    date: now,
    seconds() {
      last = Math.max(now().getTime() * 1000, last + 1);
      return last / 1_000_000;
    },
    after,
    every: (ms, run) => keep(setInterval(run, ms), clearInterval),
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    stop() {
      for (const cancel of [...cancels]) cancel();
    },
  };
}

/** As Home Assistant writes times: microseconds, `+00:00`. */
export function isoTime(seconds: number): string {
  const micros = Math.round(seconds * 1_000_000);
  const whole = new Date(Math.floor(micros / 1000)).toISOString();
  return `${whole.slice(0, 23)}${String(micros % 1000).padStart(3, "0")}+00:00`;
}
