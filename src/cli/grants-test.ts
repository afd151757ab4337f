/** `hearthgate grants test`: an owner's own cases, each decided as the live road would; nothing is executed. */

import { Failure } from "../core/failure.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import { cleanLine } from "../core/text.ts";
import type { Gateway } from "../hass/gateway.ts";
import { readCeiling } from "../security/grant/book/ceiling-file.ts";
import { findGrant } from "../security/grant/book/grant-file.ts";
import { decide } from "../security/grant/decide/decide.ts";
import { explain } from "../security/grant/decide/explain.ts";
import type { Decision } from "../security/grant/model/decision.ts";
import type { Grant } from "../security/grant/model/grant.ts";
import { parseInstant } from "../security/grant/model/instant.ts";
import type { CallRequest, ReadRequest } from "../security/grant/model/request.ts";
import { parseGrant } from "../security/grant/parse/parse-grant.ts";
import { memoryCounters } from "../security/grant/restrict/store-counters.ts";
import { readInput, refusedForm } from "./grant-form.ts";
import { type GrantsCommand, say } from "./grants-command.ts";
import { withHome } from "./home.ts";

const USAGE = `A file of cases: {"grant": name, id, or a grant as create takes it, "cases": [
  {"it": "may dim the lamp", "service": "light.turn_on", "target": {…}, "data": {…}, "pin": "…", "expect": "allow"},
  {"it": "may not see the camera", "read": "camera.hall", "at": "2027-01-01T12:00:00+01:00", "from": "192.168.1.4", "expect": "deny"}]}
expect is allow, deny or ask; a code such as scope_denied may stand beside it.`;

type Case = {
  readonly it: string;
  readonly request: CallRequest | ReadRequest;
  readonly expect: string;
  readonly code: string | undefined;
  /** Milliseconds since 1970; undefined = now. */
  readonly at: number | undefined;
};

type Outcome = { readonly it: string; readonly passed: boolean; readonly said: string };

/** Ends with exit code 1 when a case is not decided as its owner wants. CONFIG_INVALID for a file that is none. */
export async function testGrant({ homePath, positionals, values }: GrantsCommand): Promise<void> {
  const [file = "", ...more] = positionals;
  if (file === "" || more.length > 0) throw new Failure("CONFIG_INVALID", `grants test FILE. ${USAGE}`);
  const form = readInput(file, "FILE");
  const cases = casesIn(form);
  const outcomes = await withHome(values.demo, async (gateway) => {
    const grant = grantIn(form["grant"], homePath, gateway);
    const ceiling = readCeiling(homePath);
    const decided: Outcome[] = [];
    for (const each of cases) decided.push(outcomeOf(each, await decideCase(each, grant, ceiling, gateway)));
    return decided;
  });
  const failed = outcomes.filter(({ passed }) => !passed).length;
  if (values.json) say(JSON.stringify({ passed: outcomes.length - failed, failed, cases: outcomes }));
  else {
    for (const { it, passed, said } of outcomes)
      say(`${passed ? "ok  " : "FAIL"} ${it}${passed ? "" : `: ${said}`}`);
    say(`${outcomes.length - failed} passed, ${failed} failed`);
  }
  if (failed > 0) process.exitCode = 1;
}

function decideCase(
  { request, at }: Case,
  grant: Grant,
  ceiling: ReturnType<typeof readCeiling>,
  gateway: Gateway,
): Promise<Decision> {
  const now = at ?? Date.now();
  const deciding = { grant, ceiling, gateway, clock: { now: () => now }, counters: memoryCounters() };
  return request.operation === "call_service" ? explain(request, deciding) : decide(request, deciding);
}

function outcomeOf({ it, expect, code }: Case, decision: Decision): Outcome {
  const word = "allow" in decision ? "allow" : "ask" in decision ? "ask" : "deny";
  const why = "deny" in decision ? decision.code : "ask" in decision ? decision.why : undefined;
  const passed = word === expect && (code === undefined || code === why);
  const wanted = `${expect}${code === undefined ? "" : ` (${code})`}`;
  return { it, passed, said: `${word}${why === undefined ? "" : ` (${why})`} instead of ${wanted}` };
}

function grantIn(given: unknown, homePath: string, gateway: Gateway): Grant {
  if (typeof given === "string") return findGrant(homePath, given, Date.now());
  const parsed = parseGrant(given, Date.now(), gateway.registries);
  if ("faults" in parsed) throw refusedForm(parsed.faults);
  return parsed.grant;
}

function casesIn({ cases }: JsonObject): readonly Case[] {
  if (!Array.isArray(cases) || cases.length === 0)
    throw new Failure("CONFIG_INVALID", `There are no cases. ${USAGE}`);
  return cases.map((each, index) => caseIn(each, index + 1));
}

const KEYS = new Set([
  "it",
  "service",
  "target",
  "data",
  "pin",
  "pins",
  "read",
  "at",
  "from",
  "expect",
  "code",
]);

function caseIn(given: unknown, number: number): Case {
  const wrong = (what: string) => new Failure("CONFIG_INVALID", `Case ${number}: ${what}. ${USAGE}`);
  if (!isJsonObject(given)) throw wrong("it is no object");
  const unknown = Object.keys(given).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw wrong(`there is no key ${cleanLine(unknown, 40)}`);
  const { it, service, target, data, pin, pins, read, at, from, expect, code } = given;
  if (expect !== "allow" && expect !== "deny" && expect !== "ask")
    throw wrong("expect is allow, deny or ask");
  if ((typeof service === "string") === (read !== undefined)) throw wrong("it has either service or read");
  const instant = typeof at === "string" ? parseInstant(at) : undefined;
  if (at !== undefined && instant === undefined) throw wrong("at is a time with an offset");
  const caller = {
    ...(typeof from === "string" ? { address: from } : {}),
    ...(pin === undefined ? {} : { pin: String(pin) }),
    ...(isJsonObject(pins) ? { pins: pins as Readonly<Record<string, string>> } : {}),
  };
  const request: Case["request"] =
    typeof service === "string"
      ? { operation: "call_service", service, target, data: data ?? {}, ...caller }
      : { operation: "read", entity_ids: read, ...caller };
  return {
    it: typeof it === "string" ? cleanLine(it, 120) : `case ${number}`,
    request,
    expect,
    code: typeof code === "string" ? code : undefined,
    at: instant,
  };
}
