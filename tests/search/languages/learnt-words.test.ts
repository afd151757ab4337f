/** What words mean, learnt from texts in two languages. */

import { expect, test } from "bun:test";
import { align } from "../../../src/search/words/languages/alignment.ts";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { learntWords } from "../../../src/search/words/languages/learnt-words.ts";
import { compileLexicon } from "../../../src/search/words/lexicon.ts";

const lexicon = compileLexicon([english]);
const learn = async (code: string, texts: Readonly<Record<string, readonly [string, string]>>) => {
  const pick = (at: 0 | 1) => Object.fromEntries(Object.entries(texts).map(([key, both]) => [key, both[at]]));
  const words = await learntWords(pick(0), pick(1), { code, stem: (word) => word, lexicon });
  return new Map(
    words.map(({ word, role, senses }) => [word, [role, [...(senses[0]?.serves.keys() ?? [])][0]]]),
  );
};

test("the word that always stands where another does is its twin", async () => {
  const found = await align([
    { own: ["a", "x"], english: ["light", "on"] },
    { own: ["a", "y"], english: ["light", "off"] },
    { own: ["b", "x"], english: ["fan", "on"] },
  ]);
  const best = (word: string) => [...(found.get(word) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0];
  expect(["a", "b", "x", "y"].map(best)).toEqual(["light", "fan", "on", "off"]);
});

test("a kind that no title has, a deed, and words of a script without spaces", async () => {
  const hungarian = await learn("hu", {
    a: ["Lámpa kapcsolása", "Toggle light"],
    b: ["Lámpa lezárása", "Close light"],
    c: ["Redőny lezárása", "Close cover"],
    d: ["Redőny kapcsolása", "Toggle cover"],
  });
  expect(hungarian.get("lampa")).toEqual(["noun", "light"]);
  expect(hungarian.get("lezarasa")?.[0]).toBe("act");
  const japanese = await learn("ja", {
    a: ["ライトをオンにする", "Turn on light"],
    b: ["ライトをオフにする", "Turn off light"],
    c: ["ファンをオンにする", "Turn on fan"],
    d: ["ファンをオフにする", "Turn off fan"],
  });
  expect(japanese.get("ライト")).toEqual(["noun", "light"]);
  expect(japanese.get("ファン")).toEqual(["noun", "fan"]);
});
