/** What a group stands for, while a call on it is judged. */

import { domainOf } from "../../../core/entity-id.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { membersOf } from "../../../hass/group-members.ts";
import { expectationFor } from "./expect.ts";
import type { Expectation } from "./expectation.ts";

type States = ReadonlyMap<string, EntityState>;

/** The entities behind a group, through groups in it; none for what is no group. Scenes set their members as they please. */
export function leavesOf(id: string, states: States): readonly string[] {
  if (domainOf(id) === "scene") return [];
  const passed = new Set([id]);
  const leaves: string[] = [];
  for (const each of passed) {
    const members = membersOf(states.get(each));
    for (const member of members) passed.add(member);
    if (members.length === 0 && each !== id) leaves.push(each);
  }
  return leaves;
}

/** A group is on as soon as one of its members is: it is as wanted when all of them are. */
export function ofAllMembers(
  expectation: Expectation,
  service: string,
  id: string,
  states: States,
): Expectation {
  if (expectation.relative) return expectation;
  const asked = leavesOf(id, states).flatMap((member) => {
    const before = states.get(member);
    const own = before && expectationFor(service, {}, before);
    return own ? [{ member, before, own }] : [];
  });
  if (asked.length === 0) return expectation;
  const isDone = ({ member, before, own }: (typeof asked)[number]) => {
    const now = states.get(member);
    return now === undefined || now.state === "unavailable" || own.done(now, before);
  };
  return { ...expectation, done: (now, before) => expectation.done(now, before) && asked.every(isDone) };
}
