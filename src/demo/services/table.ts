/** Every service of the house, by domain. */

import type { AutomationConfig, SceneConfig, ScriptConfig } from "../world/routine.ts";
import { isoTime } from "../world/ticker.ts";
import { fanServices, humidifierServices } from "./air.ts";
import { climateServices } from "./climate.ts";
import {
  groupServices,
  homeassistantServices,
  type Notification,
  notificationServices,
  notifyServices,
  type Restart,
} from "./core.ts";
import { coverServices, valveServices } from "./cover.ts";
import { lightServices } from "./light.ts";
import { calendarServices, todoServices, weatherServices } from "./lists.ts";
import { alarmServices, lockServices } from "./lock.ts";
import {
  cameraServices,
  mowerServices,
  pressServices,
  sirenServices,
  updateServices,
  vacuumServices,
} from "./machines.ts";
import { mediaServices } from "./media.ts";
import { onOffServices } from "./on-off.ts";
import { automationServices, type StartAutomation, sceneServices, scriptServices } from "./routines.ts";
import type { Service, ServiceTable } from "./service.ts";
import {
  counterServices,
  inputDatetimeServices,
  inputNumberServices,
  numberServices,
  optionServices,
  textServices,
  timerServices,
} from "./values.ts";

export type Household = {
  readonly scripts: Readonly<Record<string, ScriptConfig>>;
  readonly automations: Readonly<Record<string, AutomationConfig>>;
  readonly scenes: Record<string, SceneConfig>;
  readonly notifications: Map<string, Notification>;
  readonly startAutomation: StartAutomation;
  readonly restart: Restart;
};

export function serviceTable(household: Household): ServiceTable {
  const table: ServiceTable = new Map();
  const add = (domain: string, services: Readonly<Record<string, Service>>): void => {
    table.set(domain, new Map(Object.entries(services)));
  };
  add("homeassistant", homeassistantServices(table, household.restart));
  add("persistent_notification", notificationServices(household.notifications));
  add("notify", notifyServices(household.notifications));
  add("group", groupServices);
  add("light", lightServices);
  add("switch", onOffServices("switch"));
  add("input_boolean", onOffServices("input_boolean"));
  add("cover", coverServices);
  add("valve", valveServices);
  add("lock", lockServices);
  add("alarm_control_panel", alarmServices);
  add("climate", climateServices);
  add("fan", fanServices);
  add("humidifier", humidifierServices);
  add("media_player", mediaServices);
  add("vacuum", vacuumServices);
  add("lawn_mower", mowerServices);
  add("siren", sirenServices);
  add("camera", cameraServices);
  add("update", updateServices);
  for (const domain of ["button", "input_button"]) {
    add(
      domain,
      pressServices(domain, (world) => isoTime(world.ticker.seconds())),
    );
  }
  add("number", numberServices);
  add("input_number", inputNumberServices);
  add("select", optionServices("select"));
  add("input_select", optionServices("input_select"));
  add("text", textServices("text"));
  add("input_text", textServices("input_text"));
  add("input_datetime", inputDatetimeServices);
  add("counter", counterServices);
  add("timer", timerServices);
  add("todo", todoServices);
  add("calendar", calendarServices);
  add("weather", weatherServices);
  add("scene", sceneServices(household.scenes));
  add("script", scriptServices(household.scripts));
  add("automation", automationServices(household.startAutomation));
  return table;
}
