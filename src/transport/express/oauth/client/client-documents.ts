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

type FoundDocument = DocumentClient | "unreachable" | undefined;

export type ClientDocuments = {
  /** `address`: of whoever makes us look. undefined = there is no such client; `unreachable`: nobody can say now. */
  find(url: string, address: string): Promise<FoundDocument>;
};

/** Hears why a document was not taken, for the log; the sentence is ours, the URL a stranger's. */
export type DocumentEar = (url: string, why: string) => void;

export type DocumentParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly fetch: PublicFetch;
  readonly refused?: DocumentEar;
  /** Whether a person has allowed this client anything: then strangers who ask for others do not keep it waiting. */
  readonly allowed?: (url: string) => Promise<boolean>;
};

const LIMIT: AddressLimit = { name: "client_document", each: 20, all: 200 };
const DAY_MS = 86_400_000;
const REFUSED_MS = 5 * 60_000;
/** One authorization looks several times. */
const LEAST_MS = 60_000;
const MOST_KEPT = 200;

/** `until`: milliseconds since 1970. */
type Known = { readonly client: FoundDocument; readonly until: number };

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
  const flights = new Map<string, Promise<Known>>();

  const keep = (url: string, read: Known): void => {
    if (typeof read.client === "object") {
      refused.delete(url);
      found.set(url, read);
      return;
    }
    if (read.client === undefined) found.delete(url);
    refused.set(url, read);
  };
  /** What is known now; a document that cannot be had again stands for another day. */
  const standing = (url: string, now: number): FoundDocument => {
    const known = found.get(url);
    return known && now < known.until + DAY_MS ? known.client : refused.get(url)?.client;
  };

  return {
    async find(url, address) {
      if (!isDocumentUrl(url)) return undefined;
      const now = parts.clock.now();
      const isFresh = [found.get(url), refused.get(url)].some((known) => known && now < known.until);
      if (isFresh) return standing(url, now);
      const flight = flights.get(url) ?? fetchOnce(parts, url, address);
      flights.set(url, flight);
      try {
        keep(url, await flight);
      } finally {
        if (flights.get(url) === flight) flights.delete(url);
      }
      return standing(url, now);
    },
  };
}

async function fetchOnce(
  { store, clock, fetch, refused, allowed }: DocumentParts,
  url: string,
  address: string,
): Promise<Known> {
  const now = clock.now();
  const isAllowed = (await allowed?.(url)) === true;
  const waitS = isAllowed ? undefined : await takeFrom(store, LIMIT, { address, now });
  if (waitS !== undefined) {
    refused?.(url, "Too many documents were asked for in an hour.");
    // another address may ask
    return { client: "unreachable", until: now };
  }
  const fetched = await fetch(url);
  const read = "fault" in fetched ? fetched : clientIn(fetched.text, url);
  if ("client" in read) {
    const agedMs = "maxAgeMs" in fetched ? (fetched.maxAgeMs ?? DAY_MS) : DAY_MS;
    return { client: read.client, until: now + Math.min(DAY_MS, Math.max(LEAST_MS, agedMs)) };
  }
  refused?.(url, read.fault);
  const isPassing = "fault" in fetched && fetched.passing;
  return { client: isPassing ? "unreachable" : undefined, until: now + REFUSED_MS };
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
