/** Which Host and Origin may come: what a page of a stranger cannot send. */

import { isIP } from "node:net";

export type HostRules = {
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly corsOrigins: readonly string[];
};

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

export type Hosts = {
  /** `Host`, or the authority of an absolute-form URI (RFC 9112 section 3.2.2); absent = refused. */
  allowsHost(authority: string | undefined): boolean;
  /** No Origin passes; a page's must be one of ours or of CORS_ORIGINS. */
  allowsOrigin(origin: string | undefined): boolean;
};

export function hostsFor({ host, publicUrl, allowedHosts, corsOrigins }: HostRules): Hosts {
  const names = new Set(LOOPBACK_NAMES);
  const unspecified = host === "0.0.0.0" || host === "::";
  if (!unspecified) names.add(isIP(host) === 6 ? `[${host}]` : host.toLowerCase());
  for (const allowed of allowedHosts) names.add(nameOf(allowed));
  names.delete("");
  const origins = new Set(corsOrigins.map((origin) => origin.toLowerCase()));
  if (publicUrl !== undefined) {
    const url = new URL(publicUrl);
    names.add(url.hostname);
    origins.add(url.origin);
  }
  return {
    allowsHost: (authority) => authority !== undefined && names.has(nameOf(authority)),
    allowsOrigin(origin) {
      if (origin === undefined) return true;
      if (origins.has("*") || origins.has(origin.toLowerCase())) return true;
      return URL.canParse(origin) && LOOPBACK_NAMES.includes(new URL(origin).hostname);
    },
  };
}

/** Without the port, in lower case; what is no authority names nobody. */
function nameOf(authority: string): string {
  return /^(\[[\da-f:.]+\]|[^\s:@/\\?#]+)(?::\d{1,5})?$/i.exec(authority.trim())?.[1]?.toLowerCase() ?? "";
}
