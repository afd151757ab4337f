/** The environment of a process that a test starts: a path to find programs, and where coverage is asked for, its folder. */

/** Nothing else of ours: no settings, no tokens. */
export function processEnv(): Readonly<Record<string, string>> {
  const { PATH = "", NODE_V8_COVERAGE: coverage } = process.env;
  return { PATH, ...(coverage === undefined ? {} : { NODE_V8_COVERAGE: coverage }) };
}
