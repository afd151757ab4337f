/** Where a client may have people sent back to. */

import { isDomain, LONGEST_URL, plainUrl } from "./plain-url.ts";

/** What each rests on: `loopback` the person's own computer, `private` an app there, `web` a site. */
export type RedirectKind = "loopback" | "private" | "web";

/** In their one spelling: any app may claim a scheme, so that none is opened as such. */
const PRIVATE_REDIRECTS: ReadonlySet<string> = new Set(["cursor://anysphere.cursor-mcp/oauth/callback"]);
const LOOPBACKS: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** Domains of one owner; a client of one may send people to the other. */
const SAME_OWNER: readonly (readonly string[])[] = [["claude.ai", "claude.com"]];

/** undefined = nobody may be sent there. */
export function redirectKind(uri: string): RedirectKind | undefined {
  if (PRIVATE_REDIRECTS.has(uri)) return "private";
  const url = plainUrl(uri);
  if (url === undefined) return undefined;
  if (url.scheme === "http") return LOOPBACKS.has(url.host) ? "loopback" : undefined;
  return isDomain(url.host) ? "web" : undefined;
}

/** What is wrong with it, one sentence that repeats nothing of it. `domain`: of the client's metadata document. */
export function redirectFault(uri: string, domain?: string): string | undefined {
  if (uri.length > LONGEST_URL) return `A redirect URI has at most ${LONGEST_URL} characters.`;
  const kind = redirectKind(uri);
  if (kind === undefined) return faultOf(uri);
  if (kind !== "web" || domain === undefined) return undefined;
  return isSameSite(new URL(uri).hostname, domain)
    ? undefined
    : "A redirect URI of a metadata document is of the document's own domain.";
}

function faultOf(uri: string): string {
  if (uri.includes("#")) return "A redirect URI has no fragment.";
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?]*@/i.test(uri)) return "A redirect URI has no user or password.";
  if (!/^https?:/i.test(uri))
    return `A redirect URI is https, http to this computer (localhost, 127.0.0.1, [::1]), or one of: ${[...PRIVATE_REDIRECTS].join(", ")}.`;
  const url = plainUrl(uri);
  if (url === undefined)
    return "A redirect URI is written as it is read: lower case host, no default port, no dot segments, nothing that needs encoding.";
  return url.scheme === "http"
    ? "A redirect URI that is http goes to localhost, 127.0.0.1 or [::1]."
    : "A redirect URI that is https has the name of a domain, no address.";
}

function isSameSite(host: string, domain: string): boolean {
  const domains = SAME_OWNER.find((owned) => owned.some((own) => isBelow(domain, own))) ?? [domain];
  return domains.some((own) => isBelow(host, own));
}

function isBelow(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Byte for byte; on the person's own computer the port may be any, since it is free only when it is asked for (RFC 8252 section 7.3). */
export function redirectMatches(registered: string, presented: string): boolean {
  const kind = redirectKind(presented);
  if (kind === undefined || redirectKind(registered) !== kind) return false;
  if (registered === presented) return true;
  if (kind !== "loopback") return false;
  const [one, other] = [plainUrl(registered), plainUrl(presented)];
  return one !== undefined && other !== undefined && one.host === other.host && one.rest === other.rest;
}
