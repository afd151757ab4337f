/** Why something is as it is: an entity with its causes, runs and users, or what is wrong in the home. */

import { domainOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isoInZone } from "../../core/local-time.ts";
import { cleanName } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Capability } from "../../security/grant/model/grant.ts";
import type { DiagnoseInput, Diagnosis } from "../home.ts";
import { timeRange } from "../past/range.ts";
import { findReferences, nearestNames, notFound, placeName } from "../see/names.ts";
import { type Looking, lookedAt, openSight } from "../see/open-sight.ts";
import { permitLook } from "../see/permit-reading.ts";
import { belongsTo } from "../see/reference.ts";
import { stateText } from "../see/rows.ts";
import { zoneOf } from "../see/said.ts";
import { nameOf, type Sight } from "../see/sight.ts";
import { HEALTH, USUAL_CHECKS } from "./health.ts";
import { dashboardsWith, usersOf } from "./impact.ts";
import { runsOf } from "./runs.ts";
import { asked, type DiagnosisScope, type Section, withCapability } from "./scope.ts";
import { causesOf } from "./why.ts";

const WHOLE_HOME: ReadonlySet<string> = new Set(["home", "problems", "health", "system"]);
/** What a check needs beside the right to read. */
const CAPABILITY_OF: Readonly<Record<string, Capability>> = {
  log: "logs",
  statistics: "statistics",
  energy: "statistics",
  config: "config_read",
  triggers: "config_read",
};
const KEEPS_RUNS: ReadonlySet<string> = new Set(["automation", "script"]);

/**
 * `about`: an entity by id or name; `home` for all that is wrong; or one of `unavailable`, `batteries`, `updates`,
 * `repairs`, `statistics`, `log`, `energy`, `config`, `triggers`. NOT_FOUND, PERMISSION_DENIED by the grant, INPUT_INVALID for a time that is none.
 */
export async function diagnose(input: DiagnoseInput, looking: Looking): Promise<Diagnosis> {
  const { gateway, grant, clock } = looking.deciding;
  const zone = zoneOf(gateway);
  const now = clock.now();
  const about = input.about.trim();
  const word = about.toLowerCase();
  const sight = await openSight(looking, lookedAt([about]));
  const range = timeRange(input, now, zone, grant.limits.history_hours);
  const scope: DiagnosisScope = { gateway, sight, looking, zone, now, range };
  const checks = WHOLE_HOME.has(word) ? USUAL_CHECKS : Object.hasOwn(HEALTH, word) ? [word] : undefined;
  if (checks) return answerOf(about, undefined, await healthOf(checks, scope), scope);
  const [found] = await findReferences([about], gateway, sight, ["entity"]);
  if (found?.failure) throw found.failure;
  if (!found?.reference)
    throw (
      (await noEntity(about, gateway, sight)) ??
      withWords(notFound([cleanName(about)], nearestNames(about, gateway, sight)))
    );
  const { id } = found.reference;
  const state = gateway.states.get(id);
  const said = state === undefined ? "gone" : stateText(state, sight.attributes(state), sight, gateway);
  const since =
    state === undefined
      ? ""
      : ` since ${isoInZone(state.lastChanged * 1_000, zone)
          .slice(0, 19)
          .replace("T", " ")}`;
  const name = cleanName(nameOf(gateway, id));
  return answerOf(
    id,
    `${name === id ? "" : `${name}: `}${said}${since}`,
    await entitySections(id, scope),
    scope,
  );
}

/** Of an area, a floor, a device or a label: what is in it can be asked about. */
async function noEntity(about: string, gateway: Gateway, sight: Sight): Promise<Failure | undefined> {
  const [found] = await findReferences([about], gateway, sight);
  const reference = found?.reference;
  if (!reference) return found?.failure;
  const inIt = [...sight.ids()].filter((id) => belongsTo(id, reference, gateway)).sort();
  const few = inIt.slice(0, MOST_NAMED).join(", ");
  return new Failure(
    "INPUT_INVALID",
    `${placeName(reference, gateway)} is ${/^[aeiou]/.test(reference.kind) ? "an" : "a"} ${reference.kind}; ha_diagnose explains an entity.`,
    {
      hint:
        few === ""
          ? "No entity is in it."
          : `Ask about one of it: ${few}${inIt.length > MOST_NAMED ? ` and ${inIt.length - MOST_NAMED} more (ha_overview, ha_search)` : ""}.`,
    },
  );
}

const MOST_NAMED = 3;

function withWords(failure: Failure): Failure {
  return new Failure(failure.code, failure.message, {
    hint: `${failure.hint ?? ""} Or ask about home, ${Object.keys(HEALTH).join(", ")}.`.trim(),
  });
}

type Sections = Readonly<Record<string, Section>>;

async function healthOf(checks: readonly string[], scope: DiagnosisScope): Promise<Sections> {
  const answered = await Promise.all(
    checks.map(async (name) => {
      const look = async () => (await HEALTH[name]?.(scope)) ?? [];
      const capability = CAPABILITY_OF[name];
      const section = capability === undefined ? asked(look) : withCapability(capability, scope, look);
      return [name, await section] as const;
    }),
  );
  return Object.fromEntries(answered);
}

async function entitySections(id: string, scope: DiagnosisScope): Promise<Sections> {
  const why = withCapability("logbook", scope, async () => {
    await permitLook("history", [id], scope.looking);
    return causesOf(id, scope);
  }).catch(closedByGrant);
  const runs = KEEPS_RUNS.has(domainOf(id))
    ? withCapability("traces", scope, () => runsOf(id, scope))
    : undefined;
  const users = withCapability("registry", scope, () => usersOf(id, scope));
  const boards = withCapability("dashboards", scope, () => dashboardsWith(id, scope));
  return {
    why: await why,
    ...(runs === undefined ? {} : { runs: await runs }),
    used_by: bothOf(await users, await boards),
  };
}

/** Who may not ask for the others is not told of the dashboards too. */
function bothOf(users: Section, boards: Section): Section {
  const lines = [...users.lines, ...boards.lines];
  const closed = users.closed ?? (boards.closed && `dashboards: ${boards.closed}`);
  return closed === undefined ? { lines } : { lines, closed };
}

/** What of the past is closed leaves the rest. */
function closedByGrant(fault: unknown): Section {
  if (fault instanceof Failure && (fault.code === "PERMISSION_DENIED" || fault.code === "NOT_FOUND"))
    return { lines: [], closed: "this grant does not show its past" };
  throw fault;
}

function answerOf(
  about: string,
  now: string | undefined,
  sections: Sections,
  { range, zone }: DiagnosisScope,
): Diagnosis {
  const entries = Object.entries(sections);
  const closed = entries.flatMap(([name, { closed: why }]) => (why === undefined ? [] : [`${name}: ${why}`]));
  const nothing = entries.filter(([, { lines, closed: why }]) => lines.length === 0 && why === undefined);
  return {
    about: cleanName(about),
    ...(now === undefined ? {} : { now }),
    from: isoInZone(range.start, zone),
    to: isoInZone(range.end, zone),
    found: Object.fromEntries(
      entries.flatMap(([name, { lines }]) => (lines.length > 0 ? [[name, lines]] : [])),
    ),
    ...(nothing.length > 0 ? { nothing: nothing.map(([name]) => name) } : {}),
    ...(closed.length > 0 ? { not_shown: closed } : {}),
  };
}
