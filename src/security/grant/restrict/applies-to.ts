/** Which requests a restriction is about. */

import { domainOf } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
import { nearestTo } from "../../../core/nearest.ts";
import { quote } from "../../../core/text.ts";
import type { Grant } from "../model/grant.ts";
import type { Operation } from "../model/request.ts";
import { isActionScope, isEntityScope, scopeCovers } from "../model/scopes.ts";
import type { Subject } from "../model/subject.ts";
import type { Leaf } from "../model/world.ts";

type Match = boolean | "invalid";

// Varco's words for the operations, with their aliases.
const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["read", "read"],
  ["reads", "read"],
  ["get_states", "read"],
  ["subscribe", "subscribe"],
  ["subscription", "subscribe"],
  ["subscriptions", "subscribe"],
  ["subscribe_states", "subscribe"],
  ["history", "history"],
  ["history_query", "history"],
  ["camera", "camera"],
  ["camera_snapshot", "camera"],
  ["camera_snapshots", "camera"],
  ["action", "call_service"],
  ["actions", "call_service"],
  ["write", "call_service"],
  ["writes", "call_service"],
  ["call_service", "call_service"],
]);
const EVERYTHING: ReadonlySet<unknown> = new Set(["", "grant", "*"]);
const KEYS: ReadonlySet<string> = new Set(["operation", "actions", "scopes", "entities"]);

/**
 * Whether the restriction concerns the request. `invalid`: nobody can say, and the request must be denied. Wherever the
 * words leave a choice, more is matched: a restriction can only narrow.
 */
export function appliesTo(value: unknown, subject: Subject): Match {
  if (concernsAll(value)) return true;
  if (typeof value === "string") return matchesWord(value, subject);
  if (Array.isArray(value))
    return value.length === 0 ? true : any(value.map((each) => appliesToMember(each, subject)));
  return typeof value === "object" ? matchesObject(value as JsonObject, subject) : "invalid";
}

/** No words, or those that say "the whole grant". */
export function concernsAll(value: unknown): boolean {
  return value === undefined || value === null || EVERYTHING.has(value);
}

/** Whether it matters to the grant what automations do next: the gate asks, or a restriction is about some entities alone. */
export function heedsWhatFollows({ gates, restrictions }: Pick<Grant, "gates" | "restrictions">): boolean {
  return (
    gates?.physical !== "allow" ||
    restrictions.some(({ enabled, applies_to }) => enabled && isSelective(applies_to))
  );
}

function isSelective(value: unknown): boolean {
  return !concernsAll(value) && !isOperation(value);
}

/** What is wrong with the first part that nobody can read, or that would match nothing; undefined = all of it holds. */
export function strangerIn(value: unknown): string | undefined {
  if (Array.isArray(value)) return firstOf(value, (each) => strangerAmong(each));
  if (typeof value === "object" && value !== null) return strangerInFields(value as JsonObject);
  if (concernsAll(value)) return undefined;
  return isOperation(value) || isAction(value) ? undefined : noWord(value);
}

function strangerAmong(member: unknown): string | undefined {
  return member === null || member === undefined || member === ""
    ? "a list with nothing in it"
    : strangerIn(member);
}

function strangerInFields(value: JsonObject): string | undefined {
  const key = Object.keys(value).find((each) => !KEYS.has(each));
  if (key !== undefined) return `no such key: ${meaning(key, KEYS)}`;
  const { operation, actions, scopes, entities } = value;
  if ([operation, actions, scopes, entities].some((each) => Array.isArray(each) && each.length === 0))
    return "an empty list";
  const operations = operation === undefined ? [] : [operation].flat(NESTED);
  const named = [...listOf(actions), ...listOf(scopes)];
  const calls = operations.some(
    (each) => EVERYTHING.has(each) || OPERATIONS.get(String(each)) === "call_service",
  );
  return (
    firstOf(operations, (each) =>
      EVERYTHING.has(each) || each === null || isOperation(each) ? undefined : noWord(each),
    ) ??
    // scopes of actions are about calls: where no call is meant, they would never match
    (operations.length > 0 && named.length > 0 && !calls && !operations.includes(null)
      ? "scopes of actions where no action is meant"
      : undefined) ??
    firstOf(named, (each) => (isAction(each) ? undefined : `no action scope: ${shown(each)}`)) ??
    firstOf(listOf(entities), (each) => (isEntity(each) ? undefined : `no entity scope: ${shown(each)}`))
  );
}

const NESTED = 32;

function firstOf<T>(values: readonly T[], fault: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = fault(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isOperation(value: unknown): boolean {
  return typeof value === "string" && OPERATIONS.has(value);
}

function noWord(value: unknown): string {
  return `no operation or scope: ${typeof value === "string" ? meaning(value, OPERATIONS.keys()) : shown(value)}`;
}

function meaning(text: string, words: Iterable<string>): string {
  const nearest = nearestTo(text, words);
  return nearest === undefined ? shown(text) : `${shown(text)}; the nearest is ${nearest}`;
}

function shown(value: unknown): string {
  return quote(JSON.stringify(value) ?? "", 60);
}

function appliesToMember(value: unknown, subject: Subject): Match {
  return value === null || value === undefined || value === "" ? "invalid" : appliesTo(value, subject);
}

function any(matches: readonly Match[]): Match {
  if (matches.includes(true)) return true;
  return matches.includes("invalid") ? "invalid" : false;
}

function matchesWord(word: string, subject: Subject): Match {
  const operation = OPERATIONS.get(word);
  if (operation) return subject.operations.includes(operation);
  return isActionScope(word) ? matchesScope(word, subject) : "invalid";
}

function matchesObject(value: JsonObject, subject: Subject): Match {
  if (!Object.keys(value).every((key) => KEYS.has(key))) return "invalid";
  const { operation, actions, scopes, entities } = value;
  const byOperation = operation === undefined ? true : matchesOperation(operation, subject);
  if (byOperation !== true) return byOperation;
  const wantedActions = [...listOf(actions), ...listOf(scopes)];
  const wantedEntities = listOf(entities);
  if (wantedActions.length === 0 && wantedEntities.length === 0) return true;
  return any([
    ...wantedActions.map((scope) => (isAction(scope) ? matchesScope(scope, subject) : "invalid")),
    ...wantedEntities.map((scope) => (isEntity(scope) ? matchesEntity(scope, subject) : "invalid")),
  ]);
}

function matchesOperation(operation: unknown, subject: Subject): Match {
  if (Array.isArray(operation))
    return operation.length === 0 || any(operation.map((each) => matchesOperation(each, subject)));
  if (EVERYTHING.has(operation) || operation === null) return true;
  const known = typeof operation === "string" ? OPERATIONS.get(operation) : undefined;
  return known ? subject.operations.includes(known) : "invalid";
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isAction(scope: unknown): scope is string {
  return typeof scope === "string" && isActionScope(scope);
}

function isEntity(scope: unknown): scope is string {
  return typeof scope === "string" && isEntityScope(scope);
}

/** By any target, leaf or reference; a call without entities counts as one on its whole domain. */
function matchesScope(scope: string, { service, targets, leaves }: Subject): boolean {
  if (service === undefined) return false;
  const at = scope.indexOf("@");
  const domain = at < 0 ? scope.slice(0, -2) : undefined;
  const wanted = scope.slice(0, at);
  const entity = scope.slice(at + 1);
  const pairs = [...targets.map((entityId) => ({ service, entityId })), ...leaves];
  if (targets.length === 0) pairs.push({ service, entityId: undefined });
  return pairs.some((pair) => {
    // nobody knows what: it may be this
    if (pair.service === undefined && pair.entityId === undefined) return true;
    const near = [pair.service, pair.entityId].flatMap((id) => (id === undefined ? [] : [domainOf(id)]));
    if (domain !== undefined) return near.includes(domain);
    if (pair.entityId === undefined)
      return near.includes(domainOf(wanted)) || near.includes(domainOf(entity));
    return pair.entityId === entity && serviceFits(wanted, pair.service, entity);
  });
}

// homeassistant.turn_off on a lock is a service of the lock's domain in the end.
function serviceFits(wanted: string, service: string | undefined, entityId: string): boolean {
  if (service === undefined || wanted === "*" || wanted === service) return true;
  if (domainOf(service) === "homeassistant") return true;
  if (!wanted.endsWith(".*")) return false;
  const domain = wanted.slice(0, -2);
  return domain === domainOf(service) || domain === domainOf(entityId);
}

function matchesEntity(scope: string, { service, targets, leaves }: Subject): boolean {
  if (targets.some((id) => scopeCovers(scope, id))) return true;
  const isAny = (leaf: Leaf) => leaf.service === undefined && leaf.entityId === undefined;
  if (
    leaves.some((leaf) => isAny(leaf) || (leaf.entityId !== undefined && scopeCovers(scope, leaf.entityId)))
  )
    return true;
  const entityLess = service !== undefined && targets.length === 0;
  return entityLess && (scope === "*" || domainOf(scope) === domainOf(service));
}
