/** Whether a service could ever be called under a grant, for lists of what can be done. */

import { domainOf } from "../../../core/entity-id.ts";
import type { Registries } from "../../../hass/registries.ts";
import type { Grant } from "../model/grant.ts";
import { kindOfService, readKindOf, scriptOf } from "../model/service-kinds.ts";
import { compileAccess, coversService } from "./compiled.ts";

/** By service alone: which entities it may then touch is decided at the call. `takesEntities`: whether it can name any. */
export function usableServices(
  { access }: Grant,
  sees: (entityId: string) => boolean,
  registries: Pick<Registries, "scripts" | "unreadScripts">,
): (service: string, takesEntities: boolean) => boolean {
  const exact = new Set(access.services);
  const rules = access.actions.map((rule) => (typeof rule === "string" ? servicesOf(rule) : rule.service));
  const compiled = compileAccess(access);
  return (service, takesEntities) => {
    if (exact.has(service)) return true;
    // what no wildcard opens; a script's own service bears its name, which only those who see it may know
    if (kindOfService(service) !== "ordinary") return false;
    const script = scriptOf(service, registries);
    if (script !== undefined && !sees(script)) return false;
    if (!takesEntities && readKindOf(service) === undefined) return compiled.service(service).entityLess;
    return rules.some((rule) => coversService(rule, service));
  };
}

/** The services of a scope: `*` on one light means those of lights. */
function servicesOf(rule: string): string {
  const [service = "", entityId] = rule.split("@");
  return service === "*" && entityId !== undefined ? `${domainOf(entityId)}.*` : service;
}
