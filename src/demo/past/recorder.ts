/** What really happened since the house started: a bounded log of changes and of the calls behind them. */

import type { State } from "../world/states.ts";
import type { World } from "../world/world.ts";

type Cause = { readonly domain: string; readonly service: string };

export type Recorder = {
  /** The states an entity had, oldest first; `unavailable` for one that was removed is not among them. */
  statesOf(entityId: string): readonly State[];
  /** Every recorded change, oldest first. */
  all(): readonly State[];
  /** The call a context came from. */
  causeOf(contextId: string): Cause | undefined;
};

const maxPerEntity = 500;
const maxStates = 20_000;
const maxCauses = 5000;

export function createRecorder(world: World): Recorder {
  const byEntity = new Map<string, State[]>();
  const causes = new Map<string, Cause>();
  let states: State[] = [];

  world.states.onChange(({ id, before, now }) => {
    // A state that comes up is not a change: the log would hold the whole house.
    if (!now || !before) return;
    const own = byEntity.get(id);
    if (!own) byEntity.set(id, [before, now]);
    else if (own.length < maxPerEntity) own.push(now);
    states.push(now);
    if (states.length > maxStates) states = states.slice(maxStates / 2);
  });
  world.onEvent(({ type, data, context }) => {
    if (type !== "call_service") return;
    causes.set(context.id, { domain: String(data["domain"]), service: String(data["service"]) });
    if (causes.size <= maxCauses) return;
    const oldest = causes.keys().next().value;
    if (oldest !== undefined) causes.delete(oldest);
  });

  return {
    statesOf: (entityId) => byEntity.get(entityId) ?? [],
    all: () => states,
    causeOf: (contextId) => causes.get(contextId),
  };
}
