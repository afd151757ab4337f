/** Random facts that a decision rests on beside the home: PINs, templates, identities, what automations wait for. */

import type { Grant } from "../../src/security/grant/model/grant.ts";
import {
  type Leaf,
  NO_TRIGGERS,
  type PinState,
  type TriggerTable,
} from "../../src/security/grant/model/world.ts";
import type { Rendered, Triple } from "./answer.ts";
import type { Dice } from "./dice.ts";
import { anyEntity } from "./generate-words.ts";
import { domainOf, type Home, membersOf } from "./home.ts";

/** Of 1234; whether it fits is a fact that is told. */
export const PIN_HASH =
  "pbkdf2_sha256$120000$AAECAwQFBgcICQoLDA0ODw$UHAyHKNNva_pslNx0cD4O8r-Bz-64fInTwCm1saOmJk";

/** Some ids, bound to themselves or to others. */
export function boundTo(roll: Dice, home: Home): Readonly<Record<string, string>> {
  const ids = roll.some(
    home.entities.map(({ id }) => id),
    3,
  );
  return Object.fromEntries(ids.map((id) => [id, roll.chance(70) ? `reg_${id}` : "reg_other"]));
}

const OPENS: readonly Leaf[] = [
  { service: "lock.unlock", entityId: "lock.front" },
  { service: "cover.open_cover", entityId: "cover.front" },
  { service: "siren.turn_on", entityId: "siren.one" },
  { service: undefined, entityId: undefined },
];

function triggers(roll: Dice, home: Home): TriggerTable {
  if (roll.chance(70)) return NO_TRIGGERS;
  const watched = roll.some(
    home.entities.map(({ id }) => id),
    2,
  );
  const entities = new Map(watched.map((id) => [id, ["automation.one"]]));
  const isGroup = (id: string) =>
    domainOf(id) === "group" || membersOf(home.entities.find((each) => each.id === id)).length > 0;
  const domain = domainOf(anyEntity(roll, home));
  return {
    ...NO_TRIGGERS,
    entities,
    groups: new Map([...entities].filter(([id]) => isGroup(id))),
    domains: roll.chance(20) ? new Map([[domain, ["automation.two"]]]) : new Map(),
    everything: roll.chance(8) ? ["automation.three"] : [],
    unclear: roll.chance(20) ? ["automation.four"] : [],
  };
}

export function randomFacts(
  roll: Dice,
  home: Home,
  { restrictions }: Grant,
): Pick<Triple, "pins" | "templates" | "triggers" | "stirs"> {
  const table = triggers(roll, home);
  const keys = new Set(home.entities.flatMap(({ id }) => [id, ...SERVICES_OF(domainOf(id))]));
  const stirs = new Map([...keys].map((key) => [key, roll.chance(30) ? [roll.pick(OPENS)] : []]));
  const states: readonly PinState[] = ["ok", "ok", "ok", "wrong", "locked", "absent"];
  const texts: readonly Rendered[] = [
    { text: " True" },
    { text: "on" },
    { text: "0" },
    { text: "" },
    { error: true },
  ];
  return {
    pins: new Map(restrictions.map(({ id }) => [id, roll.pick(states)])),
    templates: new Map(restrictions.map(({ id }) => [id, roll.pick(texts)])),
    triggers: table,
    stirs: table === NO_TRIGGERS ? new Map() : stirs,
  };
}

// A call is heard as itself where it touches nothing of its own domain.
const SERVICES_OF = (domain: string) =>
  ["turn_on", "toggle", "open_cover", "unlock"].map((name) => `${domain}.${name}`);
