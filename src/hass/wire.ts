/** Home Assistant's websocket messages as they travel, named as Home Assistant names them. */

import type { JsonObject } from "../core/json.ts";

/** One state inside `subscribe_entities` (`a` = added): s state, a attributes, c context, lc/lu seconds since 1970. */
export type WireEntity = {
  readonly s: string;
  readonly a?: JsonObject;
  readonly c?: string | WireContext;
  /** `last_changed`; absent only in diffs. */
  readonly lc?: number;
  /** `last_updated`; absent when equal to `lc`. */
  readonly lu?: number;
};

export type WireContext = {
  readonly id?: string;
  readonly parent_id?: string | null;
  readonly user_id?: string | null;
};

/** One diff inside `subscribe_entities` (`c` = changed): `+` set, `-` attributes removed. */
export type WireEntityDiff = {
  readonly "+"?: Partial<WireEntity>;
  readonly "-"?: { readonly a?: readonly string[] };
};

/** One event of `subscribe_entities`: a added, c changed, r removed. */
export type WireEntitiesEvent = {
  readonly a?: Readonly<Record<string, WireEntity>>;
  readonly c?: Readonly<Record<string, WireEntityDiff>>;
  readonly r?: readonly string[];
};

/** One field of a service in `get_services`; a section has `fields` and is never sent itself. */
export type WireServiceField = {
  readonly required?: boolean;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly selector?: JsonObject;
  readonly filter?: {
    readonly supported_features?: readonly number[];
    readonly attribute?: Readonly<Record<string, readonly unknown[]>>;
  };
  readonly fields?: Readonly<Record<string, WireServiceField>>;
};

/** What a service may be pointed at: `{}` or no `entity` = any entity; absent = no target at all. */
export type WireServiceTarget = {
  readonly entity?: readonly {
    readonly domain?: readonly string[];
    readonly supported_features?: readonly (number | readonly number[])[];
    readonly integration?: string;
    readonly device_class?: readonly string[];
  }[];
};

/** One service in `get_services`: `{domain: {service: WireService}}`. */
export type WireService = {
  readonly name?: string;
  readonly description?: string;
  readonly fields: Readonly<Record<string, WireServiceField>>;
  readonly target?: WireServiceTarget;
  readonly response?: { readonly optional: boolean };
};

export type WireServices = Readonly<Record<string, Readonly<Record<string, WireService>>>>;

/** The part of `get_config` that we use. `state` is NOT_RUNNING, STARTING, RUNNING, STOPPING or FINAL_WRITE. */
export type WireConfig = {
  readonly state: string;
  readonly version: string;
  readonly time_zone: string;
  readonly language?: string;
  readonly location_name?: string;
  readonly components?: readonly string[];
};

/** A target as Home Assistant takes it; `exclude` has the same keys and is known from 2026.11. */
export type WireTarget = {
  readonly entity_id?: string | readonly string[];
  readonly device_id?: string | readonly string[];
  readonly area_id?: string | readonly string[];
  readonly floor_id?: string | readonly string[];
  readonly label_id?: string | readonly string[];
  readonly exclude?: Omit<WireTarget, "exclude">;
};

/** Answer of `extract_from_target` (2025.11 and newer). Unknown entity ids come back as referenced. */
export type WireExtracted = {
  readonly referenced_entities: readonly string[];
  readonly missing_devices: readonly string[];
  readonly missing_areas: readonly string[];
  readonly missing_floors: readonly string[];
  readonly missing_labels: readonly string[];
};
