/** What calls and steps give off beside changes of entities, for which automations may wait. */

import { domainOf } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { Leaf } from "../model/world.ts";
import { isTemplate } from "../target/input.ts";

/** `event:TYPE`, `mqtt:TOPIC`, `sentence:`; nothing behind the colon = nobody knows which. */
export type Signal = `${"event" | "mqtt" | "sentence"}:${string}`;

/** What waits for it hears every event (`MATCH_ALL` of Home Assistant). */
export const ANY_EVENT = "*";

/** Of an event that a step fires, or that a trigger waits for. */
export function eventSignal(type: unknown): Signal {
  return `event:${known(type)}`;
}

/** What a call gives off by itself, whoever makes it; the same service under another name is one of them. */
export function signalsOf(service: string, data: JsonObject): readonly string[] {
  switch (service) {
    case "mqtt.publish":
      return [`mqtt:${known(data["topic"] ?? data["topic_template"])}`];
    case "conversation.process":
      return ["sentence:"];
    case "notify.persistent_notification":
    case "notify.notify":
      return ["persistent_notification.create"];
    default:
      return NOTHING;
  }
}

const NOTHING: readonly string[] = [];

// Fired when a person presses a button on a notification (home-assistant.io: companion, html5, telegram_bot).
const PRESSED: readonly string[] = [
  "mobile_app_notification_action",
  "ios.notification_action_fired",
  "html5_notification.clicked",
  "telegram_callback",
].map(eventSignal);
const BUTTONS: ReadonlySet<string> = new Set(["actions", "category", "inline_keyboard", "keyboard"]);

/** What a person sets off who presses what a caller wrote on a button: its name is the caller's, what waits for it the owner's. */
export function buttonsOf(service: string, data: JsonObject): readonly string[] {
  return domainOf(service) === "notify" && holdsButtons(data) ? PRESSED : NOTHING;
}

function holdsButtons(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsButtons);
  return Object.entries(value).some(([key, inner]) => BUTTONS.has(key) || holdsButtons(inner));
}

/** What a call is heard as: the entity, and the service where that is of another domain. */
export function toldBy({ service, entityId }: Leaf): readonly string[] {
  if (entityId === undefined) return service === undefined ? [] : [service];
  if (service === undefined || domainOf(service) === domainOf(entityId)) return [entityId];
  return [entityId, service];
}

/** What one trigger waits for that no entity is. */
export function waitedSignals(trigger: JsonObject): readonly Signal[] {
  switch (trigger["trigger"] ?? trigger["platform"]) {
    case "event":
      return [trigger["event_type"]].flat().map((type) => eventSignal(type === ANY_EVENT ? "" : type));
    case "tag":
      return ["event:tag_scanned"];
    case "mqtt":
      return [trigger["topic"]].flat().map((topic): Signal => `mqtt:${known(topic)}`);
    case "conversation":
      return ["sentence:"];
    default:
      return [];
  }
}

function known(text: unknown): string {
  return typeof text === "string" && !isTemplate(text) ? text.trim() : "";
}

/** Whether what is waited for may be what was given off: a signal, or a service (its events bear its domain's name). */
export function hears(waited: string, given: string): boolean {
  const [kind, wanted] = parted(waited);
  const [ofKind, name] = parted(given);
  if (ofKind === undefined) return kind === "event" && (wanted === "" || isOf(domainOf(given), wanted));
  if (kind !== ofKind) return false;
  if (wanted === "" || name === "" || wanted === name) return true;
  return kind === "mqtt" && fitsTopic(wanted.split("/"), name.split("/"));
}

function parted(signal: string): readonly [string | undefined, string] {
  const at = signal.indexOf(":");
  return at < 0 ? [undefined, signal] : [signal.slice(0, at), signal.slice(at + 1)];
}

function isOf(domain: string, type: string): boolean {
  return type.startsWith(`${domain}_`) || type.startsWith(`${domain}.`);
}

/** MQTT 5.0, 4.7: `+` is one level, `#` whatever follows. */
function fitsTopic(wanted: readonly string[], topic: readonly string[]): boolean {
  const rest = wanted.indexOf("#");
  const levels = rest < 0 ? wanted : wanted.slice(0, rest);
  if (rest < 0 ? topic.length !== levels.length : topic.length < levels.length) return false;
  return levels.every((level, at) => level === "+" || level === topic[at]);
}
