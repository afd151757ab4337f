/** Starts the door as the app's options say, inside the container of the Home Assistant app. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** EX_CONFIG of sysexits.h. */
const BAD_CONFIG = 78;

type Options = Readonly<Record<string, unknown>>;

/** What the container decides, whatever the options say. */
const FIXED = { HOST: "0.0.0.0", PORT: "4000", NODE_ENV: "production" };

/** Options are settings in small letters; the Supervisor's token stands for Home Assistant where they name none. */
function settingsOf(options: Options, supervisorToken: string | undefined): Record<string, string> {
  const given = Object.entries(options)
    .filter(([key, value]) => key !== "door" && value !== "" && value !== null)
    .map(([key, value]) => [key.toUpperCase(), String(value)]);
  const settings: Record<string, string> = { ...Object.fromEntries(given), ...FIXED };
  const own = ["HASS_URL", "HASS_TOKEN"].filter((name) => settings[name] !== undefined);
  if (own.length === 1) throw new Error("hass_url and hass_token are given together, or neither");
  if (own.length === 2) return settings;
  if (supervisorToken === undefined)
    throw new Error("there is no SUPERVISOR_TOKEN: give hass_url and hass_token");
  return { ...settings, HASS_URL: "http://supervisor/core", HASS_TOKEN: supervisorToken };
}

const data = process.env["HEARTHGATE_DATA"] ?? "/data";
try {
  const options: Options = JSON.parse(readFileSync(join(data, "options.json"), "utf8"));
  const settings = settingsOf(options, process.env["SUPERVISOR_TOKEN"]);
  for (const name of ["SUPERVISOR_TOKEN", "HASSIO_TOKEN"]) delete process.env[name];
  Object.assign(process.env, settings, { HEARTHGATE_HOME: join(data, "hearthgate") });
  process.argv.splice(2, process.argv.length, options["door"] === "http" ? "http" : "serve");
} catch (fault) {
  process.stderr.write(
    `hearthgate: the app's options: ${fault instanceof Error ? fault.message : "unreadable"}\n`,
  );
  process.exit(BAD_CONFIG);
}
await import(new URL("./dist/cli.js", import.meta.url).href);
