/** `conversation/agent/homeassistant/debug`: what an English sentence would do in the house, without doing it. */

import { listOf, strictText } from "../world/checks.ts";
import type { World } from "../world/world.ts";
import type { Commands } from "./command.ts";

type Slots = Readonly<Record<string, string | number>>;
type Heard = { readonly intent: string; readonly slots: Slots };

const DOMAINS: Readonly<Record<string, string>> = {
  light: "light",
  lights: "light",
  switches: "switch",
  fans: "fan",
  covers: "cover",
  blinds: "cover",
  locks: "lock",
  doors: "lock",
};
const STATES = "on|off|open|closed|locked|unlocked|playing|paused";
const THE = "(?:all )?(?:the |my )?";

/** In order; the first that fits is meant. */
const SENTENCES: readonly (readonly [RegExp, string, ...(readonly string[])])[] = [
  [/^(?:what time is it|what is the time)$/, "HassGetCurrentTime"],
  [/^(?:what is|what's) the weather(?: like)?$/, "HassGetWeather"],
  [/^start a timer for (\d+) minutes?$/, "HassStartTimer", "minutes"],
  [/^(?:broadcast|announce) (.+)$/, "HassBroadcast", "message"],
  [new RegExp(`^what is the temperature in ${THE}(.+)$`), "HassClimateGetTemperature", "area"],
  [new RegExp(`^turn on ${THE}(\\w+) in ${THE}(.+)$`), "HassTurnOn", "domain", "area"],
  [new RegExp(`^turn off ${THE}(\\w+) in ${THE}(.+)$`), "HassTurnOff", "domain", "area"],
  [new RegExp(`^(?:turn on|open|lock|activate|run) ${THE}(.+)$`), "HassTurnOn", "name"],
  [new RegExp(`^(?:turn off|close|unlock) ${THE}(.+)$`), "HassTurnOff", "name"],
  [new RegExp(`^pause ${THE}(.+)$`), "HassMediaPause", "name"],
  [new RegExp(`^set ${THE}(.+) to (\\d+) ?(?:%|percent)$`), "HassLightSet", "name", "brightness"],
  [new RegExp(`^set ${THE}(.+) position to (\\d+)$`), "HassSetPosition", "name", "position"],
  [
    new RegExp(`^set ${THE}(.+) to (\\d+) ?(?:°|degrees)$`),
    "HassClimateSetTemperature",
    "name",
    "temperature",
  ],
  [new RegExp(`^set ${THE}(.+) to (red|green|blue|white)$`), "HassLightSet", "name", "color"],
  [new RegExp(`^add (.+) to ${THE}(.+?)(?: list)?$`), "HassListAddItem", "item", "name"],
  [
    new RegExp(`^(?:is|are) ${THE}(\\w+) in ${THE}(.+) (${STATES})$`),
    "HassGetState",
    "domain",
    "area",
    "state",
  ],
  [new RegExp(`^(?:are|how many) (?:any )?(\\w+)(?: are)? (${STATES})$`), "HassGetState", "domain", "state"],
  [new RegExp(`^is ${THE}(.+) (${STATES})$`), "HassGetState", "name", "state"],
  [new RegExp(`^what is (?:the state of )?${THE}(.+)$`), "HassGetState", "name"],
];

/** undefined: no sentence is like it, or nothing bears the name in it. */
function hear(text: string, world: World): Heard | undefined {
  const sentence = text
    .trim()
    .toLowerCase()
    .replace(/[.?!]+$/, "");
  for (const [form, intent, ...keys] of SENTENCES) {
    const said = form.exec(sentence);
    if (!said) continue;
    const slots: Record<string, string | number> = {};
    keys.forEach((key, index) => {
      const word = said[index + 1] ?? "";
      const value = key === "domain" ? DOMAINS[word] : /^\d+$/.test(word) ? Number(word) : word;
      if (value !== undefined) slots[key] = value;
    });
    const isWhole = Object.keys(slots).length === keys.length;
    if (isWhole && areaIn(slots, world) !== null && nameIn(slots, world) !== null) return { intent, slots };
  }
  return undefined;
}

function areaIn({ area }: Slots, { registries }: World): string | undefined | null {
  if (area === undefined) return undefined;
  const found = [...registries.areas.values()].find(({ name, aliases }) =>
    [name, ...aliases].some((own) => own.toLowerCase() === area),
  );
  return found?.area_id ?? null;
}

function nameIn({ name }: Slots, world: World): readonly string[] | undefined | null {
  if (name === undefined) return undefined;
  const ids = exposed(world).filter((id) => namesOf(id, world).includes(String(name)));
  return ids.length > 0 ? ids : null;
}

function namesOf(id: string, { registries, states }: World): readonly string[] {
  const own = registries.entities.get(id)?.aliases ?? [];
  const names = [states.get(id)?.attributes["friendly_name"], ...own];
  return names.filter((each) => typeof each === "string").map((each) => each.toLowerCase());
}

function exposed({ registries }: World): readonly string[] {
  return [...registries.entities.values()]
    .filter(({ options }) => JSON.stringify(options).includes('"should_expose":true'))
    .map(({ entity_id }) => entity_id);
}

function targetsOf({ slots }: Heard, world: World): Record<string, { matched: boolean }> {
  const { domain, state } = slots;
  if (domain === undefined && slots["name"] === undefined && slots["area"] === undefined) return {};
  const area = areaIn(slots, world);
  const ids = nameIn(slots, world) ?? exposed(world);
  const meant = ids.filter(
    (id) => (domain === undefined || id.startsWith(`${domain}.`)) && (!area || areaOf(id, world) === area),
  );
  return Object.fromEntries(
    meant.map((id) => [id, { matched: state === undefined || world.states.get(id)?.state === state }]),
  );
}

function areaOf(id: string, { registries }: World): string | null | undefined {
  const entry = registries.entities.get(id);
  return entry?.area_id ?? registries.devices.get(entry?.device_id ?? "")?.area_id;
}

function resultOf(text: string, world: World) {
  const heard = hear(text, world);
  if (!heard) return null;
  const { intent, slots } = heard;
  const details = Object.entries(slots).map(([name, value]) => [name, { name, value, text: String(value) }]);
  return {
    intent: { name: intent },
    slots: Object.fromEntries(Object.entries(slots).map(([key, value]) => [key, String(value)])),
    details: Object.fromEntries(details),
    targets: targetsOf(heard, world),
    match: true,
    sentence_template: "",
    unmatched_slots: {},
    source: "builtin",
  };
}

export const sentenceCommands: Commands = {
  "conversation/agent/homeassistant/debug": {
    required: { sentences: listOf(strictText) },
    optional: { language: strictText, device_id: (value) => value },
    run: ({ premises: { world } }, { sentences }) => ({
      results: (sentences as readonly string[]).map((text) => resultOf(text, world)),
    }),
  },
};
