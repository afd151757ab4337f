/** The commands a user interface asks: panels, texts, notifications, lists, the configuration of routines. */

import { todoListOf } from "../services/lists.ts";
import { entityId, listOf, strictBoolean, strictText } from "../world/checks.ts";
import { Fault } from "../world/fault.ts";
import type { Commands } from "./command.ts";

function panel(component: string, title: string | null, admin: boolean): Readonly<Record<string, unknown>> {
  return {
    component_name: component,
    icon: null,
    title,
    default_visible: true,
    config: null,
    url_path: component,
    require_admin: admin,
    config_panel_domain: null,
    show_in_sidebar: true,
  };
}

/** A text for every service, made of its name: `turn_on` is "Turn on". */
function serviceTexts(
  services: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
  wanted: ReadonlySet<string> | undefined,
): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [domain, table] of services) {
    if (wanted && !wanted.has(domain)) continue;
    for (const name of table.keys()) {
      const words = name.replaceAll("_", " ");
      const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
      texts[`component.${domain}.services.${name}.name`] = title;
      texts[`component.${domain}.services.${name}.description`] =
        `${title} (${domain.replaceAll("_", " ")}).`;
    }
  }
  return texts;
}

function configOfRoutine(configs: Readonly<Record<string, unknown>>, id: string, domain: string): unknown {
  const config = id.startsWith(`${domain}.`) ? configs[id.slice(domain.length + 1)] : undefined;
  if (config === undefined) throw new Fault("not_found", "Entity not found");
  return { config };
}

const DASHBOARD = "dashboard-house";
const HOUSE_DASHBOARD = {
  views: [
    {
      title: "Downstairs",
      path: "downstairs",
      cards: [
        { type: "tile", entity: "light.kitchen_counter" },
        { type: "entities", title: "Ways in", entities: ["lock.front_door", "cover.garage_door"] },
        { type: "thermostat", entity: "climate.living_room" },
      ],
    },
    { title: "Garden", path: "garden", cards: [{ type: "weather-forecast", entity: "weather.home" }] },
  ],
};

export const interfaceCommands: Commands = {
  get_panels: {
    run: () => ({
      config: panel("config", "config", true),
      lovelace: panel("lovelace", null, false),
      history: panel("history", "history", false),
      logbook: panel("logbook", "logbook", false),
    }),
  },
  "frontend/get_translations": {
    required: { language: strictText, category: strictText },
    optional: { integration: listOf(strictText), config_flow: strictBoolean },
    run({ premises }, message) {
      if (message["category"] !== "services") return { resources: {} };
      const wanted = message["integration"] as readonly string[] | undefined;
      return { resources: serviceTexts(premises.services, wanted ? new Set(wanted) : undefined) };
    },
  },
  "persistent_notification/get": { run: ({ premises }) => [...premises.notifications.values()] },
  "lovelace/dashboards/list": {
    run: () => [
      {
        id: "dashboard_house",
        url_path: DASHBOARD,
        title: "House",
        icon: "mdi:home",
        require_admin: false,
        show_in_sidebar: true,
        mode: "storage",
      },
    ],
  },
  "lovelace/config": {
    optional: { url_path: (value) => value, force: strictBoolean },
    run(_session, message) {
      const path = message["url_path"];
      if (path === DASHBOARD) return HOUSE_DASHBOARD;
      const text = typeof path === "string" ? `Unknown config specified: ${path}` : "No config found.";
      throw new Fault("config_not_found", text);
    },
  },
  "todo/item/list": {
    required: { entity_id: entityId },
    run: ({ premises }, message) => todoListOf(premises.world, String(message["entity_id"])),
  },
  "automation/config": {
    admin: true,
    required: { entity_id: entityId },
    run: ({ premises }, message) =>
      configOfRoutine(premises.automations, String(message["entity_id"]), "automation"),
  },
  "script/config": {
    admin: true,
    required: { entity_id: entityId },
    run: ({ premises }, message) => configOfRoutine(premises.scripts, String(message["entity_id"]), "script"),
  },
  "person/list": { run: () => ({ storage: [], config: [] }) },
  "recorder/info": {
    run: () => ({
      backlog: 0,
      db_in_default_location: true,
      max_backlog: 65_000,
      migration_in_progress: false,
      migration_is_live: false,
      recording: true,
      thread_running: true,
    }),
  },
};
