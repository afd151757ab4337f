/** Every setting of Hearthgate: name, kind, default and one line of help. `.env.example` and docs/configuration.md come from here. */

import { HTTP_SETTINGS } from "./http-settings.ts";
import type { Setting } from "./setting.ts";

const COMMON_SETTINGS = {
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
    neverBlank: true,
    help: "Grant of the local caller (stdio, and HTTP_AUTH=local): operator, viewer, or a grant's name or id",
  },
  STORE: {
    kind: "store",
    default: "sqlite",
    help: "Where tokens, keys, lockouts and counters are kept: sqlite (state.db in HEARTHGATE_HOME), redis://user:password@host:6379/0 (rediss:// with TLS) for several machines, or memory to keep nothing",
  },
  HASS_EVENTS: {
    kind: "list",
    default:
      "suspicious_origin,token_revoked,session_limit_reached,flood_protection,approval_requested,kill_switch,pin_locked",
    help: "What is told to Home Assistant as hearthgate_… events (an administrator's token fires them); also: session_connected, auth_failure, denied; none = nothing",
  },
  APPROVAL_NOTIFY: {
    kind: "list",
    help: "Services that notify the owner's phones, e.g. notify.mobile_app_pixel: what needs the owner's yes is asked there",
  },
  APPROVAL_MINUTES: {
    kind: "count",
    default: "10",
    help: "Minutes until a question to the owner ends, answered or not (1 to 1440)",
  },
  APPROVERS: {
    kind: "list",
    help: "Ids of the Home Assistant users who may say the owner's yes on a phone; default: its owner and administrators",
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
  DEBUG: {
    kind: "boolean",
    default: "false",
    help: "Log at debug, whatever LOG_LEVEL says (refused in production)",
  },
  AI_FEATURES_ENABLED: {
    kind: "boolean",
    default: "true",
    help: "false takes away the tool that hands sentences to Home Assistant's Assist (ha_assist)",
  },
  EXPERIMENTAL_FEATURES: {
    kind: "boolean",
    default: "false",
    help: "Nothing is experimental in this version",
  },
  CACHE_ENCRYPTION: {
    kind: "boolean",
    default: "false",
    help: "Nothing is cached on disk, so there is nothing to encrypt",
  },
} as const satisfies Readonly<Record<string, Setting>>;

export const SETTINGS = { ...COMMON_SETTINGS, ...HTTP_SETTINGS };

export type SettingName = keyof typeof SETTINGS;
