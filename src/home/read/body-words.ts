/** What an automation, script, scene, helper or dashboard is made of, in words, as far as its caller may see. */

import { domainOf, isEntityId } from "../../core/entity-id.ts";
import { isJsonObject } from "../../core/json.ts";
import { isSecretKey, isSecretText } from "../../core/sensitive.ts";
import type { Place } from "../../hass/place.ts";
import { KEY_OF_KIND, TARGET_KINDS } from "../../hass/target-kinds.ts";
import { placeName } from "../see/names.ts";
import { isVisible } from "../see/reference.ts";
import { nameOf, type Sight } from "../see/sight.ts";

export type BodyWords = { readonly texts: readonly string[]; readonly domains: ReadonlySet<string> };

const PATH = /(?<![a-z0-9_])[a-z0-9_]+\.[a-z0-9_]+/gi;
const SERVICE_KEYS: ReadonlySet<string> = new Set(["action", "service", "perform_action"]);
/** What is chosen from a list of Home Assistant's, so nobody's own words. */
const CHOSEN_KEYS: ReadonlySet<string> = new Set([
  ...["trigger", "platform", "condition", "event", "type", "domain"],
]);
/** Steps that go by their key alone. */
const STEP_KEYS: ReadonlySet<string> = new Set([
  ...["delay", "wait_template", "wait_for_trigger", "repeat", "choose", "stop", "parallel"],
]);
/** Services of these are called by the name of a thing. */
const NAMED_SERVICES: ReadonlySet<string> = new Set(["script", "notify"]);
const DEEPEST = 40;

/**
 * Entities and places by id and name, services, kinds of triggers, conditions and cards. A step that is about nothing that
 * may be seen is left out whole, whether that is hidden or not there at all. What people wrote freely counts only where
 * nothing is hidden: it may name anything, and whoever finds it by a name learns that there is such a thing.
 */
export function bodyWords(config: unknown, place: Place, sight: Sight): BodyWords {
  const found = new Found(place, sight);
  found.walk(config, "", 0);
  return found;
}

/** The words of one step, with whether it is about things that are seen. */
class Found implements BodyWords {
  readonly texts: string[] = [];
  readonly domains = new Set<string>();
  #seen = false;
  #unseen = false;
  readonly #place: Place;
  readonly #sight: Sight;

  constructor(place: Place, sight: Sight) {
    this.#place = place;
    this.#sight = sight;
  }

  walk(value: unknown, key: string, depth: number): void {
    if (depth > DEEPEST || isSecretKey(key)) return;
    if (typeof value === "string") this.#say(key, value);
    else if (Array.isArray(value)) for (const each of value) this.#walkElement(each, key, depth + 1);
    else if (isJsonObject(value))
      for (const [own, inner] of Object.entries(value)) {
        // the entities of a scene
        if (isEntityId(own) && !this.#refer(own)) continue;
        if (STEP_KEYS.has(own)) this.texts.push(spaced(own));
        const isStep = isJsonObject(inner) && own !== "target" && own !== "data";
        if (isStep) this.#walkElement(inner, own, depth + 1);
        else this.walk(inner, own, depth + 1);
      }
  }

  #walkElement(value: unknown, key: string, depth: number): void {
    if (!isJsonObject(value)) {
      this.walk(value, key, depth);
      return;
    }
    const step = new Found(this.#place, this.#sight);
    step.walk(value, key, depth);
    if (!this.#sight.all && step.#unseen && !step.#seen) return;
    this.texts.push(...step.texts);
    for (const domain of step.domains) this.domains.add(domain);
  }

  #say(key: string, text: string): void {
    if (isSecretText(text)) return;
    const kind = TARGET_KINDS.find((each) => KEY_OF_KIND[each] === key);
    if (kind !== undefined && !text.includes("{")) {
      const isSeen = isVisible({ kind, id: text }, this.#place, this.#sight);
      if (isSeen) this.texts.push(placeName({ kind, id: text }, this.#place));
      this.#mark(isSeen);
    } else if (SERVICE_KEYS.has(key) && isEntityId(text)) this.#call(text);
    else if (isEntityId(text)) this.#refer(text);
    else this.#sayFreely(key, text);
  }

  #sayFreely(key: string, text: string): void {
    for (const [path] of text.toLowerCase().matchAll(PATH)) if (this.#sight.sees(path)) this.#refer(path);
    const isChosen = CHOSEN_KEYS.has(key) && /^[a-z_]+$/.test(text);
    if (this.#sight.all || isChosen) this.texts.push(spaced(text));
  }

  #call(service: string): void {
    if (this.#sight.sees(service)) this.#refer(service);
    else if (!NAMED_SERVICES.has(domainOf(service)) || this.#sight.all) {
      this.domains.add(domainOf(service));
      this.texts.push(spaced(service));
    }
  }

  /** Answers whether it may be seen. */
  #refer(id: string): boolean {
    const isSeen = this.#sight.sees(id);
    this.#mark(isSeen);
    if (!isSeen && !this.#sight.all) return false;
    this.domains.add(domainOf(id));
    this.texts.push(spaced(id), nameOf(this.#place, id));
    return isSeen;
  }

  #mark(isSeen: boolean): void {
    if (isSeen) this.#seen = true;
    else this.#unseen = true;
  }
}

function spaced(text: string): string {
  return text.replaceAll(/[._]/g, " ");
}
