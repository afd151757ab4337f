/** What a caller asks for, before anything is trusted. */

import type { Access } from "./access.ts";
import type { Capability } from "./grant.ts";

/** What is known of the caller besides the grant. */
export type Caller = {
  /** Client address after proxies; absent over stdio. */
  readonly address?: string;
  /** `Origin` header. */
  readonly origin?: string;
  /** Path of the `Referer` header. */
  readonly path?: string;
  /** What the credential, and those it was derived from, were narrowed to. */
  readonly attenuations?: readonly Access[];
  /** How many calls travel in the same tool call; the burst is at least that large. */
  readonly batch?: number;
  readonly pin?: string | number;
  readonly pins?: Readonly<Record<string, string | number>>;
};

/** `target` and `data` are taken as they came; ids may be lists, comma-separated, or `all`. */
export type CallRequest = Caller & {
  readonly operation: "call_service";
  /** `domain.service` */
  readonly service: string;
  readonly target?: unknown;
  readonly data?: unknown;
};

/** Entity ids, `domain.*` or `*`; the wildcards stand for what may be read. */
export type ReadRequest = Caller & {
  readonly operation: "read" | "subscribe" | "history" | "camera";
  readonly entity_ids: unknown;
  /** A push on an open subscription: restrictions that count or ask are left out, they ran at the request. */
  readonly delivery?: boolean;
};

export type CapabilityRequest = Caller & {
  readonly operation: "capability";
  readonly capability: Capability;
};

export type Request = CallRequest | ReadRequest | CapabilityRequest;
export type Operation = Request["operation"];
