/** `hearthgate doctor`: what is wrong, why, and what to do about it. */

import { existsSync } from "node:fs";
import { type Config, checkConfig } from "../../config/config.ts";
import { givenSettings } from "../../config/given-settings.ts";
import { httpConfigFor } from "../../config/http-config.ts";
import { processClock } from "../../core/clock.ts";
import { Failure } from "../../core/failure.ts";
import { connectGateway } from "../../hass/live-gateway.ts";
import { readGrants } from "../../security/grant/book/grant-file.ts";
import { openStore, statePath } from "../../store/open-store.ts";
import type { Store } from "../../store/store.ts";
import { readCommandLine } from "../command-line.ts";
import { say } from "../grants-command.ts";
import { noSuchCommand } from "../owner/command-words.ts";
import { answer } from "../owner/state.ts";
import { doorChecks } from "./doors.ts";
import type { Check, DoorName, Examined } from "./examined.ts";
import { type Finding, fault } from "./finding.ts";
import { grantChecks } from "./grants.ts";
import { homeChecks } from "./home.ts";
import { machineChecks } from "./machine.ts";
import { oauthChecks } from "./oauth.ts";
import { settingChecks } from "./settings.ts";
import { stateChecks } from "./state.ts";

const USAGE = `hearthgate doctor [--door stdio|http|serve]   looks at settings, Home Assistant, state, grants and door; each fault with its cause and what to do
--door: for which one; serve where a setting of the HTTP doors is set, stdio otherwise.
Nothing is changed. Exit code 1 where there is a fault, 0 where there are none or warnings alone. --json prints for machines.`;

const CHECKS: readonly Check[] = [
  machineChecks,
  settingChecks,
  homeChecks,
  stateChecks,
  grantChecks,
  doorChecks,
  oauthChecks,
];
const MARKS: Readonly<Record<Finding["result"], string>> = {
  good: "ok  ",
  unseen: "  ? ",
  warning: "warn",
  fault: "FAIL",
};

/** CONFIG_INVALID for other words. */
export async function doctor(args: readonly string[]): Promise<void> {
  const options = { json: { type: "boolean", default: false }, door: { type: "string" } } as const;
  const line = readCommandLine({ command: "doctor", usage: USAGE, options }, args);
  if (!line) return;
  const { words, values } = line;
  if (words.length > 0) throw noSuchCommand("doctor", words.join(" "), USAGE);
  const findings = await examine(doorOption(values.door));
  const count = (result: Finding["result"]) => findings.filter((each) => each.result === result).length;
  const totals = {
    faults: count("fault"),
    warnings: count("warning"),
    good: count("good"),
    unseen: count("unseen"),
  };
  if (!values.json) for (const finding of findings) say(lineOf(finding));
  const { faults, warnings } = totals;
  const said = `\n${totals.good} good, ${warnings} ${warnings === 1 ? "warning" : "warnings"}, ${faults} ${faults === 1 ? "fault" : "faults"}, ${totals.unseen} not looked at`;
  answer(values.json, { ...totals, findings }, said);
  if (faults > 0) process.exitCode = 1;
}

function doorOption(text: string | undefined): DoorName | undefined {
  if (text === undefined || text === "stdio" || text === "http" || text === "serve") return text;
  throw new Failure("CONFIG_INVALID", `--door is stdio, http or serve.\n${USAGE}`);
}

function lineOf({ check, result, said, fix }: Finding): string {
  const head = `${MARKS[result]}  ${check.padEnd(18)}  ${said}`;
  return fix === undefined ? head : `${head}\n${" ".repeat(26)}→ ${fix}`;
}

/** Every check in order, on the settings of this process unless others are told. */
export async function examine(
  wanted: DoorName | undefined,
  environment?: NodeJS.ProcessEnv,
  checks: readonly Check[] = CHECKS,
): Promise<readonly Finding[]> {
  const given = givenSettings(environment);
  const door = wanted ?? (given.forHttp ? "serve" : "stdio");
  const http = door === "stdio" ? {} : { http: httpConfigFor(door === "http" ? "fastmcp" : "express") };
  const { config, faults } = checkConfig({ hass: true, ...http }, environment);
  const now = Date.now();
  const storeSaid: string[] = [];
  const gateway = config.hass && connectGateway(config.hass);
  const [home, store] = await Promise.all([
    tried(async () => {
      if (!gateway)
        throw new Failure("HASS_UNAVAILABLE", "HASS_URL or HASS_TOKEN is missing.", { hint: "Set both." });
      await gateway.ready();
      return gateway;
    }),
    tried(() => stateToRead(config, (line) => storeSaid.push(line))),
  ]);
  const grants = await tried(async () => readGrants(config.homePath, now));
  const examined: Examined = {
    door,
    config,
    settingFaults: faults,
    given,
    now,
    home,
    store,
    storeSaid,
    grants,
  };
  try {
    const found: Finding[] = [];
    for (const check of checks) found.push(...(await guarded(check, examined)));
    return found;
  } finally {
    gateway?.close();
    if (!(store instanceof Failure)) await store.close();
  }
}

/** Where there is none yet, none is made. */
function stateToRead({ store, homePath }: Config, say: (line: string) => void): Promise<Store> {
  const isMissing = store === "sqlite" && !existsSync(statePath(homePath));
  return openStore(isMissing ? "memory" : store, homePath, processClock, say);
}

/** One check that breaks must not hide what the others find. */
async function guarded(check: Check, examined: Examined): Promise<readonly Finding[]> {
  const result = await tried(async () => check(examined));
  return result instanceof Failure
    ? [
        fault(
          `${check.name.replace(/Checks$/, "")}.broke`,
          result.message,
          result.hint ?? "Look at what the message names.",
        ),
      ]
    : result;
}

async function tried<Part>(open: () => Promise<Part>): Promise<Part | Failure> {
  try {
    return await open();
  } catch (cause) {
    if (cause instanceof Failure) return cause;
    throw cause;
  }
}
