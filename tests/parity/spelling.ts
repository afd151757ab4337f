/** The spelling rules for services, targets and data: one spelling, strict pattern, no templates. */

export type Refusal = { readonly refused: string };
export type Parts = {
  readonly entities: readonly string[];
  readonly all: boolean;
  readonly areas: readonly string[];
  readonly floors: readonly string[];
  readonly labels: readonly string[];
  readonly devices: readonly string[];
};
export type Spelled = {
  readonly service: string;
  /** undefined = no selector at all. */
  readonly target: Parts | undefined;
  readonly exclude: Parts | undefined;
  readonly data: Readonly<Record<string, unknown>>;
};

const ENTITY = /^(?!.*__)[a-z0-9][a-z0-9_]*(?<!_)\.[a-z0-9](?:[a-z0-9_]*[a-z0-9])?$/;
const SELECTOR_KEYS = ["entity_id", "area_id", "floor_id", "label_id", "device_id"] as const;

const NO_PARTS: Parts = { entities: [], all: false, areas: [], floors: [], labels: [], devices: [] };

export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isEntityId(text: string): boolean {
  return ENTITY.test(text);
}

/** Every string at any depth, keys too. */
export function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (isFields(value)) return Object.entries(value).flatMap(([key, item]) => [key, ...stringsIn(item)]);
  return [];
}

export function hasTemplate(value: unknown): boolean {
  return stringsIn(value).some((text) => ["{{", "{%", "{#"].some((mark) => text.includes(mark)));
}

/** The words of one selector value; undefined when it is no text and no list of texts. */
function words(value: unknown): readonly string[] | undefined {
  const items = Array.isArray(value) ? value : [value];
  const found: string[] = [];
  for (const item of items) {
    if (typeof item !== "string") return undefined;
    found.push(...item.split(",").map((word) => word.trim()));
  }
  return found.length === 0 || found.includes("") ? undefined : found;
}

function parts(sources: readonly Readonly<Record<string, unknown>>[]): Parts | undefined | "bad" {
  const found: Record<(typeof SELECTOR_KEYS)[number], string[]> = {
    entity_id: [],
    area_id: [],
    floor_id: [],
    label_id: [],
    device_id: [],
  };
  let any = false;
  for (const source of sources)
    for (const key of SELECTOR_KEYS) {
      // The specification leaves this open: a null selector counts as none.
      if (source[key] === undefined || source[key] === null) continue;
      any = true;
      // The specification leaves this open: an empty list is a selector that yields nothing.
      if (Array.isArray(source[key]) && source[key].length === 0) continue;
      const list = words(source[key]);
      if (list === undefined) return "bad";
      found[key].push(...list.map((word) => (key === "entity_id" ? word.toLowerCase() : word)));
    }
  if (!any) return undefined;
  const all = found.entity_id.includes("all");
  const entities = [...new Set(found.entity_id.filter((id) => id !== "all"))];
  if (!entities.every(isEntityId)) return "bad";
  return {
    entities,
    all,
    areas: found.area_id,
    floors: found.floor_id,
    labels: found.label_id,
    devices: found.device_id,
  };
}

/** A call in its one spelling, or why it has none. */
export function spell(service: unknown, target: unknown, data: unknown): Spelled | Refusal {
  if (typeof service !== "string") return { refused: "invalid_input" };
  if (hasTemplate(service) || hasTemplate(target) || hasTemplate(data))
    return { refused: "template_in_input" };
  const name = service.trim().toLowerCase();
  if (!isEntityId(name)) return { refused: "invalid_input" };
  const targetFields = target ?? {};
  const dataFields = data ?? {};
  if (!isFields(targetFields) || !isFields(dataFields)) return { refused: "invalid_input" };
  const known: readonly string[] = [...SELECTOR_KEYS, "exclude"];
  if (Object.keys(targetFields).some((key) => !known.includes(key))) return { refused: "invalid_input" };
  const exclusions: Readonly<Record<string, unknown>>[] = [];
  for (const fields of [targetFields["exclude"], dataFields["exclude"]]) {
    if (fields === undefined || fields === null) continue;
    if (
      !isFields(fields) ||
      Object.keys(fields).some((key) => !(SELECTOR_KEYS as readonly string[]).includes(key))
    )
      return { refused: "invalid_input" };
    exclusions.push(fields);
  }
  const exclude = parts(exclusions);
  if (exclude === "bad" || exclude?.all) return { refused: "invalid_input" };
  const chosen = parts([targetFields, dataFields]);
  // The specification leaves this open: a call with nothing but `exclude` has a target that yields nothing.
  const own = chosen === undefined && exclusions.length > 0 ? NO_PARTS : chosen;
  if (own === "bad") return { refused: "invalid_input" };
  const left = Object.fromEntries(Object.entries(dataFields).filter(([key]) => !known.includes(key)));
  return { service: name, target: own, exclude, data: left };
}
