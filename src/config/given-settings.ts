/** Which settings somebody gave. */

import { createHash } from "node:crypto";
import { nearestTo } from "../core/nearest.ts";
import { HTTP_SETTINGS } from "./http-settings.ts";
import type { Setting } from "./setting.ts";
import { SETTINGS, type SettingName } from "./settings.ts";

export type GivenSettings = {
  /** Whether any of them is for the HTTP doors. */
  readonly forHttp: boolean;
  /** What begins like a setting of ours and is none, with the one that was probably meant. */
  readonly unknown: readonly { readonly name: string; readonly nearest: string | undefined }[];
  /** Of each that is no secret, what tells whether it is still the same. */
  readonly marks: Readonly<Record<string, string>>;
};

const OURS =
  /^(?:HASS|HOME_ASSISTANT|HEARTHGATE|JWT|SSL|AUDIT|RATE_LIMIT|LOG|APPROVAL|CORS|HTTPS?|TRUSTED|METRICS)_/;
/** Other programs' own, which nobody meant for us. */
const OTHERS = /^(?:HTTPS?_PROXY|LOG_COLOR|SSL_CERT_(?:DIR|FILE))$/;
const MARK_LENGTH = 12;

/** No value is in what it returns. */
export function givenSettings(environment: NodeJS.ProcessEnv = process.env): GivenSettings {
  const names = Object.keys(SETTINGS) as SettingName[];
  const known = new Set(
    names.flatMap((name) => {
      const { aliases = [] }: Setting = SETTINGS[name];
      return [name, ...aliases].flatMap((each) => [each, `${each}_FILE`]);
    }),
  );
  const given = Object.keys(environment)
    .filter((name) => environment[name]?.trim())
    .sort();
  const unknown = given.filter((name) => OURS.test(name) && !OTHERS.test(name) && !known.has(name));
  const open = given.filter((name) => known.has(name) && !isSecret(name));
  return {
    forHttp: given.some((name) => Object.hasOwn(HTTP_SETTINGS, name.replace(/_FILE$/, ""))),
    unknown: unknown.map((name) => ({ name, nearest: nearestTo(name, known) })),
    // where the file of a secret or a certificate lies is nobody's setting: a service reads a copy
    marks: Object.fromEntries(
      open.map((name) => [name, isCopied(name) ? "given" : markOf(environment[name] ?? "")]),
    ),
  };
}

function isCopied(name: string): boolean {
  if (/^SSL_(?:CERT|KEY|CA)_PATH$/.test(name)) return true;
  return name.endsWith("_FILE") && isSecret(name.slice(0, -"_FILE".length));
}

/** A secret itself; the path of its file is none. */
function isSecret(name: string): boolean {
  return Object.entries(SETTINGS).some(
    ([each, setting]: [string, Setting]) =>
      setting.kind === "secret" && (each === name || setting.aliases?.includes(name) === true),
  );
}

function markOf(value: string): string {
  // an address without its user and password
  const open = value.trim().replace(/^(\w+:\/\/)[^/]*@/, "$1");
  return createHash("sha256").update(open).digest("hex").slice(0, MARK_LENGTH);
}
