/** What the registries hold, in Home Assistant's field names. */

export type AreaEntry = {
  aliases: readonly string[];
  readonly area_id: string;
  floor_id: string | null;
  humidity_entity_id: string | null;
  icon: string | null;
  labels: readonly string[];
  name: string;
  picture: string | null;
  temperature_entity_id: string | null;
  readonly created_at: number;
  modified_at: number;
};

export type FloorEntry = {
  aliases: readonly string[];
  readonly created_at: number;
  readonly floor_id: string;
  icon: string | null;
  level: number | null;
  name: string;
  modified_at: number;
};

export type LabelEntry = {
  color: string | null;
  readonly created_at: number;
  description: string | null;
  icon: string | null;
  readonly label_id: string;
  name: string;
  modified_at: number;
};

/** A child device has a parent and no maker of its own. */
export type DeviceEntry = {
  readonly id: string;
  area_id: string | null;
  readonly created_at: number;
  disabled_by: string | null;
  readonly identifiers: readonly (readonly [string, string])[];
  labels: readonly string[];
  modified_at: number;
  name_by_user: string | null;
  readonly name: string;
  readonly parent_device_id: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly sw_version: string | null;
};

type EntityOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type EntityEntry = {
  area_id: string | null;
  categories: Readonly<Record<string, string>>;
  readonly created_at: number;
  device_id: string | null;
  disabled_by: string | null;
  entity_category: string | null;
  entity_id: string;
  hidden_by: string | null;
  icon: string | null;
  readonly id: string;
  labels: readonly string[];
  modified_at: number;
  name: string | null;
  options: EntityOptions;
  readonly original_name: string | null;
  readonly platform: string;
  readonly unique_id: string;
  /** null stands for the computed name. */
  aliases: readonly (string | null)[];
  readonly capabilities: Readonly<Record<string, unknown>> | null;
  device_class: string | null;
  readonly original_device_class: string | null;
};

const configEntry = "01K7DEMOHOUSE0000000000000";

/** `next_name_part`: where the name goes on after the entity's own part. */
function nextNamePart(entry: EntityEntry): string | null {
  if (entry.area_id !== null) return "area";
  return entry.device_id === null ? null : "device";
}

/** One row of `config/entity_registry/list`. */
export function entityRow(entry: EntityEntry): Record<string, unknown> {
  return {
    area_id: entry.area_id,
    categories: entry.categories,
    config_entry_id: entry.device_id === null ? null : configEntry,
    config_subentry_id: null,
    created_at: entry.created_at,
    device_id: entry.device_id,
    disabled_by: entry.disabled_by,
    entity_category: entry.entity_category,
    entity_id: entry.entity_id,
    hidden_by: entry.hidden_by,
    icon: entry.icon,
    id: entry.id,
    labels: entry.labels,
    modified_at: entry.modified_at,
    name: entry.name,
    next_name_part: nextNamePart(entry),
    options: entry.options,
    original_name: entry.original_name,
    platform: entry.platform,
    translation_key: null,
    unique_id: entry.unique_id,
  };
}

/** The answer of `config/entity_registry/get`. */
export function extendedEntityRow(entry: EntityEntry): Record<string, unknown> {
  return {
    ...entityRow(entry),
    aliases: entry.aliases,
    capabilities: entry.capabilities,
    device_class: entry.device_class,
    original_device_class: entry.original_device_class,
    original_icon: null,
  };
}

/** One entity of `config/entity_registry/list_for_display`; what has no value is left out. */
export function displayRow(entry: EntityEntry): Record<string, unknown> {
  const row: Record<string, unknown> = { ei: entry.entity_id, pl: entry.platform, lb: entry.labels };
  if (entry.area_id !== null) row["ai"] = entry.area_id;
  if (entry.device_id !== null) row["di"] = entry.device_id;
  const next = nextNamePart(entry);
  if (next !== null) row["np"] = next;
  if (entry.icon !== null) row["ic"] = entry.icon;
  if (entry.entity_category !== null) row["ec"] = entry.entity_category === "config" ? 0 : 1;
  if (entry.hidden_by !== null) row["hb"] = true;
  const name = entry.name ?? entry.original_name;
  if (name !== null) row["en"] = name;
  return row;
}

/** One row of `config/device_registry/list`. */
export function deviceRow(device: DeviceEntry): Record<string, unknown> {
  const shared = {
    area_id: device.area_id,
    config_entry_id: configEntry,
    config_subentry_id: null,
    created_at: device.created_at,
    disabled_by: device.disabled_by,
    id: device.id,
    identifiers: device.identifiers,
    labels: device.labels,
    modified_at: device.modified_at,
    name_by_user: device.name_by_user,
    name: device.name,
    next_name_part: device.parent_device_id === null ? "area" : "parent_device",
    parent_device_id: device.parent_device_id,
  };
  if (device.parent_device_id !== null) return shared;
  return {
    ...shared,
    configuration_url: null,
    config_entries: [configEntry],
    config_entries_subentries: { [configEntry]: [null] },
    connections: [],
    entry_type: null,
    hw_version: null,
    manufacturer: device.manufacturer,
    model: device.model,
    model_id: null,
    primary_config_entry: configEntry,
    serial_number: null,
    sw_version: device.sw_version,
    via_device_id: null,
  };
}
