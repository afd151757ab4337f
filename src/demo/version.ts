/** Comparing Home Assistant's versions, which are a year and a month. */

/** `2026.11.0` is at least 2026.11. */
export function isAtLeast(version: string, year: number, month: number): boolean {
  const [haveYear = 0, haveMonth = 0] = version.split(".").map(Number);
  return haveYear > year || (haveYear === year && haveMonth >= month);
}
