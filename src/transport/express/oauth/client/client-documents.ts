/** Clients whose id is the URL of a document about them (draft-ietf-oauth-client-id-metadata-document-02). */

import type { Clock } from "../../../../core/clock.ts";
import { isJsonObject } from "../../../../core/json.ts";
import { shapeFault } from "../../../../core/json-shape.ts";
import type { Store } from "../../../../store/store.ts";
import { type AddressLimit, takeFrom } from "./address-limit.ts";
import { type ClientMetadata, readDocument } from "./client-metadata.ts";
import { plainUrl } from "./plain-url.ts";
import { isPublicUrl, type PublicFetch } from "./public-fetch.ts";

export type DocumentClient = ClientMetadata & { readonly client_id: string };

export type ClientDocuments = {
  /** `address`: of whoever makes us look. undefined = there is no such client, or nobody can say now. */
  find(url: string, address: string): Promise<DocumentClient | undefined>;
};

/** Hears why a document was not taken, for the log; the sentence is ours, the URL a stranger's. */
export type DocumentEar = (url: string, why: string) => void;

export type DocumentParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly fetch: PublicFetch;
  readonly refused?: DocumentEar;
};

const LIMIT: AddressLimit = { name: "client_document", each: 20, all: 200 };
const DAY_MS = 86_400_000;
const REFUSED_MS = 5 * 60_000;
/** One authorization looks several times. */
const LEAST_MS = 60_000;
const MOST_KEPT = 200;

/** `until`: milliseconds since 1970. */
type Known = { readonly client: DocumentClient | undefined; readonly until: number };
/** undefined = not looked at, because too much was. */
type Read = { readonly known: Known; readonly passing: boolean } | undefined;

/** A https URL of a domain with a path, without a query: which the draft advises against, and which would be endless. */
export function isDocumentUrl(id: string): boolean {
  const url = plainUrl(id);
  return isPublicUrl(id) && url?.query === undefined && url?.rest !== "";
}

/**
 * In memory, for a day or what the document's server allows, refusals for five minutes; one fetch at a time for a URL.
 * Where a document cannot be had again, what it said stands for another day: a client is not logged out because its
 * site is down.
 */
export function openClientDocuments(parts: DocumentParts): ClientDocuments {
  const found = boundedMap<Known>();
  const refused = boundedMap<Known>();
  const flights = new Map<string, Promise<Read>>();

  const keep = (url: string, read: Read): DocumentClient | undefined => {
    const before = found.get(url);
    if (read?.known.client) {
      refused.delete(url);
      found.set(url, read.known);
      return read.known.client;
    }
    const stands = read === undefined || read.passing;
    if (!stands) found.delete(url);
    if (read) refused.set(url, read.known);
    return stands && before && parts.clock.now() < before.until + DAY_MS ? before.client : undefined;
  };

  return {
    async find(url, address) {
      if (!isDocumentUrl(url)) return undefined;
      const now = parts.clock.now();
      const [known, denied] = [found.get(url), refused.get(url)];
      if (known && now < known.until) return known.client;
      if (denied && now < denied.until) return known && now < known.until + DAY_MS ? known.client : undefined;
      const flight = flights.get(url) ?? fetchOnce(parts, url, address);
      flights.set(url, flight);
      try {
        return keep(url, await flight);
      } finally {
        if (flights.get(url) === flight) flights.delete(url);
      }
    },
  };
}

async function fetchOnce(
  { store, clock, fetch, refused }: DocumentParts,
  url: string,
  address: string,
): Promise<Read> {
  const now = clock.now();
  const waitS = await takeFrom(store, LIMIT, { address, now });
  if (waitS !== undefined) {
    refused?.(url, "Too many documents were asked for in an hour.");
    return undefined;
  }
  const fetched = await fetch(url);
  const read = "fault" in fetched ? fetched : clientIn(fetched.text, url);
  if ("client" in read) {
    const agedMs = "maxAgeMs" in fetched ? (fetched.maxAgeMs ?? DAY_MS) : DAY_MS;
    const until = now + Math.min(DAY_MS, Math.max(LEAST_MS, agedMs));
    return { known: { client: read.client, until }, passing: false };
  }
  refused?.(url, read.fault);
  const passing = "fault" in fetched && fetched.passing;
  return { known: { client: undefined, until: now + REFUSED_MS }, passing };
}

function clientIn(
  text: string,
  url: string,
): { readonly client: DocumentClient } | { readonly fault: string } {
  const document = parsed(text);
  if (document === undefined) return { fault: "It is no JSON object, or one that nobody could have meant." };
  if (document["client_id"] !== url) return { fault: "Its client_id is not its own URL." };
  const read = readDocument(document, new URL(url).hostname);
  if ("fault" in read) return { fault: read.fault.error_description };
  return { client: { client_id: url, ...read.metadata } };
}

function parsed(text: string) {
  if (shapeFault(text) !== undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // the caller says so
    return undefined;
  }
}

/** What was put in first leaves first. */
function boundedMap<Value>() {
  const entries = new Map<string, Value>();
  return {
    get: (key: string) => entries.get(key),
    delete: (key: string) => entries.delete(key),
    set(key: string, value: Value): void {
      entries.delete(key);
      const oldest = entries.size >= MOST_KEPT ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(key, value);
    },
  };
}
