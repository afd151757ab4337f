/** How long "2h", "90 minutes ago" or "the last 24 hours" is. */

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const UNIT =
  "(?:(s)(?:ec(?:ond)?s?)?|(m)(?:in(?:ute)?s?)?|(h)(?:(?:ou)?rs?)?|(d)(?:ays?)?|(w)(?:(?:ee)?ks?)?)";
const COUNTED = new RegExp(
  `^(?:-|now ?- ?|(?:the )?(?:last|past) )?(\\d{1,6}(?:\\.\\d{1,6})?|an?|one) ?${UNIT}(?: ago)?$`,
);
const LAST = new RegExp(`^(?:the )?(?:last|past) ${UNIT}$`);

/** Seconds; undefined for what is no length of time. A number needs its unit. */
export function spanSeconds(text: string): number | undefined {
  const words = text.trim().toLowerCase();
  const [counted, count = "", ...units] = COUNTED.exec(words) ?? [];
  const unit = (counted === undefined ? (LAST.exec(words) ?? []).slice(1) : units).find(Boolean);
  if (unit === undefined) return undefined;
  const many = /^\d/.test(count) ? Number(count) : 1;
  return many * (SECONDS[unit] ?? 0);
}
