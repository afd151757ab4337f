/** Every setting of Hearthgate: name, kind, default and one line of help. `.env.example` and docs/configuration.md come from here. */

export type SettingKind =
  | { readonly kind: "url" | "text" | "path" | "boolean" | "secret" }
  | { readonly kind: "choice"; readonly options: readonly string[] };

export type Setting = SettingKind & {
  readonly aliases?: readonly string[];
  /** As it would be written in the environment; undefined = unset. */
  readonly default?: string;
  readonly help: string;
};

export const SETTINGS = {
  HASS_URL: {
    kind: "url",
    aliases: ["HASS_HOST", "HOME_ASSISTANT_URL"],
    help: "Where Home Assistant answers, e.g. http://homeassistant.local:8123",
  },
  HASS_TOKEN: {
    kind: "secret",
    aliases: ["HOME_ASSISTANT_TOKEN", "HA_TOKEN"],
    help: "Long-lived access token of the Home Assistant user that Hearthgate acts as",
  },
  HASS_CA_PATH: {
    kind: "path",
    help: "PEM file of a private certificate authority for an https:// HASS_URL",
  },
  HEARTHGATE_HOME: {
    kind: "path",
    help: "Folder for state (grants, audit), created 0700; default: the platform's configuration folder",
  },
  HEARTHGATE_GRANT: {
    kind: "text",
    default: "operator",
    help: "Grant of the local caller over stdio: operator, viewer, or a grant's name or id",
  },
  LOG_LEVEL: {
    kind: "choice",
    options: ["debug", "info", "warn", "error", "silent"],
    default: "warn",
    help: "What is logged to stderr",
  },
  AUDIT_ENABLED: {
    kind: "boolean",
    default: "true",
    help: "Write the audit; false keeps a ring in memory (refused in production)",
  },
  AUDIT_LOG_FILE: {
    kind: "path",
    help: "Audit files are named after this one with the process's start and id; default: audit/ in HEARTHGATE_HOME",
  },
  AUDIT_INCLUDE_PARAMS: {
    kind: "boolean",
    default: "false",
    help: "Write service data values into the audit",
  },
  AUDIT_FSYNC: {
    kind: "choice",
    options: ["second", "always"],
    default: "second",
    help: "When audit lines are forced to disk: each second, or each line (costs as much as the call)",
  },
  NODE_ENV: {
    kind: "text",
    default: "development",
    help: "production refuses settings that weaken the server",
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;
