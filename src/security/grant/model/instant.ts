/** Instants as the owner writes them. */

// RFC 3339 section 5.6; the offset is required, a leap second is refused.
const FORM = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Milliseconds since 1970; undefined for anything but a whole, existing date and time with an offset. */
export function parseInstant(text: unknown): number | undefined {
  const parts = typeof text === "string" ? FORM.exec(text.trim()) : null;
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date rolls 30 February over into March
  const rolled =
    wall.getUTCMonth() !== month - 1 || wall.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59;
  const offset = offsetMinutes(parts[8] ?? "");
  if (rolled || offset === undefined) return undefined;
  const fraction = Math.floor(Number(`0${parts[7] ?? ""}`) * 1000);
  return wall.getTime() + fraction - offset * 60_000;
}

function offsetMinutes(text: string): number | undefined {
  if (text === "Z" || text === "z") return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
