/** What a caller may do, said to the caller. */

import { cleanName } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Access, ActionRule, EntityRule, Selector } from "../../security/grant/model/access.ts";
import { CAPABILITIES, capability, ENFORCED_LIMITS, type Grant } from "../../security/grant/model/grant.ts";
import type { AccessAnswer } from "../home.ts";
import { limitText, windowsText } from "../refused-why.ts";
import { STILL_STARTING } from "../see/said.ts";

const SHOWN = 25;

/**
 * From the grant and what the credential was narrowed to, but for what Home Assistant's user behind us cannot serve; no id
 * outside the grant.
 */
export function describeAccess(
  grant: Grant,
  gateway: Pick<Gateway, "house">,
  attenuations: readonly Access[] = [],
  ceiling?: Access,
): AccessAnswer {
  const { access } = grant;
  const acts = access.actions.length > 0 || access.services.length > 0;
  const never = [
    ...deniedText(access.deny),
    ...(acts
      ? [
          "system services (restart, reload, shell_command, update.install, camera.snapshot, senders and the like), unless named one by one",
        ]
      : []),
  ];
  const needsOwner = [
    ...(acts && grant.gates.physical === "confirm"
      ? [
          "unlocking locks, alarm panels, sirens, opening covers and valves that are doors, gates, garages, windows or of no class, what is labelled physical, and whatever sets these off",
        ]
      : []),
    ...CAPABILITIES.filter((name) => capability(grant, name) === "confirm"),
  ];
  const capabilities = CAPABILITIES.filter((name) => capability(grant, name) === "allow");
  const limits = [
    ...dataLimits(grant),
    ...attenuations.map((access) => `this credential is narrowed: ${boundText(access)}`),
    ...(ceiling === undefined ? [] : [`every grant here is bounded: ${boundText(ceiling)}`]),
    ...ENFORCED_LIMITS.flatMap((name) => countText(name, grant.limits[name])),
    ...grant.restrictions.filter(({ enabled }) => enabled).map(restrictionText),
  ];
  const notServed = notServedBy(gateway);
  return {
    grant: grant.name,
    ...(grant.expires_at === "never" ? {} : { until: grant.expires_at }),
    read: bounded(access.read.map(entityRuleText)),
    control: bounded([...access.actions.map(actionRuleText), ...access.services]),
    ...(access.history.length > 0 ? { history: bounded(access.history.map(entityRuleText)) } : {}),
    ...(access.camera.length > 0 ? { camera: bounded(access.camera.map(entityRuleText)) } : {}),
    ...(never.length > 0 ? { never: bounded(never) } : {}),
    ...(needsOwner.length > 0 ? { needs_owner: needsOwner } : {}),
    ...(capabilities.length > 0 ? { capabilities } : {}),
    ...(limits.length > 0 ? { limits } : {}),
    ...(notServed.length > 0 ? { not_served: notServed } : {}),
  };
}

/** A call must be open to this as well as to the grant. */
function boundText({ read, actions, services }: Access): string {
  const text = (rules: readonly string[]) => (rules.length === 0 ? "nothing" : bounded(rules).join(", "));
  const controls = [...actions.map(actionRuleText), ...services];
  return `read ${text(read.map(entityRuleText))}; control ${text(controls)}`;
}

/** `climate.set_temperature: temperature 16–24`, `light.turn_on: only brightness_pct` */
function dataLimits({ data_keys, data_limits }: Grant): readonly string[] {
  const keys = Object.entries(data_keys).map(
    ([service, names]) => `${service}: only ${names.join(", ") || "without data"}`,
  );
  const values = Object.entries(data_limits).map(
    ([service, own]) =>
      `${service}: ${Object.entries(own)
        .map(([key, limit]) => `${key} ${limitText(limit)}`)
        .join(", ")}`,
  );
  return bounded([...keys, ...values]);
}

function countText(name: string, value: number | undefined): readonly string[] {
  return value === undefined ? [] : [`${name.replaceAll("_", " ")} ${value}`];
}

const RESTRICTION_WORDS: Readonly<Record<string, string>> = {
  pin: "a PIN is needed",
  rate_limit: "a rate limit",
  quota: "a quota",
  approval: "the owner is asked",
  template: "only while a condition of the owner holds",
  condition: "only while a condition of the owner holds",
  ip: "only from some addresses",
  origin: "only from some pages",
};

/** What a restriction asks; the entities that it is about are not named. */
function restrictionText({ type: kind, params, applies_to }: Grant["restrictions"][number]): string {
  const whole = applies_to === undefined || applies_to === null || applies_to === "";
  const about = whole ? "" : typeof applies_to === "string" ? ` (${cleanName(applies_to)})` : " (for some)";
  if (kind === "schedule") return `hours: ${windowsText(params)}${about}`;
  if (kind === "expiry") return `until ${cleanName(String(params["expires_at"]))}${about}`;
  if (kind === "max_entities") return `a limit to the entities of one call${about}`;
  return `${RESTRICTION_WORDS[kind] ?? kind}${about}`;
}

/** Whole domains by name; of single entities and places only how many: their names are what is kept from the caller. */
function deniedText(rules: readonly EntityRule[]): readonly string[] {
  const named = rules.filter((rule) => rule === "*" || (typeof rule === "string" && rule.endsWith(".*")));
  const others = rules.length - named.length;
  return [...named.map(entityRuleText), ...(others > 0 ? [`${others} more, not named here`] : [])];
}

function bounded(lines: readonly string[]): readonly string[] {
  return lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `… ${lines.length - SHOWN} more`];
}

function entityRuleText(rule: EntityRule): string {
  if (rule === "*") return "everything";
  return typeof rule === "string" ? rule : selectorText(rule);
}

/** What a wildcard opens of them (`isOpenToWildcard`). */
const WITHOUT_TARGET =
  "without a target: scripts, notify.*, persistent_notification.*, shopping_list.*, scene.apply, logbook.log, tts.*_say";

function actionRuleText(rule: ActionRule): string {
  if (typeof rule === "string") return rule;
  const services = rule.service === "*" ? "every service" : rule.service;
  if (rule.target !== undefined) return `${services} on ${selectorText(rule.target)}`;
  return rule.service === "*" ? WITHOUT_TARGET : `${services} without a target`;
}

function selectorText(selector: Selector): string {
  const parts = Object.entries(selector).map(([key, value]) =>
    key === "exposed" ? "exposed to Assist" : `${key.replaceAll("_", " ")} ${[value].flat().join(" or ")}`,
  );
  return parts.length === 0 ? "everything" : parts.join(", ");
}

function notServedBy(gateway: Pick<Gateway, "house">): readonly string[] {
  try {
    const { user, starting } = gateway.house;
    return [...(starting ? [STILL_STARTING] : []), ...(user.isAdmin ? [] : FOR_ADMINISTRATORS)];
  } catch {
    return [NOT_KNOWN];
  }
}

const NOT_KNOWN = "not known yet: Home Assistant is not connected";

const FOR_ADMINISTRATORS = [
  "configuration of automations and scripts (Home Assistant wants an administrator's token)",
  "what automations make of a change: the owner's gate ends at what a call itself runs, and helpers ask",
];
