/** What can be done: the services of an entity, of a domain, or one of them with every field. */

import { domainOf, inOneSpelling } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { cleanLine, cleanName } from "../../core/text.ts";
import type { EntityState, Gateway } from "../../hass/gateway.ts";
import { fieldsOf } from "../../hass/service-description.ts";
import { abilityOf } from "../../hass/service-target.ts";
import type { WireService } from "../../hass/wire.ts";
import { deniedFailure } from "../denials.ts";
import type { ServiceRow } from "../home.ts";
import type { Why } from "../refused-why.ts";
import { isTold } from "../see/hidden-names.ts";
import { findReferences, nearestNames, notFound, notNamed } from "../see/names.ts";
import { asKnown, type Sight } from "../see/sight.ts";
import { similarityTo } from "../see/similarity.ts";
import { noSuchService } from "./check.ts";
import { describeField, fieldApplies } from "./fields.ts";

/** Fields shown in a list of services; one service by its name shows all. */
const FIELDS_IN_LIST = 8;
const ANSWER_CHARACTERS = 6_000;

export type ServicesScope = {
  readonly gateway: Gateway;
  readonly sight: Sight;
  /** Whether the grant could ever allow the service: what it cannot is not listed. */
  readonly usable: (service: string, takesEntities: boolean) => boolean;
  /** Why the grant does not open it. */
  readonly why: (service: string) => Why;
};

/** NOT_FOUND for an id, domain or service that is not there or not in the grant. */
export async function listServices(
  id: string | undefined,
  scope: ServicesScope,
): Promise<readonly ServiceRow[]> {
  if (id === undefined) return some(domains(scope));
  const text = inOneSpelling(id).replace(/\.\*?$/, "");
  const [domain = "", name] = text.split(".");
  const own = scope.gateway.services[domain] ?? {};
  const one = name === undefined || !Object.hasOwn(own, name) ? undefined : own[name];
  if (one && scope.usable(text, takesEntities(one)))
    return [serviceRow(text, one, undefined, Number.POSITIVE_INFINITY)];
  // a domain that the grant does not open is none, as one that this house does not have
  const rows = name === undefined ? rowsOf(domain, undefined, scope) : [];
  if (rows.length > 0) return within(rows, `domain ${domain}`);
  const [found] = await findReferences([id], scope.gateway, scope.sight, ["entity"]);
  if (found?.failure) throw found.failure;
  const state = found?.reference && scope.gateway.states.get(found.reference.id);
  const isOpen = name !== undefined && rowsOf(domain, undefined, scope).length > 0;
  if (!state && isOpen && one && isTold(text, scope.gateway.registries, scope.sight))
    throw deniedFailure(text, { code: "PERMISSION_DENIED" }, scope.why(text));
  if (!state && isOpen && Object.keys(own).length > 0) throw noSuchService(text, scope.gateway, scope.sight);
  if (!state) throw nothingNamed(id, domain, scope);
  return within(servicesFor(asKnown(state, scope.sight), scope), state.id);
}

function nothingNamed(id: string, domain: string, scope: ServicesScope): Failure {
  const { gateway, sight } = scope;
  const near = nearestDomains(domain, scope);
  if (near.length === 0) return notNamed(id, gateway, sight);
  return notFound([cleanLine(id, 60)], [...near, ...nearestNames(id, gateway, sight)]);
}

function nearestDomains(text: string, scope: ServicesScope): readonly string[] {
  const similar = similarityTo(text.slice(0, LONGEST_DOMAIN));
  return domains(scope)
    .map(({ service }) => service)
    .filter((each) => similar(each.slice(0, -2)) > ALIKE)
    .slice(0, 2);
}

const LONGEST_DOMAIN = 100;
const ALIKE = 0.5;

function some(rows: readonly ServiceRow[]): readonly ServiceRow[] {
  if (rows.length > 0) return rows;
  throw new Failure("NOT_FOUND", "This grant opens no service there.", {
    hint: "ha_access tells what it opens.",
  });
}

function domains({ gateway, usable }: ServicesScope): readonly ServiceRow[] {
  return Object.entries(gateway.services).flatMap(([domain, services]) => {
    const names = Object.entries(services).flatMap(([name, service]) =>
      usable(`${domain}.${name}`, takesEntities(service)) ? [name] : [],
    );
    return names.length === 0
      ? []
      : [
          {
            service: `${domain}.*`,
            fields: names.length > 6 ? [...names.slice(0, 6), `… ${names.length - 6} more`] : names,
          },
        ];
  });
}

function servicesFor(state: EntityState, scope: ServicesScope): readonly ServiceRow[] {
  const domain = domainOf(state.id);
  const rows = rowsOf(domain, state, scope);
  if (rows.length > 0) return rows;
  throw new Failure("NOT_FOUND", `Nothing can be done to ${state.id} here.`, {
    hint: "It can be read with ha_read.",
  });
}

function rowsOf(
  domain: string,
  state: EntityState | undefined,
  { gateway, usable }: ServicesScope,
): ServiceRow[] {
  return Object.entries(gateway.services[domain] ?? {}).flatMap(([name, service]) => {
    if (!usable(`${domain}.${name}`, takesEntities(service)) || (state && !isFor(service, state, gateway)))
      return [];
    return [serviceRow(`${domain}.${name}`, service, state, FIELDS_IN_LIST)];
  });
}

function takesEntities({ target, fields }: WireService): boolean {
  return target !== undefined || Object.hasOwn(fields, "entity_id");
}

/** A service without a target has nothing to do with a single entity. */
function isFor(service: WireService, state: EntityState, { registries }: Gateway): boolean {
  return service.target !== undefined && abilityOf(service, state, registries) === "able";
}

function serviceRow(
  name: string,
  service: WireService,
  state: EntityState | undefined,
  most: number,
): ServiceRow {
  const fields = fieldsOf(service).filter(({ field }) => !state || fieldApplies(field, state));
  const shown = fields.slice(0, most).map((field) => describeField(field, state));
  if (fields.length > most) shown.push(`… ${fields.length - most} more`);
  return {
    service: name,
    ...(shown.length > 0 ? { fields: shown.map((text) => cleanLine(text, 160)) } : {}),
    ...(state ? {} : targetText(service)),
    ...(service.response
      ? { response: service.response.optional ? ("on request" as const) : ("always" as const) }
      : {}),
  };
}

function targetText(service: WireService): { readonly target?: string } {
  if (!service.target) return {};
  const domains = [...new Set((service.target.entity ?? []).flatMap((filter) => filter.domain ?? []))];
  return { target: domains.length > 0 ? domains.map(cleanName).join(", ") : "any entity" };
}

/** A domain of many services stays within one answer: fields go first, and what was left out is said. */
function within(rows: readonly ServiceRow[], what: string): readonly ServiceRow[] {
  if (JSON.stringify(rows).length <= ANSWER_CHARACTERS) return rows;
  const names = rows.map(({ service, target }) => ({ service, ...(target === undefined ? {} : { target }) }));
  return [...names, { service: `${what}: ask ha_services with one service for its fields` }];
}
