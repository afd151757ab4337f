/** Homes searched with what a real Home Assistant says in their languages, all of its texts among them. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createSearchIndex } from "../../src/search/search-index.ts";
import { languagesOf } from "../../src/start/home-words.ts";
import { placeOf, things } from "../search/small-home.ts";
import { openHome, type TestHome } from "./homes.ts";
import { openUserSocket, type UserSocket } from "./user-socket.ts";

const opened = {} as { home: TestHome; socket: UserSocket };

async function searched(language: string, rooms: readonly [string, string]) {
  const faults: unknown[] = [];
  const house = { version: "", timeZone: "UTC", language, name: "", user: { id: "u", isAdmin: true } };
  const languages = await languagesOf({ house, query: opened.socket.ask }, (fault) => faults.push(fault));
  expect(faults).toEqual([]);
  const [one, two] = rooms;
  const entities = things(`
    climate.a Tado @one
    light.a Hue @one
    cover.a Somfy @one :blind
    light.b Ikea @two
    media_player.b Sonos @two :speaker
  `);
  const index = createSearchIndex(placeOf({ areas: { one, two }, entities }), { languages });
  await index.build();
  return (text: string) => {
    const { match, hits } = index.search({ text, limit: 5 }, () => true, 0);
    return [match, hits.find(({ kind }) => kind === "entity")?.id];
  };
}

describe.skipIf(process.env["TEST_HOME"] !== "real")("with a real Home Assistant's words", () => {
  setDefaultTimeout(45_000);
  beforeAll(async () => {
    opened.home = await openHome();
    opened.socket = await openUserSocket(opened.home.url, opened.home.token);
  });
  afterAll(async () => {
    opened.socket.close();
    await opened.home.close();
  });

  test.each([
    ["es", ["Salón", "Cocina"], "enciende la calefacción", "climate.a"],
    ["es", ["Salón", "Cocina"], "sube la persiana del salón", "cover.a"],
    ["de", ["Stube", "Küche"], "Licht in der Küche", "light.b"],
    ["de", ["Stube", "Küche"], "mach die Heizung wärmer", "climate.a"],
    ["fr", ["Salon", "Cuisine"], "chauffage du salon", "climate.a"],
    ["el", ["Σαλόνι", "Κουζίνα"], "άναψε το φως στην κουζίνα", "light.b"],
    ["ja", ["居間", "台所"], "台所の照明をつけて", "light.b"],
    ["ja", ["居間", "台所"], "居間の暖房を入れて", "climate.a"],
  ] as const)("in %s, rooms %p: %s is %s", async (code, rooms, sentence, id) => {
    const find = await searched(code, rooms);
    expect(find(sentence)).toEqual([expect.not.stringMatching("none"), id]);
  });

  test.each([
    ["es", ["Salón", "Cocina"], "enciende la calefacción de la cocina"],
    ["es", ["Salón", "Cocina"], "luces del garaje"],
    ["de", ["Stube", "Küche"], "den Lüfter in der Küche"],
    ["fr", ["Salon", "Cuisine"], "quelle est la température au garage"],
    ["it", ["Sala", "Cucina"], "abbassa il volume in garage"],
    ["nl", ["Woonkamer", "Keuken"], "zet het volume in de garage lager"],
  ] as const)("in %s, rooms %p: %s is not here", async (code, rooms, sentence) => {
    const find = await searched(code, rooms);
    expect(find(sentence)).toEqual(["none", undefined]);
  });
});
