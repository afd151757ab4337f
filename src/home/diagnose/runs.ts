/** The latest runs of an automation or script, step by step in words. */

import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import { timeline } from "../past/range.ts";
import { type DiagnosisScope, told } from "./scope.ts";

const MOST_RUNS = 3;
const MOST_STEPS = 40;

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
  const [domain = "", object = ""] = id.split(".");
  const itemId = domain === "automation" ? gateway.states.get(id)?.attributes["id"] : object;
  if (typeof itemId !== "string") return ["it has no id of its own, so Home Assistant keeps no runs of it"];
  const answer = await gateway.query({ type: "trace/list", domain, item_id: itemId });
  const all = (Array.isArray(answer) ? answer : []).filter(isJsonObject);
  const within = all.filter((run) => startOf(run) >= range.start && startOf(run) <= range.end);
  const runs = (within.length > 0 ? within : all).slice(-MOST_RUNS);
  const lines: string[] = [];
  for (const run of runs) {
    const whole = await gateway.query({ type: "trace/get", domain, item_id: itemId, run_id: run["run_id"] });
    if (!isJsonObject(whole)) continue;
    const heading = `${runHeading(whole, scope)}`;
    lines.push(...timeline([{ at: startOf(whole), text: heading }], zone, true), ...stepsOf(whole, scope));
  }
  if (lines.length === 0)
    return [
      "Home Assistant keeps no run of it (it keeps five, until it is restarted or the automation is saved)",
    ];
  return within.length === 0 && all.length > 0 ? ["no run in this time; the latest:", ...lines] : lines;
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
    .map((node, index) => ({ node, index, at: Date.parse(String(node["timestamp"])) }))
    .sort((a, b) => a.at - b.at || a.index - b.index);
  const all = ordered.flatMap(({ node }) => stepLine(node, config, scope));
  // a leaf says of its condition what that says, with the reason
  const lines = all.filter(
    (line, index) => !all.slice(index + 1, index + 4).some((next) => next.startsWith(`${line} (`)),
  );
  const more = lines.length - MOST_STEPS;
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

function detailOf(path: string, result: JsonObject, config: unknown, scope: DiagnosisScope): string {
  const { state, wanted_state, wanted_state_below, wanted_state_above, entities } = result;
  const entity = entityAt(path, config);
  const who = entity === undefined ? "it" : told(entity, scope);
  if (state !== undefined && wanted_state !== undefined)
    return result["result"] === true
      ? ""
      : ` (${who} was ${told(String(state), scope)}, not ${told(String(wanted_state), scope)})`;
  if (state !== undefined && (wanted_state_below !== undefined || wanted_state_above !== undefined))
    return ` (${who} was ${told(String(state), scope)}, wanted${wanted_state_above === undefined ? "" : ` above ${String(wanted_state_above)}`}${wanted_state_below === undefined ? "" : ` below ${String(wanted_state_below)}`})`;
  return Array.isArray(entities) && entities.length === 0 ? " (by a template)" : "";
}

function callOf(params: JsonObject, scope: DiagnosisScope): string {
  const { domain, service, target, service_data } = params;
  const ids = isJsonObject(target) ? Object.values(target).flat() : [];
  const data = isJsonObject(service_data) ? service_data : {};
  const own = [...ids, ...[data["entity_id"] ?? []].flat()].map(String);
  const on =
    own.length > 0
      ? ` on ${told(own.slice(0, 6).join(", "), scope)}${own.length > 6 ? ` and ${own.length - 6} more` : ""}`
      : "";
  return `${cleanName(`${String(domain)}.${String(service)}`)}${on}`;
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

/** The entity of the condition at the path, as the configuration of that run has it. */
function entityAt(path: string, config: unknown): string | undefined {
  let here: unknown = config;
  const parts = path.split("/");
  const leaf = parts.indexOf("entity_id");
  const which = leaf < 0 ? 0 : Number(parts[leaf + 1]);
  for (const part of leaf < 0 ? parts : parts.slice(0, leaf)) {
    if (/^\d+$/.test(part)) here = Array.isArray(here) ? here[Number(part)] : here;
    else if (isJsonObject(here)) here = here[part] ?? here[`${part}s`] ?? here;
  }
  const ids = isJsonObject(here) ? [here["entity_id"]].flat() : [];
  const id = ids[which];
  return typeof id === "string" ? id : undefined;
}
