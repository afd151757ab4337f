/** The clients that this server knows of: by their documents, or because they registered. */

import { randomBytes } from "node:crypto";
import type { Clock } from "../../../../core/clock.ts";
import { Failure } from "../../../../core/failure.ts";
import type { Store } from "../../../../store/store.ts";
import { type DocumentEar, isDocumentUrl, openClientDocuments } from "./client-documents.ts";
import { type MetadataFault, readRegistration } from "./client-metadata.ts";
import { openPublicFetch, type PublicFetch } from "./public-fetch.ts";
import {
  type RegisteredClients,
  type RegisteredMetadata,
  registeredClients,
  takeRegistration,
} from "./registration.ts";

/** `address`: of whoever asks. */
export type Clients = Pick<RegisteredClients, "used" | "remove" | "list"> & {
  /** Of a secret only its `secretHash`; `isSecret` compares. */
  find(id: string, address: string): Promise<RegisteredMetadata | undefined>;
  /** The answer of RFC 7591 section 3.2, with the secret, this once. */
  register(body: unknown, address: string): Promise<RegisteredMetadata | RefusedRegistration>;
};

/** In the words of RFC 7591, with the HTTP status. */
export type RefusedRegistration = {
  readonly status: 400 | 429 | 503;
  readonly error: MetadataFault["error"] | "temporarily_unavailable";
  readonly description: string;
  readonly retryAfterSeconds?: number;
};

export type ClientsParts = {
  readonly store: Store;
  readonly clock: Clock;
  /** From the internet unless told. */
  readonly fetch?: PublicFetch;
  readonly refused?: DocumentEar;
};

const ID_BYTES = 16;
const SECRET_BYTES = 32;

export function openClients({ store, clock, fetch = openPublicFetch(), refused }: ClientsParts): Clients {
  const documents = openClientDocuments({
    store,
    clock,
    fetch,
    ...(refused === undefined ? {} : { refused }),
  });
  const { find, add, used, remove, list } = registeredClients(store, clock);
  return {
    used,
    remove,
    list,
    find: (id, address) => (isDocumentUrl(id) ? documents.find(id, address) : find(id)),
    async register(body, address) {
      const read = readRegistration(body);
      if ("fault" in read) return { status: 400, ...worded(read.fault) };
      const now = clock.now();
      const waitS = await takeRegistration(store, address, now);
      if (waitS !== undefined) return later(429, "Too many clients registered from here in an hour.", waitS);
      const needsSecret = read.metadata.token_endpoint_auth_method !== "none";
      const metadata: RegisteredMetadata = {
        client_id: random(ID_BYTES),
        client_id_issued_at: Math.floor(now / 1_000),
        ...(needsSecret ? { client_secret: random(SECRET_BYTES), client_secret_expires_at: 0 } : {}),
        ...read.metadata,
      };
      try {
        await add(metadata, address);
      } catch (fault) {
        if (!(fault instanceof Failure && fault.code === "RATE_LIMITED")) throw fault;
        return later(503, fault.message);
      }
      return metadata;
    },
  };
}

function random(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}

function worded({ error, error_description: description }: MetadataFault) {
  return { error, description };
}

function later(status: 429 | 503, description: string, retryAfterSeconds?: number): RefusedRegistration {
  const refusal = { status, error: "temporarily_unavailable", description } as const;
  return retryAfterSeconds === undefined ? refusal : { ...refusal, retryAfterSeconds };
}
