/** A sentence in the home's language, done as the service calls that it comes to. */

import { Failure } from "../../core/failure.ts";
import { isoInZone } from "../../core/local-time.ts";
import { cleanName } from "../../core/text.ts";
import { isPassword } from "../../hass/secret-state.ts";
import { EVERYTHING } from "../../security/grant/decide/look.ts";
import { type ActScope, act } from "../act/act.ts";
import { actAll } from "../act/act-all.ts";
import type { CallInput } from "../acting.ts";
import type { AssistAnswer, Row } from "../home.ts";
import { readRows } from "../read/read.ts";
import { type Looking, openSight, sightToAct } from "../see/open-sight.ts";
import { permitCapability } from "../see/permit-reading.ts";
import { zoneOf } from "../see/said.ts";
import { nameOf, type Sight } from "../see/sight.ts";
import { callsFor, domainAsked, isAskedFor, isQuestion, TIME_INTENTS } from "./intents.ts";
import { meantBy, WHATEVER_IS_SEEN } from "./meant.ts";
import { type Unclear, type Understood, understand } from "./understand.ts";

const ROWS_SHOWN = 25;

export type AssistScope = {
  readonly looking: Looking;
  /** For so many calls together. */
  readonly acting: (batch: number) => ActScope;
};

/**
 * The sentence itself is never sent on: Home Assistant would choose what to act on anew, and a home may have another
 * handler for a built-in intent. What it comes to goes the way of any call. NOT_FOUND where nothing that may be seen is
 * meant or nobody can tell; the Failures of acting.
 */
export async function assist(text: string, scope: AssistScope): Promise<AssistAnswer> {
  const { looking } = scope;
  const { gateway, clock } = looking.deciding;
  await permitCapability("conversation", "Assist", looking);
  const understood = await understand(text, gateway);
  if (typeof understood === "string") throw notClear(understood, await sightToAct(looking, EVERYTHING));
  const { intent } = understood;
  if (TIME_INTENTS.has(intent))
    return { understood: saidAs(understood), said: isoInZone(clock.now(), zoneOf(gateway)) };
  return isQuestion(intent) ? answered(understood, scope) : done(understood, scope);
}

/** One sentence for what is not there, may not be seen or cannot be told; whoever sees everything hears which. */
function notClear(why: Unclear | "no call", { all, refused }: Sight): Failure {
  if (refused) return refused;
  const told = all ? WHY[why] : "Nothing here fits the sentence, or nobody can say what it would do.";
  return new Failure("NOT_FOUND", told, {
    hint: "Nothing was sent. Name one thing as it is called here, or use ha_search and ha_call_service.",
  });
}

const WHY: Readonly<Record<Unclear | "no call", string>> = {
  "nothing fits": "Assist finds nothing that the sentence could mean; it knows what is exposed to it.",
  "a sentence of the owner's own":
    "The sentence belongs to an automation or was written by the owner, and nobody can say what it would do.",
  "no call": "Assist understands the sentence, but what it does is no plain call of a service.",
};

/** `HassTurnOff: name kitchen lights`, of the caller's own words. */
function saidAs({ intent, heard }: Understood): string {
  const words = Object.entries(heard).map(([key, text]) => `${cleanName(key)} ${cleanName(text)}`);
  return `${cleanName(intent)}${words.length > 0 ? `: ${words.join(", ")}` : ""}`;
}

/** Of those that may be seen, as if there were no others. */
async function answered(understood: Understood, { looking }: AssistScope): Promise<AssistAnswer> {
  const { gateway, clock } = looking.deciding;
  const sight = await openSight(looking, EVERYTHING);
  const named = understood.targets.filter((id) => {
    const state = gateway.states.get(id);
    return state && isAskedFor(understood.intent, { ...state, attributes: sight.attributes(state) });
  });
  const targets = understood.targets.length > 0 ? named : unnamed(understood, looking, sight);
  const ids = meantBy(understood, targets, gateway, sight);
  if (ids.length === 0) throw notClear("nothing fits", sight);
  const wanted = understood.slots["state"];
  const fits =
    wanted === undefined ? ids : ids.filter((id) => understood.matched.has(id) && isOpen(id, looking));
  const counted =
    wanted === undefined ? {} : { said: `${fits.length} of ${ids.length}: ${cleanName(String(wanted))}` };
  const shown = fits.length > 0 ? fits : ids;
  const rows = await readRows(
    shown.slice(0, ROWS_SHOWN),
    {},
    { gateway, sight, now: clock.now(), configRead: false },
  );
  const left = shown.length - ROWS_SHOWN;
  return {
    understood: saidAs(understood),
    ...counted,
    found: rows.found.map((row): Row => row),
    ...(left > 0 ? { more: `${left} more; ha_search with filters lists them` } : {}),
  };
}

function isOpen(id: string, { deciding: { gateway } }: Looking): boolean {
  const state = gateway.states.get(id);
  return state !== undefined && !isPassword(state);
}

/** What a question without a name is about: all of its domain, and what measures an area that it names. */
function unnamed(
  { intent, slots }: Understood,
  { deciding: { gateway } }: Looking,
  sight: Sight,
): readonly string[] {
  const domain = domainAsked(intent);
  if (domain === undefined || slots["name"] !== undefined) return [];
  const measured = [...gateway.registries.areas.values()].flatMap(({ temperatureEntityId: id }) => id ?? []);
  const all = [...sight.ids()].filter((id) => id.startsWith(`${domain}.`));
  return slots["area"] === undefined ? all : [...all, ...measured];
}

/** Everything is decided before anything is sent. */
async function done(understood: Understood, scope: AssistScope): Promise<AssistAnswer> {
  const { looking } = scope;
  const { gateway, grant } = looking.deciding;
  const sight = await sightToAct(looking, EVERYTHING);
  const seen = meantBy(understood, understood.targets, gateway, sight);
  const all = meantBy(understood, understood.targets, gateway, WHATEVER_IS_SEEN);
  // as a call to a place does, which leaves out what it cannot act on; each alone, or their states would tell
  const hidden = all.filter(
    (id) => !sight.sees(id) && (callsFor(understood, [id], gateway) ?? []).length > 0,
  );
  const calls = callsFor(understood, seen, gateway);
  if (calls === undefined) throw notClear("no call", sight);
  const [first] = calls;
  if (first === undefined) throw notClear("nothing fits", sight);
  // a name is of what the caller sees; a place or a kind reaches further
  const beyond = understood.slots["name"] === undefined ? hidden.length : 0;
  if (beyond > 0 && grant.target_mode !== "narrow") throw reachesBeyond();
  const said = { understood: saidAs(understood), calls: calls.map(({ service }) => service) };
  const outcome = calls.length === 1 ? await act(first, {}, scope.acting(1)) : await together(calls, scope);
  const left = [...(outcome.left_out ?? []), ...(beyond > 0 ? [`${beyond} more`] : [])];
  return { ...said, ...outcome, ...(left.length > 0 ? { left_out: left } : {}) };
}

/** Each call is tried dry first: what one of them is refused for stops all. */
async function together(calls: readonly CallInput[], scope: AssistScope) {
  const acting = scope.acting(calls.length);
  for (const call of calls) {
    try {
      await act(call, { dryRun: true }, acting);
    } catch (fault) {
      throw fault instanceof Failure && fault.code === "APPROVAL_REQUIRED" ? oneByOne(calls, scope) : fault;
    }
  }
  return actAll(
    calls.map((call, index) => ({ index, call })),
    {},
    acting,
  );
}

function oneByOne(calls: readonly CallInput[], { looking: { deciding } }: AssistScope): Failure {
  const ids = calls.flatMap(({ target }) => target?.entity_id ?? []).slice(0, 5);
  return new Failure(
    "PERMISSION_DENIED",
    "The sentence means several things, and some of them need the owner's yes.",
    {
      hint: `Nothing was sent. Ask for each by itself: ${ids.map((id) => cleanName(nameOf(deciding.gateway, id))).join(", ")}.`,
    },
  );
}

function reachesBeyond(): Failure {
  return new Failure("PERMISSION_DENIED", "The sentence reaches beyond this grant.", {
    hint: "Nothing was sent. Name what you can see there, one thing at a time.",
  });
}
