/** The languages that a home is searched in: English, and its own out of Home Assistant's words for it. */

import { isJsonObject } from "../core/json.ts";
import type { Gateway } from "../hass/gateway.ts";
import type { Language } from "../search/words/language.ts";
import { english } from "../search/words/languages/english/en.ts";

/** As `frontend/get_translations` names them. */
const CATEGORIES = ["title", "entity_component", "services", "conditions", "triggers"] as const;

type Words = Readonly<Record<string, string>>;

/** English alone where that is the home's, or where its words cannot be had: then `onFault` hears why. */
export async function languagesOf(
  gateway: Pick<Gateway, "house" | "query">,
  onFault: (fault: unknown) => void,
): Promise<readonly Language[]> {
  const { language } = gateway.house;
  if (language === "" || /^en\b/i.test(language)) return [english];
  try {
    const [own, inEnglish] = await Promise.all([wordsOf(language, gateway), wordsOf("en", gateway)]);
    const { homeLanguage } = await import("../search/words/languages/home-language.ts");
    return [english, await homeLanguage(language, own, inEnglish)];
  } catch (fault) {
    onFault(fault);
    return [english];
  }
}

async function wordsOf(language: string, { query }: Pick<Gateway, "query">): Promise<Words> {
  const answers = await Promise.all(
    CATEGORIES.map((category) => query({ type: "frontend/get_translations", language, category })),
  );
  return Object.assign({}, ...answers.map(resourcesIn));
}

/** What is no text is no word. */
function resourcesIn(answer: unknown): Words {
  const resources = isJsonObject(answer) && isJsonObject(answer["resources"]) ? answer["resources"] : {};
  const texts = Object.entries(resources).filter(([, text]) => typeof text === "string");
  return Object.fromEntries(texts) as Words;
}
