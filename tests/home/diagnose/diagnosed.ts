/** A home whose past is made up, diagnosed within a grant. */

import type { EntityState } from "../../../src/hass/gateway.ts";
import { grantOf, NOW, openRoad } from "../../road/road.ts";
import { vectorHome } from "../../security/grant/vector-home.ts";

export const MINUTE = 60_000;
export const at = (minutesAgo: number) => (NOW - minutesAgo * MINUTE) / 1_000;
export const ACCESS = { read: ["light.*", "automation.evening"], history: ["*"] };
export const EVERYTHING = { read: ["*"], history: ["*"] };
export const ALL = { logbook: "allow", statistics: "allow", traces: "allow", registry: "allow" };

/** The grant opens no dashboards. */
export const NO_BOARDS = "used_by: dashboards: this grant has no dashboards";

export type Answers = NonNullable<Parameters<typeof openRoad>[1]>["answers"];

export function state(id: string, more: Partial<EntityState> = {}): EntityState {
  const facts = { attributes: {}, contextId: `of ${id}`, parentContextId: undefined };
  return { id, state: "on", ...facts, lastChanged: at(600), lastUpdated: at(600), ...more };
}

export async function opened({
  events = [],
  answers = {},
  access = ACCESS,
  capabilities = ALL as object,
  more = [] as readonly EntityState[],
  isAdmin = false,
  ceiling,
}: {
  readonly events?: readonly object[];
  readonly answers?: Answers;
  readonly access?: object;
  readonly capabilities?: object;
  readonly more?: readonly EntityState[];
  readonly isAdmin?: boolean;
  /** The access that the owner gives to nobody more than. */
  readonly ceiling?: object | undefined;
}) {
  const home = vectorHome();
  const automation = state("automation.evening", { attributes: { id: "ev", friendly_name: "Evening" } });
  const states = new Map([
    ...home.place.states,
    ["light.kitchen", state("light.kitchen")],
    [automation.id, automation],
  ]);
  for (const each of more) states.set(each.id, each);
  const { call } = await openRoad(grantOf({ access, capabilities }), {
    isAdmin,
    ...(ceiling === undefined ? {} : { ceiling: grantOf({ access: ceiling }).access }),
    home: { ...home, place: { ...home.place, states } },
    answers: {
      "logbook/get_events": ({ entity_ids }) => (entity_ids === undefined ? STARTED : events),
      "search/related": () => ({
        automation: ["automation.evening", "automation.secret"],
        scene: ["scene.secret"],
      }),
      "trace/list": () => [],
      "trace/contexts": () => ({}),
      ...answers,
    },
  });
  return async (about: string, words: object = {}) => call("ha_diagnose", { about, ...words });
}

const STARTED = [
  { when: at(61), domain: "homeassistant", message: "started", name: "Home Assistant" },
  { when: at(61), entity_id: "lock.front", state: "unlocked" },
];

/** What is told of its changes, without the times. */
export async function linesOf(
  id: string,
  {
    events = [],
    answers = {},
    more = [],
    access = EVERYTHING,
  }: {
    readonly events?: readonly object[];
    readonly answers?: Answers;
    readonly more?: readonly EntityState[];
    readonly access?: object;
  },
): Promise<readonly string[]> {
  const logbook: Answers = {
    "logbook/get_events": ({ entity_ids }) => (entity_ids === undefined ? [] : events),
  };
  const ask = await opened({ access, answers: { ...logbook, ...answers }, more });
  const { structured } = await ask(id);
  const { why = [] } = structured["found"] as { readonly why?: readonly string[] };
  return why.map((line) => line.replace(/^(?:06-12 )?[\d:]+ /, ""));
}
