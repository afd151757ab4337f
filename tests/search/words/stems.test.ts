/** Words without their endings, by whichever library knows a language. */

import { expect, test } from "bun:test";
import { stemmerFor } from "../../../src/search/words/languages/stems.ts";

test.each([
  ["bg", "лампите", "лампа"],
  ["hr", "ventilatore", "ventilator"],
  ["lt", "ventiliatoriai", "ventiliatorius"],
  ["sk", "lampy", "lampa"],
  ["sr-Latn", "svetla", "svetlo"],
  ["uk", "кухні", "кухня"],
  ["de", "lampen", "lampe"],
] as const)("in %s %s is a form of %s", async (code, form, word) => {
  const stem = await stemmerFor(code);
  expect(stem(form)).toBe(stem(word));
});

test("a word with which a library cannot deal stays as it is, and all words of a language that none knows", async () => {
  expect((await stemmerFor("bg"))("червен")).toBe("червен");
  expect((await stemmerFor("lv"))("gaismas")).toBe("gaismas");
});
