/** What Home Assistant says of a service: its description, and the fields in it. */

import { domainOf, objectOf } from "../core/entity-id.ts";
import type { WireService, WireServiceField, WireServices } from "./wire.ts";

/** Looked up by a name that a caller chose; undefined = Home Assistant has no such service. */
export function descriptionOf(services: WireServices, service: string): WireService | undefined {
  const domain = domainOf(service);
  const name = objectOf(service);
  const named = Object.hasOwn(services, domain) ? services[domain] : undefined;
  return named && Object.hasOwn(named, name) ? named[name] : undefined;
}

export type ServiceField = { readonly name: string; readonly field: WireServiceField };

const opened = new WeakMap<WireService, readonly ServiceField[]>();

/** Fields in order, sections opened: the name of a section is never sent. */
export function fieldsOf(service: WireService): readonly ServiceField[] {
  const known = opened.get(service);
  if (known) return known;
  const fields = openSections(service.fields);
  opened.set(service, fields);
  return fields;
}

function openSections(fields: WireService["fields"] | undefined): ServiceField[] {
  // a service without fields may come with null (seen with custom integrations)
  return Object.entries(fields ?? {}).flatMap(([name, field]) =>
    field.fields ? openSections(field.fields) : [{ name, field }],
  );
}
