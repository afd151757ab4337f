/** What `hearthgate setup` starts from: settings that may be given one without the other. */

import { resolve } from "node:path";
import { Secret } from "../core/secret.ts";
import { fileOf, readSettings } from "./read-settings.ts";

export type SetupSettings = {
  readonly url: string | undefined;
  readonly token: Secret | undefined;
  /** Where the token comes from, when it does from a file. */
  readonly tokenFile: string | undefined;
  /** HEARTHGATE_HOME, where it is set. */
  readonly givenHome: string | undefined;
  /** What is wrong with HASS_URL and HASS_TOKEN, which are then as if they had not been given. */
  readonly faults: readonly string[];
  /** Where this system's users have the files of their applications, when that is said. */
  readonly folders: { readonly APPDATA?: string | undefined; readonly XDG_CONFIG_HOME?: string | undefined };
};

/** `given`: what the command line says, before the environment. */
export function setupSettings(given: NodeJS.ProcessEnv = {}): SetupSettings {
  const environment = { ...process.env, ...given };
  const faults: string[] = [];
  const { HASS_URL: url, HASS_TOKEN: token, HEARTHGATE_HOME: home } = readSettings(environment, faults);
  const file = fileOf(environment, "HASS_TOKEN");
  return {
    url,
    token: token === undefined ? undefined : new Secret(token),
    tokenFile: file === undefined ? undefined : resolve(file),
    faults: faults.filter((fault) => /^HASS_(?:URL|TOKEN)\b/.test(fault)),
    givenHome: home === undefined ? undefined : resolve(home),
    folders: { APPDATA: environment["APPDATA"], XDG_CONFIG_HOME: environment["XDG_CONFIG_HOME"] },
  };
}
