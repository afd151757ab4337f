/** What finding out who calls costs, and what it gives away. */

import { atMost, type Figures } from "../figures.ts";

/** Microseconds a call; `accepted` of so many mutations of a good JWT. */
export type IdentityTimes = {
  /** A JWT that was verified before. */
  readonly knownJwt: number;
  /** An access token with an id that nobody has, and one with a wrong secret. */
  readonly unknown: number;
  readonly wrong: number;
  readonly mutations: number;
  readonly accepted: number;
};

/** `runtime`: a Node that has SQLite. */
export function measureIdentity(runtime: string): Figures {
  const { stdout, exitCode } = Bun.spawnSync([runtime, "dist/bench/identity-probe.js"], {
    stderr: "inherit",
  });
  if (exitCode !== 0) throw new Error("identity could not be measured");
  const { knownJwt, unknown, wrong, mutations, accepted }: IdentityTimes = JSON.parse(stdout.toString());
  const ratio = Math.max(unknown / wrong, wrong / unknown);
  return {
    "identity, a JWT the second time": atMost(knownJwt, "µs", 10),
    "identity, unknown id ÷ wrong secret, either way": atMost(ratio, "×", 1.3),
    [`identity, of ${mutations} mutations of a JWT let in`]: atMost(accepted, "JWTs", 0),
  };
}
