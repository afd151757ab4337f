/** Counts that come in the same turn of the event loop become one transaction: most of what a count costs is the commit. */

import { Failure } from "../core/failure.ts";
import type { CountAnswer, CountStep } from "./count-step.ts";
import { type Counted, type CounterState, countStep } from "./counting.ts";
import type { CounterKey } from "./namespaces.ts";
import type { Durability } from "./store.ts";

type Waiting = {
  readonly step: CountStep;
  readonly durability: Durability;
  resolve(answer: CountAnswer): void;
  reject(fault: unknown): void;
};

/** What a batch leaves behind. `now`: the earliest instant of its steps, in milliseconds since 1970. */
export type BatchChange = { readonly changed: ReadonlyMap<CounterKey, Counted>; readonly now: number };

/** One transaction: `read` finds a counter, what changed is written; an error of either undoes everything. */
export type CountTransaction = (
  work: (read: ReadCounter) => BatchChange,
  durability: Durability,
) => void | Promise<void>;

type ReadCounter = (key: CounterKey) => CounterState | undefined;

export type CountBatch = {
  /** Resolves when it is written. */
  count(step: CountStep, durability: Durability): Promise<CountAnswer>;
  /** Writes what waits, at once. */
  flush(): Promise<void>;
};

export function openCountBatch(transaction: CountTransaction): CountBatch {
  let waiting: Waiting[] = [];
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    let outcomes: readonly Outcome[] = [];
    try {
      const durability = batch.some((each) => each.durability === "acknowledged")
        ? "acknowledged"
        : "counted";
      await transaction((read) => {
        const counted = countAll(batch, read);
        outcomes = counted.outcomes;
        return { changed: counted.changed, now: Math.min(...batch.map(({ step }) => step.now)) };
      }, durability);
    } catch (fault) {
      for (const { reject } of batch) reject(fault);
      return;
    }
    for (const [at, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[at];
      if (outcome && "answer" in outcome) resolve(outcome.answer);
      else reject(outcome?.fault);
    }
  };
  return {
    count: (step, durability) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ step, durability, resolve, reject });
      }),
    flush,
  };
}

type Outcome = { readonly answer: CountAnswer } | { readonly fault: Failure };

/** One after the other, each on what the ones before left; a step that makes no sense fails alone. */
function countAll(
  batch: readonly Waiting[],
  read: ReadCounter,
): { readonly outcomes: readonly Outcome[]; readonly changed: ReadonlyMap<CounterKey, Counted> } {
  const changed = new Map<CounterKey, Counted>();
  const outcomes = batch.map(({ step }): Outcome => {
    try {
      const one = countStep(step, (key) => changed.get(key)?.state ?? read(key));
      for (const [key, counted] of one.changed) changed.set(key, counted);
      return { answer: one.answer };
    } catch (fault) {
      if (fault instanceof Failure) return { fault };
      throw fault;
    }
  });
  return { outcomes, changed };
}
