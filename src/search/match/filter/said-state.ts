/** Whether a thing is in a state as it is said: `open` of a door contact that is on. */

import { domainOf } from "../../../core/entity-id.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { isPassword } from "../../../hass/secret-state.ts";
import type { Lexicon } from "../../words/lexicon.ts";
import type { StateTargets } from "../../words/states.ts";
import { tokenise } from "../../words/tokenise.ts";
import { compileStateFilter } from "./state-filter.ts";

/** `deviceClass`, of a thermostat what it does, as far as whoever asks may know it. */
export type InState = (state: EntityState, deviceClass: string | undefined) => boolean;

type Test = (state: string) => boolean;

/** By the thing's domain and class; a password is in no state. */
export function compileInState(targets: StateTargets): InState {
  const tests = new Map<string, Test>();
  for (const [target, filters] of targets) {
    const compiled = filters.map(compileStateFilter);
    tests.set(target, (state) => compiled.some((test) => test(state)));
  }
  const anywhere = tests.get("*");
  const domains = new Map<string, { readonly test: Test | undefined; readonly classes: Map<string, Test> }>();
  const domainFor = (domain: string) => {
    const known = domains.get(domain);
    if (known) return known;
    const classes = [...tests].flatMap(([target, test]) =>
      target.startsWith(`${domain}.`) ? [[target.slice(domain.length + 1), test] as const] : [],
    );
    const made = { test: tests.get(domain), classes: new Map(classes) };
    domains.set(domain, made);
    return made;
  };
  return (state, deviceClass) => {
    if (isPassword(state)) return false;
    const { test, classes } = domainFor(domainOf(state.id));
    const byClass = deviceClass === undefined ? undefined : classes.get(deviceClass);
    // what "open" is of a door, its class says, not its domain
    if (byClass) return byClass(state.state);
    // nor does a thermostat heat that is idle now
    const isOther = deviceClass !== undefined && classes.size > 0;
    return (!isOther && test?.(state.state) === true) || anywhere?.(state.state) === true;
  };
}

/** A state filter as it is, or as people say it or answers print it; INPUT_INVALID when it cannot be read. */
export function compileSaidState(given: string, lexicon: Said): InState {
  const [, printed] = /^\s*((?:!=)?\s*(?:on|off)) \([^()]*\)\s*$/.exec(given) ?? [];
  const text = printed ?? given;
  const fits = compileStateFilter(text);
  const [, not, phrase = ""] = /^\s*(!=)?=*\s*(.*)$/s.exec(text) ?? [];
  const targets =
    lexicon.states(phrase) ?? lexicon.states(withoutVerb(phrase, lexicon)) ?? alike(phrase, lexicon);
  const said = targets && compileInState(targets);
  return (state, deviceClass) => {
    if (isPassword(state)) return false;
    if (said === undefined) return fits(state.state);
    const isSaid = said(state, deviceClass);
    return not === undefined ? fits(state.state) || isSaid : fits(state.state) && !isSaid;
  };
}

type Said = Pick<Lexicon, "states" | "isParticiple" | "isLink" | "byForm">;

/** "accese", "offen": nearly as Home Assistant calls it in the home's language, or does it. */
function alike(phrase: string, { byForm }: Said): StateTargets | undefined {
  const [word = "", ...more] = tokenise(phrase);
  return more.length > 0 ? undefined : (byForm?.statesAlike(word) ?? byForm?.statesNearDeed(word));
}

/** "turned on", "is open" */
function withoutVerb(phrase: string, { isParticiple, isLink }: Said): string {
  const [first = "", ...rest] = tokenise(phrase);
  return isParticiple(first) || isLink(first) ? rest.join(" ") : phrase;
}
