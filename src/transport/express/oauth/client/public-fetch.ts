/** Reads a small JSON document at a URL that a stranger named, from nowhere but the internet. */

import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { isPublicAddress } from "../../../../core/address.ts";
import { isDomain, plainUrl } from "./plain-url.ts";

export type Fetched =
  /** `maxAgeMs`: how long its server lets others keep it, undefined = it does not say. */
  | { readonly text: string; readonly maxAgeMs: number | undefined }
  /** `passing`: it may be another time. */
  | { readonly fault: string; readonly passing: boolean };

/** Never rejects. */
export type PublicFetch = (url: string) => Promise<Fetched>;

export type Surroundings = {
  /** Every address of a name. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** Where an address is reached that has been looked at. */
  readonly reach: (address: string) => { readonly host: string; readonly port: number };
  /** Certificates to trust instead of the well-known ones, PEM. */
  readonly ca?: string;
};

const MOST_BYTES = 5 * 1024;
const WHOLE_MS = 3_000;
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i;
const HTTPS_PORT = 443;

const INTERNET: Surroundings = {
  resolve: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  reach: (host) => ({ host, port: HTTPS_PORT }),
};

/** https on port 443 at a domain, as it is written; nothing that only says which part of a page is meant, or who asks. */
export function isPublicUrl(text: string): boolean {
  const url = plainUrl(text);
  return url?.scheme === "https" && url.port === undefined && isDomain(url.host);
}

/**
 * The name is resolved once, each of its addresses must be public, and the connection goes to one of these: a name that
 * means something else a moment later leads nowhere. No redirects, at most 5 KiB, 3 seconds in all.
 */
export function openPublicFetch(around: Surroundings = INTERNET): PublicFetch {
  return async (url) => {
    if (!isPublicUrl(url)) return lasting("It is no https URL of a domain on port 443.");
    const deadline = startDeadline();
    try {
      const resolved = await Promise.race([addressOf(new URL(url).hostname, around), deadline.over]);
      if ("fault" in resolved) return resolved;
      return await Promise.race([
        read(new URL(url), resolved.address, around, deadline.signal),
        deadline.over,
      ]);
    } finally {
      deadline.end();
    }
  };
}

function startDeadline() {
  const abort = new AbortController();
  const { promise, resolve } = Promise.withResolvers<Fault>();
  const timer = setTimeout(() => resolve(passing(`It took more than ${WHOLE_MS / 1000} seconds.`)), WHOLE_MS);
  return {
    over: promise,
    signal: abort.signal,
    end() {
      clearTimeout(timer);
      abort.abort();
    },
  };
}

async function addressOf(
  name: string,
  { resolve }: Surroundings,
): Promise<{ readonly address: string } | Fault> {
  const found = await resolve(name).catch(() => []);
  // a network without IPv6 is more common than one without IPv4
  const [address] = found.toSorted((one, other) => Number(one.includes(":")) - Number(other.includes(":")));
  if (address === undefined) return passing("Its name has no address.");
  return found.every(isPublicAddress)
    ? { address }
    : lasting("Its name leads to an address that is not public.");
}

function read(url: URL, address: string, { reach, ca }: Surroundings, signal: AbortSignal): Promise<Fetched> {
  const { promise, resolve } = Promise.withResolvers<Fetched>();
  const asked = request({
    ...reach(address),
    servername: url.hostname,
    path: `${url.pathname}${url.search}`,
    headers: { Host: url.hostname, Accept: "application/json", "Accept-Encoding": "identity" },
    agent: false,
    // said aloud, since the environment could say otherwise
    rejectUnauthorized: true,
    signal,
    ...(ca === undefined ? {} : { ca }),
  });
  asked.on("error", () => resolve(passing("It could not be reached with a certificate that holds.")));
  asked.on("response", (response) => {
    const fault = headFault(response);
    if (fault === undefined) void body(response).then(resolve);
    else resolve(fault);
  });
  asked.end();
  return promise;
}

function headFault({ statusCode = 0, headers }: IncomingMessage): Fault | undefined {
  if (statusCode >= 500 || statusCode === 429) return passing(`It answered ${statusCode}.`);
  if (statusCode !== 200) return lasting(`It answered ${statusCode}, where only 200 counts.`);
  if (!JSON_TYPE.test(headers["content-type"] ?? "")) return lasting("It is no JSON by its content type.");
  if ((headers["content-encoding"] ?? "identity") !== "identity") return lasting("It came compressed.");
  return Number(headers["content-length"] ?? 0) > MOST_BYTES ? lasting(TOO_LARGE) : undefined;
}

const TOO_LARGE = `It has more than ${MOST_BYTES} bytes.`;

async function body(response: IncomingMessage): Promise<Fetched> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > MOST_BYTES) return lasting(TOO_LARGE);
      parts.push(part);
    }
  } catch {
    // what broke off is as good as not sent
    return passing("It broke off.");
  }
  if (!response.complete) return passing("It broke off.");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
    return { text, maxAgeMs: maxAgeOf(response.headers["cache-control"]) };
  } catch {
    // bytes of something else
    return lasting("It is no UTF-8.");
  }
}

function maxAgeOf(control = ""): number | undefined {
  if (/(?:^|,)\s*(?:no-store|no-cache)\b/i.test(control)) return 0;
  const seconds = /(?:^|,)\s*max-age\s*=\s*"?(\d{1,9})\b/i.exec(control)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

type Fault = { readonly fault: string; readonly passing: boolean };

function passing(fault: string): Fault {
  return { fault, passing: true };
}

function lasting(fault: string): Fault {
  return { fault, passing: false };
}
