/** What is wrong in the home: what is gone, empty, out of date, or complained of. */

import { domainOf } from "../../core/entity-id.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import type { EntityState } from "../../hass/gateway.ts";
import { shortTime } from "../past/range.ts";
import { nameOf } from "../see/sight.ts";
import { config, triggers } from "./configuration.ts";
import { energy } from "./energy.ts";
import { type DiagnosisScope, told } from "./scope.ts";

const LOW_PERCENT = 20;
const MOST_LINES = 15;

type Check = (scope: DiagnosisScope) => readonly string[] | Promise<readonly string[]>;

export const HEALTH: Readonly<Record<string, Check>> = {
  unavailable,
  batteries,
  updates,
  repairs,
  statistics,
  log,
  energy,
  config,
  triggers,
};
/** Without what is long, slow or asked for by itself. */
export const USUAL_CHECKS = ["unavailable", "batteries", "updates", "repairs", "statistics"] as const;

function seen({ gateway, sight }: DiagnosisScope): readonly EntityState[] {
  return [...sight.ids()].flatMap((id) => {
    const state = gateway.states.get(id);
    return state === undefined ? [] : [state];
  });
}

function few(lines: readonly string[], rest: string): readonly string[] {
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `${more} more; ${rest}`] : lines;
}

/** By device where all of one is gone together. */
function unavailable(scope: DiagnosisScope): readonly string[] {
  const { gateway, zone } = scope;
  const gone = seen(scope).filter(({ state }) => state === "unavailable");
  const groups = new Map<string, EntityState[]>();
  for (const state of gone) {
    const device = gateway.registries.entities.get(state.id)?.deviceId;
    const key = device === undefined ? state.id : `device:${device}`;
    groups.set(key, [...(groups.get(key) ?? []), state]);
  }
  const lines = [...groups].map(([key, members]) => {
    const since = Math.min(...members.map(({ lastChanged }) => lastChanged)) * 1_000;
    const [first] = members;
    if (members.length === 1 && first)
      return `${first.id} ${cleanName(nameOf(gateway, first.id))}: since ${shortTime(since, zone)}`;
    const name = gateway.registries.devices.get(key.slice("device:".length))?.name ?? key;
    return `${cleanName(name)}: ${members.length} entities since ${shortTime(since, zone)} (${members
      .slice(0, 3)
      .map(({ id }) => id)
      .join(", ")}${members.length > 3 ? ", …" : ""})`;
  });
  return few(lines, 'ha_search {"state": "unavailable"} lists them');
}

function batteries(scope: DiagnosisScope): readonly string[] {
  const { gateway, sight } = scope;
  const low = seen(scope).filter((state) => {
    if (sight.attributes(state)["device_class"] !== "battery") return false;
    if (domainOf(state.id) === "binary_sensor") return state.state === "on";
    return state.state.trim() !== "" && Number(state.state) <= LOW_PERCENT;
  });
  const lines = low.map(
    ({ id, state }) =>
      `${id} ${cleanName(nameOf(gateway, id))}: ${state === "on" ? "low" : `${told(state, scope)} %`}`,
  );
  return few(lines, 'ha_search {"device_class": ["battery"]} lists them');
}

function updates(scope: DiagnosisScope): readonly string[] {
  const { gateway, sight } = scope;
  const open = seen(scope).filter(({ id, state }) => domainOf(id) === "update" && state === "on");
  const lines = open.map((state) => {
    const { installed_version: from, latest_version: to } = sight.attributes(state);
    return `${state.id} ${cleanName(nameOf(gateway, state.id))}: ${told(`${String(from ?? "?")} → ${String(to ?? "?")}`, scope)}`;
  });
  return few(lines, 'ha_search {"domain": ["update"], "state": "on"} lists them');
}

/** They name whatever they like: only for whoever sees everything. */
async function repairs(scope: DiagnosisScope): Promise<readonly string[]> {
  if (!scope.sight.all) return [];
  const answer = await scope.gateway.query({ type: "repairs/list_issues" });
  const issues = listIn(answer, "issues").filter(({ ignored }) => ignored !== true);
  return few(
    issues.map(({ severity, domain, issue_id, breaks_in_ha_version: breaks }) => {
      const until = typeof breaks === "string" ? `, breaks in ${breaks}` : "";
      return told(`${String(severity)}: ${String(domain)} ${String(issue_id)}${until}`, scope);
    }),
    "Home Assistant's page Repairs has them",
  );
}

async function statistics(scope: DiagnosisScope): Promise<readonly string[]> {
  const answer = await scope.gateway.query({ type: "recorder/validate_statistics" });
  const lines = Object.entries(isJsonObject(answer) ? answer : {}).flatMap(([id, issues]) =>
    scope.sight.sees(id) && Array.isArray(issues)
      ? issues.filter(isJsonObject).map(({ type }) => told(`${id}: ${String(type)}`, scope))
      : [],
  );
  return few(lines, "Developer tools, Statistics has them");
}

const LEVELS: readonly unknown[] = ["CRITICAL", "ERROR", "WARNING"];

/** Warnings and worse with how often they came; whoever does not see everything gets those that name what is seen. */
async function log(scope: DiagnosisScope): Promise<readonly string[]> {
  const answer = await scope.gateway.query({ type: "system_log/list" });
  const entries = (Array.isArray(answer) ? answer : []).filter(isJsonObject);
  const within = entries.filter(({ timestamp, level }) => {
    const at = Number(timestamp) * 1_000;
    return LEVELS.includes(level) && at >= scope.range.start && at <= scope.range.end;
  });
  const shown = within.filter((entry) => scope.sight.all || namesSeen(textOf(entry), scope));
  const newest = shown.sort((a, b) => Number(b["timestamp"]) - Number(a["timestamp"]));
  const lines = newest.slice(0, MOST_LINES).map((entry) => logLine(entry, scope));
  const more = newest.length - lines.length;
  return more > 0 ? [...lines, `${more} more; Home Assistant's page Logs has them`] : lines;
}

function logLine(entry: JsonObject, scope: DiagnosisScope): string {
  const { level, name, count, timestamp } = entry;
  const times = Number(count) > 1 ? ` (${Number(count)} times)` : "";
  const at = shortTime(Number(timestamp) * 1_000, scope.zone);
  return `${at} ${String(level).toLowerCase()} ${cleanName(String(name))}${times}: ${told(textOf(entry).slice(0, 240), scope)}`;
}

function textOf({ message }: JsonObject): string {
  const [first] = [message].flat();
  const [line = ""] = String(first ?? "").split("\n");
  return line;
}

function namesSeen(text: string, { sight }: DiagnosisScope): boolean {
  return [...text.toLowerCase().matchAll(/(?<![a-z0-9_])[a-z0-9_]+\.[a-z0-9_]+/g)].some(([id]) =>
    sight.sees(id),
  );
}

function listIn(answer: unknown, key: string): readonly JsonObject[] {
  const list = isJsonObject(answer) ? answer[key] : undefined;
  return (Array.isArray(list) ? list : []).filter(isJsonObject);
}
