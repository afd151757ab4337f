/** Which services a template for a service may come to, as far as its text tells. */

import { isService } from "../../../core/entity-id.ts";
import { codeOf, tokensOf } from "./template-code.ts";

const BRANCHES = /\{%-?\s*(?:if\b[^{}]*|elif\b[^{}]*|else\s*|endif\s*)-?%\}/;
const CHOICE = /^\s*\{\{[^{}]*\}\}\s*$/;
const BEGINNING = /^\s*([a-z0-9_]+)\.[a-z0-9_]*\{[{%]/;

// Kinds of entities whose services do nothing but to their own; of others a name may be a script, or an integration's.
const PLAIN: ReadonlySet<string> = new Set(
  `alarm_control_panel button climate counter cover fan humidifier input_boolean input_button input_datetime input_number
  input_select input_text lawn_mower light lock media_player number select siren switch text timer vacuum valve
  water_heater`.split(/\s+/),
);
/** Behind a domain, in place of a name that nobody can tell. */
const SOME = "some";

/**
 * All of them where it only chooses between some that it spells; `light.some` where it begins with the domain alone;
 * the most that it could be for `homeassistant`; undefined where it may be any.
 */
export function servicesOfTemplate(template: string): readonly string[] | undefined {
  const text = template.toLowerCase();
  const spelled = branchesOf(text) ?? choiceOf(text);
  if (spelled) return spelled;
  const [, domain] = BEGINNING.exec(text) ?? [];
  if (domain === "homeassistant") return ["homeassistant.turn_on"];
  if (domain === "notify") return NOTIFIES;
  return domain !== undefined && PLAIN.has(domain) ? [`${domain}.${SOME}`] : undefined;
}

/** Somebody, or the page of the house itself. */
const NOTIFIES: readonly string[] = [`notify.${SOME}`, "notify.persistent_notification"];

/** `{% if a %}light.turn_on{% else %}light.turn_off{% endif %}` */
function branchesOf(text: string): readonly string[] | undefined {
  if (!BRANCHES.test(text)) return undefined;
  const spelled = text
    .split(BRANCHES)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return allServices(spelled);
}

/** `{{ 'light.turn_on' if a else 'light.turn_off' }}` */
function choiceOf(text: string): readonly string[] | undefined {
  if (!CHOICE.test(text)) return undefined;
  const [, first, condition, ...rest] = tokensOf(codeOf(text));
  const last = rest.at(-1);
  const names = [condition, ...rest].filter((token) => token?.kind === "name").map((token) => token?.value);
  const isChoice = names[0] === "if" && condition?.value === "if" && rest.at(-2)?.value === "else";
  const isOne = names.filter((name) => name === "if" || name === "else").length === 2;
  if (!isChoice || !isOne || first?.kind !== "text" || last?.kind !== "text") return undefined;
  return allServices([first.value, last.value]);
}

function allServices(spelled: readonly string[]): readonly string[] | undefined {
  return spelled.length > 0 && spelled.every(isService) ? spelled : undefined;
}
