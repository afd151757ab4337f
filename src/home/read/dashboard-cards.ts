/** The cards of a view in words, without those that are about nothing which may be seen. */

import { isEntityId } from "../../core/entity-id.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanLine, cleanName } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";
import { KEY_OF_KIND, TARGET_KINDS } from "../../hass/target-kinds.ts";
import { blotted } from "../see/blot.ts";
import { namesHidden } from "../see/hidden-names.ts";
import { placeName } from "../see/names.ts";
import { isVisible } from "../see/reference.ts";
import { safe } from "../see/rows.ts";
import { nameOf, type Sight } from "../see/sight.ts";

export type Card = { readonly line: string };

const HOLDS_CARDS: ReadonlySet<string> = new Set(["cards", "card", "sections", "badges", "elements"]);
const SERVICE_KEYS: ReadonlySet<string> = new Set(["action", "service", "perform_action"]);
const TITLES = ["title", "heading", "name"] as const;
const DEEPEST = 30;
const IDS_SHOWN = 12;
const TEXT_SHOWN = 160;

/** In order, those within others after them, one step further in. */
export function cardsIn(view: JsonObject, place: Gateway, sight: Sight): readonly Card[] {
  const found: Card[] = [];
  addNested(view, 0, { place, sight, found });
  return found;
}

type Walk = { readonly place: Gateway; readonly sight: Sight; readonly found: Card[] };

function addNested(holder: JsonObject, depth: number, walk: Walk): void {
  if (depth > DEEPEST) return;
  for (const key of HOLDS_CARDS)
    for (const card of [holder[key] ?? []].flat()) {
      if (typeof card === "string") addCard({ type: "badge", entity: card }, depth, walk);
      else if (isJsonObject(card)) addCard(card, depth, walk);
    }
}

function addCard(card: JsonObject, depth: number, walk: Walk): void {
  const { place, sight, found } = walk;
  const about = new About(place, sight);
  about.look(card, "", 0);
  const { seen, places, hides, free } = about;
  const open = sight.all || !hides;
  // what is about nothing that is seen is as if it were not there
  if (sight.all || seen.size > 0 || places.size > 0) {
    const type = typeof card["type"] === "string" ? cleanName(card["type"]) : "card";
    const title = open ? TITLES.map((key) => card[key]).find((text) => typeof text === "string") : undefined;
    const text = sight.all ? free.join(" ") : "";
    const ids = [...seen];
    const names = ids.slice(0, IDS_SHOWN).map((id) => `${id} ${cleanName(nameOf(place, id))}`);
    const more = ids.length > IDS_SHOWN ? [`and ${ids.length - IDS_SHOWN} more entities`] : [];
    const said = [
      ...(title === undefined ? [] : [cleanName(blotted(title, place, sight))]),
      ...names,
      ...more,
      ...[...places].map((each) => cleanName(each)),
      ...(text === "" ? [] : [String(safe(cleanLine(text, TEXT_SHOWN), sight))]),
    ];
    found.push({ line: `${"  ".repeat(depth + 1)}${type}${said.length > 0 ? `: ${said.join(", ")}` : ""}` });
  }
  addNested(card, depth + 1, walk);
}

/** What one card is about, without the cards in it. */
class About {
  readonly seen = new Set<string>();
  readonly places = new Set<string>();
  readonly free: string[] = [];
  hides = false;
  readonly #place: Place;
  readonly #sight: Sight;

  constructor(place: Place, sight: Sight) {
    this.#place = place;
    this.#sight = sight;
  }

  look(value: unknown, key: string, depth: number): void {
    if (depth > DEEPEST) this.hides = true;
    else if (typeof value === "string") this.#say(key, value);
    else if (Array.isArray(value)) for (const each of value) this.look(each, key, depth + 1);
    else if (isJsonObject(value))
      for (const [own, inner] of Object.entries(value)) {
        if (isEntityId(own)) this.#refer(own);
        if (!HOLDS_CARDS.has(own)) this.look(inner, own, depth + 1);
      }
  }

  #say(key: string, text: string): void {
    const kind = TARGET_KINDS.find((each) => KEY_OF_KIND[each] === key || each === key);
    if (kind !== undefined) {
      if (isVisible({ kind, id: text }, this.#place, this.#sight))
        this.places.add(`${kind} ${placeName({ kind, id: text }, this.#place)}`);
      else this.hides = true;
    } else if (SERVICE_KEYS.has(key)) return;
    else if (isEntityId(text)) this.#refer(text);
    else if (key === "content") this.free.push(text);
    else if (namesHidden(text, this.#sight)) this.hides = true;
  }

  #refer(id: string): void {
    if (this.#sight.sees(id)) this.seen.add(id);
    else this.hides = true;
  }
}
