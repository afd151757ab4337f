/** The words of what automations and scripts do. */

import { describe, expect, test } from "bun:test";
import { bodyWords } from "../../../src/home/read/body-words.ts";
import type { Sight } from "../../../src/home/see/sight.ts";
import { homeOf } from "../../road/home-of.ts";
import { OPEN } from "../act/judged.ts";

test("steps that have no word but their key are found by it", () => {
  const { place } = homeOf({ "light.a": { name: "Lamp" } }, {});
  const words = (step: object) => bodyWords({ sequence: [step] }, place, OPEN).texts;
  expect(words({ delay: 8 })).toEqual(["delay"]);
  expect(words({ wait_template: "{{ true }}" })).toContain("wait template");
  expect(words({ action: "light.turn_on", data: { level: 8 } })).not.toContain("level");
});

describe("within a grant", () => {
  const { place } = homeOf(
    {
      "light.a": { name: "Lamp", area: "hall" },
      "lock.l": { name: "Crypt", area: "vault" },
      "script.seen": { name: "Movie" },
      "script.hidden": { name: "Secret" },
    },
    { areas: { hall: { name: "Hall" }, vault: { name: "Vault" } } },
  );
  const SEEN = ["light.a", "script.seen"];
  const SIGHT: Sight = {
    sees: (id) => SEEN.includes(id),
    hides: (id) => !SEEN.includes(id) && place.states.has(id),
    attributes: ({ attributes }) => attributes,
    ids: () => SEEN,
    all: false,
  };
  const words = (body: unknown, sight = SIGHT) => bodyWords(body as never, place, sight).texts.join(" | ");

  test("a step that is about what is hidden alone has no words, one that is about both has those that are seen", () => {
    const hidden = { action: "lock.lock", target: { entity_id: "lock.l" } };
    expect(words({ sequence: [hidden] })).toBe("");
    expect(words({ sequence: [hidden] }, OPEN)).toContain("lock l | Crypt");
    const both = { action: "homeassistant.turn_on", target: { entity_id: ["lock.l", "light.a"] } };
    expect(words({ sequence: [both] })).toBe("homeassistant turn on | light a | Lamp");
    expect(words({ sequence: [hidden, { action: "light.turn_on", target: { entity_id: "light.a" } }] })).toBe(
      "light turn on | light a | Lamp",
    );
  });

  test("areas and the like go by their names where they may be seen", () => {
    expect(words({ sequence: [{ action: "light.turn_on", target: { area_id: "hall" } }] })).toBe(
      "light turn on | Hall",
    );
    expect(words({ sequence: [{ action: "light.turn_on", target: { area_id: ["hall", "vault"] } }] })).toBe(
      "light turn on | Hall",
    );
    expect(words({ sequence: [{ action: "light.turn_on", target: { area_id: "vault" } }] })).toBe("");
    // what a template names is no area
    expect(words({ sequence: [{ action: "light.turn_on", target: { area_id: "{{ x }}" } }] })).toBe(
      "light turn on",
    );
  });

  test("a script that is called by its own service is one that may be seen, or none", () => {
    expect(words({ sequence: [{ action: "script.seen" }] })).toBe("script seen | Movie");
    expect(words({ sequence: [{ action: "script.hidden" }] })).toBe("");
    expect(words({ sequence: [{ action: "script.hidden" }] }, OPEN)).toContain("Secret");
  });

  test("free words are those of whoever sees everything; what is in a template is found by its ids", () => {
    const step = { action: "notify.me", data: { message: "The door of {{ states('light.a') }} and lock.l" } };
    expect(words({ sequence: [step] })).toBe("light a | Lamp");
    expect(words({ sequence: [step] }, OPEN)).toContain("The door of");
    expect(words({ sequence: [{ trigger: "state", to: "unlocked", entity_id: "light.a" }] })).toContain(
      "state",
    );
  });

  test("the entities of a scene are those that may be seen", () => {
    expect(words({ entities: { "light.a": { state: "on" }, "lock.l": { state: "locked" } } })).not.toContain(
      "Crypt",
    );
    expect(words({ entities: { "light.a": { state: "on" }, "lock.l": { state: "locked" } } })).toContain(
      "Lamp",
    );
  });

  test("secrets are no words, by their key or their form", () => {
    const data = { token: "abc", text: "Bearer abcdefghijklmnop", note: "plain" };
    const told = words({ sequence: [{ action: "notify.me", data }] }, OPEN);
    expect(told).not.toMatch(/abc/);
    expect(told).toContain("plain");
  });

  test("what is nested deeper than anybody writes ends", () => {
    let deep: unknown = { action: "light.turn_on", target: { entity_id: "light.a" } };
    for (let depth = 0; depth < 500; depth++) deep = { sequence: [deep] };
    expect(words(deep)).not.toContain("Lamp");
  });
});
