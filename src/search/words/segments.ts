/** The words that a dictionary finds in a text of a script without spaces. */

/** The dictionary of Chinese and Japanese is one. */
export const HAN_DICTIONARY = "zh";

/** One for each language: making it costs more than using it. */
const segmenters = new Map<string, Intl.Segmenter>();

export function segmentsOf(text: string, code: string): readonly string[] {
  const segmenter = segmenters.get(code) ?? new Intl.Segmenter(code, { granularity: "word" });
  segmenters.set(code, segmenter);
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}
