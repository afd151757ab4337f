/** What a service does to an entity: what is kept from wildcards, what the owner is asked about, what lies behind a group or scene. */

import type { Closure, Leaf } from "../../src/security/grant/model/world.ts";
import { devicesOfEntity, domainOf, entityOf, type Home, labelsOfEntity, membersOf } from "./home.ts";

const SPECIAL = [
  "homeassistant.restart",
  "homeassistant.stop",
  "homeassistant.reload_*",
  "homeassistant.set_location",
  "homeassistant.check_config",
  "homeassistant.save_persistent_states",
  "script.reload",
  "automation.reload",
  "scene.reload",
  "scene.delete",
  "scene.create",
  "group.set",
  "group.remove",
  "shell_command.*",
  "rest_command.*",
  "hassio.*",
  "backup.*",
  "mqtt.publish",
  "camera.snapshot",
  "update.install",
];
const NEVER = ["profiler.*", "debugpy.start"];
const READ_SERVICES = ["weather.get_forecasts", "media_player.browse_media", "todo.get_items"];

function listed(list: readonly string[], service: string): boolean {
  return list.some((rule) => (rule.endsWith("*") ? service.startsWith(rule.slice(0, -1)) : rule === service));
}

export function isSpecial(service: string): boolean {
  return listed(SPECIAL, service);
}

export function isNeverOpen(service: string): boolean {
  return listed(NEVER, service);
}

export function isReadService(service: string): boolean {
  return READ_SERVICES.includes(service);
}

const DOORS = ["door", "garage", "gate", "window"];
const GATED_DOMAINS = ["lock", "alarm_control_panel", "cover", "valve", "siren"];
const NO_DOORS = ["awning", "blind", "curtain", "damper", "shade", "shutter", "gas", "water"];
/** What a lock, a door or an alarm panel may be worked by, on the same device or on one that stands on it. */
const PARTS = ["button", "switch", "select", "number", "text"];
const WITH_PARTS = ["lock", "alarm_control_panel", "cover", "valve"];

/** Whether the entity is one that the physical gate is about. */
function isGuarded(home: Home, id: string): boolean {
  const entity = entityOf(home, id);
  const domain = domainOf(id);
  const labels = entity === undefined ? [] : labelsOfEntity(home, entity);
  if (labels.includes("physical")) return true;
  if (domain === "cover" || domain === "valve") {
    const deviceClass = entity?.attributes["device_class"];
    if (DOORS.includes(String(deviceClass))) return true;
    if (NO_DOORS.includes(String(deviceClass))) return false;
    // The specification leaves this open: an area's label does not call each of its covers a blind.
    return entity === undefined || !labelsOfEntity({ ...home, areas: [] }, entity).includes("blind");
  }
  if (GATED_DOMAINS.includes(domain)) return true;
  return (
    PARTS.includes(domain) &&
    entity?.device !== undefined &&
    home.entities.some(
      (other) =>
        other.device !== undefined &&
        devicesOfEntity(home, entity).includes(other.device) &&
        WITH_PARTS.includes(domainOf(other.id)) &&
        isGuarded(home, other.id),
    )
  );
}

/** `service` undefined = whatever its domain can do. */
export function isPhysical(home: Home, service: string | undefined, id: string): boolean {
  if (!isGuarded(home, id)) return false;
  if (service === undefined) return true;
  const name = service.slice(service.indexOf(".") + 1);
  if (name === "update_entity") return false;
  if (GATED_DOMAINS.includes(domainOf(id)) && /^(?:get|refresh)_/.test(name)) return false;
  const own = domainOf(service) === domainOf(id);
  switch (domainOf(id)) {
    case "lock":
      return !(own && name === "lock");
    case "cover":
    case "valve":
      return !(own && /^(?:close|stop)_/.test(name));
    case "siren":
      return !(own && name === "turn_off");
    default:
      return true;
  }
}

/** A call of a whole domain that names no entity. */
export function isGatedDomain(home: Home, domain: string): boolean {
  if (GATED_DOMAINS.includes(domain)) return true;
  return home.entities.some((entity) => domainOf(entity.id) === domain && isGuarded(home, entity.id));
}

function isGroup(home: Home, id: string): boolean {
  return domainOf(id) === "group" || (domainOf(id) !== "scene" && membersOf(entityOf(home, id)).length > 0);
}

export function isIndirect(home: Home, id: string): boolean {
  return domainOf(id) === "scene" || isGroup(home, id);
}

/** Whether the service runs a scene; everything that reaches a group reaches its members. */
function runsScene(service: string | undefined): boolean {
  return (
    service === undefined ||
    ["scene.turn_on", "homeassistant.turn_on", "homeassistant.toggle"].includes(service)
  );
}

/** What one call on a group or scene comes to. */
export function reachOf(
  home: Home,
  service: string | undefined,
  id: string,
): Required<Omit<Closure, "opaque" | "signals">> {
  const leaves = new Map<string, Leaf>();
  const through = new Set<string>();
  const visit = (current: string, how: string | undefined): void => {
    if (through.has(current)) return;
    if (domainOf(current) === "scene") {
      through.add(current);
      if (runsScene(how)) for (const member of membersOf(entityOf(home, current))) visit(member, undefined);
    } else if (isGroup(home, current)) {
      through.add(current);
      for (const member of membersOf(entityOf(home, current))) visit(member, how);
    } else leaves.set(`${how} ${current}`, { service: how, entityId: current });
  };
  visit(id, service);
  through.delete(id);
  return { leaves: [...leaves.values()], through: [...through] };
}
