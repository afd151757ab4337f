/** Instants in the time zone of a home. */

import { expect, test } from "bun:test";
import { isoInZone, localInstant } from "../../src/core/local-time.ts";

test.each([
  [0, "UTC", "1970-01-01T00:00:00Z"],
  [1_780_000_000_999, "UTC", "2026-05-28T20:26:40Z"],
  [Date.parse("2026-11-30T23:30:00Z"), "Europe/Amsterdam", "2026-12-01T00:30:00+01:00"],
  [Date.parse("2026-06-30T23:30:00Z"), "America/St_Johns", "2026-06-30T21:00:00-02:30"],
  [Date.parse("2026-06-30T23:30:00Z"), "Not/A_Zone", "2026-06-30T23:30:00+00:00"],
])("%d in %s is %s", (instant, zone, text) => {
  expect(isoInZone(instant, zone)).toBe(text);
});

test.each([
  ["2026-12-01 10:00:00", "Europe/Amsterdam", "2026-12-01T09:00:00Z"],
  ["2026-07-01T10:00", "Europe/Amsterdam", "2026-07-01T08:00:00Z"],
  ["2026-07-01T10:00:00+05:00", "Europe/Amsterdam", "2026-07-01T05:00:00Z"],
])("%s in %s is the instant %s", (text, zone, instant) => {
  expect(localInstant(text, zone)).toBe(Date.parse(instant));
});
