/** Reads a grant that somebody wants to save, or that lies in a file. */

import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { parseNetwork } from "../../../core/address.ts";
import { isEntityId, isService } from "../../../core/entity-id.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { Registries } from "../../../hass/registries.ts";
import { CAPABILITIES, type Grant } from "../model/grant.ts";
import { parseInstant } from "../model/instant.ts";
import { compileRestrictions } from "./compile-grant.ts";
import { at, type Fault, type Faults, newFaults, refuseUnknownKeys } from "./fault.ts";
import { isTexts, readAccess, readTable } from "./parse-access.ts";
import { readOrigins } from "./parse-params.ts";
import { readRestrictions } from "./parse-restriction.ts";

const DEFAULT_DAYS = 90;

const MODE = v.picklist(["deny", "allow", "confirm"]);
const COUNT = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e12));
const TEXT = v.pipe(v.string(), v.maxLength(2000));

/** The simple fields; what has a grammar of its own is read by hand. */
const PLAIN = {
  id: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))),
  name: v.pipe(v.string(), v.regex(/^[^\s\p{C}](?:[^\p{C}]{0,78}[^\s\p{C}])?$/u)),
  note: v.optional(TEXT),
  version: v.optional(v.literal(1)),
  status: v.optional(v.picklist(["active", "paused", "revoked"])),
  created_by: v.optional(TEXT),
  gates: v.optional(v.strictObject({ physical: v.optional(MODE), special: v.optional(MODE) })),
  capabilities: v.optional(
    v.strictObject(Object.fromEntries(CAPABILITIES.map((name) => [name, v.optional(MODE)]))),
  ),
  indirect: v.optional(v.picklist(["closure", "pinned", "trust_named", "confirm"])),
  target_mode: v.optional(v.picklist(["reject", "narrow"])),
  limits: v.optional(
    v.strictObject({
      requests_per_minute: v.optional(COUNT),
      actions_per_minute: v.optional(COUNT),
      burst: v.optional(COUNT),
      concurrency: v.optional(COUNT),
      max_sessions: v.optional(COUNT),
      subscriptions: v.optional(COUNT),
      history_hours: v.optional(COUNT),
      history_points: v.optional(COUNT),
      response_bytes: v.optional(COUNT),
    }),
  ),
  session: v.optional(
    v.strictObject({
      lifetime_minutes: v.optional(COUNT),
      max_lifetime_minutes: v.optional(COUNT),
      max_renewals: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      absolute_lifetime_hours: v.optional(COUNT),
    }),
  ),
  tools: v.optional(v.array(v.pipe(v.string(), v.regex(/^ha_[a-z_]{1,40}$/)))),
  approve_by: v.optional(v.pipe(v.array(v.picklist(["owner", "host"])), v.minLength(1))),
  home_area: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,255}$/))),
  users: v.optional(v.array(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)))),
};

const BY_HAND = [
  "created_at",
  "not_before",
  "expires_at",
  "access",
  "pinned",
  "data_keys",
  "data_limits",
  "restrictions",
  "network",
];
const KEYS = [...Object.keys(PLAIN), ...BY_HAND];

export type Parsed = { readonly grant: Grant } | { readonly faults: readonly Fault[] };

/**
 * Every fault at once, or the grant: what was left out filled in, names of areas, floors, labels and devices replaced by
 * ids where `names` has them. `now` in milliseconds since 1970. Hashing a plain PIN takes about 0.1 s.
 */
export function parseGrant(input: unknown, now: number, names?: Registries): Parsed {
  const faults = newFaults();
  if (!isJsonObject(input)) {
    faults.add("invalid_grant", "", "A grant is an object with name, access and what narrows it.");
    return { faults: faults.list };
  }
  refuseUnknownKeys(input, KEYS, "", faults);
  const grant = readGrant(input, now, faults, names);
  return faults.list.length > 0 || !grant ? { faults: faults.list } : { grant };
}

/** What is stored: the grant without what the parser makes of it. `parseGrant` of it gives the grant again. */
export function saveGrant({ compiled: _, ...saved }: Grant): Omit<Grant, "compiled"> {
  return saved;
}

function readGrant(
  input: JsonObject,
  now: number,
  faults: Faults,
  names: Registries | undefined,
): Grant | undefined {
  const plain = readPlain(input, faults);
  const not_before = readTime(input["not_before"], "not_before", faults);
  const created_at = readTime(input["created_at"], "created_at", faults);
  const network = readNetwork(input["network"], faults);
  const rest = {
    access: readAccess(input["access"], "access", faults, names),
    pinned: readPinned(input["pinned"], faults),
    data_keys: readDataKeys(input["data_keys"], faults),
    data_limits: readDataLimits(input["data_limits"], faults),
    restrictions: readRestrictions(input["restrictions"], "restrictions", faults),
    expires_at: readExpiresAt(input["expires_at"], now, faults),
  };
  if (!plain) return undefined;
  const { gates, id, status, created_by, capabilities, indirect, target_mode, limits, ...others } = plain;
  const grant: Omit<Grant, "compiled"> = {
    ...(others as Pick<Grant, "name">),
    id: id ?? `grt_${randomBytes(9).toString("base64url").replace(/-/g, "_")}`,
    version: 1,
    status: status ?? "active",
    created_at: created_at ?? new Date(now).toISOString(),
    created_by: created_by ?? "owner",
    capabilities: capabilities ?? {},
    gates: { physical: gates?.physical ?? "confirm", special: gates?.special ?? "confirm" },
    indirect: indirect ?? "closure",
    target_mode: target_mode ?? "reject",
    limits: (limits ?? {}) as Grant["limits"],
    ...rest,
    ...(not_before === undefined ? {} : { not_before }),
    ...(network === undefined ? {} : { network }),
  };
  return { ...grant, compiled: compileRestrictions(grant) };
}

function readPlain(input: JsonObject, faults: Faults) {
  const fields = Object.fromEntries(Object.entries(input).filter(([key]) => Object.hasOwn(PLAIN, key)));
  const result = v.safeParse(v.strictObject(PLAIN), fields);
  for (const issue of result.issues ?? []) {
    const path = (issue.path ?? []).reduce((where, { key }) => at(where, key as string | number), "");
    const known = issue.type !== "strict_object" || issue.expected !== "never";
    faults.add(known ? "invalid_grant" : "unknown_key", path, `${issue.message}.`);
  }
  return result.success ? result.output : undefined;
}

function readTime(value: unknown, path: string, faults: Faults): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" && parseInstant(value) !== undefined) return value;
  faults.add(
    "invalid_expiry",
    path,
    `${path} is a date and time with an offset, as in 2027-01-31T18:00:00+01:00.`,
  );
  return undefined;
}

function readExpiresAt(value: unknown, now: number, faults: Faults): string {
  if (value === "never") return value;
  return readTime(value, "expires_at", faults) ?? new Date(now + DEFAULT_DAYS * 86_400_000).toISOString();
}

function readNetwork(value: unknown, faults: Faults): Grant["network"] {
  if (value === undefined) return undefined;
  const fields = readTable(value, "network", faults);
  refuseUnknownKeys(fields, ["allowed_ips", "origins", "require_signature"], "network", faults);
  const { allowed_ips, origins, require_signature } = fields;
  if (
    allowed_ips !== undefined &&
    !(isTexts(allowed_ips) && allowed_ips.every((each) => parseNetwork(each)))
  ) {
    faults.add(
      "invalid_address",
      "network.allowed_ips",
      "This is a list of addresses or blocks such as 192.168.1.0/24.",
    );
  }
  if (require_signature !== undefined && typeof require_signature !== "boolean") {
    faults.add("invalid_grant", "network.require_signature", "This is true or false.");
  }
  if (origins !== undefined) {
    const read = readOrigins(readTable(origins, "network.origins", faults));
    if ("code" in read) faults.add(read.code, "network.origins", read.message);
  }
  return fields as Grant["network"];
}

function readPinned(value: unknown, faults: Faults): Record<string, readonly string[]> {
  const table: Record<string, readonly string[]> = {};
  for (const [id, leaves] of Object.entries(readTable(value, "pinned", faults))) {
    if (isEntityId(id) && isTexts(leaves)) table[id] = leaves;
    else
      faults.add(
        "invalid_grant",
        at("pinned", id),
        "An indirect entity is pinned to a list of what it reaches.",
      );
  }
  return table;
}

function readDataKeys(value: unknown, faults: Faults): Record<string, readonly string[]> {
  const table: Record<string, readonly string[]> = {};
  for (const [service, keys] of Object.entries(readTable(value, "data_keys", faults))) {
    if (isService(service) && isTexts(keys)) table[service] = keys;
    else faults.add("invalid_grant", at("data_keys", service), "A service has a list of data keys.");
  }
  return table;
}

function readDataLimits(value: unknown, faults: Faults): Grant["data_limits"] {
  const table: Record<string, Record<string, readonly unknown[]>> = {};
  for (const [service, limits] of Object.entries(readTable(value, "data_limits", faults))) {
    if (!isService(service))
      faults.add("invalid_grant", at("data_limits", service), "The key is an exact service.");
    const path = at("data_limits", service);
    const read: Record<string, readonly unknown[]> = {};
    for (const [key, limit] of Object.entries(readTable(limits, path, faults))) {
      const values: readonly unknown[] = Array.isArray(limit) ? limit : [];
      const [low, high] = values;
      const upsideDown =
        values.length === 2 && typeof low === "number" && typeof high === "number" && low > high;
      if (values.length > 0 && !upsideDown) read[key] = values;
      else faults.add("invalid_grant", at(path, key), "A limit is [min, max] or a list of values.");
    }
    table[service] = read;
  }
  return table;
}
