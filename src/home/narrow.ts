/** The home that one call is handed: the gateway, narrowed to the tool's effects and the caller's grant. */

import type { Clock } from "../core/clock.ts";
import type { Effect } from "../core/effect.ts";
import type { Gateway } from "../hass/gateway.ts";
import type { SearchIndex } from "../search/search-index.ts";
import { decide } from "../security/grant/decide/decide.ts";
import { capability, type Grant } from "../security/grant/model/grant.ts";
import type { Counters } from "../security/grant/restrict/counters.ts";
import { compileAccess } from "../security/grant/scope/compiled.ts";
import { type ActScope, act } from "./act/act.ts";
import { actAll } from "./act/act-all.ts";
import { permissionFrom } from "./act/permission.ts";
import type { AccessVerbs, CallInput, ControlVerbs, Home, ReadVerbs } from "./home.ts";
import { describeAccess } from "./read/describe-access.ts";
import { areasWithin, drawOverview } from "./read/overview.ts";
import { readRows } from "./read/read.ts";
import { readByService } from "./read/read-by-service.ts";
import { searchHome } from "./read/search.ts";
import {
  EVERYTHING,
  type Looking,
  lookedAt,
  openSight,
  openSightUncounted,
  sightToAct,
  TEMPLATE_MS,
} from "./see/open-sight.ts";
import type { Sight } from "./see/sight.ts";
import { listServices } from "./service/list-services.ts";
import { usableServices } from "./service/usable.ts";

export type Pins = { readonly pin?: string; readonly pins?: Readonly<Record<string, string>> };

export type Narrowing = {
  readonly gateway: Gateway;
  readonly principal: { readonly grant: Grant; readonly address: string | undefined };
  /** PINs that came with the call. */
  readonly pins: Pins;
  readonly effects: readonly Effect[];
  /** The home's index; waits until it is built. */
  readonly index: () => Promise<SearchIndex>;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly caller: ActScope["caller"];
  readonly before: ActScope["before"];
};

/**
 * Only the verbs of the declared effects are there; each of them asks the grant anew. The type is the caller's to name:
 * the registry hands the tool what the tool declared.
 */
export function narrow(narrowing: Narrowing): Home<Effect> {
  const verbs: Partial<AccessVerbs & ReadVerbs & ControlVerbs> = {};
  for (const effect of new Set(narrowing.effects)) Object.assign(verbs, VERBS[effect](narrowing));
  return Object.freeze(verbs) as Home<Effect>;
}

const VERBS: Readonly<Record<Effect, (narrowing: Narrowing) => object>> = {
  none: ({ gateway, principal }): AccessVerbs => ({
    access: async () => describeAccess(principal.grant, gateway),
  }),
  read: (narrowing): ReadVerbs => {
    const { gateway, principal, clock } = narrowing;
    const looking = lookingOf(narrowing);
    return {
      async search(input) {
        const sight = await openSight(looking, EVERYTHING);
        return searchHome(input, { gateway, sight, index: await narrowing.index(), now: clock.now() });
      },
      async overview(within) {
        const sight = await openSight(looking, EVERYTHING);
        return drawOverview(gateway, sight, { areas: areasWithin(within, gateway, sight) });
      },
      async read(ids, options) {
        const sight = await openSight(looking, lookedAt(ids));
        const configRead = capability(principal.grant, "config_read") === "allow";
        return readRows(ids, options, { gateway, sight, configRead });
      },
      async readByService(ids, service, data) {
        const sight = await openSightUncounted(looking, lookedAt(ids));
        return readByService(
          { ids, service, data },
          { gateway, sight, permit: permitWith(narrowing, sight, 1) },
        );
      },
      async services(id) {
        const sight = await openSight(looking, id === undefined ? EVERYTHING : lookedAt([id]));
        return listServices(id, { gateway, sight, usable: usableServices(principal.grant, sight.sees) });
      },
    };
  },
  control: (narrowing): ControlVerbs => {
    const { gateway, principal, caller, before } = narrowing;
    const scopeFor = async (calls: readonly CallInput[]): Promise<ActScope> => {
      const sight = await sightToAct(lookingOf(narrowing), () => lookedAt(targetTexts(calls)));
      const permit = permitWith(narrowing, sight, calls.length);
      return { gateway, sight, opens: opensFor(principal.grant, gateway), permit, caller, before };
    };
    return {
      act: async (call, options) => act(call, options, await scopeFor([call])),
      actAll: async (calls, options) => actAll(calls, options, await scopeFor(calls)),
    };
  },
};

/** Where it cannot be told (a scope asks for the exposed entities), nothing is opened: that can only refuse. */
function opensFor({ access }: Grant, gateway: Gateway): ActScope["opens"] {
  return (service, id) => {
    try {
      const { deny, service: scopeOf } = compileAccess(access);
      return gateway.states.has(id) && !deny.has(id, gateway) && scopeOf(service).permits(id, gateway);
    } catch {
      return false;
    }
  };
}

function targetTexts(calls: readonly CallInput[]): readonly string[] {
  const named = calls.flatMap(({ target }) => Object.values(target ?? {}).flat());
  return named.filter((text) => typeof text === "string");
}

function lookingOf({ gateway, principal: { grant, address }, counters, clock, pins }: Narrowing): Looking {
  return {
    gateway,
    grant,
    counters,
    clock,
    caller: { ...pins, ...(address === undefined ? {} : { address }) },
  };
}

/** `batch`: how many calls travel together, which the burst of a rate limit then allows. */
function permitWith(narrowing: Narrowing, sight: Sight, batch: number): ActScope["permit"] {
  const { gateway, principal, clock, counters } = narrowing;
  const { caller } = lookingOf(narrowing);
  return async (request) => {
    const asked = { operation: "call_service" as const, ...request, ...caller, batch };
    const decision = await decide(asked, {
      grant: principal.grant,
      gateway,
      clock,
      counters,
      renderTemplate: (template) => gateway.renderTemplate(template, TEMPLATE_MS),
    });
    return permissionFrom(decision, request, { sight, counters, clock, grantId: principal.grant.id });
  };
}
