/** Runs both implementations on random cases and tells where they differ. */

import { evaluate } from "../../src/security/grant/evaluate/evaluate.ts";
import type { Evaluation } from "../../src/security/grant/model/decision.ts";
import type { Closure, World } from "../../src/security/grant/model/world.ts";
import type { Answer, Triple } from "./answer.ts";
import { dice } from "./dice.ts";
import { randomTriple } from "./generate.ts";
import { randomHome } from "./generate-home.ts";
import { type Home, placeOf } from "./home.ts";
import { reachIn, resolvedOf } from "./second/named.ts";
import { second } from "./second/second.ts";
import { SERVICES } from "./services.ts";
import { type Spelled, spell, stringsIn } from "./spelling.ts";

export type Difference = { readonly triple: Triple; readonly first: Answer; readonly second: Answer };
export type Tally = {
  readonly seed: number;
  readonly count: number;
  readonly kinds: Record<Answer["kind"], number>;
  readonly differences: readonly Difference[];
  readonly differing: number;
};

const CASES_PER_HOME = 25;
const ANYTHING = "*@";

/** `*@entity` asks what would happen if anything were done to it, as to what the data names. */
function reachFor(home: Home, call: Spelled, id: string): Closure {
  return id.startsWith(ANYTHING)
    ? reachIn(home, undefined, id.slice(ANYTHING.length))
    : reachIn(home, call.service, id);
}

function identitiesIn(home: Home): ReadonlyMap<string, string | undefined> {
  return new Map(
    home.entities.map(({ id, registered, registryId }) => [id, registered ? registryId : undefined]),
  );
}

/** The facts that were asked for, from plain data. */
function tell(world: World, needs: Extract<Evaluation, { need: unknown }>["need"], triple: Triple): World {
  const { home, request } = triple;
  const call =
    request.operation === "call_service" ? spell(request.service, request.target, request.data) : undefined;
  let next = world;
  for (const need of needs)
    switch (need.fact) {
      case "resolved":
        if (call === undefined || "refused" in call) throw new Error("a refused call was resolved");
        next = { ...next, resolved: resolvedOf(home, call) };
        break;
      case "references":
        next = { ...next, resolvedReferences: { entityIds: [], missing: [] } };
        break;
      case "usage":
        next = { ...next, usage: triple.usage };
        break;
      case "approval":
        next = { ...next, approval: "none" };
        break;
      case "closure": {
        if (call === undefined || "refused" in call) throw new Error("a refused call was followed");
        const reaches = need.ids.map((id): [string, Closure] => [id, reachFor(home, call, id)]);
        next = { ...next, closure: new Map([...(next.closure ?? []), ...reaches]) };
        break;
      }
      case "identity":
        next = { ...next, identities: identitiesIn(home) };
        break;
      case "pin":
        next = { ...next, pins: triple.pins };
        break;
      case "template":
        next = { ...next, templates: triple.templates };
        break;
      case "stirred": {
        const stirred = need.ids.map((id) => [id, triple.stirs.get(id) ?? []] as const);
        next = { ...next, stirred: new Map([...(next.stirred ?? []), ...stirred]) };
        break;
      }
    }
  return next;
}

export function first(triple: Triple): Answer {
  const { request, grant, ceiling, now } = triple;
  let world: World = {
    killed: triple.killed,
    place: placeOf(triple.home),
    services: SERVICES,
    timeZone: triple.timeZone,
    triggers: triple.triggers,
  };
  for (let round = 0; round < 10; round++) {
    const answer = evaluate(request, grant, ceiling, world, now);
    if ("need" in answer) world = tell(world, answer.need, triple);
    else if ("allow" in answer) return { kind: "allow", targets: answer.targets, leftOut: answer.left_out };
    else if ("ask" in answer) return { kind: "ask" };
    else return { kind: "deny", code: answer.code };
  }
  return { kind: "deny", code: "policy_error" };
}

function sorted(ids: readonly string[] | undefined): string {
  return ids === undefined ? "none" : [...ids].sort().join(" ");
}

/** The specification leaves this open: which of several things wrong with what the data names is told first. */
const ABOUT_NESTED = ["entity_denied", "nested_entity_denied", "indirect_denied", "closure_changed"];

export function agree({ request }: Triple, one: Answer, other: Answer): boolean {
  if (one.kind === "allow" && other.kind === "allow")
    return sorted(one.targets) === sorted(other.targets) && sorted(one.leftOut) === sorted(other.leftOut);
  if (one.kind === "deny" && other.kind === "deny") {
    if (one.code === other.code) return true;
    const nested = request.operation === "call_service" && stringsIn(request.data).length > 0;
    return nested && [one, other].every(({ code }) => ABOUT_NESTED.includes(code));
  }
  return one.kind === other.kind;
}

function answerOf(whose: string, told: () => Answer): Answer {
  try {
    return told();
  } catch (error) {
    return { kind: "deny", code: `${whose} threw: ${String(error)}` };
  }
}

/** `count` random cases from one seed. */
export function compare(seed: number, count: number): Tally {
  const roll = dice(seed);
  const kinds = { allow: 0, deny: 0, ask: 0 };
  const differences: Difference[] = [];
  let done = 0;
  let home = randomHome(roll);
  while (done < count) {
    if (done % CASES_PER_HOME === 0) home = randomHome(roll);
    const triple = randomTriple(roll, home);
    if (triple === undefined) continue;
    done++;
    const [a, b] = [answerOf("first", () => first(triple)), answerOf("second", () => second(triple))];
    kinds[a.kind]++;
    if (!agree(triple, a, b)) differences.push({ triple, first: a, second: b });
  }
  return { seed, count, kinds, differences, differing: differences.length };
}
