/** What the HTTP doors are told: where to listen, who may come, how logins are signed. */

import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { parseNetwork } from "../core/address.ts";
import { Secret } from "../core/secret.ts";
import { fileOf, listIn, type SettingValues } from "./read-settings.ts";

/** `express`: hearthgate serve. `fastmcp`: hearthgate http. */
export type HttpDoor = "express" | "fastmcp";

export type HttpConfig = {
  readonly host: string;
  readonly port: number;
  /** Without a trailing slash; undefined = as the client came. */
  readonly publicUrl: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly tls: TlsConfig | undefined;
  readonly auth: "token" | "local";
  readonly stateless: boolean;
  readonly cors: { readonly origins: readonly string[] } | undefined;
  readonly rates: RateConfig | undefined;
  readonly health: "public" | "restricted" | "disabled";
  readonly jwt: JwtConfig;
  /** undefined = there is no authorization server. */
  readonly oauth: OAuthConfig | undefined;
  /** undefined = there are no metrics. */
  readonly metrics: MetricsConfig | undefined;
};

export type OAuthConfig = {
  /** Without a trailing slash; undefined = the external URL of Home Assistant. */
  readonly browserUrl: string | undefined;
};

export type MetricsConfig = {
  readonly host: string;
  /** undefined = at the door itself, behind the token. */
  readonly port: number | undefined;
  readonly token: Secret | undefined;
};

export type TlsConfig = {
  readonly certPath: string;
  readonly keyPath: string;
  readonly caPath: string | undefined;
  readonly ciphers: string;
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
  readonly preferServerCiphers: boolean;
};

/** Minutes and requests; by address until a good credential came, then by credential. */
export type RateConfig = {
  readonly address: { readonly windowMinutes: number; readonly max: number };
  readonly credential: { readonly windowMinutes: number; readonly max: number };
};

export type JwtConfig = {
  readonly algorithm: "HS256" | "HS384" | "HS512";
  readonly expirationMs: number;
  readonly secret: Secret | undefined;
  readonly previous: Secret | undefined;
  /** Read again when it changed. */
  readonly secretFile: string | undefined;
};

const PORTS: Readonly<Record<HttpDoor, number>> = { express: 4000, fastmcp: 7123 };
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/;
const MOST_EXPIRATION_MS = 72 * 3_600_000;
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const LEAST_SECRET_LENGTH = 32;

/** For `readConfig`: `faults` gets what does not hold together. */
export function httpConfigFor(door: HttpDoor) {
  return (values: SettingValues, environment: NodeJS.ProcessEnv, faults: string[]): HttpConfig =>
    httpConfig(values, environment, door, faults);
}

function httpConfig(
  values: SettingValues,
  environment: NodeJS.ProcessEnv,
  door: HttpDoor,
  faults: string[],
): HttpConfig {
  const is = (name: keyof SettingValues): boolean => values[name] === "true";
  const host = values.HOST ?? "127.0.0.1";
  const tls = is("HTTPS_ENABLED") ? tlsConfig(values, faults) : undefined;
  if (door === "fastmcp" && tls)
    faults.push("HTTPS_ENABLED is for hearthgate serve; put a proxy before hearthgate http");
  const isLoopback = isLoopbackHost(host);
  if (!tls && !isLoopback && !is("ALLOW_PLAIN_HTTP"))
    faults.push(
      "HOST is not loopback and HTTPS_ENABLED is off: set ALLOW_PLAIN_HTTP=true if a proxy or tunnel encrypts",
    );
  const auth = values.HTTP_AUTH === "local" ? "local" : "token";
  if (door === "fastmcp" && auth === "local" && !isLoopback)
    faults.push("HTTP_AUTH=local needs HOST to be loopback");
  // any page that the owner opens would be the local caller
  if (door === "fastmcp" && auth === "local" && values.CORS_ORIGINS === "*")
    faults.push("HTTP_AUTH=local refuses CORS_ORIGINS=*; name the pages");
  const trustedProxies = listIn(values.TRUSTED_PROXIES ?? "");
  if (!trustedProxies.every(isOfProxies))
    faults.push("TRUSTED_PROXIES would believe whole continents who they are; name your proxies alone");
  if (values.NODE_ENV === "production") refuseWeak(values, faults);
  return {
    host,
    port: values.PORT === undefined ? PORTS[door] : Number(values.PORT),
    publicUrl: values.PUBLIC_URL === undefined ? undefined : asClientsSpell(values.PUBLIC_URL),
    allowedHosts: listIn(values.ALLOWED_HOSTS ?? ""),
    trustedProxies,
    tls,
    auth,
    stateless: is("HTTP_STATELESS"),
    cors: values.CORS_ENABLED === "false" ? undefined : { origins: listIn(values.CORS_ORIGINS ?? "") },
    rates: values.RATE_LIMIT_ENABLED === "false" ? undefined : rateConfig(values),
    health: (values.HEALTH_VISIBILITY ?? "public") as HttpConfig["health"],
    jwt: jwtConfig(values, environment, faults),
    oauth: door === "express" && is("OAUTH_ENABLED") ? oauthConfig(values, faults) : undefined,
    metrics: metricsConfig(values, faults),
  };
}

/** A name or address that this machine alone reaches. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}

/** The widest private networks: 10.0.0.0/8 and fc00::/7. */
const WIDEST_BITS = { ipv4: 8, ipv6: 7 } as const;

/** Whoever comes from a trusted address says himself where he comes from: behind 0.0.0.0/0 no lockout would hold. */
function isOfProxies(text: string): boolean {
  const network = parseNetwork(text);
  return network !== undefined && network.bits >= WIDEST_BITS[network.address.kind()];
}

function refuseWeak(values: SettingValues, faults: string[]): void {
  if (values.CORS_ORIGINS === "*") faults.push("CORS_ORIGINS=* is refused in production");
  if (values.RATE_LIMIT_ENABLED === "false") faults.push("RATE_LIMIT_ENABLED=false is refused in production");
}

function rateConfig({ RATE_LIMIT_WINDOW: window, RATE_LIMIT_MAX: max }: SettingValues): RateConfig {
  const bound = (windowMinutes: number, most: number) => ({
    windowMinutes: window === undefined ? windowMinutes : Number(window),
    max: max === undefined ? most : Number(max),
  });
  return { address: bound(15, 50), credential: bound(1, 120) };
}

function oauthConfig(
  { PUBLIC_URL, HASS_URL, HASS_BROWSER_URL }: SettingValues,
  faults: string[],
): OAuthConfig {
  if (HASS_URL !== undefined && new URL(HASS_URL).hostname === "supervisor")
    faults.push(
      "OAUTH_ENABLED needs HASS_URL and HASS_TOKEN of Home Assistant itself, as in http://homeassistant:8123: its Supervisor passes no logins on",
    );
  const url = PUBLIC_URL === undefined ? undefined : new URL(PUBLIC_URL);
  // its library needs what came with Node 22
  if (!("parse" in URL)) faults.push("OAUTH_ENABLED needs Node 22.13 or newer, or Bun");
  if (url === undefined) faults.push("OAUTH_ENABLED needs PUBLIC_URL, the URL that clients are given");
  else if (url.protocol !== "https:" && !isLoopbackHost(url.hostname))
    faults.push("OAUTH_ENABLED needs PUBLIC_URL to begin with https://; only loopback may do without");
  else if (url.pathname !== "/")
    faults.push("OAUTH_ENABLED needs PUBLIC_URL without a path: give Hearthgate a host name of its own");
  else if (url.hostname.endsWith("."))
    faults.push(
      "OAUTH_ENABLED needs PUBLIC_URL without the dot behind its host name: clients compare it letter by letter",
    );
  const browserUrl = HASS_BROWSER_URL === undefined ? undefined : asClientsSpell(HASS_BROWSER_URL);
  if (browserUrl !== undefined && new URL(browserUrl).pathname !== "/")
    faults.push("HASS_BROWSER_URL must be without a path: Home Assistant's login stands at the root");
  return { browserUrl };
}

/** Clients and browsers read a URL before they send it: lower case, punycode, no port 443. No trailing slash. */
function asClientsSpell(url: string): string {
  return new URL(url).href.replace(/\/+$/, "");
}

function metricsConfig(values: SettingValues, faults: string[]): MetricsConfig | undefined {
  const { METRICS_HOST: host = "127.0.0.1", METRICS_PORT: port, METRICS_TOKEN: token } = values;
  if (port === undefined && token === undefined) return undefined;
  if (token !== undefined && token.length < LEAST_SECRET_LENGTH)
    faults.push(`METRICS_TOKEN must have at least ${LEAST_SECRET_LENGTH} characters`);
  if (token === undefined && !isLoopbackHost(host))
    faults.push("METRICS_HOST is not loopback: set METRICS_TOKEN");
  return {
    host,
    port: port === undefined ? undefined : Number(port),
    token: token === undefined ? undefined : new Secret(token),
  };
}

function jwtConfig(values: SettingValues, environment: NodeJS.ProcessEnv, faults: string[]): JwtConfig {
  const [, count = "24", unit = "h"] = /^(\d+)([mhd])$/.exec(values.JWT_EXPIRATION ?? "24h") ?? [];
  const expirationMs = Number(count) * (UNIT_MS[unit] ?? 0);
  if (expirationMs > MOST_EXPIRATION_MS) faults.push("JWT_EXPIRATION must be at most 72h");
  for (const name of ["JWT_SECRET", "JWT_SECRET_PREVIOUS"] as const)
    if ((values[name]?.length ?? LEAST_SECRET_LENGTH) < LEAST_SECRET_LENGTH)
      faults.push(
        `${name} must have at least ${LEAST_SECRET_LENGTH} characters; openssl rand -base64 48 makes one`,
      );
  const secret = (text: string | undefined) => (text === undefined ? undefined : new Secret(text));
  return {
    algorithm: (values.JWT_ALGORITHM ?? "HS256") as JwtConfig["algorithm"],
    expirationMs,
    secret: secret(values.JWT_SECRET),
    previous: secret(values.JWT_SECRET_PREVIOUS),
    secretFile: fileOf(environment, "JWT_SECRET"),
  };
}

function tlsConfig(values: SettingValues, faults: string[]): TlsConfig | undefined {
  const { SSL_CERT_PATH: certPath, SSL_KEY_PATH: keyPath, SSL_CA_PATH: caPath } = values;
  for (const name of ["SSL_CERT_PATH", "SSL_KEY_PATH"] as const)
    if (!values[name]) faults.push(`${name} is not set, and HTTPS_ENABLED wants it`);
  if (!certPath || !keyPath) return undefined;
  checkCertificate(certPath, keyPath, faults);
  if (!areCiphers(values.SSL_CIPHERS)) faults.push("SSL_CIPHERS names no cipher that this program knows");
  if (caPath !== undefined && read(caPath) === undefined) faults.push("SSL_CA_PATH cannot be read");
  return {
    certPath,
    keyPath,
    caPath,
    ciphers: values.SSL_CIPHERS ?? "",
    minVersion: (values.SSL_MIN_VERSION ?? "TLSv1.2") as TlsConfig["minVersion"],
    preferServerCiphers: values.SSL_PREFER_SERVER_CIPHERS !== "false",
  };
}

function areCiphers(ciphers: string | undefined): boolean {
  try {
    createSecureContext(ciphers === undefined ? {} : { ciphers });
    return true;
  } catch {
    return false;
  }
}

/** A certificate that nobody would accept stops the start, not the first client. */
function checkCertificate(certPath: string, keyPath: string, faults: string[]): void {
  faults.push(...certificateFaults(certPath, keyPath, Date.now()));
}

/** What is wrong with the files of a certificate and its key at this time (ms since 1970). */
export function certificateFaults(certPath: string, keyPath: string, now: number): readonly string[] {
  const [cert, key] = [read(certPath), read(keyPath)];
  if (cert === undefined || key === undefined)
    return [
      ...(cert === undefined ? ["SSL_CERT_PATH cannot be read"] : []),
      ...(key === undefined ? ["SSL_KEY_PATH cannot be read"] : []),
    ];
  const fault = certificateFault(cert, key, now);
  return fault === undefined ? [] : [fault];
}

/** What is wrong with a certificate and its key at this time (ms since 1970); undefined = they fit. */
export function certificateFault(cert: string, key: string, now: number): string | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    return "SSL_CERT_PATH is no PEM certificate";
  }
  if (Date.parse(certificate.validTo) <= now) return "SSL_CERT_PATH has expired; renew the certificate";
  if (Date.parse(certificate.validFrom) > now) return "SSL_CERT_PATH is not valid yet; check the clock";
  try {
    return certificate.checkPrivateKey(createPrivateKey(key))
      ? undefined
      : "SSL_KEY_PATH is not the key of SSL_CERT_PATH";
  } catch {
    return "SSL_KEY_PATH is no PEM private key without a passphrase";
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
