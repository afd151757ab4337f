/** Waiting for an entity: for a state, or for any change; nothing is asked again and again. */

import { Failure } from "../../core/failure.ts";
import { isSecretText } from "../../core/sensitive.ts";
import { cleanName } from "../../core/text.ts";
import type { EntityState, Gateway } from "../../hass/gateway.ts";
import type { SearchIndex } from "../../search/search-index.ts";
import type { WaitAnswer, WaitInput } from "../home.ts";
import { namesHidden } from "../see/hidden-names.ts";
import type { Looking } from "../see/open-sight.ts";
import { permitLook, stillPermitted } from "../see/permit-reading.ts";
import { stateText } from "../see/rows.ts";
import { nameOf, type Sight } from "../see/sight.ts";

const DEFAULT_SECONDS = 30;
export const MOST_SECONDS = 60;
const TELL_EVERY_MS = 5_000;

export type Waiting = {
  /** Of the time that it may take, in seconds. */
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
};

/** NOT_FOUND, PERMISSION_DENIED by the grant, also when it says no at the end; CANCELLED when the caller gave up. */
export async function waitFor(
  input: WaitInput,
  waiting: Waiting,
  looking: Looking,
  index: () => Promise<Pick<SearchIndex, "inState">>,
): Promise<WaitAnswer> {
  const { gateway } = looking.deciding;
  const { ids, sight } = await permitLook("subscribe", [input.id], looking);
  const [id = ""] = ids;
  if (ids.length > 1)
    throw new Failure("INPUT_INVALID", "ha_wait waits for one entity.", { hint: "Give one id or name." });
  const wanted = input.state === undefined ? undefined : fitting(input.state, (await index()).inState, sight);
  const before = gateway.states.get(id);
  const started = performance.now();
  const met =
    before !== undefined && wanted?.(before) === true
      ? true
      : await changeOf(id, { wanted, before, seconds: input.timeout_s ?? DEFAULT_SECONDS }, waiting, gateway);
  // what was allowed at the start may be over by now
  await stillPermitted(id, looking);
  const now = gateway.states.get(id);
  const said = (state: EntityState | undefined) =>
    state === undefined ? "gone" : stateText(state, sight.attributes(state), sight, gateway);
  const name = sight.sees(id) ? cleanName(nameOf(gateway, id)) : id;
  return {
    id,
    ...(name === id ? {} : { name }),
    met,
    before: said(before),
    state: said(now),
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
}

/** As filters of a search take it, and as states are said: `open` of a door. */
function fitting(
  text: string,
  inState: SearchIndex["inState"],
  sight: Sight,
): (state: EntityState) => boolean {
  const isIn = inState(text);
  return (state) => {
    // whoever may not read it may not guess it
    if (isSecretText(state.state) || namesHidden(state.state, sight)) return false;
    const { device_class: deviceClass } = sight.attributes(state);
    return isIn(state, typeof deviceClass === "string" ? deviceClass : undefined);
  };
}

type Awaited = {
  readonly wanted: ((state: EntityState) => boolean) | undefined;
  readonly before: EntityState | undefined;
  readonly seconds: number;
};

/** True at the first change that is wanted, false when the time is over. */
function changeOf(
  id: string,
  { wanted, before, seconds }: Awaited,
  { progress, signal }: Waiting,
  gateway: Gateway,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const total = Math.min(seconds, MOST_SECONDS);
    const started = performance.now();
    const end = (finish: () => void) => {
      stop();
      clearTimeout(timer);
      clearInterval(teller);
      signal.removeEventListener("abort", giveUp);
      finish();
    };
    const giveUp = () => end(() => reject(new Failure("CANCELLED", "The caller gave up waiting.")));
    const stop = gateway.onChange((changed, now) => {
      if (changed !== id) return;
      const met = wanted === undefined ? now?.state !== before?.state : now !== undefined && wanted(now);
      if (met) end(() => resolve(true));
    });
    const timer = setTimeout(() => end(() => resolve(false)), total * 1_000);
    const teller = setInterval(
      () => progress(Math.round((performance.now() - started) / 1_000), total),
      TELL_EVERY_MS,
    );
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
  });
}
