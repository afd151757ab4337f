/** A rejection that a test expects. */

import { expect } from "bun:test";
import { Failure, type FailureCode } from "../../src/core/failure.ts";

/** Resolves when `work` fails with this code; the Failure. */
export async function failing(work: Promise<unknown>, code: FailureCode): Promise<Failure> {
  const failure = await work.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(failure instanceof Failure)) throw new Error("it did not fail", { cause: failure });
  expect(failure.code).toBe(code);
  return failure;
}
