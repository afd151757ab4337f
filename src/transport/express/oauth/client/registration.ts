/** Clients that registered themselves (RFC 7591): who may, and how long they are kept. */

import { createHash, timingSafeEqual } from "node:crypto";
import { customerOf } from "../../../../core/address.ts";
import type { Clock } from "../../../../core/clock.ts";
import { Failure } from "../../../../core/failure.ts";
import { storeKey, storePrefix } from "../../../../store/namespaces.ts";
import type { Entry, Store } from "../../../../store/store.ts";
import { type AddressLimit, takeFrom } from "./address-limit.ts";
import type { ClientMetadata } from "./client-metadata.ts";

/** What the authorization server goes by; instants of OAuth in seconds, `client_secret` only its `secretHash`. */
export type RegisteredMetadata = ClientMetadata & {
  readonly client_id: string;
  readonly client_id_issued_at?: number;
  readonly client_secret?: string;
  readonly client_secret_expires_at?: number;
};

/** Instants are milliseconds since 1970. */
export type RegisteredClient = {
  readonly metadata: RegisteredMetadata;
  /** Where it registered from. */
  readonly address: string;
  readonly addedAt: number;
  /** undefined = nobody has allowed it anything yet. */
  readonly usedAt: number | undefined;
};

export type RegisteredClients = {
  find(id: string): Promise<RegisteredMetadata | undefined>;
  /** With the secret as it was given out; RATE_LIMITED when there are a thousand that are in use. */
  add(metadata: RegisteredMetadata, address: string): Promise<void>;
  /** Somebody allowed it something, or it came back for more; written at most once a day. */
  used(id: string): Promise<void>;
  /** True if it was there. */
  remove(id: string): Promise<boolean>;
  list(): Promise<readonly RegisteredClient[]>;
};

const LIMIT: AddressLimit = { name: "client_registration", each: 20 };
const DAY_MS = 86_400_000;
const UNUSED_MS = DAY_MS;
const WRITTEN_EVERY_MS = DAY_MS;
/** From the use that was written: one within the day after it was not. */
const IDLE_MS = 180 * DAY_MS + WRITTEN_EVERY_MS;
const MOST_CLIENTS = 1_000;
const HASHED = "sha256:";

/** Seconds to wait; undefined = it may register, and that was counted. */
export function takeRegistration(store: Store, address: string, now: number): Promise<number | undefined> {
  return takeFrom(store, LIMIT, { address, now });
}

/** What is kept of a secret; it is long and random, so that nothing slow is needed. */
export function secretHash(secret: string): string {
  return HASHED + createHash("sha256").update(secret).digest("hex");
}

/** Whether what a client shows is the secret whose hash was kept. What was kept is itself no secret that passes. */
export function isSecret(shown: string, kept: string): boolean {
  const [one, other] = [Buffer.from(secretHash(shown)), Buffer.from(kept)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * One that nobody has allowed anything is forgotten after a day, one in use after 180 days without use. When a thousand
 * are there the oldest that is not in use makes room, of whoever registered most: a flood pushes out its own.
 */
export function registeredClients(store: Store, clock: Clock): RegisteredClients {
  const keyOf = (id: string) => storeKey("oauth_client", id);
  const list = async () => (await store.list(storePrefix("oauth_client"))).map(clientOf);
  const remove = (id: string) => store.remove(keyOf(id), "acknowledged");
  return {
    list,
    remove,
    async find(id) {
      const entry = await store.get(keyOf(id));
      return entry && clientOf(entry).metadata;
    },
    async add(metadata, address) {
      const others = await list();
      const over = others.length - (MOST_CLIENTS - 1);
      const unused = others.filter(({ usedAt }) => usedAt === undefined);
      if (over > unused.length)
        throw new Failure("RATE_LIMITED", "As many clients as there may be are in use.", {
          hint: "hearthgate tokens revoke --client ID ends one.",
        });
      for (const { metadata: old } of leaving(unused, over)) await remove(old.client_id);
      const now = clock.now();
      const row = { metadata: kept(metadata), address, addedAt: now };
      const put = { durability: "acknowledged", expiresAt: now + UNUSED_MS } as const;
      const version = await store.putIfUnchanged(keyOf(metadata.client_id), "absent", row, put);
      if (version === undefined) throw new Failure("DEFECT", "A client of this id is there already.");
    },
    async used(id) {
      const now = clock.now();
      const entry = await store.get(keyOf(id));
      if (entry === undefined || now - (clientOf(entry).usedAt ?? 0) < WRITTEN_EVERY_MS) return;
      // where another was faster it wrote the same
      await store.putIfUnchanged(
        entry.key as ReturnType<typeof keyOf>,
        entry.version,
        { ...(entry.value as object), usedAt: now },
        { durability: "acknowledged", expiresAt: now + IDLE_MS },
      );
    },
  };
}

/** So many of those that are not in use. */
function leaving(unused: readonly RegisteredClient[], count: number): readonly RegisteredClient[] {
  const byCustomer = new Map<string, RegisteredClient[]>();
  for (const client of unused.toSorted(byAge)) {
    const customer = customerOf(client.address);
    byCustomer.set(customer, [...(byCustomer.get(customer) ?? []), client]);
  }
  const left = [...byCustomer.values()];
  const gone: RegisteredClient[] = [];
  while (gone.length < count) {
    const most = left.toSorted((one, other) => other.length - one.length)[0];
    const oldest = most?.shift();
    if (oldest === undefined) break;
    gone.push(oldest);
  }
  return gone;
}

function byAge(one: RegisteredClient, other: RegisteredClient): number {
  return one.addedAt - other.addedAt;
}

/** What these lines wrote. */
function clientOf({ value }: Entry): RegisteredClient {
  return value as unknown as RegisteredClient;
}

/** Only what is gone by: what a library adds of its own it adds again. */
function kept(metadata: RegisteredMetadata) {
  const { client_id, client_name, application_type, redirect_uris, token_endpoint_auth_method } = metadata;
  const { client_id_issued_at, client_secret, client_secret_expires_at } = metadata;
  return {
    client_id,
    ...(client_name === undefined ? {} : { client_name }),
    application_type,
    redirect_uris: [...redirect_uris],
    grant_types: [...metadata.grant_types],
    response_types: [...metadata.response_types],
    token_endpoint_auth_method,
    ...(client_id_issued_at === undefined ? {} : { client_id_issued_at }),
    ...(client_secret === undefined ? {} : { client_secret: secretHash(client_secret) }),
    ...(client_secret_expires_at === undefined ? {} : { client_secret_expires_at }),
  };
}
