/** What a service is: the fields it shows, the values it takes, what it does. */

import type { WireService, WireServiceField, WireServiceTarget } from "../../hass/wire.ts";
import type { Check } from "../world/checks.ts";
import type { Context } from "../world/states.ts";
import type { Entity, World } from "../world/world.ts";

export type Data = Readonly<Record<string, unknown>>;

/** One running call, after its data and target were merged and checked. */
export type Call = {
  readonly domain: string;
  readonly service: string;
  /** Target keys included. */
  readonly data: Data;
  readonly context: Context;
  /** Whether the caller is no administrator; false when nobody called (an automation). */
  readonly ordinaryUser: boolean;
  readonly returnResponse: boolean;
  /** Runs another service as part of this one, with its context. */
  run(domain: string, service: string, data: Data): Promise<unknown> | unknown;
};

/** Runs on one entity; `data` has no target keys. What it returns is the entity's response. */
export type EntityHandler = (world: World, entity: Entity, data: Data, call: Call) => unknown;

export type PlainHandler = (world: World, call: Call) => unknown;

export type Field = {
  readonly wire: WireServiceField;
  readonly check: Check;
  readonly required?: boolean;
  /** Some fields are taken that `get_services` does not tell of, and some are needed that it does not call required. */
  readonly untold?: "field" | "required";
};

export type Fields = Readonly<Record<string, Field>>;

export type Service = {
  readonly wire: WireService;
  readonly checks: Readonly<Record<string, Check>>;
  readonly required: readonly string[];
  /** Keys of which at most one may be given, each list with the name of its group. */
  readonly exclusive: Readonly<Record<string, readonly string[]>>;
  /** At least one of these must be given. */
  readonly anyOf: readonly string[];
  /** Ordinary users are refused. */
  readonly admin: boolean;
  /** Keys that are not in the table are let through, as scripts do. */
  readonly open: boolean;
  /** Of the entities it acts on; undefined for services without a target. */
  readonly domain: string | undefined;
  /** Any of these masks suffices; undefined asks for none. */
  readonly masks: readonly number[] | undefined;
  readonly onEntity: EntityHandler | undefined;
  readonly plain: PlainHandler | undefined;
};

export type ServiceTable = Map<string, Map<string, Service>>;

type Extra = {
  readonly exclusive?: Readonly<Record<string, readonly string[]>>;
  readonly anyOf?: readonly string[];
  readonly admin?: boolean;
  readonly open?: boolean;
  readonly response?: { readonly optional: boolean };
  readonly sections?: Readonly<Record<string, { readonly collapsed?: boolean; readonly fields: Fields }>>;
  readonly name?: string;
  readonly description?: string;
};

/** A service on the entities of one domain; `masks` are the features it needs, any of them. */
export function entityService(
  domain: string,
  masks: readonly number[] | undefined,
  fields: Fields,
  onEntity: EntityHandler,
  extra: Extra = {},
): Service {
  const entity = masks ? { domain: [domain], supported_features: masks } : { domain: [domain] };
  return build({ entity: [entity] }, fields, extra, { domain, masks, onEntity, plain: undefined });
}

/** A service without a target. */
export function plainService(fields: Fields, plain: PlainHandler, extra: Extra = {}): Service {
  return build(undefined, fields, extra, { domain: undefined, masks: undefined, onEntity: undefined, plain });
}

/** A service on entities of any domain, which finds them itself. */
export function anyEntityService(plain: PlainHandler): Service {
  return build({}, {}, { open: true }, { domain: undefined, masks: undefined, onEntity: undefined, plain });
}

function build(
  target: WireServiceTarget | undefined,
  fields: Fields,
  extra: Extra,
  act: Pick<Service, "domain" | "masks" | "onEntity" | "plain">,
): Service {
  const wireFields: Record<string, WireServiceField> = wireOf(fields);
  const all: Record<string, Field> = { ...fields };
  for (const [section, { fields: inner, ...rest }] of Object.entries(extra.sections ?? {})) {
    wireFields[section] = { ...rest, fields: wireOf(inner) };
    Object.assign(all, inner);
  }
  const wire: WireService = {
    ...(extra.name === undefined ? {} : { name: extra.name, description: extra.description ?? "" }),
    fields: wireFields,
    ...(target ? { target } : {}),
    ...(extra.response ? { response: extra.response } : {}),
  };
  const entries = Object.entries(all);
  return {
    wire,
    checks: Object.fromEntries(entries.map(([key, field]) => [key, field.check])),
    required: entries.filter(([, field]) => field.required).map(([key]) => key),
    exclusive: extra.exclusive ?? {},
    anyOf: extra.anyOf ?? [],
    admin: extra.admin ?? false,
    open: extra.open ?? false,
    ...act,
  };
}

function wireOf(fields: Fields): Record<string, WireServiceField> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => field.untold !== "field")
      .map(([key, field]) => [
        key,
        field.required && field.untold !== "required" ? { required: true, ...field.wire } : field.wire,
      ]),
  );
}
