/** Home Assistant's built-in intents as the service calls that they come to. */

import { domainOf } from "../../core/entity-id.ts";
import type { JsonObject } from "../../core/json.ts";
import type { EntityState, Gateway } from "../../hass/gateway.ts";
import { descriptionOf } from "../../hass/service-description.ts";
import type { CallInput } from "../acting.ts";

type Slots = JsonObject;

type Deed = {
  /** The service for an entity of a domain; undefined = that domain has none. */
  readonly services: Readonly<Record<string, string>>;
  /** For domains that are not among `services`: the service of that name, where they have it. */
  readonly others?: string;
  readonly data?: (slots: Slots) => JsonObject;
  /** Where several are meant, those in one of these states alone, as Assist does. */
  readonly among?: readonly string[];
};

const MEDIA = (service: string, data?: Deed["data"], among: readonly string[] = ["playing"]): Deed => ({
  services: { media_player: `media_player.${service}` },
  among,
  ...(data ? { data } : {}),
});
const ONE = (service: string, data?: Deed["data"]): Deed => ({
  services: { [domainOf(service)]: service },
  ...(data ? { data } : {}),
});
const PRESSED = { button: "button.press", input_button: "input_button.press" };

/** What acts on entities; whatever is not here is not sent. */
const DEEDS: Readonly<Record<string, Deed>> = {
  HassTurnOn: {
    services: { cover: "cover.open_cover", valve: "valve.open_valve", lock: "lock.lock", ...PRESSED },
    others: "turn_on",
  },
  HassTurnOff: {
    services: { cover: "cover.close_cover", valve: "valve.close_valve", lock: "lock.unlock" },
    others: "turn_off",
  },
  HassToggle: { services: {}, others: "toggle" },
  HassSetPosition: {
    services: { cover: "cover.set_cover_position", valve: "valve.set_valve_position" },
    data: ({ position }) => ({ position }),
  },
  HassStopMoving: { services: { cover: "cover.stop_cover", valve: "valve.stop_valve" } },
  HassLightSet: ONE("light.turn_on", ({ brightness, color, temperature }) => ({
    brightness_pct: brightness,
    color_name: color,
    color_temp_kelvin: temperature,
  })),
  HassClimateSetTemperature: ONE("climate.set_temperature", ({ temperature }) => ({ temperature })),
  HassFanSetSpeed: ONE("fan.set_percentage", ({ percentage }) => ({ percentage })),
  HassHumidifierSetpoint: ONE("humidifier.set_humidity", ({ humidity }) => ({ humidity })),
  HassHumidifierMode: ONE("humidifier.set_mode", ({ mode }) => ({ mode })),
  HassMediaPause: MEDIA("media_pause"),
  HassMediaUnpause: MEDIA("media_play", undefined, ["paused"]),
  HassMediaNext: MEDIA("media_next_track"),
  HassMediaPrevious: MEDIA("media_previous_track"),
  HassMediaPlayerMute: MEDIA("volume_mute", () => ({ is_volume_muted: true })),
  HassMediaPlayerUnmute: MEDIA("volume_mute", () => ({ is_volume_muted: false })),
  HassSetVolume: MEDIA("volume_set", ({ volume_level: level }) => ({ volume_level: Number(level) / 100 })),
  HassVacuumStart: ONE("vacuum.start"),
  HassVacuumReturnToBase: ONE("vacuum.return_to_base"),
  HassLawnMowerStartMowing: ONE("lawn_mower.start_mowing"),
  HassLawnMowerDock: ONE("lawn_mower.dock"),
  HassListAddItem: ONE("todo.add_item", ({ item }) => ({ item })),
  HassListCompleteItem: ONE("todo.update_item", ({ item }) => ({ item, status: "completed" })),
  HassListRemoveItem: ONE("todo.remove_item", ({ item }) => ({ item: [item] })),
};

/** What acts on no entity. */
const WITHOUT_TARGET: Readonly<Record<string, (slots: Slots) => CallInput>> = {
  HassShoppingListAddItem: ({ item }) => ({ service: "shopping_list.add_item", data: { name: item } }),
  HassShoppingListCompleteItem: ({ item }) => ({
    service: "shopping_list.complete_item",
    data: { name: item },
  }),
};

/** Slots that say what the sentence is about; any other has to be one that the call carries. */
const ABOUT: ReadonlySet<string> = new Set([
  ...["name", "area", "floor", "domain", "device_class", "preferred_area_id", "preferred_floor_id"],
]);

/** What a question is about where its sentence names nothing; undefined in the table = only what it names. */
const QUESTIONS: Readonly<Record<string, string | undefined>> = {
  HassGetState: undefined,
  HassGetWeather: "weather",
  HassClimateGetTemperature: "climate",
};

export const TIME_INTENTS: ReadonlySet<string> = new Set(["HassGetCurrentTime", "HassGetCurrentDate"]);

export function isQuestion(intent: string): boolean {
  return Object.hasOwn(QUESTIONS, intent);
}

/** The domain that such a question is about by itself. */
export function domainAsked(intent: string): string | undefined {
  return Object.hasOwn(QUESTIONS, intent) ? QUESTIONS[intent] : undefined;
}

/** Whether an entity has to do with what is asked: Home Assistant names all that is in the place. */
export function isAskedFor(intent: string, { id, attributes }: EntityState): boolean {
  const domain = domainAsked(intent);
  const measures = domain === "climate" && attributes["device_class"] === "temperature";
  return domain === undefined || domain === domainOf(id) || measures;
}

/** Calls that name the entities and nothing else; undefined where the intent is none that can be said so. */
export function callsFor(
  { intent, slots }: { readonly intent: string; readonly slots: Slots },
  targets: readonly string[],
  { services, states }: Pick<Gateway, "services" | "states">,
): readonly CallInput[] | undefined {
  const alone = Object.hasOwn(WITHOUT_TARGET, intent) ? WITHOUT_TARGET[intent] : undefined;
  if (alone) return [alone(slots)];
  const deed = Object.hasOwn(DEEDS, intent) ? DEEDS[intent] : undefined;
  if (!deed) return undefined;
  const data = given(deed.data?.(slots) ?? {});
  // what the table has no place for would be left out without a word
  const carried = Object.keys(slots).filter((key) => !ABOUT.has(key)).length;
  if (carried > (deed.data ? Object.keys(data).length : 0)) return undefined;
  if (deed.data && Object.keys(data).length === 0) return undefined;
  const meant = among(targets, deed, states);
  const byService = new Map<string, string[]>();
  for (const id of meant) {
    const domain = domainOf(id);
    const other = deed.others === undefined ? undefined : `${domain}.${deed.others}`;
    const service = Object.hasOwn(deed.services, domain) ? deed.services[domain] : other;
    if (service === undefined || descriptionOf(services, service) === undefined) continue;
    byService.set(service, [...(byService.get(service) ?? []), id]);
  }
  return [...byService].map(([service, entity_id]) => ({
    service,
    target: { entity_id },
    ...(Object.keys(data).length > 0 ? { data } : {}),
  }));
}

function given(data: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => value !== undefined && value !== null),
  );
}

function among(
  targets: readonly string[],
  deed: Deed,
  states: Pick<Gateway, "states">["states"],
): readonly string[] {
  const { among: wanted } = deed;
  if (wanted === undefined || targets.length < 2) return targets;
  return targets.filter((id) => wanted.includes(states.get(id)?.state ?? ""));
}
