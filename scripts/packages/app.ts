/** A repository of one Home Assistant app, as the Supervisor takes it; https://developers.home-assistant.io/docs/apps/configuration */

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { FORM_SETTINGS, isSecret, keyOf, type NamedSetting } from "./form.ts";
import { writeIcon } from "./icon.ts";
import { DESCRIPTION, NAME, PACKAGES, REPOSITORY, TITLE, VERSION } from "./project.ts";

const FOLDER = join(PACKAGES, "home-assistant");
const SOURCE = "deploy/home-assistant";
const PORT = 4000;

/** What start.ts or the container decides, or what has no sense in one. */
export const NO_OPTION: ReadonlySet<string> = new Set([
  "AI_FEATURES_ENABLED",
  "AUDIT_ENABLED",
  "AUDIT_LOG_FILE",
  "CACHE_ENCRYPTION",
  "DEBUG",
  "EXPERIMENTAL_FEATURES",
  "HASS_CA_PATH",
  "HEARTHGATE_GRANT",
  "HEARTHGATE_HOME",
  "HOST",
  "HTTP_AUTH",
  "LOG_ENCRYPTION",
  "LOG_ENCRYPTION_KEY",
  "LOG_FILE",
  "LOG_MAX_FILES",
  "LOG_ROTATION",
  "METRICS_HOST",
  "METRICS_PORT",
  "NODE_ENV",
  "PORT",
  "RATE_LIMIT_ENABLED",
  "STORE",
]);

const OPTIONS = FORM_SETTINGS.filter(({ name }) => !NO_OPTION.has(name));

/** What a new installation has: TLS with the certificate that other apps keep in /ssl. */
const FIRST_OPTIONS = {
  door: "serve",
  https_enabled: true,
  ssl_cert_path: "/ssl/fullchain.pem",
  ssl_key_path: "/ssl/privkey.pem",
  log_level: "warn",
};

export async function writeApp(): Promise<void> {
  const app = join(FOLDER, NAME);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(join(app, "translations"), { recursive: true });
  cpSync(SOURCE, FOLDER, { recursive: true });
  cpSync("dist", join(app, "dist"), { recursive: true });
  cpSync("CHANGELOG.md", join(app, "CHANGELOG.md"));
  writeFileSync(join(app, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
  writeFileSync(
    join(FOLDER, "repository.yaml"),
    stringify({ name: TITLE, url: REPOSITORY, maintainer: TITLE }),
  );
  writeFileSync(join(app, "config.yaml"), stringify(config(), { lineWidth: 0 }));
  writeFileSync(join(app, "translations", "en.yaml"), stringify(translations(), { lineWidth: 0 }));
  await writeIcon(join(app, "icon.png"), 128);
  await writeIcon(join(app, "logo.png"), 250, 100);
}

function config(): object {
  return {
    name: TITLE,
    version: VERSION,
    slug: NAME,
    description: DESCRIPTION,
    url: REPOSITORY,
    arch: ["aarch64", "amd64"],
    homeassistant: "2025.11.0",
    startup: "application",
    boot: "auto",
    init: true,
    homeassistant_api: true,
    apparmor: true,
    map: [{ type: "ssl", read_only: true }],
    ports: { [`${PORT}/tcp`]: PORT },
    ports_description: { [`${PORT}/tcp`]: "MCP at /mcp" },
    watchdog: `[PROTO:https_enabled]://[HOST]:[PORT:${PORT}]/health`,
    options: FIRST_OPTIONS,
    schema: {
      door: "list(serve|http)",
      ...Object.fromEntries(OPTIONS.map((setting) => [keyOf(setting), `${typeOf(setting)}?`])),
    },
  };
}

/** As the Supervisor's schema spells it. */
function typeOf(setting: NamedSetting): string {
  if (setting.kind === "choice") return `list(${setting.options.join("|")})`;
  if (isSecret(setting)) return "password";
  switch (setting.kind) {
    case "boolean":
      return "bool";
    case "count":
      return "int(1,)";
    case "url":
    case "port":
      return setting.kind;
    case "duration":
      return "match(^[1-9]\\d*[mhd]$)";
    default:
      return "str";
  }
}

function translations(): object {
  const door = {
    name: "Door",
    description: "serve: logins, access tokens and TLS, for any network; http: behind a proxy that encrypts",
  };
  return {
    configuration: {
      door,
      ...Object.fromEntries(
        OPTIONS.map((setting) => [keyOf(setting), { name: setting.name, description: setting.help }]),
      ),
    },
    network: { [`${PORT}/tcp`]: "MCP at /mcp" },
  };
}
