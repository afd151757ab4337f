/** The settings of the two HTTP doors. */

import type { Setting } from "./setting.ts";

const SEED_CIPHERS =
  "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384";

export const HTTP_SETTINGS = {
  HOST: {
    kind: "host",
    default: "127.0.0.1",
    help: "Address that the HTTP doors listen on",
  },
  PORT: {
    kind: "port",
    help: "Port that the HTTP doors listen on; default: 4000 (serve), 7123 (http)",
  },
  PUBLIC_URL: {
    kind: "url",
    help: "The URL that clients use, where a proxy stands in front: sets the allowed Host, the resource, iss and aud",
  },
  ALLOWED_HOSTS: {
    kind: "list",
    help: "Further names under which clients may come (Host header), e.g. hearthgate.local,192.168.1.5",
  },
  TRUSTED_PROXIES: {
    kind: "networks",
    help: "Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto count, no wider than 10.0.0.0/8; default: none",
  },
  ALLOW_PLAIN_HTTP: {
    kind: "boolean",
    default: "false",
    help: "Serve without TLS on other addresses than loopback; only where a proxy or a tunnel encrypts",
  },
  HTTP_AUTH: {
    kind: "choice",
    options: ["token", "local"],
    default: "token",
    help: "hearthgate http: access tokens, or the local caller of HEARTHGATE_GRANT (loopback only, no proxy)",
  },
  HTTP_STATELESS: {
    kind: "boolean",
    default: "false",
    help: "hearthgate http: no sessions; gives up elicitation and subscriptions",
  },
  HTTPS_ENABLED: { kind: "boolean", default: "false", help: "Serve TLS (hearthgate serve)" },
  SSL_CERT_PATH: { kind: "path", help: "PEM file of the certificate, with its chain; read again on SIGHUP" },
  SSL_KEY_PATH: { kind: "path", help: "PEM file of the certificate's key; read again on SIGHUP" },
  SSL_CA_PATH: { kind: "path", help: "PEM file of further certificates of the chain" },
  SSL_CIPHERS: { kind: "text", default: SEED_CIPHERS, help: "Ciphers of TLS 1.2" },
  SSL_MIN_VERSION: {
    kind: "choice",
    options: ["TLSv1.2", "TLSv1.3"],
    default: "TLSv1.2",
    help: "Oldest version of TLS",
  },
  SSL_PREFER_SERVER_CIPHERS: { kind: "boolean", default: "true", help: "Our order of ciphers counts" },
  JWT_SECRET: {
    kind: "secret",
    help: "Signs logins; at least 32 characters, better 64. Without one a key is made and kept",
  },
  JWT_SECRET_PREVIOUS: {
    kind: "secret",
    help: "The secret before: logins signed with it stay good over the restart that changes JWT_SECRET",
  },
  JWT_EXPIRATION: {
    kind: "duration",
    default: "24h",
    help: "How long a login lasts, as in 45m, 24h or 3d; at most 72h",
  },
  JWT_ALGORITHM: {
    kind: "choice",
    options: ["HS256", "HS384", "HS512"],
    default: "HS256",
    help: "How logins are signed",
  },
  CORS_ENABLED: {
    kind: "boolean",
    default: "true",
    help: "false sends no CORS headers at all: no page in a browser can call",
  },
  CORS_ORIGINS: {
    kind: "origins",
    help: "Origins of pages that may call, e.g. https://app.example.com; * is refused in production",
  },
  RATE_LIMIT_ENABLED: {
    kind: "boolean",
    default: "true",
    help: "Bound the requests of an address and of a credential (false is refused in production)",
  },
  RATE_LIMIT_WINDOW: {
    kind: "count",
    help: "Minutes of the rate limits; default: 15 by address, 1 by credential",
  },
  RATE_LIMIT_MAX: {
    kind: "count",
    help: "Requests within the window; default: 50 by address before a credential is known, 120 by credential",
  },
  HEALTH_VISIBILITY: {
    kind: "choice",
    options: ["public", "restricted", "disabled"],
    default: "public",
    help: "Who may ask /health and /ready: everybody, loopback and trusted proxies, nobody",
  },
  METRICS_PORT: {
    kind: "port",
    help: "Port of its own for GET /metrics (Prometheus); unset: none",
  },
  METRICS_HOST: {
    kind: "host",
    default: "127.0.0.1",
    help: "Address that METRICS_PORT listens on; beyond loopback METRICS_TOKEN is needed",
  },
  METRICS_TOKEN: {
    kind: "secret",
    help: "Whoever shows it as bearer may read GET /metrics, at METRICS_PORT or else at the door itself; at least 32 characters",
  },
  LOG_FILE: { kind: "path", help: "Log into this file instead of stderr" },
  LOG_ROTATION: { kind: "boolean", default: "true", help: "Begin a new LOG_FILE each day and at 20 MB" },
  LOG_MAX_FILES: { kind: "count", default: "30", help: "Log files that are kept" },
  LOG_SECURITY_EVENTS: {
    kind: "boolean",
    default: "true",
    help: "Log lockouts, refused origins, the kill switch, revocations",
  },
  LOG_AUTH_ATTEMPTS: { kind: "boolean", default: "true", help: "Log logins and refused credentials" },
  LOG_FAILED_REQUESTS: { kind: "boolean", default: "false", help: "Log answers of 400 and above" },
  LOG_ENCRYPTION: {
    kind: "boolean",
    default: "false",
    help: "Encrypt each line of the log (AES-256-GCM); hearthgate logs decrypt reads it",
  },
  LOG_ENCRYPTION_KEY: {
    kind: "path",
    help: "File of the log's key, 32 bytes as hex, base64 or raw, of mode 0600",
  },
  OAUTH_ENABLED: {
    kind: "boolean",
    default: "false",
    help: "hearthgate serve: an OAuth authorization server, at which hosts that know the URL alone log a person in; needs PUBLIC_URL",
  },
  HASS_BROWSER_URL: {
    kind: "url",
    help: "Where a person's browser finds Home Assistant, for OAUTH_ENABLED; default: its external URL",
  },
} as const satisfies Readonly<Record<string, Setting>>;
