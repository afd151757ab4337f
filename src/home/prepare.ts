/** Everything that is checked before a service call leaves: names, grant, service, data, what each target can do. */

import { Failure } from "../core/failure.ts";
import { cleanLine, cleanName, quote } from "../core/text.ts";
import type { EntityState, Gateway } from "../hass/gateway.ts";
import type { WireService, WireServiceTarget } from "../hass/wire.ts";
import { descriptionOf } from "../security/grant/description.ts";
import { isTemplate } from "../security/grant/input.ts";
import { findReferences } from "../security/grant/references.ts";
import { type Denied, deniedFailure } from "./denials.ts";
import { faultOfValue, fieldApplies, fieldsOf } from "./fields.ts";
import type { CallInput, TargetInput } from "./home.ts";
import { findReference, isKnownPlace, type Kind, nearestNames, similarity, visible } from "./names.ts";
import { notFound } from "./read.ts";
import type { Sight } from "./sight.ts";

/** Takes rates and quotas in one step; to be called immediately before sending. None = nothing is counted. */
export type Reserve = () => Promise<Denied | undefined>;

/** What the grant says of a call: the entity ids that go on, or why not. */
export type Permission =
  | {
      readonly allowed: true;
      /** undefined = no target at all; never empty. */
      readonly entityIds: readonly string[] | undefined;
      /** Data without target keys. */
      readonly data: Readonly<Record<string, unknown>>;
      readonly leftOut: readonly string[];
      readonly reserve: Reserve | undefined;
    }
  | { readonly allowed: false; readonly denied: Denied };

export type CallRequest = {
  readonly service: string;
  readonly target: TargetInput | undefined;
  readonly data: Readonly<Record<string, unknown>>;
};

export type PrepareScope = {
  readonly gateway: Gateway;
  readonly sight: Sight;
  /** Whether the grant opens the service on the entity, seen or not. */
  readonly opens: (service: string, entityId: string) => boolean;
  readonly permit: (request: CallRequest) => Promise<Permission>;
};

export type PreparedCall = {
  readonly service: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** What will be sent to; undefined = no target at all. */
  readonly entityIds: readonly string[] | undefined;
  /** Permitted targets that cannot do it, with the reason. */
  readonly incapable: ReadonlyMap<string, string>;
  readonly leftOut: readonly string[];
  readonly reserve: Reserve | undefined;
};

const PLACE_KINDS = { device_id: "device", area_id: "area", floor_id: "floor", label_id: "label" } as const;
const TARGET_KINDS: Readonly<Record<Exclude<keyof TargetInput, "exclude">, Kind>> = {
  entity_id: "entity",
  ...PLACE_KINDS,
};

/** INPUT_INVALID, NOT_FOUND, PERMISSION_DENIED …: nothing was sent. */
export async function prepareCall(input: CallInput, scope: PrepareScope): Promise<PreparedCall> {
  const service = input.service.trim().toLowerCase();
  if (!/^[\da-z_]+\.[\da-z_]+$/.test(service)) {
    throw new Failure("INPUT_INVALID", `${quote(input.service, 40)} is no service.`, {
      hint: "Write domain.service, e.g. light.turn_on.",
    });
  }
  const request = { service, target: namesToIds(input.target, scope), data: input.data ?? {} };
  refuseUnknownPlaces(request, scope);
  const permission = await scope.permit(request);
  if (!permission.allowed) throw refusal(request, permission.denied, scope);
  const description = describedService(service, scope.gateway);
  checkTarget(service, description, permission.entityIds);
  const states = (permission.entityIds ?? []).flatMap((id) => scope.gateway.states.get(id) ?? []);
  const incapable = new Map<string, string>();
  for (const state of states) {
    const reason = cannot(service, description, state, scope.gateway);
    if (reason) incapable.set(state.id, reason);
  }
  const able = states.filter((state) => !incapable.has(state.id));
  checkData(service, description, permission.data, able, scope.gateway);
  return {
    service,
    data: permission.data,
    entityIds: permission.entityIds,
    incapable,
    leftOut: permission.leftOut,
    reserve: permission.reserve,
  };
}

/**
 * NOT_FOUND for an area, floor, label or device in target, exclude or data in which there is nothing to see and nothing
 * to act on, and for an entity that is left out unseen: whether such a thing exists would show in what becomes of the call.
 */
function refuseUnknownPlaces({ service, target, data }: CallRequest, scope: PrepareScope): void {
  const { gateway, sight, opens } = scope;
  if (sight.all) return;
  const { exclude, ...selected } = target ?? {};
  const named =
    Object.keys(data).length === 0 ? undefined : findReferences(data, service, gateway.services, gateway);
  for (const key of Object.keys(PLACE_KINDS) as (keyof typeof PLACE_KINDS)[]) {
    const kind = PLACE_KINDS[key];
    const ids = [selected[key], exclude?.[key], data[key], named?.selection[key]].flat();
    for (const id of ids) {
      if (typeof id !== "string" || isTemplate(id)) continue;
      const known = isKnownPlace(
        { kind, id: id.trim() },
        gateway,
        (entity) => sight.sees(entity) || opens(service, entity),
      );
      if (!known) throw notFound([cleanLine(id, 60)], []);
    }
  }
  for (const id of exclude?.entity_id ?? []) {
    const entity = id.trim().toLowerCase();
    if (!sight.sees(entity) && !opens(service, entity)) throw notFound([cleanLine(id, 60)], []);
  }
}

/** What may not be seen and what does not exist get one answer, with the nearest that may be seen. */
function refusal(request: CallRequest, denied: Denied, { gateway, sight }: PrepareScope): Failure {
  if (denied.code !== "NOT_FOUND") return deniedFailure(sentenceFor(request), denied);
  const { unseen, named } = namedIn(request, gateway, sight);
  if (unseen.length === 0 && named > 0) {
    return new Failure("NOT_FOUND", `${sentenceFor(request)}: nothing is left to act on.`, {
      hint: "What it names holds nothing that this service acts on, or exclude takes it all.",
    });
  }
  if (unseen.length === 0) return deniedFailure(sentenceFor(request), denied);
  const nearest = unseen.slice(0, 2).flatMap((name) => nearestNames(name, gateway, sight));
  return notFound(
    unseen.map((name) => cleanLine(name, 60)),
    [...new Set(nearest)],
  );
}

/** What a call names in target and data: how many, and those that the caller cannot see or that do not exist. */
function namedIn({ target, data }: CallRequest, gateway: Gateway, sight: Sight) {
  const unseen: string[] = [];
  let named = 0;
  for (const [key, kind] of Object.entries(TARGET_KINDS) as [keyof typeof TARGET_KINDS, Kind][]) {
    for (const text of [target?.[key], data[key]].flat()) {
      if (typeof text !== "string") continue;
      named++;
      const id = kind === "entity" ? text.trim().toLowerCase() : text.trim();
      if (!visible({ kind, id }, gateway, sight)) unseen.push(text);
    }
  }
  return { unseen, named };
}

/** `light.turn_on on light.kitchen, area kitchen`, from what the caller wrote. */
export function sentenceFor({ service, target, data }: CallRequest): string {
  const { exclude: _, ...selected } = target ?? {};
  const inTarget = Object.entries(selected).flatMap(([key, ids]) =>
    (ids ?? []).map((id: string) => (key === "entity_id" ? id : `${key.slice(0, -3)} ${id}`)),
  );
  const inData = [data["entity_id"]].flat().filter((id) => typeof id === "string");
  const named = [...inTarget, ...inData];
  const shown = named.slice(0, 3).map((name) => cleanLine(name, 60));
  return `${service}${shown.length > 0 ? ` on ${shown.join(", ")}` : ""}${named.length > 3 ? ` and ${named.length - 3} more` : ""}`;
}

/** Exact names become ids; everything that has the look of an id stays for the grant to judge. */
function namesToIds(
  target: TargetInput | undefined,
  { gateway, sight }: PrepareScope,
): TargetInput | undefined {
  if (!target) return undefined;
  const ids: Record<string, readonly string[]> = {};
  for (const key of Object.keys(TARGET_KINDS) as (keyof typeof TARGET_KINDS)[]) {
    const given = target[key];
    if (!given) continue;
    ids[key] = given.map((text) => {
      if (text.trim() === "" || (key === "entity_id" && looksLikeId(text))) return text;
      const found = findReference(text, gateway, sight, [TARGET_KINDS[key]]);
      if (found) return found.id;
      if (key === "entity_id" && !text.includes(","))
        throw notFound([cleanLine(text, 60)], nearestNames(text, gateway, sight));
      return text;
    });
  }
  return target.exclude ? { ...ids, exclude: target.exclude } : ids;
}

function looksLikeId(text: string): boolean {
  const word = text.trim();
  return !/\s/.test(word) && (word.includes(".") || /^(all|none)$/i.test(word));
}

function describedService(service: string, gateway: Gateway): WireService {
  const description = descriptionOf(gateway.services, service);
  if (description) return description;
  const [domain = "", name = ""] = service.split(".");
  // the services of scripts are their names, which only some may know
  if (domain === "script") throw deniedFailure(service, { code: "NOT_FOUND" });
  const domainServices = Object.hasOwn(gateway.services, domain) ? gateway.services[domain] : undefined;
  const near = domainServices
    ? Object.keys(domainServices)
        .sort((a, b) => similarity(b, name) - similarity(a, name))
        .slice(0, 5)
        .map((each) => `${domain}.${each}`)
    : Object.keys(gateway.services).filter((each) => similarity(each, domain) > 0.5);
  throw new Failure("NOT_FOUND", `Home Assistant has no service ${service}.`, {
    hint: near.length > 0 ? `Nearest: ${near.join(", ")}.` : "ha_services lists them.",
  });
}

function checkTarget(
  service: string,
  description: WireService,
  entityIds: readonly string[] | undefined,
): void {
  const domain = service.slice(0, service.indexOf("."));
  const wantsTarget = description.target?.entity?.some((filter) => filter.domain?.includes(domain));
  if (entityIds === undefined && wantsTarget) {
    throw new Failure("INPUT_INVALID", `${service} needs a target.`, {
      hint: "e.g. target {entity_id: [...]} or {area_id: [...]}.",
    });
  }
  if (entityIds === undefined || description.target || "entity_id" in description.fields) return;
  throw new Failure("INPUT_INVALID", `${service} takes no target.`, {
    hint: "Leave target out; ha_services tells its fields.",
  });
}

/** Why this entity cannot do it: gone, another domain, or a feature it lacks. */
function cannot(
  service: string,
  description: WireService,
  state: EntityState,
  gateway: Gateway,
): string | undefined {
  if (state.state === "unavailable") return "unavailable: Home Assistant has lost the device";
  const filters = description.target?.entity ?? [];
  if (filters.length === 0) return undefined;
  const domain = state.id.slice(0, state.id.indexOf("."));
  const platform = gateway.registries.entities.get(state.id)?.platform;
  const ofDomain = filters.filter(
    (filter) =>
      (!filter.domain || filter.domain.includes(domain)) &&
      (!filter.integration || platform === undefined || filter.integration === platform) &&
      (!filter.device_class || filter.device_class.includes(String(state.attributes["device_class"] ?? ""))),
  );
  // old-style groups stand for their members, whatever these are
  if (ofDomain.length === 0)
    return domain === "group" ? undefined : `${service} does not act on ${article(domain)}`;
  return ofDomain.some((filter) => hasFeature(filter, state)) ? undefined : `it cannot do ${service}`;
}

function hasFeature(filter: NonNullable<WireServiceTarget["entity"]>[number], state: EntityState): boolean {
  if (!filter.supported_features) return true;
  const features = Number(state.attributes["supported_features"] ?? 0);
  return filter.supported_features.some((mask) => [mask].flat().every((bit) => (features & bit) === bit));
}

function article(domain: string): string {
  return `${/^[aeiou]/.test(domain) ? "an" : "a"} ${domain.replaceAll("_", " ")}`;
}

/** INPUT_INVALID: unknown fields with the valid ones, missing required ones, values out of range. */
function checkData(
  service: string,
  description: WireService,
  data: Readonly<Record<string, unknown>>,
  targets: readonly EntityState[],
  gateway: Gateway,
): void {
  const list = fieldsFor(service, description, targets, gateway);
  // nothing given and nothing required: the common case of turning something on
  if (Object.keys(data).length === 0 && !list.some(({ field }) => field.required)) return;
  const fields = new Map(list.map(({ name, field }) => [name, field]));
  const faults: string[] = [];
  for (const [key, value] of Object.entries(data)) {
    const field = fields.get(key);
    if (!field && fields.has("media") && MEDIA_PARTS.has(key)) continue;
    if (!field) {
      if (fields.size > 0 && !takesAnything(service))
        faults.push(`no field ${cleanName(key)}; there are: ${listed([...fields.keys()].map(cleanName))}`);
      continue;
    }
    // a field that an entity has no use for is dropped by Home Assistant: only those that use it judge the value
    const using = targets.filter((state) => fieldApplies(field, state));
    const fault = (using.length > 0 ? using : [undefined])
      .map((state) => faultOfValue(key, value, field, state))
      .find((each) => each !== undefined);
    if (fault) faults.push(fault);
  }
  for (const [name, field] of fields) {
    if (field.required && !Object.hasOwn(data, name) && name !== "entity_id")
      faults.push(`${name} is missing`);
  }
  if (faults.length === 0) return;
  throw new Failure("INPUT_INVALID", `${service}: ${faults.slice(0, 3).join("; ")}.`, {
    hint: "Nothing was sent.",
  });
}

/** What the field `media` holds may also be given side by side. */
const MEDIA_PARTS = new Set(["media_content_id", "media_content_type"]);
const NAMES_SHOWN = 12;

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${names.slice(0, NAMES_SHOWN).join(", ")} and ${more} more` : names.join(", ");
}

/** A script takes any variable; its fields are a description. */
function takesAnything(service: string): boolean {
  return service.startsWith("script.") || service === "homeassistant.update_entity";
}

/** `homeassistant.turn_on` and its like hand their data to each target's own service. */
function fieldsFor(
  service: string,
  description: WireService,
  targets: readonly EntityState[],
  gateway: Gateway,
) {
  if (!service.startsWith("homeassistant.")) return fieldsOf(description);
  const name = service.slice("homeassistant.".length);
  const domains = new Set(targets.map(({ id }) => id.slice(0, id.indexOf("."))));
  const own = [...domains].flatMap((domain) => gateway.services[domain]?.[name] ?? []);
  return [...fieldsOf(description), ...own.flatMap(fieldsOf)];
}
