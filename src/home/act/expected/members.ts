/** What a group stands for, while a call on it is judged. */

import { domainOf } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
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

/** Of these, the members that the service acts on: a group of lights and fans has no fan to `light.turn_off`. */
export function actedLeaves(service: string, id: string, states: States): readonly string[] {
  const domain = domainOf(service);
  const leaves = leavesOf(id, states);
  return domain === "homeassistant" ? leaves : leaves.filter((leaf) => domainOf(leaf) === domain);
}

/** The yardstick for one entity: of a group it is what its members become, all of them. */
export function expectationOf(
  service: string,
  data: JsonObject,
  before: EntityState,
  states: States,
  zone?: string,
): Expectation | undefined {
  const own = expectationFor(service, data, before, zone);
  const leaves = actedLeaves(service, before.id, states);
  if (leaves.length === 0) return own;
  // groups of the old kind are a list and no more: each member does as it is told
  const isList = domainOf(before.id) === "group";
  const forAll = endsOff(data) ? data : {};
  if (!isList && own && tells(own, before)) return ofAllMembers(own, service, forAll, leaves, states);
  const parts = partsOf(service, data, leaves, states, zone).filter((part) => tells(part.own, part.before));
  if (parts.length > 0) return byMembers(parts, states);
  return own && ofAllMembers(own, service, forAll, leaves, states);
}

/** A light turned on by nothing, or down from nothing, is off; so is a fan. */
function endsOff(data: JsonObject): boolean {
  const steps = [data["brightness_step"], data["brightness_step_pct"]];
  const levels = [data["brightness"], data["brightness_pct"], data["percentage"]];
  return levels.includes(0) || steps.some((step) => typeof step === "number" && step < 0);
}

/** Groups of players have no volume of their own, and what is off tells nothing. */
function tells({ asked = [] }: Expectation, { attributes }: EntityState): boolean {
  return asked.every(({ key }) => key === "state" || Object.hasOwn(attributes, key));
}

type Part = { readonly member: string; readonly before: EntityState; readonly own: Expectation };

function partsOf(
  service: string,
  data: JsonObject,
  leaves: readonly string[],
  states: States,
  zone?: string,
): readonly Part[] {
  return leaves.flatMap((member) => {
    const before = states.get(member);
    const own = before && expectationFor(service, data, before, zone);
    return own ? [{ member, before, own }] : [];
  });
}

function isGone({ member }: Part, states: States): boolean {
  const now = states.get(member);
  return now === undefined || now.state === "unavailable";
}

function isDone(part: Part, states: States): boolean {
  const now = states.get(part.member);
  return now === undefined || isGone(part, states) || part.own.done(now, part.before);
}

/** Those that are not there do not count, but nothing is done where none is. */
function byMembers(parts: readonly Part[], states: States): Expectation {
  const rests = ({ own, before }: Part) => own.idle?.(before) === true;
  return {
    done: () =>
      !parts.every((part) => isGone(part, states)) &&
      parts.every((part) => isDone(part, states) || rests(part)),
    moving: () =>
      parts.some(({ member, before, own }) => {
        const now = states.get(member);
        return now !== undefined && own.moving?.(now, before) === true;
      }),
  };
}

/** A group is on as soon as one of its members is: it is as wanted when all of them are. */
function ofAllMembers(
  expectation: Expectation,
  service: string,
  data: JsonObject,
  leaves: readonly string[],
  states: States,
): Expectation {
  if (expectation.relative) return expectation;
  const asked = partsOf(service, data, leaves, states);
  return {
    ...expectation,
    done: (now, before) => expectation.done(now, before) && asked.every((part) => isDone(part, states)),
  };
}
