/** Home Assistant's codes of languages as the ICU knows them. */

/** undefined for a language that it does not know. */
export function knownLocale(code: string): string | undefined {
  try {
    return Intl.RelativeTimeFormat.supportedLocalesOf(code.replace("_", "-"))[0];
  } catch {
    // no language tag at all
    return undefined;
  }
}
