/** The description of a service, looked up by a name that a caller chose. */

import type { WireServices } from "../../../hass/wire.ts";
import { domainOf, objectOf } from "../model/scopes.ts";

type Description = WireServices[string][string];

/** undefined = Home Assistant has no such service. */
export function descriptionOf(services: WireServices, service: string): Description | undefined {
  const domain = domainOf(service);
  const name = objectOf(service);
  const named = Object.hasOwn(services, domain) ? services[domain] : undefined;
  return named && Object.hasOwn(named, name) ? named[name] : undefined;
}
