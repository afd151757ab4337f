/** A home whose Assist understands what a test says that it does. */

import type { WireServices } from "../../../src/hass/wire.ts";
import { grantOf, openRoad, type RoadOptions } from "../../road/road.ts";

const CONVERSES = { conversation: "allow" };
const field = (selector: object) => ({ selector });
const service = (domain: string, fields = {}) => ({ fields, target: { entity: [{ domain: [domain] }] } });
const SERVICES: WireServices = {
  light: {
    turn_on: service("light", {
      brightness_pct: field({ number: { min: 0, max: 100 } }),
      color_name: field({ text: {} }),
    }),
    turn_off: service("light"),
    toggle: service("light"),
  },
  switch: { turn_on: service("switch"), turn_off: service("switch") },
  lock: { lock: service("lock"), unlock: service("lock") },
  cover: { open_cover: service("cover"), close_cover: service("cover") },
  media_player: { media_pause: service("media_player"), media_play: service("media_player") },
  script: { turn_on: service("script") },
};

type Said = {
  readonly intent: string;
  readonly slots?: Readonly<Record<string, unknown>>;
  readonly targets?: readonly string[];
  readonly matched?: readonly string[];
  readonly source?: string;
  readonly match?: boolean;
};

/** As Home Assistant answers. */
function debugged({
  intent,
  slots = {},
  targets = [],
  matched = targets,
  source = "builtin",
  match = true,
}: Said) {
  const details = Object.entries(slots).map(([name, value]) => [name, { name, value, text: String(value) }]);
  const found = targets.map((id) => [id, { matched: matched.includes(id) }]);
  return {
    intent: { name: intent },
    slots: {},
    details: Object.fromEntries(details),
    targets: Object.fromEntries(found),
    match,
    source,
    unmatched_slots: {},
  };
}

/** `say` asks; a sentence is understood as `said`. */
export async function house(
  access: object,
  said: Said | null | object,
  { grant = {}, ...options }: RoadOptions & { readonly grant?: object } = {},
) {
  const result =
    said !== null && "intent" in said && typeof said.intent === "string" ? debugged(said as Said) : said;
  const road = await openRoad(grantOf({ access, capabilities: CONVERSES, ...grant }), {
    services: SERVICES,
    ...options,
    answers: { "conversation/agent/homeassistant/debug": () => ({ results: [result] }), ...options.answers },
  });
  return { ...road, say: (text = "a sentence", more = {}) => road.call("ha_assist", { text, ...more }) };
}
