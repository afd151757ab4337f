/** What a template or a condition makes of the home: only where everything that it reads may be seen. */

import { domainOf, isEntityId } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { holdsSecret, isSecretKey, isSecretText } from "../../core/sensitive.ts";
import { cleanName, quote } from "../../core/text.ts";
import type { EntityState, Gateway } from "../../hass/gateway.ts";
import { HassError, isUnauthorized } from "../../hass/hass-error.ts";
import { isPassword } from "../../hass/secret-state.ts";
import { EVERYTHING } from "../../security/grant/decide/look.ts";
import { templateReads } from "../../security/grant/reach/template-reads.ts";
import { needsExposed, readable } from "../../security/grant/scope/readable.ts";
import type { TemplateAnswer, TemplateInput } from "../home.ts";
import { blotted } from "../see/blot.ts";
import { namesHidden } from "../see/hidden-names.ts";
import { notFound } from "../see/names.ts";
import { type Looking, openSightUncounted } from "../see/open-sight.ts";
import { permitCapability } from "../see/permit-reading.ts";
import { SECRET, safe, WHOLE } from "../see/rows.ts";
import type { Sight } from "../see/sight.ts";

const TIMEOUT_MS = 5_000;
const MOST_CHARACTERS = 20_000;
/** Of a condition: deeper is nothing that a person writes. */
const DEEPEST = 20;

/** INPUT_INVALID for both or none, or what cannot be rendered; PERMISSION_DENIED, NOT_FOUND by the grant. */
export async function evaluateTemplate(input: TemplateInput, looking: Looking): Promise<TemplateAnswer> {
  const { template, condition } = input;
  if ((template === undefined) === (condition === undefined))
    throw new Failure("INPUT_INVALID", "Give either template or condition.", {
      hint: "template: \"{{ states('sensor.x') }}\"; condition: as an automation has it.",
    });
  await permitCapability("templates", "Rendering a template", looking);
  const sight = await openSightUncounted(looking, EVERYTHING);
  const scope = { gateway: looking.deciding.gateway, sight, looking };
  if (template !== undefined) {
    readableOrThrow([template], scope, READS_ATTRIBUTES.test(template));
    const text = withoutSecrets(await rendered(template, scope), scope.gateway);
    return { result: String(safe(text, sight, WHOLE)) };
  }
  const texts = textsOf(condition, scope);
  const ofAttribute = /"(?:attribute|value_template)"/.test(JSON.stringify(condition));
  readableOrThrow(texts, scope, ofAttribute || texts.some((text) => READS_ATTRIBUTES.test(text)));
  return { result: await tested(condition, scope) };
}

type Scope = { readonly gateway: Gateway; readonly sight: Sight; readonly looking: Looking };

/** By a function, by the object of a state. */
const READS_ATTRIBUTES = /attr|\bstates\s*[.[]|\bstate\b/i;

/** Where nothing is hidden anything may be asked; elsewhere what is read must be told by the text, and be seen. */
function readableOrThrow(texts: readonly string[], scope: Scope, ofAttributes: boolean): void {
  const { gateway, sight } = scope;
  if (texts.join("").length > MOST_CHARACTERS)
    throw new Failure("INPUT_INVALID", `That is over ${MOST_CHARACTERS} characters.`, {
      hint: "Ask for less at once.",
    });
  const isOpen = sight.all && sight.excludes !== true;
  if (!isOpen && sight.excludes === true)
    throw closed("attributes are kept from this grant, which a template could read");
  for (const text of texts) {
    const ids = new Set(idsIn(text));
    if (!isOpen) for (const id of openOrThrow(text, [...ids], scope)) ids.add(id);
    for (const id of ids) {
      const state = gateway.states.get(id);
      if (state && keepsSomething(state, sight, ofAttributes && !isOpen))
        throw closed(`${id} holds something that is not shown`);
    }
  }
}

/** The entities that it reads by their domain. Each way says the same of what is hidden and of what is not there. */
function openOrThrow(text: string, ids: readonly string[], scope: Scope): readonly string[] {
  const { gateway, sight } = scope;
  const unseen = ids.filter((id) => !sight.sees(id));
  if (unseen.length > 0) throw notFound(unseen.slice(0, 3), []);
  const { domains, places, everything, unclear } = templateReads(text);
  if (unclear) throw closed("it cannot be told from the text what it reads");
  // an area by its name may be any area
  if (places.length > 0)
    throw closed("areas, floors, labels and devices in a template are not looked through here");
  const wanted = new Set(domains);
  const members = [...gateway.states.keys()].filter((id) => wanted.has(domainOf(id)));
  if (everything || !domains.every((domain) => opensDomain(domain, scope)) || !members.every(sight.sees))
    throw closed("it reads more than this grant opens");
  return members;
}

/** Whether the grant would show an entity of it that is not there. */
function opensDomain(domain: string, { gateway, looking: { caller, deciding } }: Scope): boolean {
  const { grant, ceiling } = deciding;
  const bounds = [...(caller.attenuations ?? []), ...(ceiling === undefined ? [] : [ceiling])];
  return !needsExposed(grant, bounds) && readable(grant, gateway, bounds)(`${domain}.0_not_there_0`);
}

/** Secrets, and names of what is hidden: whatever a template makes of them, they are no more known as such. */
function keepsSomething(state: EntityState, sight: Sight, ofAttributes: boolean): boolean {
  if (isPassword(state) || isSecretText(state.state) || namesHidden(state.state, sight)) return true;
  return (
    ofAttributes &&
    Object.entries(state.attributes).some(
      ([key, value]) =>
        isSecretKey(key) || holdsSecret(value) || namesHidden(JSON.stringify(value) ?? "", sight),
    )
  );
}

const SHORTEST_SECRET = 4;

/** Whoever sees everything may go through everything; what is a secret there is none of the answer. */
function withoutSecrets(text: string, { states }: Gateway): string {
  let clean = text;
  const secrets = [...states.values()].flatMap((state) => [
    ...(isPassword(state) ? [state.state] : []),
    ...Object.entries(state.attributes).flatMap(([key, value]) =>
      typeof value === "string" && isSecretKey(key) ? [value] : [],
    ),
  ]);
  for (const secret of secrets)
    if (secret.length >= SHORTEST_SECRET && clean.includes(secret)) clean = clean.replaceAll(secret, SECRET);
  return clean;
}

function closed(why: string): Failure {
  return new Failure("PERMISSION_DENIED", `This template is not rendered: ${why}.`, {
    hint: "Name entities of this grant by their whole ids: states('light.x'), state_attr('light.x', 'brightness'); or use ha_read.",
    denial: "scope_denied",
  });
}

/** `states('light.x')`, `states.light.x.state`, an entity id of a condition. */
function idsIn(text: string): readonly string[] {
  const paths = text.toLowerCase().matchAll(/(?<![a-z_])[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)+/g);
  const ids = [...paths].flatMap(([path]) => {
    const [first = "", ...rest] = path.split(".");
    const parts = first === "states" ? rest : [first, ...rest];
    return parts.length >= 2 ? [`${parts[0]}.${parts[1]}`] : [];
  });
  return [...new Set(ids)].filter((id) => isEntityId(id) && !/^(?:loop|namespace|ns)\./.test(id));
}

/** The templates of a condition, and its entities as if a template read them; other words read nothing. */
function textsOf(condition: unknown, scope: Scope, depth = 0): readonly string[] {
  if (depth > DEEPEST)
    throw new Failure("INPUT_INVALID", "The condition is nested too deep.", { hint: "Ask for its parts." });
  if (typeof condition === "string") {
    if (condition.includes("{")) return [condition];
    const id = condition.trim().toLowerCase();
    return isEntityId(id) ? [`states('${id}')`] : [];
  }
  if (Array.isArray(condition)) return condition.flatMap((each) => textsOf(each, scope, depth + 1));
  if (!isJsonObject(condition)) return [];
  const { sight } = scope;
  const kind = condition["condition"];
  const mayBeAny = sight.all && sight.excludes !== true;
  if (!mayBeAny && typeof kind === "string" && !kind.includes("{") && !PLAIN.has(kind))
    throw closed(`a condition of the kind ${quote(kind, 30)} may read what this grant does not open`);
  return Object.entries(condition).flatMap(([key, value]) =>
    textsOf(key === "entity_id" ? entitiesOf(value, mayBeAny) : value, scope, depth + 1),
  );
}

/** As Home Assistant takes them: a list, or one text with commas; registry ids too, which tell nothing of the entity. */
function entitiesOf(value: unknown, mayBeAny: boolean): readonly string[] {
  const ids = [value].flat().flatMap((each) => String(each).split(","));
  const other = ids.filter((id) => !isEntityId(id.trim().toLowerCase()) && id.trim() !== "");
  if (other.length > 0 && !mayBeAny)
    throw notFound(
      other.slice(0, 3).map((id) => cleanName(id)),
      [],
    );
  return ids;
}

const PLAIN = new Set(["and", "or", "not", "state", "numeric_state", "template", "time", "sun"]);

async function rendered(template: string, scope: Scope): Promise<string> {
  try {
    return await scope.gateway.renderTemplate(template, TIMEOUT_MS);
  } catch (cause) {
    throw told("The template", "does not hold", cause, scope);
  }
}

/** `test_condition`: administrators alone. */
async function tested(condition: unknown, scope: Scope): Promise<string> {
  const given = Array.isArray(condition)
    ? { condition: "and", conditions: condition }
    : typeof condition === "string"
      ? { condition: "template", value_template: condition }
      : condition;
  try {
    const answer = await scope.gateway.query({ type: "test_condition", condition: given as JsonObject });
    return isJsonObject(answer) && answer["result"] === true ? "true" : "false";
  } catch (cause) {
    throw told("The condition", "cannot be judged", cause, scope);
  }
}

function told(what: string, fault: string, cause: unknown, { gateway, sight }: Scope): Failure {
  if (cause instanceof Failure && cause.code === "HASS_UNAVAILABLE") return cause;
  const inner = cause instanceof Failure && cause.cause instanceof HassError ? cause.cause : undefined;
  if (inner && isUnauthorized(inner))
    return new Failure(
      "HASS_REJECTED",
      `${what} needs an administrator's Home Assistant token behind Hearthgate.`,
      {
        hint: "The owner can use one; ha_read tells states.",
        cause,
      },
    );
  const said = cause instanceof Error && typeof cause.cause === "string" ? cause.cause : messageOf(cause);
  const words = blotted(said, gateway, sight);
  return new Failure("INPUT_INVALID", `${what} ${fault}: ${String(safe(words, sight))}`, {
    hint: "Mend it and ask again.",
    cause,
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "unknown";
}
