/** The settings as a form asks for them: names as its keys, help as its words. */

import { HTTP_SETTINGS } from "../../src/config/http-settings.ts";
import type { Setting } from "../../src/config/setting.ts";
import { SETTINGS } from "../../src/config/settings.ts";

export type NamedSetting = Setting & { readonly name: string };

export const FORM_SETTINGS: readonly NamedSetting[] = Object.entries(SETTINGS).map(
  ([name, setting]: [string, Setting]) => ({ ...setting, name }),
);

/** Of the stdio door. */
export const STDIO_SETTINGS: readonly NamedSetting[] = FORM_SETTINGS.filter(
  ({ name }) => !Object.hasOwn(HTTP_SETTINGS, name),
);

/** Throws where there is none of that name. */
export function settingOf(name: string): NamedSetting {
  const found = FORM_SETTINGS.find((setting) => setting.name === name);
  if (found === undefined) throw new Error(`there is no setting ${name}`);
  return found;
}

/** `HASS_TOKEN` → `hass_token`. */
export function keyOf({ name }: NamedSetting): string {
  return name.toLowerCase();
}

/** It may hold a password. */
export function isSecret({ kind }: NamedSetting): boolean {
  return kind === "secret" || kind === "store";
}
