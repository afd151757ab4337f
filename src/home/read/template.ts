/** What a template or a condition makes of the home: only where everything that it reads may be seen. */

import { domainOf, isEntityId } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { quote } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { HassError, isUnauthorized } from "../../hass/hass-error.ts";
import { memberTest } from "../../hass/target-kinds.ts";
import { EVERYTHING } from "../../security/grant/decide/look.ts";
import { templateReads } from "../../security/grant/reach/template-reads.ts";
import type { TemplateAnswer, TemplateInput } from "../home.ts";
import { blotted } from "../see/blot.ts";
import { notFound } from "../see/names.ts";
import { type Looking, openSightUncounted } from "../see/open-sight.ts";
import { permitCapability } from "../see/permit-reading.ts";
import { safe, WHOLE } from "../see/rows.ts";
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
  const { gateway } = looking.deciding;
  const scope = { gateway, sight };
  if (template !== undefined) {
    readableOrThrow([template], scope);
    const text = await rendered(template, scope);
    return { result: String(safe(text, sight, WHOLE)) };
  }
  readableOrThrow(textsOf(condition, scope), scope);
  return { result: await tested(condition, scope) };
}

type Scope = { readonly gateway: Gateway; readonly sight: Sight };

/** Where nothing is hidden anything may be asked; elsewhere what is read must be told by the text, and be seen. */
function readableOrThrow(texts: readonly string[], { gateway, sight }: Scope): void {
  if (texts.join("").length > MOST_CHARACTERS)
    throw new Failure("INPUT_INVALID", `That is over ${MOST_CHARACTERS} characters.`, {
      hint: "Ask for less at once.",
    });
  if (sight.all && sight.excludes !== true) return;
  if (sight.excludes === true)
    throw closed("attributes are kept from this grant, which a template could read");
  const { states, registries } = gateway;
  for (const text of texts) {
    const unseen = idsIn(text).filter((id) => !sight.sees(id));
    // hidden or absent: one word for both
    if (unseen.length > 0) throw notFound(unseen.slice(0, 3), []);
    const { domains, places, everything, unclear } = templateReads(text);
    if (unclear) throw closed("it cannot be told from the text what it reads");
    const tests = [
      ...(everything ? [() => true] : []),
      ...domains.map((domain) => (id: string) => domainOf(id) === domain),
      ...places.map(({ kind, name }) => memberTest(kind, name, registries)),
    ];
    for (const id of states.keys())
      if (!sight.sees(id) && tests.some((reads) => reads(id)))
        throw closed("it reads more than this grant opens");
    // an area by its name may be any area
    if (places.length > 0)
      throw closed("areas, floors, labels and devices in a template are not looked through here");
  }
}

function closed(why: string): Failure {
  return new Failure("PERMISSION_DENIED", `This template is not rendered: ${why}.`, {
    hint: "Name entities of this grant by their whole ids: states('light.x'), state_attr('light.x', 'brightness'); or use ha_read.",
    denial: "scope_denied",
  });
}

/** `states('light.x')`, `states.light.x.state`, an entity id of a condition. */
function idsIn(text: string): readonly string[] {
  const paths = text.toLowerCase().matchAll(/[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)+/g);
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
  return Object.values(condition).flatMap((value) => textsOf(value, scope, depth + 1));
}

const PLAIN = new Set(["and", "or", "not", "state", "numeric_state", "template", "time", "sun"]);

async function rendered(template: string, { gateway, sight }: Scope): Promise<string> {
  try {
    return await gateway.renderTemplate(template, TIMEOUT_MS);
  } catch (cause) {
    throw told("The template", cause, { gateway, sight });
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
    throw told("The condition", cause, scope);
  }
}

function told(what: string, cause: unknown, { gateway, sight }: Scope): Failure {
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
  return new Failure("INPUT_INVALID", `${what} does not hold: ${String(safe(words, sight))}`, {
    hint: "Mend it and ask again.",
    cause,
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "unknown";
}
