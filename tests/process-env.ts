/** The environment of a process that a test starts: a path to find programs, folders of Node's own for coverage or compiled code. */

/** Nothing else of ours: no settings, no tokens. */
export function processEnv(): Readonly<Record<string, string>> {
  const { PATH = "", NODE_V8_COVERAGE, NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    ...(NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE }),
    // what was compiled before is counted less exactly
    ...(NODE_COMPILE_CACHE === undefined || NODE_V8_COVERAGE !== undefined ? {} : { NODE_COMPILE_CACHE }),
  };
}
