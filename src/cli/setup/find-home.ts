/** Where Home Assistant is: what announces itself, then the usual addresses. */

import { announcedHomes } from "../../hass/find/announced.ts";
import { type HomeAt, homeAt } from "../../hass/find/home-at.ts";

const PROBE_MS = 2_000;
const USUAL = [
  "http://homeassistant.local:8123",
  "http://homeassistant:8123",
  "http://127.0.0.1:8123",
  "http://hassio.local:8123",
];

/** Those that answer, the announced ones first. */
export async function findHomes(): Promise<readonly HomeAt[]> {
  const announced = await announcedHomes().catch(() => []);
  const urls = [...new Set([...announced, ...USUAL].map((url) => url.replace(/\/$/, "")))];
  const found = await Promise.all(urls.map((url) => homeAt(url, PROBE_MS)));
  return found.filter((home) => home !== undefined);
}
