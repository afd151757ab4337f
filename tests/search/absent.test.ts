/** Two thousand things that are not there, asked for in homes where something like them is. */

import { describe, expect, test } from "bun:test";
import { seedOf } from "../seed.ts";
import { type EntitySpec, searchIn, things } from "./small-home.ts";

const AREAS = {
  ...{ kitchen: "Kitchen", nursery: "Nursery", lounge: "Lounge", study: "Study", garage: "Garage" },
  ...{ bath: "Bathroom", hall: "Hallway", cellar: "Cellar" },
} as const;
type Kind = readonly [domain: string, words: readonly string[], deviceClass?: string];
/** No two of them serve each other. */
const KINDS: readonly Kind[] = [
  ["light", ["lamp", "light", "chandelier"]],
  ["humidifier", ["humidifier"], "humidifier"],
  ["humidifier", ["dehumidifier"], "dehumidifier"],
  ["cover", ["curtain", "drapes"], "curtain"],
  ["cover", ["awning"], "awning"],
  ["media_player", ["tv", "television"], "tv"],
  ["fan", ["fan"]],
  ["vacuum", ["vacuum", "hoover"]],
  ["climate", ["thermostat"]],
  ["lock", ["deadbolt"]],
  ["siren", ["siren"]],
  ["camera", ["webcam", "camera"]],
  ["sensor", ["voltage"], "voltage"],
  ["sensor", ["distance"], "distance"],
  ["cover", ["blinds", "shades"], "blind"],
  ["media_player", ["speaker"], "speaker"],
  ["media_player", ["projector"], "projector"],
  ["switch", ["plug", "outlet"], "outlet"],
  ["binary_sensor", ["smoke detector", "smoke alarm"], "smoke"],
  ["binary_sensor", ["motion sensor"], "motion"],
  ["lawn_mower", ["lawn mower"]],
  ["valve", ["sprinkler"]],
  ["alarm_control_panel", ["burglar alarm"]],
  ["weather", ["forecast"]],
];
const SAYINGS = [
  "turn on the {kind} in the {area}",
  "turn the {area} {kind} off please",
  "could you switch off the {kind} in the {area} for me",
  "{area} {kind}",
  "is the {kind} in the {area} on",
  "what about that {kind} over in the {area}",
  "{kind} {area}",
  "set the {area} {kind} to fifty percent",
];
/** What no home here has at all. */
const NOWHERE = [
  ...["dishwasher", "jacuzzi", "doorbell", "water heater", "printer", "trampoline", "electric blanket"],
  ...["aquarium", "receiver", "gate", "calendar"],
];

test("none is exact or close", async () => {
  const random = diceOf(seedOf("ABSENT_SEED"));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const areas = Object.keys(AREAS) as (keyof typeof AREAS)[];
  let asked = 0;
  const wrong: string[] = [];
  for (let round = 0; round < 40; round++) {
    const there = new Set<string>();
    const entities: EntitySpec[] = [];
    for (const area of areas)
      for (const [domain, words, deviceClass] of KINDS) {
        if (random() < 0.7) continue;
        const name = pick([`${AREAS[area]} ${words[0]}`, `${pick(["Old", "Big", "Acme"])} ${words[0]}`]);
        there.add(`${area} ${words[0]}`);
        const id = `${domain}.${entities.length}`;
        entities.push({ id, name, area, ...(deviceClass && { deviceClass }) });
      }
    const home = await searchIn({ areas: AREAS, entities });
    for (let count = 0; count < 50; count++) {
      const area = pick(areas);
      const [, words] = pick(KINDS);
      const isThere = there.has(`${area} ${words[0]}`);
      const kind = isThere ? pick(NOWHERE) : pick(words);
      const text = pick(SAYINGS).replace("{kind}", kind).replace("{area}", AREAS[area].toLowerCase());
      asked++;
      const { match, hits } = home.ask(text);
      const named = hits.map(({ id }) => `${id} ${entities.find((each) => each.id === id)?.name}`);
      if (match !== "none") wrong.push(`${text}: ${match} ${named.slice(0, 2).join(", ")}`);
    }
  }
  expect(asked).toBe(2_000);
  expect(wrong).toEqual([]);
});

test.each(["media_player", "light", "camera", "climate"])("a %s called like its place", async (domain) => {
  const areas = Object.keys(AREAS) as (keyof typeof AREAS)[];
  const homes = areas.flatMap((area) => [{ area }, { area, isUnplaced: true }]);
  const wrong = await Promise.all(
    homes.map(async ({ area, isUnplaced = false }) => {
      const own = { id: `${domain}.own`, name: AREAS[area], ...(isUnplaced ? {} : { area }) };
      const home = await searchIn({ areas: AREAS, entities: [own, { id: "siren.other", name: "Horn" }] });
      const asked = otherKinds(domain).flatMap((kind) =>
        SAYINGS.map((saying) => saying.replace("{kind}", kind).replace("{area}", AREAS[area].toLowerCase())),
      );
      return asked.filter((text) => home.ask({ text, seesAll: true }).match !== "none");
    }),
  );
  expect(wrong.flat()).toEqual([]);
});

/** What is measured may be its own. */
function otherKinds(domain: string): readonly string[] {
  const others = KINDS.filter(([other]) => ![domain, "siren", "sensor"].includes(other));
  return others.map(([, [kind = ""]]) => kind);
}

/** Mulberry32 (Tommy Ettinger): numbers from 0 to 1 that a seed repeats. */
function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe.each([
  ["none is in the kitchen", { kitchen: "Kitchen", lounge: "Lounge" }],
  ["there is no kitchen", { lounge: "Lounge" }],
])("a thing of another room that is named, where %s", (_, areas) => {
  test.each([
    ["fan in the kitchen", "none"],
    ["kitchen fan", "none"],
    ["turn on the coffee maker in the kitchen", "none"],
    ["fan in the lounge", "close"],
    // nobody says where it is
    ["lamp in the kitchen", "close"],
  ])("%s is %s", async (text, match) => {
    const { ask } = await searchIn({
      areas,
      entities: things(`
        light.a Lamp
        fan.a Fan @lounge
        switch.a Coffee maker @lounge
      `),
    });
    expect([ask(text).match === "none" ? "none" : "close"]).toEqual([match]);
  });
});
