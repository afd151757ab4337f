/** The clients that may ask a person: those with a metadata document, those that registered themselves. */

import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import type { Clock } from "../../../core/clock.ts";
import { Failure } from "../../../core/failure.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { Store } from "../../../store/store.ts";
import { type AddressLimit, isKnownAddress, takeFrom } from "./client/address-limit.ts";
import { isDocumentUrl, openClientDocuments } from "./client/client-documents.ts";
import { readRegistration } from "./client/client-metadata.ts";
import { openPublicFetch, type PublicFetch } from "./client/public-fetch.ts";
import { registeredClients, takeRegistration } from "./client/registration.ts";

export type Clients = {
  /** undefined = there is none of that id; `unreachable`: nobody can say now. */
  find(id: string): Promise<JsonObject | "unreachable" | undefined>;
  /** What it was registered as, `client_id` and secret included; any refusal is a RegistrationFault. */
  register(body: JsonObject, address: string): Promise<JsonObject | RegistrationFault>;
  /** Counts a question to a person, whose row waits for ten minutes; seconds to wait where there are too many. */
  mayAsk(address: string): Promise<number | undefined>;
  /** It was given a token. */
  used(id: string): Promise<void>;
  /** While `work` runs, documents are fetched on account of this address. */
  askedFrom<Result>(address: string, work: () => Result): Result;
};

/** RFC 7591 section 3.2.2. */
export type RegistrationFault = {
  readonly status: 400 | 429 | 503;
  readonly error: string;
  readonly error_description: string;
  readonly retryAfterSeconds?: number;
};

export type ClientsParts = {
  readonly store: Store;
  readonly clock: Clock;
  /** Why a document was not taken. */
  readonly onRefused: (url: string, why: string) => void;
  readonly fetch?: PublicFetch | undefined;
  /** Whether a person has allowed this client anything. */
  readonly allowed?: (id: string) => Promise<boolean>;
};

const ASKINGS: AddressLimit = { name: "asking", each: 200, all: 10_000 };

export function openClients({ store, clock, onRefused, ...parts }: ClientsParts): Clients {
  const { fetch = openPublicFetch(), allowed = async () => false } = parts;
  const documents = openClientDocuments({ store, clock, fetch, refused: onRefused, allowed });
  const registered = registeredClients(store, clock);
  const addresses = new AsyncLocalStorage<string>();
  return {
    find: (id) =>
      isDocumentUrl(id) ? documents.find(id, addresses.getStore() ?? "127.0.0.1") : registered.find(id),
    async register(body, address) {
      const read = readRegistration(body);
      if ("fault" in read) return { status: 400, ...read.fault };
      const wait = await takeRegistration(store, address, clock.now());
      if (wait !== undefined) return crowded(wait);
      const { metadata } = read;
      const client = {
        ...metadata,
        client_id: randomBytes(16).toString("hex"),
        client_id_issued_at: Math.floor(clock.now() / 1_000),
        ...(metadata.token_endpoint_auth_method === "none"
          ? {}
          : { client_secret: randomBytes(32).toString("base64url"), client_secret_expires_at: 0 }),
      };
      try {
        await registered.add(client, address);
      } catch (fault) {
        if (fault instanceof Failure && fault.code === "RATE_LIMITED") return crowded(3_600);
        throw fault;
      }
      return client;
    },
    async mayAsk(address) {
      const { name, each } = ASKINGS;
      const limit = (await isKnownAddress(store, address)) ? { name, each } : ASKINGS;
      return takeFrom(store, limit, { address, now: clock.now() });
    },
    async used(id) {
      if (!isDocumentUrl(id)) await registered.used(id);
    },
    askedFrom: (address, work) => addresses.run(address, work),
  };
}

function crowded(retryAfterSeconds: number): RegistrationFault {
  return {
    status: 429,
    error: "temporarily_unavailable",
    error_description: "Too many clients have registered lately; try again later.",
    retryAfterSeconds,
  };
}
