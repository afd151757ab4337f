/** What the house says of itself. */

import type { Premises } from "./premises.ts";

/** The answer of `get_config`. */
export function configOf({ world, services, url }: Premises): Record<string, unknown> {
  return {
    allowlist_external_dirs: [],
    allowlist_external_urls: [],
    components: [
      "api",
      "auth",
      "config",
      "demo",
      "frontend",
      "history",
      "logbook",
      "recorder",
      "websocket_api",
      ...services.keys(),
    ],
    config_dir: "/config",
    config_source: "storage",
    country: "NL",
    currency: "EUR",
    debug: false,
    elevation: 0,
    external_url: null,
    internal_url: url,
    language: "en",
    latitude: 52.3731,
    location_name: "Demo house",
    logging: { log_file_disabled_reason: null },
    longitude: 4.8903,
    radius: 100,
    recovery_mode: false,
    safe_mode: false,
    state: world.coreState,
    time_zone: "Europe/Amsterdam",
    unit_system: {
      length: "km",
      accumulated_precipitation: "mm",
      area: "m²",
      mass: "g",
      pressure: "Pa",
      temperature: "°C",
      volume: "L",
      wind_speed: "m/s",
    },
    version: world.version,
    whitelist_external_dirs: [],
  };
}
