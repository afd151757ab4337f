/** For writers that are killed at any moment: how they wait for a state that others hold. */

import { Failure } from "../src/core/failure.ts";

/** A state that is busy for too long has done nothing: on a slow machine the step is taken again. */
export async function patiently(step: () => Promise<void>): Promise<void> {
  for (;;)
    try {
      return await step();
    } catch (fault) {
      if (!(fault instanceof Failure && fault.retryAfterSeconds !== undefined)) throw fault;
    }
}
