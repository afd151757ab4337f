/** Services that no wildcard opens. */

import { domainOf, objectOf } from "../../../core/entity-id.ts";
import type { Registries } from "../../../hass/registries.ts";

const ANY = "*";

// Reach beyond entities: the host, other machines, the recorder, radios, models that act on their own, secrets.
const SPECIAL: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "homeassistant",
    ["restart", "stop", "reload_*", "set_location", "check_config", "save_persistent_states"],
  ],
  ["script", ["reload"]],
  ["automation", ["reload"]],
  ["scene", ["reload", "delete", "create"]],
  ["group", ["set", "remove"]],
  ["shell_command", [ANY]],
  ["rest_command", [ANY]],
  ["python_script", [ANY]],
  ["pyscript", [ANY]],
  ["hassio", [ANY]],
  ["backup", [ANY]],
  ["recorder", ["purge*", "disable"]],
  ["mqtt", ["publish", "dump"]],
  ["zha", [ANY]],
  ["zwave_js", [ANY]],
  ["knx", ["send"]],
  ["modbus", ["write_*"]],
  ["homematic", [ANY]],
  ["logger", [ANY]],
  ["system_log", [ANY]],
  ["frontend", [ANY]],
  ["cloud", [ANY]],
  ["downloader", [ANY]],
  ["file", ["read_file"]],
  ["ffmpeg", [ANY]],
  // names no entity, yet moves a person or device, for whom automations wait
  ["device_tracker", ["see"]],
  ["camera", ["snapshot", "record", "play_stream"]],
  // writes a picture into a file of the host, as camera.snapshot does
  ["image", ["snapshot"]],
  ["telegram_bot", [ANY]],
  ["androidtv", ["adb_command"]],
  ["google_assistant_sdk", [ANY]],
  // infrared and radio senders: a garage opener may hide behind a raw code
  ["infrared", [ANY]],
  ["radio_frequency", [ANY]],
  ["remote", ["send_command"]],
  ["broadlink", [ANY]],
  ["rfxtrx", ["send"]],
  ["pilight", [ANY]],
  ["rflink", [ANY]],
  ["lirc", [ANY]],
  ["kira", [ANY]],
  ["itach", [ANY]],
  ["conversation", ["process"]],
  ["ai_task", [ANY]],
  ["browser", ["browse_url"]],
  ["update", ["install"]],
]);

// The same wherever they come from.
const SPECIAL_NAMES: readonly RegExp[] = [
  /generate_content$/,
  // sets, adds, reads or clears a code, a PIN or a credential, in whatever spelling
  /(?:^|_)(?:pins?|pin_?codes?|codes?|pass_?codes?|passwords?)(?:_|$)|user_?codes?|credential/,
];

// Stops the process or opens it to the network: available to nobody.
const NEVER: ReadonlySet<string> = new Set(["profiler", "debugpy"]);

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** `never`: not available at all. `special`: only by an exact entry in `services`, gated by `gates.special`. */
export function kindOfService(service: string): ServiceKind {
  const known = kinds.get(service);
  if (known) return known;
  const kind = findKind(service);
  // a caller chooses the names: what is kept must not grow with them
  if (kinds.size < KINDS_KEPT) kinds.set(service, kind);
  return kind;
}

type ServiceKind = "ordinary" | "special" | "never";

const kinds = new Map<string, ServiceKind>();
const KINDS_KEPT = 2_000;

function findKind(service: string): ServiceKind {
  if (NEVER.has(domainOf(service))) return "never";
  const name = objectOf(service);
  const special = (pattern: string): boolean => fits(name, pattern);
  return SPECIAL.get(domainOf(service))?.some(special) || SPECIAL_NAMES.some((form) => form.test(name))
    ? "special"
    : "ordinary";
}

const BY_WILDCARD: ReadonlySet<string> = new Set([
  "script",
  "notify",
  "persistent_notification",
  "shopping_list",
]);
const ONE_BY_WILDCARD: ReadonlySet<string> = new Set(["scene.apply", "logbook.log"]);

/** Whether `*` opens the service without entities: an integration's own may do anything. */
export function isOpenToWildcard(service: string): boolean {
  const domain = domainOf(service);
  return (
    BY_WILDCARD.has(domain) || ONE_BY_WILDCARD.has(service) || (domain === "tts" && service.endsWith("_say"))
  );
}

/** A reload is nothing that an entity does: only its exact name opens it. */
export function isReload(service: string): boolean {
  return /^reload(?:_|$)/.test(objectOf(service));
}

// Services that only answer. Their targets need read scope, those of the recorder history scope; an action scope
// neither opens nor is needed.
const READS: ReadonlyMap<string, "read" | "history"> = new Map([
  ["weather.get_forecasts", "read"],
  ["calendar.get_events", "read"],
  ["todo.get_items", "read"],
  ["schedule.get_schedule", "read"],
  ["media_player.browse_media", "read"],
  ["media_player.search_media", "read"],
  ["recorder.get_statistics", "history"],
]);

/** The list that opens a service which only reads; undefined for every service that acts. */
export function readKindOf(service: string): "read" | "history" | undefined {
  return READS.get(service);
}

/** The services that only read, under the read list. */
export const READ_SERVICES: readonly string[] = [...READS].flatMap(([service, list]) =>
  list === "read" ? [service] : [],
);

// Services of the domain that are not named after a script.
const NOT_A_SCRIPT: ReadonlySet<string> = new Set(["turn_on", "turn_off", "toggle", "reload"]);

/** In place of a script whose service nobody can tell: the id of none. */
export const UNREAD_SCRIPT = "script.(unread)";

/** The script that `script.<name>`, called as a service of its own, stands for. */
export function scriptOf(
  service: string,
  { scripts, unreadScripts }: Pick<Registries, "scripts" | "unreadScripts">,
): string | undefined {
  if (domainOf(service) !== "script" || NOT_A_SCRIPT.has(objectOf(service))) return undefined;
  return scripts?.get(service) ?? (unreadScripts ? UNREAD_SCRIPT : service);
}
