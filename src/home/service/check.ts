/** What Home Assistant's description of a service says against a call, before it is sent. */

import { domainOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { type JsonObject, wordTable } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import type { EntityState, Gateway } from "../../hass/gateway.ts";
import { descriptionOf, fieldsOf } from "../../hass/service-description.ts";
import { abilityOf, actableBy } from "../../hass/service-target.ts";
import type { WireService, WireServiceField } from "../../hass/wire.ts";
import { isTold } from "../see/hidden-names.ts";
import type { Sight } from "../see/sight.ts";
import { similarityTo } from "../see/similarity.ts";
import { describeField, faultOfValue, fieldApplies, hasOwnOptions, ownOptions } from "./fields.ts";

/** NOT_FOUND with the nearest services when Home Assistant has none of that name. */
export function describedService(service: string, gateway: Gateway, sight: Sight): WireService {
  const description = descriptionOf(gateway.services, service);
  if (description) return description;
  throw noSuchService(service, gateway, sight);
}

/** The services of scripts are their names, which only some may know: others are no nearest. */
export function noSuchService(service: string, { services, registries }: Gateway, sight: Sight): Failure {
  const [domain = "", name = ""] = service.split(".");
  const domainServices = Object.hasOwn(services, domain) ? services[domain] : undefined;
  const similar = similarityTo(domainServices ? name : domain);
  const names = Object.keys(domainServices ?? {}).filter((each) =>
    isTold(`${domain}.${each}`, registries, sight),
  );
  const near = domainServices
    ? names
        .sort((a, b) => similar(b) - similar(a))
        .slice(0, 5)
        .map((each) => `${domain}.${each}`)
    : Object.keys(services)
        .filter((each) => similar(each) > 0.5)
        .map((each) => `${each}.*`);
  return new Failure("NOT_FOUND", `Home Assistant has no service ${service}.`, {
    hint: near.length > 0 ? `Nearest: ${near.join(", ")}.` : "ha_services lists them.",
  });
}

export function checkTarget(
  service: string,
  description: WireService,
  entityIds: readonly string[] | undefined,
): void {
  const domain = domainOf(service);
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
export function cannot(
  service: string,
  description: WireService,
  state: EntityState,
  gateway: Gateway,
): string | undefined {
  if (state.state === "unavailable") return "unavailable: Home Assistant has lost the device";
  const domain = domainOf(state.id);
  if (domainOf(service) === "homeassistant" && !actableBy(service, gateway.services)(state, gateway))
    return `${service} does nothing to ${article(domain)}`;
  switch (abilityOf(description, state, gateway.registries)) {
    case "able":
      return undefined;
    case "feature":
      return `it cannot do ${service}`;
    case "kind":
      // old-style groups stand for their members, whatever these are
      return domain === "group" ? undefined : `${service} does not act on ${article(domain)}`;
  }
}

/** `an alarm control panel` */
export function article(domain: string): string {
  return `${/^[aeiou]/.test(domain) ? "an" : "a"} ${domain.replaceAll("_", " ")}`;
}

/** INPUT_INVALID: unknown fields with the valid ones, missing required ones, values that none of the targets takes. */
export function checkAgainstDescription(
  service: string,
  description: WireService,
  data: JsonObject,
  targets: readonly EntityState[],
  gateway: Gateway,
): void {
  const list = fieldsFor(service, description, targets, gateway);
  // nothing given and nothing required: the common case of turning something on
  if (Object.keys(data).length === 0 && !list.some(({ field }) => field.required)) return;
  const fields = new Map(list.map(({ name, field }) => [name, field]));
  const faults: string[] = [];
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(data)) {
    const field = fields.get(key);
    if (!field && fields.has("media") && MEDIA_PARTS.has(key)) continue;
    if (!field) {
      if (fields.size > 0 && !takesAnything(service)) unknown.push(cleanName(key));
      continue;
    }
    const found = faultsByTarget(key, value, field, targets);
    if (found.every(({ fault }) => fault !== undefined)) faults.push(...toldOnce(found));
  }
  if (unknown.length > 0)
    faults.unshift(`no field ${listed(unknown)}; there are: ${listed([...fields.keys()].map(cleanName))}`);
  for (const { name, field } of list) if (field.required) faults.push(...missing(name, field, data, targets));
  if (faults.length === 0) return;
  throw new Failure("INPUT_INVALID", `${service}: ${faults.slice(0, 3).join("; ")}.`, {
    hint: "Nothing was sent.",
  });
}

type FaultOfTarget = { readonly id: string | undefined; readonly fault: string | undefined };

/** A field that an entity has no use for is dropped by Home Assistant: only those that use it judge the value. */
function faultsByTarget(
  key: string,
  value: unknown,
  field: WireServiceField,
  targets: readonly EntityState[],
): readonly FaultOfTarget[] {
  const using = targets.filter((state) => fieldApplies(field, state));
  return (using.length > 0 ? using : [undefined]).map((state) => ({
    id: state?.id,
    fault: faultOfValue(key, value, field, state),
  }));
}

/** What is the same for all once, else with whose it is. */
function toldOnce(found: readonly FaultOfTarget[]): readonly string[] {
  const faults = new Map(found.map(({ id, fault = "" }) => [fault, id]));
  return [...faults].map(([fault, id]) => (faults.size > 1 ? `${id}: ${fault}` : fault));
}

function missing(
  name: string,
  field: WireServiceField,
  data: JsonObject,
  [first]: readonly EntityState[],
): readonly string[] {
  if (Object.hasOwn(data, name) || name === "entity_id") return [];
  const parts = name === "media" ? [...MEDIA_PARTS] : [];
  const absent = parts.filter((part) => !Object.hasOwn(data, part));
  if (parts.length > 0) return absent.map((part) => `${part} is missing`);
  return [`${name} is missing${choiceOf(describeField({ name, field }, first))}`];
}

/** Where others list what they can be set to, what has no such list cannot: Home Assistant refuses all for its sake. */
function withoutList(
  key: string,
  field: WireServiceField | undefined,
  targets: readonly EntityState[],
): readonly string[] {
  if (!field || !hasOwnOptions(key)) return [];
  // of who has no use for the field Home Assistant drops it
  const using = targets.filter((state) => fieldApplies(field, state));
  const without = using.filter((state) => ownOptions(key, state) === undefined);
  return without.length < using.length ? without.map(({ id }) => id) : [];
}

/** By target, why it cannot take the data, where others can: these are spared the refusal. */
export function faultsOfSome(
  service: string,
  description: WireService,
  data: JsonObject,
  targets: readonly EntityState[],
  gateway: Gateway,
): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  if (targets.length < 2 || Object.keys(data).length === 0) return faults;
  const fields = new Map(
    fieldsFor(service, description, targets, gateway).map(({ name, field }) => [name, field]),
  );
  for (const [key, value] of Object.entries(data)) {
    const field = fields.get(key);
    for (const { id, fault } of field ? faultsByTarget(key, value, field, targets) : [])
      if (id !== undefined && fault !== undefined) faults.set(id, fault);
    for (const id of withoutList(key, field, targets)) faults.set(id, `it has no ${lacking([key])}`);
  }
  return faults;
}

/** ` (daily|hourly)` of `*type: daily|hourly`. */
function choiceOf(described: string): string {
  const [, choice] = described.split(/: (.*)/s);
  return choice === undefined ? "" : ` (${choice})`;
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
  const domains = new Set(targets.map(({ id }) => domainOf(id)));
  const own = [...domains].flatMap((domain) => gateway.services[domain]?.[name] ?? []);
  return [...fieldsOf(description), ...own.flatMap(fieldsOf)];
}

/** Whether the service takes one entity, as text in its data: what it knows no target for is no target to it. */
export function takesEntityAsText({ target, fields }: WireService): boolean {
  const selector = fields["entity_id"]?.selector?.["entity"];
  if (target || typeof selector !== "object" || selector === null) return false;
  return !("multiple" in selector && selector.multiple === true);
}

/** What an entity lacks that has no use for such data. */
const FEATURES: Readonly<Record<string, string>> = wordTable({
  rgb_color: "colour",
  rgbw_color: "colour",
  rgbww_color: "colour",
  hs_color: "colour",
  xy_color: "colour",
  color_name: "colour",
  color_temp_kelvin: "colour temperature",
  brightness_pct: "brightness",
  brightness_step: "brightness",
  brightness_step_pct: "brightness",
});

/** `colour, effect`: what an entity lacks, by the data that it has no use for. */
export function lacking(unused: readonly string[]): string {
  return [...new Set(unused.map((key) => FEATURES[key] ?? cleanName(key)))].join(", ");
}

/** By target, the data that it has no use for: Home Assistant leaves it out without a word. */
export function unusedData(
  service: string,
  description: WireService,
  data: JsonObject,
  targets: readonly EntityState[],
  gateway: Gateway,
): ReadonlyMap<string, readonly string[]> {
  const unused = new Map<string, readonly string[]>();
  if (Object.keys(data).length === 0) return unused;
  const fields = fieldsFor(service, description, targets, gateway);
  for (const state of targets) {
    // its members have the features
    if (domainOf(state.id) === "group") continue;
    const keys = Object.keys(data).filter((key) => {
      const named = fields.filter(({ name }) => name === key);
      return named.length > 0 && !named.some(({ field }) => fieldApplies(field, state));
    });
    if (keys.length > 0) unused.set(state.id, keys);
  }
  return unused;
}
