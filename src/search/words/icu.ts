/** What is asked of the ICU. */

/** The dictionary of Chinese and Japanese is one. */
export const HAN_DICTIONARY = "zh";

/** One for each language: making it costs more than using it. */
const segmenters = new Map<string, Intl.Segmenter>();

/** The words that a dictionary finds in a text of a script without spaces. */
export function segmentsOf(text: string, code: string): readonly string[] {
  const segmenter = segmenters.get(code) ?? new Intl.Segmenter(code, { granularity: "word" });
  segmenters.set(code, segmenter);
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** A code of Home Assistant's as the ICU knows it; undefined for a language that it does not know. */
export function knownLocale(code: string): string | undefined {
  try {
    return Intl.RelativeTimeFormat.supportedLocalesOf(code.replace("_", "-"))[0];
  } catch {
    // no language tag at all
    return undefined;
  }
}
