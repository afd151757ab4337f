/** `hearthgate grants explain`: the deciding step for one call, decided as the live road would, nothing executed. */

import { systemClock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import { readCeiling } from "../security/grant/book/ceiling-file.ts";
import { findGrant } from "../security/grant/book/grant-file.ts";
import { explain } from "../security/grant/decide/explain.ts";
import type { Decision } from "../security/grant/model/decision.ts";
import { memoryCounters } from "../security/grant/restrict/store-counters.ts";
import { allGiven, type GrantsCommand, jsonGiven, nameIn, say } from "./grants-command.ts";
import { withHome } from "./home.ts";

export async function explainCall({ homePath, positionals, values }: GrantsCommand): Promise<void> {
  const [grant, service, target, data] = allGiven(
    () => findGrant(homePath, nameIn(positionals), Date.now()),
    () => serviceOf(values.service),
    () => jsonGiven("--target", values.target),
    () => jsonGiven("--data", values.data) ?? {},
  );
  const request = {
    operation: "call_service" as const,
    service,
    target,
    data,
    ...(values.pin === undefined ? {} : { pin: values.pin }),
  };
  const decision = await withHome(values.demo, (gateway) =>
    explain(request, {
      grant,
      ceiling: readCeiling(homePath),
      gateway,
      clock: systemClock,
      counters: memoryCounters(),
    }),
  );
  say(values.json ? JSON.stringify(decision) : sentenceFor(decision));
}

function serviceOf(service: string | undefined): string {
  if (service !== undefined) return service;
  throw new Failure("CONFIG_INVALID", "explain needs --service, e.g. --service light.turn_on.");
}

function sentenceFor(decision: Decision): string {
  if ("allow" in decision) {
    const targets = decision.targets ? `acts on ${decision.targets.join(", ")}` : "goes on without a target";
    const left = decision.left_out.length > 0 ? `; leaves out ${decision.left_out.join(", ")}` : "";
    return `allowed: ${targets}${left}`;
  }
  if ("ask" in decision) return `asks the owner (step ${decision.step}): ${decision.why}`;
  const because = [decision.restriction && `restriction ${decision.restriction}`, decision.subject]
    .filter(Boolean)
    .join(", ");
  return `denied at step ${decision.step}: ${decision.code}${because ? ` (${because})` : ""}`;
}
