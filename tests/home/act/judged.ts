/** A call that was judged: what was seen before it, what came in afterwards. */

import type { EntityState } from "../../../src/hass/gateway.ts";
import { watchEntities } from "../../../src/home/act/expected/state-watch.ts";
import { Judge } from "../../../src/home/act/judge.ts";
import { outcomeRow } from "../../../src/home/act/outcome-row.ts";
import type { CallProgress } from "../../../src/home/act/progress.ts";
import type { Sight } from "../../../src/home/see/sight.ts";

export type Seen = Partial<EntityState> & { readonly state: string };
export type Given = {
  readonly service?: string;
  readonly id?: string;
  readonly data?: object;
  readonly before?: Seen | undefined;
  /** What came in afterwards, in order. */
  readonly later?: readonly Seen[];
  readonly unused?: readonly string[];
};

/** Everything may be seen. */
export const OPEN: Sight = {
  sees: () => true,
  hides: () => false,
  attributes: ({ attributes }) => attributes,
  ids: () => [],
  all: true,
};

export function judged({
  service = "light.turn_on",
  id = "light.a",
  data = {},
  before,
  later = [],
  unused,
}: Given) {
  const full = (seen: Seen): EntityState => ({
    id,
    attributes: {},
    contextId: "",
    parentContextId: undefined,
    lastChanged: 0,
    lastUpdated: 0,
    ...seen,
  });
  const states = new Map(before ? [[id, full(before)]] : []);
  let tell: (id: string, now: EntityState | undefined, was: EntityState | undefined) => void = () =>
    undefined;
  const onChange = (listener: typeof tell) => {
    tell = listener;
    return () => undefined;
  };
  const watch = watchEntities({ states, onChange }, [id]);
  const judge = new Judge({
    service,
    data: { ...data },
    watch,
    states,
    ...(unused ? { unused: new Map([[id, unused]]) } : {}),
  });
  for (const seen of later) {
    const was = states.get(id);
    const now = full(seen);
    states.set(id, now);
    tell(id, now, was);
  }
  const row = (progress: CallProgress, name: string | undefined = "A", sight = OPEN) =>
    outcomeRow(id, name, judge, progress, 1.6, sight);
  return { judge, row, settled: (progress: CallProgress) => judge.settled(id, progress) };
}

export const ENDED: CallProgress = { name: "ended", contextId: "ours" };
