/** Presets: ready-made grants, expanded into plain access when a grant is created. */

import type { JsonObject } from "../../../core/json.ts";
import type { Selector } from "../model/access.ts";
import { builtinGrant } from "../model/builtins.ts";
import { DEFAULT_CONCURRENCY } from "../model/grant.ts";
import { type Fault, newFaults } from "./fault.ts";
import { type WidgetLevel, widgetAccess } from "./widget.ts";

/** What the owner fills in. */
export type PresetChoices = {
  /** Area ids or names: where the guest is. */
  readonly areas?: readonly string[];
  /** Params of a schedule restriction. */
  readonly schedule?: JsonObject;
  readonly pin?: string;
  /** For `widget`. */
  readonly entities?: Readonly<Record<string, WidgetLevel>>;
  readonly sensitive?: readonly string[];
};

/** What `parseGrant` takes, but for the name. */
export type Expanded = { readonly fields: JsonObject } | { readonly faults: readonly Fault[] };

/** Limits of grants that are created; a built-in has none but concurrency. */
export const CREATED_LIMITS = {
  requests_per_minute: 120,
  history_hours: 720,
  history_points: 5_000,
  actions_per_minute: 30,
  burst: 10,
  concurrency: DEFAULT_CONCURRENCY,
};

export const PRESETS = [
  "viewer",
  "operator",
  "editor",
  "admin",
  "guest",
  "child",
  "kiosk",
  "housekeeper",
  "widget",
] as const;

/** undefined for a name that is no preset. */
export function expandPreset(name: string, choices: PresetChoices): Expanded | undefined {
  const builtin = builtinGrant(name);
  const faults = notTaken(name, choices, builtin !== undefined);
  if (faults.length > 0) return { faults };
  if (builtin) {
    const { access, capabilities, gates } = builtin;
    const restrictions = restrictionsOf(choices);
    return { fields: { access, capabilities, gates, restrictions, limits: CREATED_LIMITS } };
  }
  switch (name) {
    case "guest":
      return inAreas(choices, ["light", "media_player", "climate"], ["schedule", "areas"]);
    case "child":
      return inAreas(choices, ["light", "media_player"], ["areas"], {
        gates: { physical: "deny", special: "deny" },
      });
    case "kiosk":
      return inAreas(
        choices,
        ["light", "switch", "media_player", "climate", "cover", "fan", "scene"],
        ["areas"],
      );
    case "housekeeper":
      return inAreas(choices, ["light", "cover", "vacuum", "media_player"], ["schedule", "pin", "areas"]);
    case "widget":
      return widget(choices);
    default:
      return undefined;
  }
}

/** What would be left out in silence: the grant would open more than its owner said. */
function notTaken(name: string, choices: PresetChoices, isBuiltin: boolean): readonly Fault[] {
  const faults = newFaults();
  const where = isBuiltin ? "opens the whole home" : "opens the entities that are named";
  if (choices.areas !== undefined && (isBuiltin || name === "widget"))
    faults.add("invalid_grant", "areas", `This preset takes no area, it ${where}.`);
  for (const key of ["entities", "sensitive"] as const)
    if (choices[key] !== undefined && name !== "widget")
      faults.add("invalid_grant", key, `This preset takes no ${key}; widget does.`);
  return faults.list;
}

type Required = "schedule" | "pin" | "areas";

function inAreas(
  choices: PresetChoices,
  domains: readonly string[],
  required: readonly Required[],
  more: JsonObject = {},
): Expanded {
  const faults = newFaults();
  for (const key of required) {
    if (choices[key] === undefined) faults.add("invalid_grant", key, `This preset needs ${key}.`);
  }
  if (faults.list.length > 0) return { faults: faults.list };
  const area = choices.areas ?? [];
  const within = (domain: readonly string[]): Selector => ({ domain, area });
  return {
    fields: {
      access: {
        read: [within(domains)],
        actions: domains.map((domain) => ({ service: `${domain}.*`, target: within([domain]) })),
      },
      restrictions: restrictionsOf(choices),
      limits: CREATED_LIMITS,
      ...more,
    },
  };
}

function restrictionsOf({ schedule, pin }: PresetChoices): readonly JsonObject[] {
  return [
    ...(schedule === undefined
      ? []
      : [{ id: "schedule", type: "schedule", applies_to: "grant", params: schedule }]),
    ...(pin === undefined ? [] : [{ id: "pin", type: "pin", applies_to: "actions", params: { pin } }]),
  ];
}

function widget(choices: PresetChoices): Expanded {
  const faults = newFaults();
  const { entities = {}, sensitive = [] } = choices;
  const made = widgetAccess({ entities, sensitive }, faults);
  if (Object.keys(entities).length === 0)
    faults.add("invalid_grant", "entities", "A widget shows at least one entity.");
  if (faults.list.length > 0) return { faults: faults.list };
  return {
    fields: { ...made, restrictions: restrictionsOf(choices), limits: CREATED_LIMITS },
  };
}
