/** What is wrong in the configuration, and which automations anything may set off. */

import { Failure } from "../../core/failure.ts";
import { isJsonObject } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import { HassError } from "../../hass/hass-error.ts";
import { untiedAutomations } from "../../security/grant/decide/untied.ts";
import { nameOf } from "../see/sight.ts";
import { type DiagnosisScope, told } from "./scope.ts";

const MOST_CHARACTERS = 1_500;
const MOST_OPENED = 5;

/** Home Assistant's own check of its files; it names whatever it likes: only for whoever sees everything. */
export async function config(scope: DiagnosisScope): Promise<readonly string[]> {
  if (!scope.sight.all) return [];
  const answer = await scope.gateway.query({ type: "config/core/check_config" });
  const { result, errors, warnings } = isJsonObject(answer) ? answer : {};
  const faults = [...linesIn("error", errors), ...linesIn("warning", warnings)];
  if (faults.length > 0) return faults.map((line) => told(line, scope));
  return [result === "valid" ? "valid: a restart would find it as it is" : "Home Assistant did not say"];
}

function linesIn(word: string, text: unknown): readonly string[] {
  if (typeof text !== "string" || text.trim() === "") return [];
  const cut = text.length - MOST_CHARACTERS;
  const shown = text
    .slice(0, MOST_CHARACTERS)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const rest = cut > 0 ? [`${cut} characters more; Developer tools, Check configuration has them`] : [];
  return [...shown.map((line) => `${word}: ${line.trim()}`), ...rest];
}

/** Automations whose triggers nobody can tie to an entity, with what they open. */
export async function triggers(scope: DiagnosisScope): Promise<readonly string[]> {
  const { gateway, sight } = scope;
  if (!gateway.house.user.isAdmin)
    throw new Failure("HASS_REJECTED", "Automations may not be read.", {
      cause: new HassError("unauthorized", "Unauthorized"),
    });
  const untied = await untiedAutomations(gateway);
  return untied
    .filter(({ automation }) => sight.sees(automation))
    .map(({ automation, opens }) => {
      const seen = opens.filter((each) => sight.all || sight.sees(each));
      const more = seen.length > MOST_OPENED ? ` and ${seen.length - MOST_OPENED} more` : "";
      const what = seen.length > 0 ? `, reaches ${seen.slice(0, MOST_OPENED).join(", ")}${more}` : "";
      return `${automation} ${cleanName(nameOf(gateway, automation))}: may be set off by anything${what}`;
    });
}
