/** Gathers the facts that an evaluation asks for; the only part of a decision that waits for anything. */

import type { Gateway } from "../../../hass/gateway.ts";
import { HassError } from "../../../hass/hass-error.ts";
import type { Place } from "../../../hass/place.ts";
import type { WireServices } from "../../../hass/wire.ts";
import type { Need } from "../model/decision.ts";
import type { Grant, Restriction } from "../model/grant.ts";
import type { Owner } from "../model/owner.ts";
import type { CallRequest, Request } from "../model/request.ts";
import type { Closure, Leaf, PinState, Resolved, World } from "../model/world.ts";
import { physicalStir } from "../reach/automations.ts";
import { closureOf } from "../reach/closure.ts";
import type { Sources } from "../reach/walk.ts";
import type { Counters } from "../restrict/counters.ts";
import { pinState } from "../restrict/pin-check.ts";
import { reservationsOf } from "../restrict/rates.ts";
import { normaliseCall, type Selection } from "../target/input.ts";
import { findReferences } from "../target/references.ts";
import { resolveSelection, unplacedIn } from "../target/resolve.ts";
import { fetchIdentities } from "./identities.ts";
import { walkAll } from "./walk-all.ts";

/** Where facts come from. */
export type Observer = {
  readonly gateway: Gateway;
  readonly counters: Counters;
  readonly grant: Grant;
  readonly request: Request;
  readonly now: number;
  /** Who says the owner's yes; without it nobody can be asked. */
  readonly owner?: Owner | undefined;
  /** What became of the PINs of one tool call: each is tried once, however many decisions the call takes. */
  readonly tried?: Map<string, Promise<Partial<World>>> | undefined;
};

/** A restriction's template that takes longer denies. */
const TEMPLATE_TIMEOUT_MS = 1_000;

/** The world with the facts that were missing. A fact that cannot be had comes back as the one that denies. */
export async function observe(needs: readonly Need[], world: World, observer: Observer): Promise<World> {
  const parts = await Promise.all(needs.map((need) => fact(need, world, observer)));
  return parts.reduce<World>((all, part) => merge(all, part), world);
}

/** A world that knows more: maps grow, everything else is replaced. */
export function merge(world: World, part: Partial<World>): World {
  const both = <V>(a: ReadonlyMap<string, V> = new Map(), b: ReadonlyMap<string, V> = new Map()) =>
    new Map([...a, ...b]);
  return {
    ...world,
    ...part,
    identities: both(world.identities, part.identities),
    closure: both(world.closure, part.closure),
    stirred: both(world.stirred, part.stirred),
    templates: both(world.templates, part.templates),
    pins: both(world.pins, part.pins),
    pinRetrySeconds: both(world.pinRetrySeconds, part.pinRetrySeconds),
  };
}

async function fact(need: Need, world: World, observer: Observer): Promise<Partial<World>> {
  switch (need.fact) {
    case "resolved":
      return { resolved: await resolveWith(observer, selectionOf(observer.request)) };
    case "references":
      return { resolvedReferences: await resolveWith(observer, referencedBy(observer.request, world)) };
    case "identity":
      return { identities: await fetchIdentities(observer.gateway, need.ids) };
    case "closure":
      return { closure: await closuresOf(need.ids, world, observer) };
    case "stirred":
      return { stirred: await stirredBy(need.ids, world, observer) };
    case "template":
      return { templates: new Map([[need.restriction, await render(need.restriction, observer)]]) };
    case "pin":
      return pinOf(need.restriction, observer);
    case "usage": {
      const reservations = reservationsOf(observer.grant, observer.request, world.timeZone, observer.now);
      return { usage: await observer.counters.usage(observer.grant.id, reservations, observer.now) };
    }
    case "approval":
      return { approval: (await observer.owner?.hear(observer.request).stateOf(need.ask)) ?? "none" };
  }
}

/** By Home Assistant itself; by our own resolver where it does not know the command. */
async function resolveWith({ gateway }: Observer, selection: Selection): Promise<Resolved | "unavailable"> {
  try {
    const answer = await gateway.extractFromTarget(filled(selection));
    const { missing_areas, missing_devices, missing_floors, missing_labels } = answer;
    return {
      entityIds: answer.referenced_entities,
      missing: [...missing_areas, ...missing_devices, ...missing_floors, ...missing_labels],
      unplaced: unplacedIn(answer.referenced_entities, selection, gateway),
    };
  } catch (error) {
    return isUnknownCommand(error) ? resolveLocally(selection, gateway) : "unavailable";
  }
}

/** Our own resolver over the registries; `unavailable` when they cannot be read. */
export function resolveLocally(
  selection: Selection,
  place: Pick<Place, "registries">,
): Resolved | "unavailable" {
  try {
    return resolveSelection(selection, place);
  } catch {
    return "unavailable";
  }
}

// An empty list means everything to some commands: empty never leaves this program.
function filled(selection: Selection): Partial<Selection> {
  return Object.fromEntries(Object.entries(selection).filter(([, ids]) => ids.length > 0));
}

function isUnknownCommand(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof HassError && cause.code === "unknown_command";
}

const NOTHING: Selection = { area_id: [], floor_id: [], label_id: [], device_id: [] };

function selectionOf(request: Request): Selection {
  const call = request.operation === "call_service" ? normaliseCall(request) : undefined;
  return call && !("code" in call) ? call.selection : NOTHING;
}

/** Areas, floors, labels and devices that the data of a call names. */
export function referencedBy(
  request: Request,
  world: { readonly place: Place; readonly services: WireServices },
): Selection {
  const call =
    request.operation === "call_service" ? normaliseCall(request satisfies CallRequest) : undefined;
  if (!call || "code" in call) return NOTHING;
  return findReferences(call.data, call.service, world.services, world.place).selection;
}

async function closuresOf(
  roots: readonly string[],
  world: World,
  { gateway, request }: Observer,
): Promise<NonNullable<World["closure"]>> {
  const call = request.operation === "call_service" ? normaliseCall(request) : undefined;
  if (!call || "code" in call) return new Map();
  const read = (root: string, sources: Sources) => {
    const { reach, missing } = closureOf(call.service, root, sources);
    return { value: reach, missing };
  };
  const unseen: Closure = { leaves: [], opaque: "nested too deeply" };
  return walkAll(roots, read, unseen, world, gateway);
}

function stirredBy(
  ids: readonly string[],
  world: World,
  { gateway }: Observer,
): Promise<ReadonlyMap<string, readonly Leaf[]>> {
  const read = (id: string, sources: Sources) => {
    const { leaves, missing } = physicalStir(id, sources);
    return { value: leaves, missing };
  };
  return walkAll(ids, read, [{ service: undefined, entityId: undefined }], world, gateway);
}

function restrictionOf({ grant }: Observer, id: string): Restriction | undefined {
  return [...grant.compiled, ...grant.restrictions].find((restriction) => restriction.id === id);
}

async function render(
  id: string,
  observer: Observer,
): Promise<{ readonly text: string } | { readonly error: true }> {
  const template = restrictionOf(observer, id)?.params["value_template"];
  if (typeof template !== "string") return { error: true };
  try {
    return { text: await observer.gateway.renderTemplate(template, TEMPLATE_TIMEOUT_MS) };
  } catch {
    return { error: true };
  }
}

function pinOf(id: string, observer: Observer): Promise<Partial<World>> {
  const { tried } = observer;
  const known = tried?.get(id);
  if (known) return known;
  const trying = tryPin(id, observer);
  tried?.set(id, trying);
  return trying;
}

async function tryPin(id: string, observer: Observer): Promise<Partial<World>> {
  const { counters, grant, request, now } = observer;
  const restriction = restrictionOf(observer, id);
  const locked = await counters.pinAttempt(grant.id, id, now);
  if (locked > 0) return { pins: new Map([[id, "locked"]]), pinRetrySeconds: new Map([[id, locked]]) };
  const state: PinState = restriction ? await pinState(restriction, request) : "absent";
  if (state === "ok") await counters.pinRight(grant.id, id);
  return { pins: new Map([[id, state]]) };
}
