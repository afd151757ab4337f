/** What a grant names that the home has not: a scope of nothing opens nothing, a denial of nothing denies nothing. */

import { domainOf, isEntityId } from "../../../core/entity-id.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { nearestTo } from "../../../core/nearest.ts";
import { quote } from "../../../core/text.ts";
import type { Place } from "../../../hass/place.ts";
import type { WireServices } from "../../../hass/wire.ts";
import type { Access, ActionRule, EntityRule, Selector } from "../model/access.ts";
import type { Grant } from "../model/grant.ts";
import { isActionScope, isEntityScope } from "../model/scopes.ts";
import { at, type Faults } from "./fault.ts";

/** What there is, held against what is named. */
export type KnownHome = Place & { readonly services: WireServices };

// Domains of entities of Home Assistant (developers.home-assistant.io/docs/core/entity), and those that only have services:
// a grant may speak of what the home will have.
const DOMAINS =
  `ai_task air_quality alarm_control_panel alert assist_satellite automation binary_sensor button calendar camera climate
  conversation counter cover date datetime device_tracker event fan geo_location group homeassistant humidifier image
  image_processing input_boolean input_button input_datetime input_number input_select input_text lawn_mower light lock
  logbook media_player notify number person persistent_notification plant proximity recorder remote scene schedule script
  select sensor shopping_list siren stt sun switch tag text time timer todo tts update vacuum valve wake_word
  water_heater weather zone`.split(/\s+/);

// Of Home Assistant's kinds of entities, one word each.
const CLASSES =
  `absolute_humidity apparent_power aqi area atmospheric_pressure awning battery battery_charging blind blood_glucose_concentration
  button carbon_dioxide carbon_monoxide cold conductivity connectivity current curtain damper data_rate data_size date
  dehumidifier distance door doorbell duration energy energy_distance energy_storage enum firmware frequency garage
  garage_door gas gate heat humidifier humidity identify illuminance irradiance light lock moisture monetary moving motion
  nitrogen_dioxide nitrogen_monoxide nitrous_oxide occupancy opening outlet ozone ph plug pm1 pm10 pm25 pm4 power
  power_factor precipitation precipitation_intensity presence pressure problem projector reactive_energy reactive_power
  receiver restart running safety shade shutter signal_strength smoke sound sound_pressure speaker speed sulphur_dioxide
  switch tamper temperature temperature_delta timestamp tv update uptime vibration volatile_organic_compounds
  volatile_organic_compounds_parts voltage volume volume_flow_rate volume_storage water weight wind_direction wind_speed
  window`.split(/\s+/);

/** `readSelector` looked up areas, floors, labels and devices before. */
export function findUnknownNames(grant: Grant, home: KnownHome, faults: Faults): void {
  const checks = checksOf(home, faults);
  const { access, data_keys, data_limits, pinned, restrictions } = grant;
  checkAccess(access, "access", checks);
  for (const [key, table] of Object.entries({ data_keys, data_limits }))
    for (const service of Object.keys(table)) checks.service(service, at(key, service));
  for (const [id, leaves] of Object.entries(pinned)) {
    checks.entityRule(id, at("pinned", id));
    for (const leaf of leaves.filter(isEntityId)) checks.leaf(leaf, at("pinned", id));
  }
  restrictions.forEach(({ applies_to, params }, index) => {
    const path = at("restrictions", index);
    checks.words(applies_to, at(path, "applies_to"));
    if (typeof params["entity_id"] === "string")
      checks.entityRule(params["entity_id"], at(path, "params.entity_id"));
  });
}

/** The same of an access by itself, as a ceiling is. */
export function findUnknownInAccess(access: Access, home: KnownHome, faults: Faults): void {
  checkAccess(access, "", checksOf(home, faults));
}

function checkAccess(access: Access, path: string, checks: ReturnType<typeof checksOf>): void {
  for (const list of ["read", "subscribe", "history", "camera", "deny"] as const)
    access[list].forEach((rule, index) => {
      checks.entityRule(rule, at(at(path, list), index));
    });
  access.actions.forEach((rule, index) => {
    checks.actionRule(rule, at(at(path, "actions"), index));
  });
  access.services.forEach((service, index) => {
    checks.service(service, at(at(path, "services"), index));
  });
  for (const key of ["exclude_attributes", "bound"] as const)
    for (const scope of Object.keys(access[key])) checks.entityRule(scope, at(at(path, key), scope));
}

function checksOf(home: KnownHome, faults: Faults) {
  const { states, registries, services } = home;
  const ids = new Set([...states.keys(), ...registries.entities.keys()]);
  const domains = new Set([...DOMAINS, ...Object.keys(services), ...[...ids].map(domainOf)]);
  const integrations = new Set(domains);
  for (const { platform } of registries.entities.values())
    if (platform !== undefined) integrations.add(platform);
  const classes = new Set(CLASSES);
  for (const { attributes } of states.values())
    if (typeof attributes["device_class"] === "string") classes.add(attributes["device_class"]);
  const unknown = (what: string, name: string, path: string, words: Iterable<string>) => {
    const nearest = nearestTo(name, words);
    const hint = nearest === undefined ? "" : `; the nearest is ${nearest}`;
    faults.add("unknown_name", path, `This home has no ${what} ${quote(name, 60)}${hint}.`);
  };
  const domain = (name: string, path: string) => {
    if (!domains.has(name)) unknown("domain", name, path, domains);
  };
  const entity = (id: string, path: string) => {
    if (!ids.has(id)) unknown("entity", id, path, ids);
  };
  const service = (name: string, path: string) => {
    const [own = "", object = ""] = name.split(".");
    const offered = Object.hasOwn(services, own) ? services[own] : undefined;
    if (offered === undefined) domain(own, path);
    else if (object !== "*" && !Object.hasOwn(offered, object))
      unknown(
        "service",
        name,
        path,
        Object.keys(offered).map((each) => `${own}.${each}`),
      );
  };
  const selector = (given: Selector, path: string) => {
    for (const name of given.domain ?? []) domain(name, at(path, "domain"));
    for (const name of given.integration ?? [])
      if (!integrations.has(name)) unknown("integration", name, at(path, "integration"), integrations);
    for (const name of given.device_class ?? [])
      if (!classes.has(name)) unknown("device class", name, at(path, "device_class"), classes);
  };
  const entityRule = (rule: EntityRule, path: string) => {
    if (typeof rule !== "string") selector(rule, path);
    else if (rule === "*") return;
    else if (rule.endsWith(".*")) domain(rule.slice(0, -2), path);
    else entity(rule, path);
  };
  const actionRule = (rule: ActionRule, path: string) => {
    const [named = "", id] = typeof rule === "string" ? rule.split("@") : [rule.service];
    if (named !== "*") service(named, path);
    if (id !== undefined) entity(id, path);
    if (typeof rule !== "string" && rule.target) selector(rule.target, at(path, "target"));
  };
  const words = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const each of value) words(each, path);
    else if (isJsonObject(value)) for (const each of scopesIn(value)) words(each, path);
    else if (typeof value !== "string") return;
    else if (isActionScope(value)) actionRule(value, path);
    else if (isEntityScope(value)) entityRule(value, path);
  };
  // what a pinned script does: to an entity, or as a service without one
  const leaf = (id: string, path: string) => {
    const [own = "", object = ""] = id.split(".");
    if (!Object.hasOwn(services[own] ?? {}, object)) entity(id, path);
  };
  return { entityRule, actionRule, service, words, leaf };
}

function scopesIn({ actions, scopes, entities }: JsonObject): readonly unknown[] {
  return [actions, scopes, entities].flat();
}
