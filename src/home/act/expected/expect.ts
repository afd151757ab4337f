/** What an entity should look like after a service: the yardstick of the verdict. */

import { domainOf, objectOf } from "../../../core/entity-id.ts";
import { isJsonObject, type JsonObject, plainNumber, plainText } from "../../../core/json.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { askedOf, isCompared, isManner } from "./asked-values.ts";
import { changed, type Expectation, numberGoes, read, state } from "./expectation.ts";
import { BY_SERVICE, byVerb, creeps } from "./services.ts";

const TRANSITIONAL =
  /^(opening|closing|locking|unlocking|arming|disarming|pending|returning|jammed_?|buffering|starting|stopping)$/;
const WORKING_STATES = ["opening", "closing"];
const POSITIONS = new Set(["current_position", "current_tilt_position"]);
/** A position nearer than this to what was asked is one that the device rounds. */
const ROUNDED_POSITION = 5;

/**
 * The yardstick for one entity, or undefined when nothing can be compared (then only an event with the call's context
 * says that something happened). `homeassistant.turn_on` and its like are judged as the entity's own domain. `zone`: the
 * home's.
 */
export function expectationFor(
  service: string,
  data: JsonObject,
  before: EntityState,
  zone?: string,
): Expectation | undefined {
  const domain = domainOf(before.id);
  if (service === "scene.apply") return inScene(data, before);
  const verb = objectOf(service);
  const base = baseOf(domain, verb, data, before);
  // toggling something off takes no brightness along
  const goesOff = verb === "toggle" && before.state !== "off";
  const asked = goesOff ? [] : askedOf(domain, verb, data, zone);
  const partial = !goesOff && Object.keys(data).some((key) => !isManner(key) && !isCompared(domain, key));
  if (!base && asked.length > 0 && isDark(before) && asked.every(({ key }) => !read(before, key)))
    return undefined;
  if (asked.length === 0) return base && partial ? { ...base, partial } : base;
  const own = asked.some(({ key }) => key === "state"); // the data names the state: the verb says nothing more
  const rest = (now: EntityState, was: EntityState) =>
    own || base === undefined || base === changed || base.done(now, was);
  const { idle } = base ?? {};
  const positions = asked.filter(({ key }) => POSITIONS.has(key));
  const moves = domain === "cover" || domain === "valve";
  const moving = moves
    ? (now: EntityState, was?: EntityState) =>
        WORKING_STATES.includes(now.state) ||
        positions.some(({ key, value }) => isUnderWay(key, plainNumber(value), now, was))
    : base?.moving;
  return {
    partial,
    asked,
    rest,
    done: (now, was) => asked.every(({ holds }) => holds(now)) && rest(now, was),
    moved: (now, was) => asked.some(({ key }) => plainText(read(now, key)) !== plainText(read(was, key))),
    ...(moving ? { moving } : {}),
    ...(base?.relative ? { relative: true } : {}),
    ...(idle ? { idle: (was: EntityState) => asked.every(({ holds }) => holds(was)) && idle(was) } : {}),
  };
}

/** A player that is off shows no volume, source or mode, whatever becomes of them. */
function isDark({ id, state: now }: EntityState): boolean {
  return domainOf(id) === "media_player" && (now === "off" || now === "standby");
}

function isUnderWay(key: string, wanted: number, now: EntityState, was?: EntityState): boolean {
  return (
    Math.abs(plainNumber(now.attributes[key]) - wanted) > ROUNDED_POSITION && creeps(key, wanted, now, was)
  );
}

function baseOf(
  domain: string,
  verb: string,
  data: JsonObject,
  before: EntityState,
): Expectation | undefined {
  if (domain === "light" && verb === "turn_on") {
    const step = plainNumber(data["brightness_step"] ?? data["brightness_step_pct"] ?? 0);
    // from nothing there is no step down, and a step down from the least ends in off
    if (step < 0 && before.state === "off") return state("off");
    if (before.state === "on" && step !== 0 && typeof before.attributes["brightness"] === "number")
      return numberGoes("brightness", step > 0 ? 1 : -1, () => (step > 0 ? 255 : 0));
  }
  const known = BY_SERVICE[`${domain}.${verb}`];
  if (typeof known === "function") return known(before, data) ?? byVerb(domain, verb, before);
  return known ?? byVerb(domain, verb, before);
}

/** What `scene.apply` says of one entity: its state, or its state among attributes. */
function inScene(data: JsonObject, before: EntityState): Expectation | undefined {
  const entities = data["entities"];
  const given = isJsonObject(entities) ? entities[before.id] : undefined;
  const { state: named, ...attributes }: JsonObject = isJsonObject(given) ? given : { state: given };
  if (named === undefined || named === null) return undefined;
  const wanted = named === true ? "on" : named === false ? "off" : plainText(named);
  const asked = wanted === "off" ? [] : askedOf(domainOf(before.id), "apply", attributes, undefined);
  const rest = (now: EntityState) => now.state === wanted || String(Number(now.state)) === wanted;
  return {
    asked,
    rest,
    done: (now) => rest(now) && asked.every(({ holds }) => holds(now)),
    moved: (now, was) => now.state !== was.state,
  };
}

/** A state that is on its way somewhere, whatever the service was. */
export function isTransitional(now: EntityState): boolean {
  return TRANSITIONAL.test(now.state);
}
