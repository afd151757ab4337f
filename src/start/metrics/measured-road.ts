/** The road, each call of which is counted. */

import { Failure } from "../../core/failure.ts";
import type { Metrics } from "../../metrics/metrics.ts";
import { CATALOGUE } from "../../tools/catalogue.ts";
import type { Road } from "../../transport/door.ts";

const TOOLS: ReadonlySet<string> = new Set(CATALOGUE.map(({ name }) => name));

/** Of several targets the first that is among them speaks for the call. */
const WORST_FIRST = [
  "refused",
  "failed",
  "unknown",
  "unconfirmed",
  "not_sent",
  "in_progress",
  "would_run",
  "confirmed",
  "already",
] as const;

export function measuredRoad<Whole extends Road>(road: Whole, metrics: Metrics): Whole {
  return {
    ...road,
    doorFor(principal) {
      const door = road.doorFor(principal);
      return {
        ...door,
        async call(name, args, context) {
          const began = performance.now();
          const tell = (verdict: string, code: string) => {
            const seconds = (performance.now() - began) / 1_000;
            metrics.called({ tool: TOOLS.has(name) ? name : "unknown_tool", verdict, code, seconds });
            if (verdict === "unknown" || code === "OUTCOME_UNKNOWN") metrics.timedOut("home");
            if (code === "RATE_LIMITED") metrics.limited("grant", principal.grantId);
          };
          try {
            const answer = await door.call(name, args, context);
            tell(verdictOf(answer.structured), "none");
            return answer;
          } catch (fault) {
            const code = fault instanceof Failure ? fault.code : "DEFECT";
            tell(code === "PERMISSION_DENIED" || code === "APPROVAL_REQUIRED" ? "denied" : "failed", code);
            throw fault;
          }
        },
      };
    },
  };
}

function verdictOf(structured: object): string {
  const targets = "targets" in structured ? structured.targets : undefined;
  if (!Array.isArray(targets)) return "ok";
  const verdicts = new Set(targets.map((target: { readonly verdict?: unknown }) => target.verdict));
  return WORST_FIRST.find((verdict) => verdicts.has(verdict)) ?? "ok";
}
