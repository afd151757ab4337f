import { expect, test } from "bun:test";
import { signWordsOf } from "../../src/search/words/cldr/sign-words.ts";
import { unitsOf } from "../../src/search/words/languages/icu-words.ts";
import { languagesOf } from "../../src/start/home-words.ts";

const house = (language: string) => ({
  version: "2026.11.0",
  timeZone: "UTC",
  language,
  name: "",
  user: { id: "u", isAdmin: true },
});

test("English homes ask for nothing", async () => {
  for (const language of ["en", "en-GB", ""]) {
    const query = async () => Promise.reject(new Error("asked"));
    const languages = await languagesOf({ house: house(language), query }, () => undefined);
    expect(languages.map(({ code }) => code)).toEqual(["en"]);
  }
});

test("another language beside English, out of Home Assistant's words; a word that is no text is none", async () => {
  const asked: unknown[] = [];
  const query = async (message: Readonly<Record<string, unknown>>) => {
    asked.push(message);
    const title = message["language"] === "de" ? "Licht" : "Light";
    // what it has no translation of it answers in English
    const untranslated = { "component.lock.title": "Lock" };
    return { resources: { "component.light.title": title, "component.fan.title": 7, ...untranslated } };
  };
  const languages = await languagesOf({ house: house("de"), query }, () => undefined);
  expect(languages.map(({ code }) => code)).toEqual(["en", "de"]);
  expect(asked).toContainEqual({ type: "frontend/get_translations", language: "de", category: "title" });
  // of itself it knows how degrees are said, and what signs show
  const { degrees } = unitsOf("de");
  const { things } = await signWordsOf("de");
  const words = new Set([
    "licht",
    ...degrees,
    ...Object.values(things).flatMap((names) => names.split(", ")),
  ]);
  const known = languages[1]?.concepts.flatMap(({ words }) => words.split(", "));
  expect(new Set(known)).toEqual(words);
});

test("where they cannot be had English is what is left, and the log says why", async () => {
  const faults: unknown[] = [];
  const query = async () => Promise.reject(new Error("unknown command"));
  const languages = await languagesOf({ house: house("de"), query }, (fault) => faults.push(fault));
  expect(languages.map(({ code }) => code)).toEqual(["en"]);
  expect(faults).toHaveLength(1);
});
