/** The configuration of one process: read once, checked whole, frozen. The only file that reads the environment. */

import { readFileSync } from "node:fs";
import { homedir, platform } from "node:os";
import { join, resolve } from "node:path";
import { Failure } from "../core/failure.ts";
import { Secret } from "../core/secret.ts";
import type { HttpConfig } from "./http-config.ts";
import { type LogConfig, logConfig } from "./log-config.ts";
import { fileOf, listIn, readSettings, type SettingValues } from "./read-settings.ts";

export type Config = {
  /** Undefined only when the door runs on the demo house. */
  readonly hass: { readonly url: string; readonly token: Secret; readonly ca?: string } | undefined;
  /** Where its token came from; undefined when it stood in the environment. */
  readonly hassTokenFile: string | undefined;
  /** Absolute path; nothing is created by reading it. */
  readonly homePath: string;
  readonly grant: string;
  readonly logLevel: string;
  readonly log: LogConfig;
  /** `sqlite`, `memory`, or the address of a Redis: a secret, as it may hold a password. */
  readonly store: string;
  readonly approvals: ApprovalConfig;
  /** Names of what is told to Home Assistant. */
  readonly events: ReadonlySet<string>;
  readonly production: boolean;
  /** Whether sentences are handed to Assist at all. */
  readonly aiFeatures: boolean;
  /** $VISUAL or $EDITOR. */
  readonly editor: string | undefined;
  /** Undefined where no HTTP door is opened. */
  readonly http: HttpConfig | undefined;
  readonly audit: {
    readonly enabled: boolean;
    readonly file: string | undefined;
    readonly includeParams: boolean;
    readonly fsync: "second" | "always";
  };
};

export type ApprovalConfig = {
  /** `notify.…` services. */
  readonly notify: readonly string[];
  /** Ids of Home Assistant users; empty = its owner and administrators. */
  readonly approvers: readonly string[];
  readonly lifetimeMs: number;
};

/** Only what a door needs is required by it; what the HTTP doors need is read by a file that the others never load. */
export type ConfigNeeds = { readonly hass: boolean; readonly http?: ReadHttp };

type ReadHttp = (values: SettingValues, environment: NodeJS.ProcessEnv, faults: string[]) => HttpConfig;

/** CONFIG_INVALID: every fault at once, by name, never by value. */
export function readConfig(needs: ConfigNeeds, environment: NodeJS.ProcessEnv = process.env): Config {
  const { config, faults } = checkConfig(needs, environment);
  if (faults.length > 0) throw configInvalid(faults);
  return config;
}

/** The configuration, and what is wrong with it: with faults it is as if what is wrong had not been set. */
export function checkConfig(
  needs: ConfigNeeds,
  environment: NodeJS.ProcessEnv = process.env,
): { readonly config: Config; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const values = readSettings(environment, faults);
  const production = values.NODE_ENV?.toLowerCase() === "production";
  if (needs.hass) {
    for (const name of ["HASS_URL", "HASS_TOKEN"] as const)
      if (!values[name] && !faults.some((fault) => fault.startsWith(name))) faults.push(`${name} is not set`);
  }
  if (production) refuseWeak(values, faults);
  const ca = values.HASS_CA_PATH === undefined ? undefined : readPem(values.HASS_CA_PATH, faults);
  const approvals = approvalConfig(values, faults);
  const log = logConfig(values, faults);
  const http = needs.http?.(values, environment, faults);
  const { HASS_URL: url, HASS_TOKEN: token } = values;
  const config = Object.freeze({
    hass:
      needs.hass && url && token
        ? { url: url.replace(/\/+$/, ""), token: new Secret(token), ...(ca === undefined ? {} : { ca }) }
        : undefined,
    hassTokenFile: fileOf(environment, "HASS_TOKEN"),
    homePath: resolve(values.HEARTHGATE_HOME ?? defaultHome(environment)),
    grant: values.HEARTHGATE_GRANT ?? "operator",
    logLevel: values.DEBUG === "true" ? "debug" : (values.LOG_LEVEL ?? "warn"),
    log,
    store: values.STORE ?? "sqlite",
    approvals,
    events: new Set(listIn(values.HASS_EVENTS ?? "")),
    production,
    aiFeatures: values.AI_FEATURES_ENABLED !== "false",
    editor: environment["VISUAL"] ?? environment["EDITOR"],
    http,
    audit: {
      enabled: values.AUDIT_ENABLED !== "false",
      file: values.AUDIT_LOG_FILE === undefined ? undefined : resolve(values.AUDIT_LOG_FILE),
      includeParams: values.AUDIT_INCLUDE_PARAMS === "true",
      fsync: values.AUDIT_FSYNC === "always" ? ("always" as const) : ("second" as const),
    },
  });
  return { config, faults };
}

function refuseWeak(values: SettingValues, faults: string[]): void {
  if (values.AUDIT_ENABLED === "false") faults.push("AUDIT_ENABLED=false is refused in production");
  if (values.LOG_LEVEL === "debug") faults.push("LOG_LEVEL=debug is refused in production");
  if (values.DEBUG === "true") faults.push("DEBUG is refused in production");
}

const MOST_MINUTES = 24 * 60;

function approvalConfig(values: SettingValues, faults: string[]): ApprovalConfig {
  const notify = listIn(values.APPROVAL_NOTIFY ?? "");
  if (!notify.every((service) => /^notify\.[a-z0-9_]+$/.test(service)))
    faults.push("APPROVAL_NOTIFY holds what is no service such as notify.mobile_app_pixel");
  const minutes = Number(values.APPROVAL_MINUTES ?? 10);
  if (minutes > MOST_MINUTES) faults.push(`APPROVAL_MINUTES is at most ${MOST_MINUTES}`);
  return { notify, approvers: listIn(values.APPROVERS ?? ""), lifetimeMs: minutes * 60_000 };
}

export function configInvalid(faults: readonly string[]): Failure {
  return new Failure("CONFIG_INVALID", `Configuration: ${faults.join("; ")}.`, {
    hint: "Each setting is explained in .env.example.",
  });
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
