/** The configuration of one process: read once, checked whole, frozen. The only file that reads the environment. */

import { readFileSync } from "node:fs";
import { homedir, platform } from "node:os";
import { join, resolve } from "node:path";
import { Failure } from "../core/failure.ts";
import { Secret } from "../core/secret.ts";
import { SETTINGS, type Setting, type SettingName } from "./settings.ts";

export type Config = {
  /** Undefined only when the door runs on the demo house. */
  readonly hass: { readonly url: string; readonly token: Secret; readonly ca?: string } | undefined;
  /** Absolute path; nothing is created by reading it. */
  readonly homePath: string;
  readonly grant: string;
  readonly logLevel: string;
  readonly audit: {
    readonly enabled: boolean;
    readonly file: string | undefined;
    readonly includeParams: boolean;
    readonly fsync: "second" | "always";
  };
};

export type ConfigNeeds = { readonly hass: boolean };

type Values = Partial<Record<SettingName, string>>;

/** CONFIG_INVALID: every fault at once, by name, never by value. */
export function readConfig(needs: ConfigNeeds, environment: NodeJS.ProcessEnv = process.env): Config {
  const faults: string[] = [];
  const values = collect(environment, faults);
  const production = values.NODE_ENV === "production";
  if (needs.hass) {
    for (const name of ["HASS_URL", "HASS_TOKEN"] as const)
      if (!values[name] && !faults.some((fault) => fault.startsWith(name))) faults.push(`${name} is not set`);
  }
  if (production && values.AUDIT_ENABLED === "false")
    faults.push("AUDIT_ENABLED=false is refused in production");
  if (production && values.LOG_LEVEL === "debug") faults.push("LOG_LEVEL=debug is refused in production");
  const ca = values.HASS_CA_PATH === undefined ? undefined : readPem(values.HASS_CA_PATH, faults);
  if (faults.length > 0) throw configInvalid(faults);
  const { HASS_URL: url, HASS_TOKEN: token } = values;
  return Object.freeze({
    hass:
      needs.hass && url && token
        ? { url: url.replace(/\/+$/, ""), token: new Secret(token), ...(ca === undefined ? {} : { ca }) }
        : undefined,
    homePath: resolve(values.HEARTHGATE_HOME ?? defaultHome(environment)),
    grant: values.HEARTHGATE_GRANT ?? "operator",
    logLevel: values.LOG_LEVEL ?? "warn",
    audit: {
      enabled: values.AUDIT_ENABLED !== "false",
      file: values.AUDIT_LOG_FILE === undefined ? undefined : resolve(values.AUDIT_LOG_FILE),
      includeParams: values.AUDIT_INCLUDE_PARAMS === "true",
      fsync: values.AUDIT_FSYNC === "always" ? ("always" as const) : ("second" as const),
    },
  });
}

export function configInvalid(faults: readonly string[]): Failure {
  return new Failure("CONFIG_INVALID", `Configuration: ${faults.join("; ")}.`, {
    hint: "Each setting is explained in .env.example.",
  });
}

function collect(environment: NodeJS.ProcessEnv, faults: string[]): Values {
  const values: Values = {};
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const setting: Setting = SETTINGS[name];
    const raw = lookUp(environment, name, setting.aliases ?? [], faults) ?? setting.default;
    if (raw === undefined) continue;
    const fault = faultOf(setting, raw);
    if (fault) faults.push(`${name} ${fault}`);
    else values[name] = raw;
  }
  return values;
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
      return readFileSync(file, "utf8").trim() || undefined;
    } catch {
      faults.push(`${key}_FILE cannot be read`);
    }
  }
  return undefined;
}

function faultOf(setting: Setting, raw: string): string | undefined {
  switch (setting.kind) {
    case "url":
      return isHttpUrl(raw) ? undefined : "must be http://host:port or https://host";
    case "boolean":
      return raw === "true" || raw === "false" ? undefined : "must be true or false";
    case "choice":
      return setting.options.includes(raw) ? undefined : `must be one of ${setting.options.join(", ")}`;
    case "secret":
      return /^[\x21-\x7e]+$/.test(raw) ? undefined : "must be one line without blanks";
    default:
      return undefined;
  }
}

function isHttpUrl(raw: string): boolean {
  if (!URL.canParse(raw)) return false;
  const url = new URL(raw);
  return (
    (url.protocol === "http:" || url.protocol === "https:") &&
    url.username === "" &&
    url.search === "" &&
    url.hash === ""
  );
}

function readPem(path: string, faults: string[]): string | undefined {
  try {
    const pem = readFileSync(path, "utf8");
    if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
    faults.push("HASS_CA_PATH is no PEM certificate");
  } catch {
    faults.push("HASS_CA_PATH cannot be read");
  }
  return undefined;
}

function defaultHome(environment: NodeJS.ProcessEnv): string {
  if (platform() === "win32")
    return join(environment["APPDATA"] ?? join(homedir(), "AppData", "Roaming"), "hearthgate");
  if (platform() === "darwin") return join(homedir(), "Library", "Application Support", "hearthgate");
  return join(environment["XDG_CONFIG_HOME"] ?? join(homedir(), ".config"), "hearthgate");
}
