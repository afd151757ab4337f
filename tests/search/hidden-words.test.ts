/** A word of something hidden is one that nobody knows: it changes no answer. */

import { expect, test } from "bun:test";
import { NO_REGISTRIES } from "../../src/hass/registries.ts";
import { createSearchIndex } from "../../src/search/search-index.ts";
import { searchIn } from "./small-home.ts";

const state = (id: string, name: string) => ({
  ...{ id, state: "on", attributes: { friendly_name: name }, contextId: "", parentContextId: undefined },
  ...{ lastChanged: 0, lastUpdated: 0 },
});

const HIDDEN = [
  ["lock.vault", "Vault", "crypt"],
  ["alarm_control_panel.ring", "Ring", "crypt"],
] as const;

async function searched(withHidden: boolean) {
  const seen = [
    ["light.lamp", "Lamp", "lounge"],
    ["fan.fan", "Fan", "study"],
    ["binary_sensor.smoke", "Furnace Smoke Alarm", "study"],
  ] as const;
  const all = withHidden ? [...seen, ...HIDDEN] : seen;
  const areas = new Map(
    all.map(([, , id]) => [id, { id, name: id, aliases: [], floorId: undefined, labels: [] }]),
  );
  const entry = (entityId: string, areaId: string) => ({
    ...{ entityId, areaId, deviceId: undefined, platform: undefined, labels: [], category: undefined },
    hidden: false,
  });
  const index = createSearchIndex({
    states: new Map(all.map(([id, name]) => [id, state(id, name)])),
    registries: {
      ...NO_REGISTRIES,
      areas,
      entities: new Map(all.map(([id, , area]) => [id, entry(id, area)])),
    },
  });
  await index.build();
  const sees = new Set<string>(seen.map(([id]) => id));
  return (text: string) => index.search({ text, limit: 10 }, (id) => sees.has(id), 0);
}

test.each([
  "vault lamp",
  "lamp in the crypt",
  "the crypt",
  "vault",
  "lamp vaul",
  "cryptlamp",
  "fan of the vault in the crypt",
  "alarm batteries",
  "alarm humidity",
])("%s", async (text) => {
  expect((await searched(true))(text)).toEqual((await searched(false))(text));
});

test.each(["awning", "basil humidity", "door blind garage"])(
  "nor does a class that is kept back, of what is found by less: %s",
  async (text) => {
    const entities = [
      { id: "cover.garage", name: "Garage Door", deviceClass: "garage" },
      { id: "cover.gate", name: "Driveway Gate", deviceClass: "gate" },
      { id: "sensor.basil", name: "Basil Moisture", deviceClass: "moisture" },
      { id: "sensor.bath", name: "Bath Humidity", deviceClass: "humidity" },
    ];
    const whole = await searchIn({ entities });
    const bare = await searchIn({ entities: entities.map(({ id, name }) => ({ id, name })) });
    expect(whole.ask({ text, hidesClass: () => true })).toEqual(bare.ask(text));
  },
);
