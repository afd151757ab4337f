/** Who is calling. */

import type { Access } from "../grant/model/access.ts";

export type Principal = {
  /** `local` for the process that started us, else whoever holds the credential. */
  readonly id: string;
  /** The grant is looked up at every call: what the principal carries is its id alone. */
  readonly grantId: string;
  /** Which credential proved it: `stdio` for the local process, else the credential's id. */
  readonly credential: string;
  /** The session or login chain, where there is one. */
  readonly session?: string;
  /** Client address after proxies; absent over stdio. */
  readonly address?: string;
  /** `Origin` header. */
  readonly origin?: string;
  /** Path of the `Referer` header. */
  readonly path?: string;
  /** What the credential, and those it was derived from, were narrowed to. */
  readonly attenuations?: readonly Access[];
  /** Milliseconds since 1970 until which the credential holds. */
  readonly until?: number;
};
