/** What really happened since the house started: a bounded log of changes and of the calls behind them. */

import type { State } from "../world/states.ts";
import type { World } from "../world/world.ts";

/** As the logbook tells it. */
type Cause = Readonly<Record<string, unknown>>;

/** A call as `logbook/get_action_calls` lists it. */
type ActionCall = {
  readonly domain: unknown;
  readonly service: unknown;
  readonly service_data: unknown;
  readonly context_id: string;
  readonly context_user_id?: string;
  /** Seconds since 1970. */
  readonly when: number;
};

export type Recorder = {
  /** The states an entity had, oldest first; `unavailable` for one that was removed is not among them. */
  statesOf(entityId: string): readonly State[];
  /** Every recorded change, oldest first. */
  all(): readonly State[];
  /** What a context began with: a call, or the trigger of an automation. */
  causeOf(contextId: string): Cause | undefined;
  calls(): readonly ActionCall[];
  /** When the house came up, in seconds since 1970. */
  starts(): readonly number[];
};

const maxPerEntity = 500;
const maxStates = 20_000;
const maxCauses = 5000;

export function createRecorder(world: World): Recorder {
  const byEntity = new Map<string, State[]>();
  const causes = new Map<string, Cause>();
  let states: State[] = [];
  const calls: ActionCall[] = [];
  const starts: number[] = [];
  // no stamp of a change is used up for it
  const at = () => world.ticker.date().getTime() / 1_000;

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
    if (type === "homeassistant_started") starts.push(at());
    if (type === "automation_triggered") causes.set(context.id, triggeredBy(data));
    if (type !== "call_service") return;
    const { domain, service, service_data } = data;
    const user = context.user_id === null ? {} : { context_user_id: context.user_id };
    calls.push({
      domain,
      service,
      service_data,
      context_id: context.id,
      ...user,
      when: at(),
    });
    if (calls.length > maxCauses) calls.splice(0, maxCauses / 2);
    if (causes.has(context.id)) return;
    causes.set(context.id, {
      context_domain: domain,
      context_service: service,
      context_event_type: "call_service",
    });
    if (causes.size <= maxCauses) return;
    const oldest = causes.keys().next().value;
    if (oldest !== undefined) causes.delete(oldest);
  });

  return {
    statesOf: (entityId) => byEntity.get(entityId) ?? [],
    all: () => states,
    causeOf: (contextId) => causes.get(contextId),
    calls: () => calls,
    starts: () => starts,
  };
}

function triggeredBy({ name, entity_id, source }: Cause): Cause {
  return {
    context_event_type: "automation_triggered",
    context_domain: "automation",
    context_name: name,
    context_message: `triggered by ${String(source)}`,
    context_source: source,
    context_entity_id: entity_id,
  };
}
