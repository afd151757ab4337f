/** What the ways to a door are put together from. */

import type { Traps } from "./owner.ts";

export type Way = {
  readonly traps?: Traps;
  readonly service: string;
  readonly target?: object;
  readonly data?: object;
  /** Whether the same call by the owner opens the door; `false` where it only could, or does something as bad. */
  readonly opens?: boolean;
};

export type Ways = Readonly<Record<string, Way>>;

export const DOOR = "lock.basic_lock";
export const LIGHT = "light.kitchen_lights";
export const HELPER = "input_boolean.ci_guest_mode";

export const unlock = { action: "lock.unlock", target: { entity_id: DOOR } };
export const lightOn = { action: "light.toggle", target: { entity_id: LIGHT } };
export const runs = (name: string) => ({ action: "script.turn_on", target: { entity_id: `script.${name}` } });
export const when = (triggers: object | readonly object[], actions: object | readonly object[]) => ({
  triggers: [triggers].flat(),
  actions: [actions].flat(),
  conditions: [],
  mode: "queued",
});
export const changes = (entity_id: string) => ({ trigger: "state", entity_id });
export const event = (event_type: string, event_data?: object) => ({
  trigger: "event",
  event_type,
  ...(event_data ? { event_data } : {}),
});
export const script = (...sequence: readonly object[]) => ({ sequence, mode: "queued" });

export const toggleLight = { service: "light.toggle", target: { entity_id: [LIGHT] } };
export const toggleHelper = { service: "input_boolean.toggle", target: { entity_id: [HELPER] } };
export const runScript = (name: string) => ({
  service: "script.turn_on",
  target: { entity_id: [`script.${name}`] },
});
