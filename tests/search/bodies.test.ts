/** Automations, scripts and the like are found by what they do. */

import { describe, expect, test } from "bun:test";
import { searchBodies } from "../../src/search/match/search-bodies.ts";
import type { Body } from "../../src/search/query.ts";
import { english } from "../../src/search/words/languages/english/en.ts";
import { compileLexicon } from "../../src/search/words/lexicon.ts";

const LEXICON = compileLexicon([english]);
const bodyOf = (id: string, name: string, texts: readonly string[], domains: readonly string[]): Body => ({
  ...{ kind: "entity", id, name, texts },
  domains: new Set(domains),
});
const BODIES = [
  bodyOf("script.bed", "Bedtime", ["light.turn_off", "Reading lamp"], ["light"]),
  bodyOf("automation.dusk", "Dusk", ["light.turn_on", "Hall lamp"], ["light"]),
  bodyOf("scene.film", "Film", ["Sofa lamp"], ["light"]),
  bodyOf("input_boolean.guests", "Guests", [], ["input_boolean"]),
];

function ask(text: string): readonly string[] {
  const { match, hits } = searchBodies(text, BODIES, LEXICON, { limit: 10, offset: 0 });
  return match === "none" ? [] : hits.map(({ id }) => id);
}

describe("by the service", () => {
  test.each([
    ["turn_off", ["script.bed"]],
    ["light.turn_off", ["script.bed"]],
    ["what turns on a lamp", ["automation.dusk"]],
    // nothing does it, though lamps could
    ["toggle", []],
    ["unlock", []],
  ])("%s", (text, found) => expect(ask(text)).toEqual(found));
});

test("a kind alone is whatever deals with it", () => {
  expect([...ask("lights")].sort()).toEqual(["automation.dusk", "scene.film", "script.bed"]);
});

test("a deed that nobody's body has says nothing beside a thing", () => {
  expect(ask("dim the sofa lamp")).toEqual(["scene.film"]);
});
