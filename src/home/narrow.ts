/** The home that one call is handed: the gateway, narrowed to the tool's effects and the caller's grant. */

import type { Abortable } from "../core/abortable.ts";
import type { Clock } from "../core/clock.ts";
import type { Effect } from "../core/effect.ts";
import type { Gateway } from "../hass/gateway.ts";
import { descriptionOf } from "../hass/service-description.ts";
import type { SearchIndex } from "../search/search-index.ts";
import { EVERYTHING } from "../security/grant/decide/look.ts";
import { decideCall } from "../security/grant/decide/permission.ts";
import type { Access } from "../security/grant/model/access.ts";
import { capability, type Grant } from "../security/grant/model/grant.ts";
import type { Owner } from "../security/grant/model/owner.ts";
import type { Caller, CallRequest } from "../security/grant/model/request.ts";
import type { Counters } from "../security/grant/restrict/counters.ts";
import { usableServices } from "../security/grant/scope/usable-services.ts";
import { type ActScope, act } from "./act/act.ts";
import { actAll } from "./act/act-all.ts";
import type { CallForm } from "./act/form.ts";
import { itemsEach } from "./act/items-each.ts";
import type { Changes } from "./follow/changes.ts";
import type {
  AccessVerbs,
  CameraVerbs,
  ControlVerbs,
  ConverseVerbs,
  HistoryVerbs,
  Home,
  ReadVerbs,
  TemplateVerbs,
} from "./home.ts";
import { describeAccess } from "./read/describe-access.ts";
import { areasWithin, drawOverview, withStartNote } from "./read/overview.ts";
import { readRows } from "./read/read.ts";
import { readByService } from "./read/read-by-service.ts";
import { searchHome } from "./read/search.ts";
import { whyRefused } from "./refused-why.ts";
import {
  type Looking,
  lookedAt,
  openSight,
  openSightUncounted,
  sightAfter,
  sightToAct,
} from "./see/open-sight.ts";
import { permitCapability } from "./see/permit-reading.ts";
import type { BeforeSending, EntryRefused } from "./sent-call.ts";
import { listServices } from "./service/list-services.ts";

export type Narrowing = {
  readonly gateway: Gateway;
  readonly grant: Grant;
  /** Bounds every grant. */
  readonly ceiling?: Access | undefined;
  /** Address, origin, attenuations, and the PINs that came with the call. */
  readonly caller: Caller;
  readonly effects: readonly Effect[];
  /** The home's index; waits until it is built. */
  readonly index: () => Promise<SearchIndex>;
  readonly counters: Counters;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly waiting: Abortable;
  readonly before: BeforeSending;
  readonly refused: EntryRefused;
  /** Who says the owner's yes to this caller's questions. */
  readonly owner: Owner;
  /** A person picked the grant for this caller, and may pick another. */
  readonly picked?: boolean;
  /** What waits for the owner, in the caller's own words. */
  readonly asked: () => Promise<readonly string[]>;
  /** Asked just before each call is sent: what waits for anything must not outlast the kill switch. */
  readonly refuseWhenHalted: () => Promise<void>;
};

/**
 * Only the verbs of the declared effects are there; each of them asks the grant anew. The type is the caller's to name:
 * the registry hands the tool what the tool declared.
 */
export function narrow(narrowing: Narrowing): Home<Effect> {
  const verbs: Partial<AccessVerbs & ReadVerbs & ControlVerbs> = {};
  const looking = lookingOf(narrowing);
  for (const effect of new Set(narrowing.effects)) Object.assign(verbs, VERBS[effect](narrowing, looking));
  return Object.freeze(verbs) as Home<Effect>;
}

/** PINs are tried once a tool call, however many questions it takes. */
function lookingOf({ gateway, grant, ceiling, counters, clock, caller, owner }: Narrowing): Looking {
  return { caller, deciding: { gateway, grant, ceiling, counters, clock, owner, tried: new Map() } };
}

/** Where a host does not send its person round by itself. */
const PICK_AGAIN =
  "a person picked this grant for this app; to pick another they remove the connection in the app, then add it again";

const VERBS: Readonly<Record<Effect, (narrowing: Narrowing, looking: Looking) => object>> = {
  none: ({ gateway, grant, ceiling, caller, asked, picked = false }): AccessVerbs => ({
    async access() {
      const waiting = await asked();
      const described = describeAccess(grant, gateway, caller.attenuations, ceiling);
      const { limits = [] } = described;
      const access = picked ? { ...described, limits: [...limits, PICK_AGAIN] } : described;
      return waiting.length === 0 ? access : { ...access, asked: waiting };
    },
  }),
  read: readVerbs,
  history: (_, looking): HistoryVerbs => ({
    async history(input) {
      // few ask for the past: what reads it is not loaded before
      const { readHistory } = await import("./past/history.ts");
      return readHistory(input, looking);
    },
  }),
  camera: (_, looking): CameraVerbs => ({
    picture: async (id) => (await import("./read/picture.ts")).takePicture(id, looking),
  }),
  template: (_, looking): TemplateVerbs => ({
    template: async (input) => (await import("./read/template.ts")).evaluateTemplate(input, looking),
  }),
  control: (narrowing, looking): ControlVerbs => ({
    act(call, options) {
      const each = itemsEach([call]).map((entry, index) => ({ ...entry, index }));
      const scope = actScope(narrowing, looking, each.length);
      return each.length === 1 ? act(call, options, scope) : actAll(each, options, scope);
    },
    actAll(calls, options) {
      const each = itemsEach(calls);
      return actAll(each, options, actScope(narrowing, looking, each.length));
    },
  }),
  converse: (narrowing, looking): ConverseVerbs => ({
    async assist(text) {
      const { assist } = await import("./assist/assist.ts");
      return assist(text, { looking, acting: (batch) => actScope(narrowing, looking, batch) });
    },
  }),
};

function readVerbs({ gateway, grant, clock, index, changes }: Narrowing, looking: Looking): ReadVerbs {
  return {
    async search(input) {
      const sight = await openSight(looking, EVERYTHING);
      const { home_area: homeArea } = grant;
      const bodies = {
        configRead: capability(grant, "config_read") === "allow",
        dashboards: capability(grant, "dashboards") === "allow",
      };
      const scope = { gateway, sight, index: await index(), now: clock.now(), homeArea, bodies };
      return searchHome(input, scope);
    },
    async overview(within) {
      const sight = await openSight(looking, EVERYTHING);
      return withStartNote(
        drawOverview(gateway, sight, { areas: await areasWithin(within, gateway, sight) }),
        gateway,
      );
    },
    async read(ids, options) {
      const sight = await openSight(looking, lookedAt(ids));
      const configRead = capability(grant, "config_read") === "allow";
      const permitDashboards = () => permitCapability("dashboards", "Reading dashboards", looking);
      return readRows(ids, options, { gateway, sight, now: clock.now(), configRead, permitDashboards });
    },
    async readByService(ids, service, data) {
      const sight = await openSightUncounted(looking, lookedAt(ids));
      const permit = async (form: CallForm) =>
        (await decideCall(requestOf(form, looking, 1), looking.deciding)).permission(sight);
      return readByService({ ids, service, data }, { gateway, sight, permit });
    },
    async diagnose(input) {
      const { diagnose } = await import("./diagnose/diagnose.ts");
      return diagnose(input, looking);
    },
    async wait(input, caller) {
      const { waitFor } = await import("./read/wait.ts");
      return waitFor(input, caller, looking, index);
    },
    async follow(input, hearing) {
      const { followHome } = await import("./follow/follow.ts");
      return followHome(input, hearing, changes, looking);
    },
    async services(id) {
      const sight = await openSight(looking, id === undefined ? EVERYTHING : lookedAt([id]));
      return listServices(id, {
        gateway,
        sight,
        usable: usableServices(grant, sight.sees, gateway.registries),
        why: (service) =>
          whyRefused({ code: "PERMISSION_DENIED" }, grant, looking.deciding.clock.now(), {
            service,
            data: {},
            untargeted: true,
          }),
      });
    },
  };
}

/** `batch`: how many calls travel together, which the burst of a rate limit then allows. */
function actScope(
  { gateway, waiting, before, refused, refuseWhenHalted }: Narrowing,
  looking: Looking,
  batch: number,
): ActScope {
  return {
    gateway,
    waiting,
    before,
    refused,
    refuseWhenHalted,
    look: (texts) => sightToAct(looking, lookedAt(texts)),
    why: (denied, { service, data, target }) =>
      whyRefused(denied, looking.deciding.grant, looking.deciding.clock.now(), {
        service,
        data,
        untargeted: target === undefined && !mayHaveTarget(service, data, gateway),
      }),
    async permit(form, { dryRun }) {
      const deciding = { ...looking.deciding, countsNext: dryRun !== true };
      const decision = await decideCall(requestOf(form, looking, batch), deciding);
      const sight = await sightAfter(decision.allowed, looking, lookedAt(textsIn(form)));
      return { permission: decision.permission(sight), sight };
    },
  };
}

/** Whether it acts on entities: on some in its data, or it would on those of a target. */
function mayHaveTarget(service: string, data: CallForm["data"], { services }: Gateway): boolean {
  return data["entity_id"] !== undefined || descriptionOf(services, service)?.target !== undefined;
}

function requestOf(form: CallForm, { caller }: Looking, batch: number): CallRequest {
  return { operation: "call_service", ...form, ...caller, batch };
}

function textsIn({ target }: CallForm): readonly string[] {
  const texts = Object.values(target ?? {}).flat();
  return texts.filter((text) => typeof text === "string");
}
