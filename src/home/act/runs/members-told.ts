/** What is to be told of a group's members beside the verdict on the group. */

import type { JsonObject } from "../../../core/json.ts";
import type { Verdict } from "../../acting.ts";
import { expectationFor } from "../expected/expect.ts";
import { actedLeaves, leavesOf } from "../expected/members.ts";
import {
  bounded,
  changes,
  type Grounds,
  joined,
  lookAt,
  missed,
  type RunTold,
  stateOf,
} from "./run-verdict.ts";

type GroupCall = Grounds & {
  readonly service: string;
  readonly data: JsonObject;
  /** The reason is Home Assistant's own words: they stay. */
  readonly quotes: boolean;
};

const MEMBERS_TOLD: ReadonlySet<Verdict> = new Set(["confirmed", "unconfirmed", "failed"]);

/** With those that changed where the group does not show it, those that are not as asked, those that nobody reaches. */
export function withMembers(
  id: string,
  contextId: string | undefined,
  told: RunTold,
  call: GroupCall,
): RunTold {
  const acted = actedLeaves(call.service, id, call.states);
  if (acted.length === 0) return told;
  const members = ofMembers(id, acted, contextId, told, call);
  const isPut = told.verdict === "unconfirmed" && members !== undefined && !call.quotes;
  const parts = [isPut ? undefined : told.reason, members].filter(Boolean);
  return parts.length === 0 ? told : { ...told, reason: parts.join("; ") };
}

function ofMembers(
  id: string,
  acted: readonly string[],
  contextId: string | undefined,
  told: RunTold,
  call: GroupCall,
): string | undefined {
  const { service, data, states, watch } = call;
  const looks = acted.flatMap((member) => {
    const was = watch.before.get(member);
    const expectation = was && expectationFor(service, data, was);
    const leaf = { id: member, expectation, certain: true };
    return expectation ? [{ leaf, look: lookAt(leaf, contextId ?? "", call) }] : [];
  });
  const gone = looks.filter(({ look }) => look === "gone");
  if (told.verdict === "already")
    return joinedOr([...partAt(acted, leavesOf(id, states), call), ...missed(gone, call)]);
  if (!MEMBERS_TOLD.has(told.verdict)) return undefined;
  if (told.verdict !== "confirmed")
    return joinedOr(
      missed(
        looks.filter(({ look }) => look === "open" || look === "gone"),
        call,
      ),
    );
  const shows = told.reason !== undefined || watch.before.get(id)?.state !== states.get(id)?.state;
  return joinedOr([...(shows ? [] : changes(looks, call)), ...missed(gone, call)]);
}

function joinedOr(told: readonly string[]): string | undefined {
  return told.length === 0 ? undefined : joined(told);
}

/** Of a group of several kinds, how those of its members are that the service acts on. */
function partAt(
  acted: readonly string[],
  leaves: readonly string[],
  { states, nameOf }: Omit<Grounds, "watch">,
): readonly string[] {
  if (acted.length === leaves.length) return [];
  const told = acted.flatMap((leaf) => {
    const name = nameOf ? nameOf(leaf) : leaf;
    return name === undefined ? [] : [`${name} is ${stateOf(states.get(leaf))}`];
  });
  return bounded(told);
}
