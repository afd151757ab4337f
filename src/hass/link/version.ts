/** Which versions of Home Assistant we work with. */

/** `extract_from_target` came with it. */
export const OLDEST = "2025.11";

/** Home Assistant's versions are `year.month.patch`, with a suffix for betas (`2026.11.0b3`). */
export function isSupported(version: string): boolean {
  const parts = /^(\d{4})\.(\d{1,2})\b/.exec(version);
  if (!parts) return false;
  const [year, month] = [Number(parts[1]), Number(parts[2])];
  return year > 2025 || (year === 2025 && month >= 11);
}
