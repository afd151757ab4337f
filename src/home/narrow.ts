/** The home that one call is handed: the gateway, narrowed to the tool's effects and the caller's grant. */

import type { Clock } from "../core/clock.ts";
import type { Effect } from "../core/effect.ts";
import type { Gateway } from "../hass/gateway.ts";
import type { SearchIndex } from "../search/search-index.ts";
import { visibleAttributes } from "../security/grant/attributes.ts";
import type { Counters } from "../security/grant/counters.ts";
import { decide } from "../security/grant/decide.ts";
import { capability, type Grant } from "../security/grant/grant.ts";
import { needsExposed, readable } from "../security/grant/readable.ts";
import type { Place } from "../security/grant/world.ts";
import { describeAccess } from "./access.ts";
import { type ActScope, act } from "./act.ts";
import { actAll } from "./act-all.ts";
import type { AccessVerbs, ControlVerbs, Home, ReadVerbs } from "./home.ts";
import { areasWithin, drawOverview } from "./overview.ts";
import { permissionFrom } from "./permission.ts";
import { readRows } from "./read.ts";
import { readByService } from "./read-by-service.ts";
import { searchHome } from "./search.ts";
import { listServices } from "./services.ts";
import type { Sight } from "./sight.ts";
import { usableServices } from "./usable.ts";

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
    const { gateway, principal } = narrowing;
    return {
      async search(input) {
        const index = await narrowing.index();
        return searchHome(input, {
          gateway,
          sight: await sightOf(narrowing),
          index,
          now: narrowing.clock.now(),
        });
      },
      async overview(within) {
        const sight = await sightOf(narrowing);
        return drawOverview(gateway, sight, { areas: areasWithin(within, gateway, sight) });
      },
      async read(ids, options) {
        const sight = await sightOf(narrowing);
        return readRows(ids, options, {
          gateway,
          sight,
          configRead: capability(principal.grant, "config_read") === "allow",
        });
      },
      async readByService(ids, service, data) {
        const sight = await sightOf(narrowing);
        return readByService(
          { ids, service, data },
          { ...narrowing, sight, permit: permitWith(narrowing, sight) },
        );
      },
      async services(id) {
        return listServices(id, {
          gateway,
          sight: await sightOf(narrowing),
          usable: usableServices(principal.grant),
        });
      },
    };
  },
  control: (narrowing): ControlVerbs => {
    const scope = async (): Promise<ActScope> => {
      const sight = await sightOf(narrowing);
      return {
        gateway: narrowing.gateway,
        sight,
        permit: permitWith(narrowing, sight),
        caller: narrowing.caller,
        before: narrowing.before,
      };
    };
    return {
      act: async (call, options) => act(call, options, await scope()),
      actAll: async (calls, options) => actAll(calls, options, await scope()),
    };
  },
};

/** A restriction's template that takes longer denies. */
const TEMPLATE_MS = 1_000;

function permitWith(narrowing: Narrowing, sight: Sight): ActScope["permit"] {
  const { gateway, principal, clock, counters } = narrowing;
  const caller = {
    ...narrowing.pins,
    ...(principal.address === undefined ? {} : { address: principal.address }),
  };
  return async (request) => {
    const asked = { operation: "call_service" as const, ...request, ...caller };
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

/** Sights that look everything up live can be kept as long as grant and gateway live. */
const kept = new WeakMap<Gateway, WeakMap<Grant, Sight>>();

/** What the grant lets see, as of now. */
async function sightOf({ gateway, principal: { grant } }: Narrowing): Promise<Sight> {
  if (needsExposed(grant)) return createSight(grant, gateway, await gateway.exposedToAssist());
  const sights = kept.get(gateway) ?? new WeakMap<Grant, Sight>();
  kept.set(gateway, sights);
  const sight = sights.get(grant) ?? createSight(grant, gateway, undefined);
  sights.set(grant, sight);
  return sight;
}

function createSight(grant: Grant, gateway: Gateway, exposed: ReadonlySet<string> | undefined): Sight {
  const { states } = gateway;
  const place: Place = {
    states,
    get registries() {
      return gateway.registries;
    },
    ...(exposed ? { exposed } : {}),
  };
  const can = readable(grant, place);
  return {
    sees: (id) => states.has(id) && can(id),
    attributes: (state) => visibleAttributes(grant, state.id, state.attributes),
    *ids() {
      for (const id of states.keys()) if (can(id)) yield id;
    },
    all: grant.access.deny.length === 0 && grant.access.read.some(isEverything),
  };
}

function isEverything(rule: Grant["access"]["read"][number]): boolean {
  return rule === "*" || (typeof rule !== "string" && Object.keys(rule).length === 0);
}
