/** Wall-clock time in a zone. */

/** Monday = 0. `second` counts from midnight, with milliseconds as its fraction. */
export type LocalTime = { readonly day: number; readonly second: number; readonly date: string };

const formats = new Map<string, Intl.DateTimeFormat | undefined>();
const ZONES_KEPT = 256;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Whether the text is the name of a zone (IANA); offsets are none. */
export function isZone(zone: unknown): zone is string {
  return typeof zone === "string" && formatOf(zone) !== undefined;
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known) return known;
  const format = makeFormat(zone);
  if (format && formats.size < ZONES_KEPT) formats.set(zone, format);
  return format;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  // an empty zone would be the machine's own; "+02:00" has no daylight saving
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(timeZone)) return undefined;
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      weekday: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch {
    return undefined;
  }
}

/** The time on a wall in that zone; undefined for an unknown zone. `now` is in milliseconds since 1970. */
export function localTime(zone: string, now: number): LocalTime | undefined {
  const format = formatOf(zone);
  if (!format) return undefined;
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const second =
    number("hour") * 3600 + number("minute") * 60 + number("second") + (((now % 1000) + 1000) % 1000) / 1000;
  const date = `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
  return { day: DAYS.indexOf(parts.get("weekday") ?? ""), second, date };
}
