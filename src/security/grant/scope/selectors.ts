/** Live selectors: which entities an area, floor, label, device, device class, integration or exposure means now. */

import { domainOf } from "../../../core/entity-id.ts";
import type { Place } from "../../../hass/place.ts";
import { areaOf, deviceChain, isDoubtful } from "../../../hass/registries.ts";
import type { EntityRule, Selector } from "../model/access.ts";

type Test = (entityId: string, place: Place) => boolean;

// Every key a selector may have; an unknown key throws, so that a typo in a `deny` cannot open anything.
const TESTS: Readonly<Record<Exclude<keyof Selector, "exposed">, (wanted: ReadonlySet<string>) => Test>> = {
  domain: (wanted) => (id) => wanted.has(domainOf(id)),
  area:
    (wanted) =>
    (id, { registries }) =>
      has(wanted, areaOf(registries, id)?.id),
  floor:
    (wanted) =>
    (id, { registries }) =>
      has(wanted, areaOf(registries, id)?.floorId),
  label: (wanted) => (id, place) => hasLabel(wanted, id, place),
  device:
    (wanted) =>
    (id, { registries }) =>
      deviceChain(registries, id).some((device) => wanted.has(device.id)),
  device_class:
    (wanted) =>
    (id, { states }) =>
      has(wanted, states.get(id)?.attributes["device_class"]),
  integration:
    (wanted) =>
    (id, { registries }) =>
      has(wanted, registries.entities.get(id)?.platform),
};

function has(wanted: ReadonlySet<string>, value: unknown): boolean {
  return typeof value === "string" && wanted.has(value);
}

// Labels of the entity, its devices and its area, in the order of how often people set them; no set is built.
function hasLabel(wanted: ReadonlySet<string>, id: string, { registries }: Place): boolean {
  const some = (labels: readonly string[] | undefined): boolean =>
    labels?.some((label) => wanted.has(label)) ?? false;
  return (
    some(registries.entities.get(id)?.labels) ||
    deviceChain(registries, id).some((device) => some(device.labels)) ||
    some(areaOf(registries, id)?.labels)
  );
}

function isExposed(id: string, place: Place): boolean {
  if (!place.exposed) throw new TypeError("the exposed entities were not loaded");
  return place.exposed.has(id);
}

// Which answers the home may be unable to give: a denial counts in what could be meant.
const IN_DOUBT: Readonly<Partial<Record<keyof Selector, Test>>> = {
  area: (id, { registries }) => isDoubtful(registries, id),
  floor: (id, { registries }) => isDoubtful(registries, id),
  label: (id, { registries }) => isDoubtful(registries, id),
  device: (id, { registries }) => isDoubtful(registries, id),
  integration: (id, { registries }) =>
    registries.entities.get(id)?.doubtful ??
    (registries.strayEntries === true && !registries.entities.has(id)),
  device_class: (id, { states }) => {
    const given = states.get(id)?.attributes["device_class"] ?? undefined;
    return given !== undefined && typeof given !== "string";
  },
};

/** What a list of rules is for: what denies takes in whatever might be meant, what opens does not. */
export type RuleUse = "opens" | "denies";

/** A selector as one test; throws TypeError on a key or value that is none. */
export function compileSelector(selector: Selector, use: RuleUse = "opens"): Test {
  const tests: Test[] = [];
  for (const [key, value] of Object.entries(selector)) {
    if (key === "exposed" && value === "conversation") tests.push(isExposed);
    else if (Object.hasOwn(TESTS, key)) tests.push(testOf(key as keyof typeof TESTS, listOf(value), use));
    else throw new TypeError(`not a selector key: ${key}`);
  }
  const [only] = tests;
  if (tests.length === 1 && only) return only;
  return (id, place) => tests.every((test) => test(id, place));
}

function testOf(key: keyof typeof TESTS, wanted: readonly string[], use: RuleUse): Test {
  const meant = TESTS[key](new Set(wanted));
  const inDoubt = IN_DOUBT[key];
  if (use === "opens" || inDoubt === undefined || wanted.length === 0) return meant;
  return (id, place) => meant(id, place) || inDoubt(id, place);
}

function listOf(value: unknown): readonly string[] {
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list) || !list.every((each) => typeof each === "string"))
    throw new TypeError("not a list of ids");
  return list;
}

/** A list of scopes and selectors, compiled once; `has` answers for an id whether or not the entity exists. */
export type EntitySet = {
  readonly everything: boolean;
  readonly empty: boolean;
  readonly needsExposed: boolean;
  has(entityId: string, place: Place): boolean;
};

/** Scopes become two sets; selectors of one key and the same key are merged into one. */
export function compileRules(rules: readonly EntityRule[], use: RuleUse = "opens"): EntitySet {
  const ids = new Set<string>();
  const domains = new Set<string>();
  const selectors: Selector[] = [];
  let everything = false;
  for (const rule of rules) {
    if (typeof rule !== "string") selectors.push(rule);
    else if (rule === "*") everything = true;
    else if (rule.endsWith(".*")) domains.add(rule.slice(0, -2));
    else ids.add(rule);
  }
  everything ||= selectors.some((selector) => Object.keys(selector).length === 0);
  const tests = mergeSelectors(selectors).map((selector) => compileSelector(selector, use));
  return {
    everything,
    empty: rules.length === 0,
    needsExposed: !everything && selectors.some((selector) => "exposed" in selector),
    has: (id, place) => {
      if (everything || ids.has(id)) return true;
      if (domains.size > 0 && domains.has(domainOf(id))) return true;
      for (const test of tests) if (test(id, place)) return true;
      return false;
    },
  };
}

/** `{area: a}, {area: b}` is `{area: [a, b]}`: one lookup instead of two. */
export function mergeSelectors(selectors: readonly Selector[]): readonly Selector[] {
  const merged = new Map<string, string[]>();
  const rest: Selector[] = [];
  const once = new Map(selectors.map((selector) => [JSON.stringify(selector), selector]));
  for (const selector of once.values()) {
    const [entry, ...more] = Object.entries(selector);
    if (!entry || more.length > 0 || entry[0] === "exposed") rest.push(selector);
    else merged.set(entry[0], [...(merged.get(entry[0]) ?? []), ...listOf(entry[1])]);
  }
  return [...rest, ...[...merged].map(([key, value]) => ({ [key]: value }) as Selector)];
}
