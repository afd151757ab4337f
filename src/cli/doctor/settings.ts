/** The settings: whether they hold, what was misspelt, what weakens the server, files that others may read. */

import { statSync } from "node:fs";
import { isLoopbackHost } from "../../config/http-config.ts";
import { isShortSecret, secretFault } from "../../security/identity/key/secret-check.ts";
import type { Examined } from "./examined.ts";
import { type Finding, fault, good, warning } from "./finding.ts";

const OTHERS_MAY_READ = 0o077;

export function settingChecks(examined: Examined): readonly Finding[] {
  return [holding(examined), ...misspelt(examined), ...weak(examined), ...secrets(examined)].flat();
}

function holding({ settingFaults }: Examined): readonly Finding[] {
  if (settingFaults.length === 0) return [good("settings.hold", "Every setting holds.")];
  return settingFaults.map((said) =>
    fault(
      "settings.hold",
      `${said}.`,
      "Each setting is explained in docs/configuration.md and .env.example.",
    ),
  );
}

function misspelt({ given }: Examined): readonly Finding[] {
  const check = "settings.names";
  if (given.unknown.length === 0) return [good(check, "No setting is misspelt.")];
  return given.unknown.map(({ name, nearest }) =>
    warning(
      check,
      `${name} is no setting: nothing reads it.`,
      nearest === undefined
        ? "Take it out, or look it up in docs/configuration.md."
        : `Did you mean ${nearest}?`,
    ),
  );
}

function weak({ config, door }: Examined): readonly Finding[] {
  const check = "settings.weak";
  const found: Finding[] = [];
  const tell = (said: string, fix: string) => found.push(warning(check, said, fix));
  const { audit, http, logLevel, store } = config;
  if (!audit.enabled) tell("AUDIT_ENABLED=false: what was done cannot be shown later.", "Take it out.");
  if (audit.includeParams)
    tell(
      "AUDIT_INCLUDE_PARAMS=true: the audit holds what was sent to devices.",
      "Take it out when you have found what you look for.",
    );
  if (logLevel === "debug") tell("The log is at debug.", "Set LOG_LEVEL=warn, and take DEBUG out.");
  if (store === "memory" && door !== "stdio")
    tell("STORE=memory: tokens, revocations and lockouts are gone at each start.", "Set STORE=sqlite.");
  if (isOpenRedis(store))
    tell(
      "STORE=redis:// to another machine: its password and the state go over the network as they are.",
      "Set rediss://, unless that network is yours alone.",
    );
  if (door !== "stdio" && http) {
    if (http.rates === undefined)
      tell("RATE_LIMIT_ENABLED=false: nothing slows a flood down.", "Take it out.");
    if (http.cors?.origins.includes("*"))
      tell("CORS_ORIGINS=*: any page may call with a token that it got hold of.", "Name the pages that may.");
    if (http.tls === undefined && !isLoopbackHost(http.host))
      tell(
        `HOST=${http.host} without HTTPS_ENABLED: tokens go over the network in clear unless a proxy or tunnel encrypts.`,
        "Set HTTPS_ENABLED=true with a certificate, or HOST=127.0.0.1 behind the proxy.",
      );
  }
  return found.length > 0 ? found : [good(check, "No setting weakens the server.")];
}

function secrets({ config: { hassTokenFile, http }, door }: Examined): readonly Finding[] {
  const found: Finding[] = [];
  for (const [name, path] of [
    ["HASS_TOKEN_FILE", hassTokenFile],
    ["JWT_SECRET_FILE", http?.jwt.secretFile],
    ["SSL_KEY_PATH", http?.tls?.keyPath],
  ] as const)
    if (path !== undefined && othersMayRead(path))
      found.push(
        fault(
          "secrets.files",
          `The file of ${name} may be read by others than its owner.`,
          `chmod 600 on that file, and change the secret: it may be known.`,
        ),
      );
  if (found.length === 0) found.push(good("secrets.files", "Nobody else may read the files of secrets."));
  if (door === "serve" && http) found.push(...jwtSecret(http.jwt.secret?.reveal()));
  return found;
}

function jwtSecret(secret: string | undefined): readonly Finding[] {
  const check = "secrets.jwt";
  if (secret === undefined) return [good(check, "Logins are signed by a key of the ring.")];
  const wrong = secretFault(secret);
  const fix =
    "openssl rand -base64 48 makes a good one; or take JWT_SECRET out, and hearthgate keys generate.";
  if (wrong !== undefined) return [fault(check, `JWT_SECRET ${wrong}.`, fix)];
  if (isShortSecret(secret)) return [warning(check, "JWT_SECRET has fewer than 44 characters.", fix)];
  return [good(check, "JWT_SECRET is long enough, and no example.")];
}

function othersMayRead(path: string): boolean {
  if (process.platform === "win32") return false;
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & OTHERS_MAY_READ) !== 0;
}

function isOpenRedis(store: string): boolean {
  return store.startsWith("redis://") && !isLoopbackHost(new URL(store).hostname);
}
