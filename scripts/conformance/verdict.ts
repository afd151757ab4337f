/** What became of one scenario, held against the failures that are expected. */

export type Check = { readonly id: string; readonly status: string; readonly errorMessage?: string };

export type Verdict = {
  readonly outcome: "passed" | "failed" | "expected";
  /** Why it failed; of an expected failure, what failed. */
  readonly notes: readonly string[];
};

/**
 * `expected`: ids of this scenario's checks that fail, of which each must. A warning is a failure, as for the suite's own
 * baseline; a check that was skipped, or never reached, is neither. A scenario without checks failed.
 */
export function verdictOf(checks: readonly Check[], expected: ReadonlySet<string>): Verdict {
  const failing = checks.filter(({ status }) => status === "FAILURE" || status === "WARNING");
  const failed = new Set(failing.map(({ id }) => id));
  const passed = new Set(checks.filter(({ status }) => status === "SUCCESS").map(({ id }) => id));
  const faults = [
    ...failing
      .filter(({ id }) => !expected.has(id))
      .map(({ id, errorMessage = "" }) => `${id}: ${errorMessage}`),
    ...[...expected]
      .filter((id) => passed.has(id) && !failed.has(id))
      .map((id) => `${id}: passes, and is expected to fail`),
    ...(checks.length === 0 ? ["the suite has no result"] : []),
  ];
  if (expected.size > 0 && failed.size === 0 && faults.length === 0)
    faults.push("nothing failed, and a failure is expected");
  if (faults.length > 0) return { outcome: "failed", notes: faults };
  return failed.size === 0 ? { outcome: "passed", notes: [] } : { outcome: "expected", notes: [...failed] };
}

/** Scenario → ids of checks, from the suite's baseline format with `scenario:check-id` entries only. */
export function expectedChecks(entries: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const expected = new Map<string, Set<string>>();
  for (const entry of entries) {
    const [scenario = "", check] = entry.split(":");
    if (check === undefined) throw new Error(`${entry}: name the check that fails, scenario:check-id`);
    expected.set(scenario, (expected.get(scenario) ?? new Set()).add(check));
  }
  return expected;
}
