/** The latest runs of an automation or script, step by step in words. */

import { domainOf, objectOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { isSecretKey } from "../../core/sensitive.ts";
import { cleanName } from "../../core/text.ts";
import { HassError } from "../../hass/hass-error.ts";
import { isPassword } from "../../hass/secret-state.ts";
import { timeline } from "../past/range.ts";
import { namesHidden, shownField } from "../see/hidden-names.ts";
import { type DiagnosisScope, told } from "./scope.ts";

const MOST_RUNS = 3;
const MOST_STEPS = 40;
/** Lines behind a condition that may say the same with a reason. */
const LEAVES = 3;

const ENDS: Readonly<Record<string, string>> = {
  finished: "ran to its end",
  aborted: "stopped at a condition on the way, or by a stop",
  failed_conditions: "did not run: a condition was false",
  error: "ended with an error",
  failed_single: "did not run: it was running already (mode single)",
  failed_max_runs: "did not run: too many runs at once",
  cancelled: "was stopped from outside",
};

/** The newest last. */
export async function runsOf(id: string, scope: DiagnosisScope): Promise<readonly string[]> {
  const { gateway, range, zone } = scope;
  const domain = domainOf(id);
  const itemId = domain === "automation" ? gateway.states.get(id)?.attributes["id"] : objectOf(id);
  if (typeof itemId !== "string") return ["it has no id of its own, so Home Assistant keeps no runs of it"];
  const answer = await gateway.query({ type: "trace/list", domain, item_id: itemId });
  const all = (Array.isArray(answer) ? answer : []).filter(isJsonObject);
  const within = all.filter((run) => startOf(run) >= range.start && startOf(run) <= range.end);
  const runs = (within.length > 0 ? within : all).slice(-MOST_RUNS);
  const lines: string[] = [];
  let gone = 0;
  for (const run of runs) {
    const whole = await keptRun({ type: "trace/get", domain, item_id: itemId, run_id: run["run_id"] }, scope);
    if (!isJsonObject(whole)) {
      gone++;
      continue;
    }
    const heading = `${runHeading(whole, scope)}`;
    lines.push(...timeline([{ at: startOf(whole), text: heading }], zone, true), ...stepsOf(whole, scope));
  }
  const earlier = (within.length > 0 ? within : all).length - runs.length;
  if (earlier > 0)
    lines.unshift(`(${earlier} earlier ${earlier === 1 ? "run" : "runs"}; ask with an earlier end)`);
  if (gone > 0) lines.push(`${gone} ${gone === 1 ? "run is" : "runs are"} not kept any more`);
  if (lines.length === 0)
    return [
      "Home Assistant keeps no run of it (it keeps five, until it is restarted or the automation is saved)",
    ];
  return within.length === 0 && all.length > 0 ? ["no run in this time; the latest:", ...lines] : lines;
}

/** undefined: newer runs, or a change of the automation, took its place meanwhile. */
async function keptRun(message: JsonObject & { readonly type: string }, { gateway }: DiagnosisScope) {
  try {
    return await gateway.query(message);
  } catch (fault) {
    const cause = fault instanceof Failure ? fault.cause : undefined;
    if (cause instanceof HassError && cause.code === "not_found") return undefined;
    throw fault;
  }
}

function startOf({ timestamp }: JsonObject): number {
  return Date.parse(String(isJsonObject(timestamp) ? timestamp["start"] : ""));
}

function runHeading({ trigger, script_execution, error, state }: JsonObject, scope: DiagnosisScope): string {
  const by = typeof trigger === "string" ? `triggered by ${told(trigger, scope)}; ` : "";
  const end = typeof script_execution === "string" ? ENDS[script_execution] : undefined;
  const failed = typeof error === "string" ? `: ${told(error, scope)}` : "";
  return `${by}${end ?? (state === "running" ? "is still running" : "ended")}${failed}`;
}

function stepsOf({ trace, config }: JsonObject, scope: DiagnosisScope): readonly string[] {
  const nodes = Object.values(isJsonObject(trace) ? trace : {})
    .flat()
    .filter(isJsonObject);
  const ordered = nodes
    .map((node) => ({ node, at: Date.parse(String(node["timestamp"])) }))
    .sort((a, b) => a.at - b.at);
  const all: string[] = [];
  let looked = 0;
  for (const { node } of ordered) {
    if (all.length >= MOST_STEPS + LEAVES) break;
    all.push(...stepLine(node, config, scope));
    looked++;
  }
  // a leaf says of its condition what that says, with the reason
  const lines = all.filter(
    (line, index) => !all.slice(index + 1, index + 1 + LEAVES).some((next) => next.startsWith(`${line} (`)),
  );
  const more = Math.max(0, lines.length - MOST_STEPS) + ordered.length - looked;
  return more > 0 ? [...lines.slice(0, MOST_STEPS), `  … ${more} more steps`] : lines;
}

function stepLine(node: JsonObject, config: unknown, scope: DiagnosisScope): readonly string[] {
  const path = String(node["path"] ?? "");
  if (path.startsWith("trigger/")) return [];
  const result = isJsonObject(node["result"]) ? node["result"] : {};
  const where = placeOf(path);
  if (typeof node["error"] === "string") return [`  ${where}: failed: ${told(node["error"], scope)}`];
  if (result["enabled"] === false) return [`  ${where}: switched off`];
  const { params, choice, delay, wait, stop } = result;
  if (isJsonObject(params)) return [`  ${where}: called ${callOf(params, scope)}`];
  if (choice !== undefined)
    return [
      `  ${where}: took ${typeof choice === "number" ? `option ${choice + 1}` : told(String(choice), scope)}`,
    ];
  if (delay !== undefined) return [`  ${where}: waited ${told(String(delay), scope)}`];
  if (isJsonObject(wait))
    return [`  ${where}: waited for a trigger or template${wait["completed"] === false ? ", in vain" : ""}`];
  if (stop !== undefined) return [`  ${where}: stopped: ${told(String(stop), scope)}`];
  if (typeof result["result"] !== "boolean") return [];
  // what a leaf says, its condition says too
  const detail = detailOf(path, result, config, scope);
  return detail === "" && path.includes("/entity_id/")
    ? []
    : [`  ${where}: ${result["result"] ? "true" : "false"}${detail}`];
}

/** Why a condition was not true; nothing where that tells of what the grant does not show. */
function detailOf(path: string, result: JsonObject, config: unknown, scope: DiagnosisScope): string {
  const { state, wanted_state, wanted_state_below, wanted_state_above, entities } = result;
  const { leaf, entity } = leafAt(path, config);
  if (state === undefined) return Array.isArray(entities) && entities.length === 0 ? " (by a template)" : "";
  if (!mayTell(leaf, entity, scope)) return "";
  const who = entity === undefined ? "it" : told(entity, scope);
  const was = `${who} was ${told(String(state), scope)}`;
  if (wanted_state !== undefined)
    return result["result"] === true ? "" : ` (${was}, not ${told(String(wanted_state), scope)})`;
  if (wanted_state_below === undefined && wanted_state_above === undefined) return "";
  return ` (${was}, wanted${wanted_state_above === undefined ? "" : ` above ${String(wanted_state_above)}`}${wanted_state_below === undefined ? "" : ` below ${String(wanted_state_below)}`})`;
}

/** What it compares may be an attribute, made by a template, or of another entity: all of that has to be open. */
function mayTell(leaf: JsonObject, entity: string | undefined, { gateway, sight }: DiagnosisScope): boolean {
  const { attribute } = leaf;
  const state = entity === undefined ? undefined : gateway.states.get(entity);
  if (state && isPassword(state)) return false;
  if (typeof attribute === "string" && isSecretKey(attribute)) return false;
  if (sight.all && sight.excludes !== true) return true;
  if (!state || !sight.sees(state.id) || "value_template" in leaf) return false;
  if (typeof attribute === "string" && !Object.hasOwn(sight.attributes(state), attribute)) return false;
  return !namesHidden(JSON.stringify(leaf), sight);
}

function callOf(params: JsonObject, scope: DiagnosisScope): string {
  const { domain, service, target, service_data } = params;
  const data = isJsonObject(service_data) ? service_data : {};
  const given = [...Object.entries(isJsonObject(target) ? target : {}), ["entity_id", data["entity_id"]]];
  const all = [...new Set(given.flatMap(([key, value]) => idsUnder(String(key), value)))];
  const shown = [...new Set(given.flatMap(([key, value]) => idsShown(String(key), value, scope)))];
  const words = told(shown.slice(0, 6).join(", "), scope);
  const more = shown.length > 6 ? ` and ${shown.length - 6} more` : "";
  const rest = all.length > shown.length ? [NOT_SHOWN] : [];
  const on = [...(shown.length > 0 ? [`${words}${more}`] : []), ...rest].join(", ");
  return `${cleanName(`${String(domain)}.${String(service)}`)}${on === "" ? "" : ` on ${on}`}`;
}

/** In place of however many there are. */
const NOT_SHOWN = "(not in this grant)";

function idsUnder(key: string, value: unknown): readonly string[] {
  return /_id$/.test(key) ? [value ?? []].flat().map(String) : [];
}

function idsShown(key: string, value: unknown, { sight }: DiagnosisScope): readonly string[] {
  const ids = idsUnder(key, value);
  if (sight.all) return ids;
  return key === "entity_id" ? ids.filter(sight.sees) : idsUnder(key, shownField(key, ids, sight));
}

const WORDS: Readonly<Record<string, string>> = {
  action: "step",
  sequence: "step",
  condition: "condition",
  conditions: "condition",
};

/** `action/1/if/condition/0` → `step 2, if, condition 1`. */
function placeOf(path: string): string {
  const parts = path.split("/");
  const said: string[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] ?? "";
    if (part === "entity_id") break;
    const next = parts[index + 1];
    if (next !== undefined && /^\d+$/.test(next)) {
      said.push(`${WORDS[part] ?? part} ${Number(next) + 1}`);
      index++;
    } else said.push(part);
  }
  return said.join(", ");
}

/** The condition at the path and its entity, as the configuration of that run has them. */
function leafAt(
  path: string,
  config: unknown,
): { readonly leaf: JsonObject; readonly entity: string | undefined } {
  let here: unknown = config;
  const parts = path.split("/");
  const end = parts.indexOf("entity_id");
  const which = end < 0 ? 0 : Number(parts[end + 1]);
  for (const part of end < 0 ? parts : parts.slice(0, end)) {
    if (/^\d+$/.test(part)) here = Array.isArray(here) ? here[Number(part)] : here;
    else if (isJsonObject(here)) here = here[part] ?? here[`${part}s`] ?? here;
  }
  const leaf = isJsonObject(here) ? here : {};
  const id = [leaf["entity_id"]].flat()[which];
  return { leaf, entity: typeof id === "string" ? id : undefined };
}
