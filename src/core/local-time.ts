/** Time as it is written: instants in the zone of a home, lengths in words. */

const kept = new Map<string, Intl.DateTimeFormat>();

function partsIn(zone: string): Intl.DateTimeFormat {
  const known = kept.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  kept.set(zone, format);
  return format;
}

/** How far the zone is ahead of UTC at that instant, in minutes; 0 for a zone that nobody knows. */
function offsetMinutes(instantMs: number, zone: string): number {
  try {
    const parts = new Map(
      partsIn(zone)
        .formatToParts(instantMs)
        .map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const wall = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    );
    return Math.round((wall - Math.floor(instantMs / 1_000) * 1_000) / 60_000);
  } catch {
    // an unknown zone
    return 0;
  }
}

/** `2026-12-01T00:30:00+01:00`, to the second; `Z` where the home lives by UTC. */
export function isoInZone(instantMs: number, zone: string): string {
  const offset = offsetMinutes(instantMs, zone);
  const wall = new Date(instantMs + offset * 60_000).toISOString().slice(0, 19);
  const pad = (value: number) => String(value).padStart(2, "0");
  const ahead = Math.abs(offset);
  if (zone === "UTC") return `${wall}Z`;
  return `${wall}${offset < 0 ? "-" : "+"}${pad(Math.floor(ahead / 60))}:${pad(ahead % 60)}`;
}

const OFFSET = /(z|[+-]\d\d:?\d\d)$/i;

/** Milliseconds since 1970 of a text; without an offset it is the zone's wall clock. NaN when it is no time. */
export function localInstant(text: string, zone: string | undefined): number {
  const iso = text.trim().replace(" ", "T");
  if (OFFSET.test(iso) || zone === undefined) return Date.parse(iso);
  const asUtc = Date.parse(`${iso}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  const guess = asUtc - offsetMinutes(asUtc, zone) * 60_000;
  return asUtc - offsetMinutes(guess, zone) * 60_000;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const UNIT =
  "(?:(s)(?:ec(?:ond)?s?)?|(m)(?:in(?:ute)?s?)?|(h)(?:(?:ou)?rs?)?|(d)(?:ays?)?|(w)(?:(?:ee)?ks?)?)";
const COUNTED = new RegExp(
  `^(?:(?:the )?(?:last|past) )?(?:(\\d{1,6}(?:\\.\\d{1,6})?) ?|(?:an?|one) )${UNIT}(?: ago)?$`,
);
const LAST = new RegExp(`^(?:the )?(?:last|past) ${UNIT}$`);

/** Seconds of "2h", "90 minutes ago" or "the last 24 hours"; undefined for what is no length of time. A number needs its unit. */
export function spanSeconds(text: string): number | undefined {
  const words = text.trim().toLowerCase();
  const [counted, count, ...units] = COUNTED.exec(words) ?? [];
  const unit = (counted === undefined ? (LAST.exec(words) ?? []).slice(1) : units).find(Boolean);
  if (unit === undefined) return undefined;
  const many = count === undefined ? 1 : Number(count);
  return many * (SECONDS[unit] ?? 0);
}
