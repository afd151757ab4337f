/** The settings as the environment has them, each checked by its kind. */

import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { Setting } from "./setting.ts";
import { SETTINGS, type SettingName } from "./settings.ts";

/** As written; what is unset and has no default is absent. */
export type SettingValues = Partial<Record<SettingName, string>>;

/** `faults` gets what does not hold, by name and never by value. */
export function readSettings(environment: NodeJS.ProcessEnv, faults: string[]): SettingValues {
  const values: SettingValues = {};
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const setting: Setting = SETTINGS[name];
    if (setting.neverBlank === true) faults.push(...blanksOf(environment, name));
    const raw = lookUp(environment, name, setting.aliases ?? [], faults) ?? setting.default;
    if (raw === undefined) continue;
    const fault = faultOf(setting, raw);
    if (fault) faults.push(`${name} ${fault}`);
    else values[name] = raw;
  }
  return values;
}

/** Where `NAME_FILE` (of the setting or an alias) points, if the value comes from there. */
export function fileOf(environment: NodeJS.ProcessEnv, name: SettingName): string | undefined {
  if (environment[name]?.trim()) return undefined;
  return environment[`${name}_FILE`]?.trim() || undefined;
}

/** What is set and says nothing: where nothing would mean more than anything said. */
function blanksOf(environment: NodeJS.ProcessEnv, name: string): readonly string[] {
  return [name, `${name}_FILE`]
    .filter((key) => environment[key]?.trim() === "")
    .map((key) => `${key} is set but blank`);
}

/** The setting itself wins over its aliases; `NAME_FILE` names a file that holds the value. Empty = unset. */
function lookUp(
  environment: NodeJS.ProcessEnv,
  name: string,
  aliases: readonly string[],
  faults: string[],
): string | undefined {
  for (const key of [name, ...aliases]) {
    const value = environment[key]?.trim();
    if (value) return value;
    const file = environment[`${key}_FILE`]?.trim();
    if (!file) continue;
    try {
      const content = readFileSync(file, "utf8").trim();
      if (content) return content;
      faults.push(`${key}_FILE is empty`);
    } catch {
      faults.push(`${key}_FILE cannot be read`);
    }
  }
  return undefined;
}

type PlainKind = Exclude<Setting["kind"], "choice">;

const CHECKS: Readonly<Record<PlainKind, (raw: string) => string | undefined>> = {
  url: (raw) => (isHttpUrl(raw) ? undefined : "must be http://host:port or https://host"),
  host: (raw) =>
    /^[\w.:%[\]-]{1,255}$/.test(raw) ? undefined : "must be an address or a name, without scheme and path",
  boolean: (raw) => (raw === "true" || raw === "false" ? undefined : "must be true or false"),
  secret: (raw) => (/^[\x21-\x7e]+$/.test(raw) ? undefined : "must be one line without blanks"),
  count: (raw) => (/^[1-9]\d{0,8}$/.test(raw) ? undefined : "must be a whole number from 1"),
  port: (raw) => (/^\d{1,5}$/.test(raw) && Number(raw) <= 65_535 ? undefined : "must be a port, 0 to 65535"),
  duration: (raw) =>
    /^[1-9]\d{0,5}[mhd]$/.test(raw) ? undefined : "must be a whole number and m, h or d, as in 24h",
  networks: (raw) =>
    listIn(raw).every(isNetwork)
      ? undefined
      : "must be addresses or blocks such as 10.0.0.0/8, between commas",
  origins: (raw) =>
    raw === "*" || listIn(raw).every(isOrigin)
      ? undefined
      : "must be origins such as https://app.example.com, between commas",
  store: (raw) =>
    raw === "sqlite" || raw === "memory" || isRedisUrl(raw)
      ? undefined
      : "must be sqlite, memory, or redis://user:password@host:6379/0 (rediss:// with TLS; / # ? % and blanks in a password as %2F %23 %3F %25 %20)",
  list: () => undefined,
  text: () => undefined,
  path: () => undefined,
};

function faultOf(setting: Setting, raw: string): string | undefined {
  if (setting.kind !== "choice") return CHECKS[setting.kind](raw);
  return setting.options.includes(raw) ? undefined : `must be one of ${setting.options.join(", ")}`;
}

/** Texts between commas. */
export function listIn(raw: string): readonly string[] {
  return raw
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function isHttpUrl(raw: string): boolean {
  if (!URL.canParse(raw)) return false;
  const url = new URL(raw);
  return (
    (url.protocol === "http:" || url.protocol === "https:") &&
    url.username === "" &&
    url.password === "" &&
    url.search === "" &&
    url.hash === ""
  );
}

/** https://www.iana.org/assignments/uri-schemes/prov/redis */
function isRedisUrl(raw: string): boolean {
  if (!URL.canParse(raw)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(raw);
  return (
    /^rediss?:$/.test(protocol) &&
    hostname !== "" &&
    /^(?:\/\d*)?$/.test(pathname) &&
    search + hash === "" &&
    isPercentText(username + password)
  );
}

function isPercentText(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false; // a % that stands for itself
  }
}

/** RFC 6454 section 6.2: scheme, host and port, nothing behind. */
function isOrigin(raw: string): boolean {
  return isHttpUrl(raw) && new URL(raw).origin === raw.toLowerCase();
}

function isNetwork(raw: string): boolean {
  const [host = "", bits, ...more] = raw.split("/");
  const family = isIP(host);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
