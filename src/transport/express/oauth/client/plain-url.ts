/** URLs of strangers that every reader reads alike. */

import { isIP } from "node:net";

export type PlainUrl = {
  readonly scheme: "http" | "https";
  /** As it is written: a name in lower case and punycode, or an address. */
  readonly host: string;
  readonly port: string | undefined;
  /** Path and query as written; empty where there is none. */
  readonly rest: string;
  readonly query: string | undefined;
};

export const LONGEST_URL = 1_000;

// RFC 3986 without userinfo, fragment and what only some readers take (backslashes, spaces, other scripts)
const FORM =
  /^(https?):\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::([1-9][0-9]{0,4}))?((?:\/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?)(?:\?((?:[\w.~!$&()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*))?$/;
/** Signs that mean something else once somebody decodes them. */
const DISGUISED = /%(?:[01][0-9a-f]|7f|2e|2f|5c)/i;
const DISGUISED_IN_QUERY = /%(?:[01][0-9a-f]|7f)/i;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LAST_LABEL = /^[a-z]/;
const LONGEST_NAME = 253;

/** undefined = another spelling than the one that it is read as, or nothing that can be read in one way only. */
export function plainUrl(text: string): PlainUrl | undefined {
  if (text.length > LONGEST_URL) return undefined;
  const [, scheme, host = "", port, path = "", query] = FORM.exec(text) ?? [];
  if (scheme !== "http" && scheme !== "https") return undefined;
  if (DISGUISED.test(path) || DISGUISED_IN_QUERY.test(query ?? "")) return undefined;
  const href = URL.canParse(text) ? new URL(text).href : undefined;
  const whole = path === "" && query === undefined ? `${text}/` : text;
  if (href !== whole) return undefined;
  return { scheme, host, port, rest: query === undefined ? path : `${path}?${query}`, query };
}

/** A name with a dot in it, as DNS has them; no address, no name of a local network without a domain. */
export function isDomain(host: string): boolean {
  const labels = host.split(".");
  if (isIP(host) !== 0 || labels.length < 2 || host.length > LONGEST_NAME) return false;
  return labels.every((label) => LABEL.test(label)) && LAST_LABEL.test(labels.at(-1) ?? "");
}
