/** Who is calling. */

import type { Access } from "../grant/model/access.ts";

export type Principal = {
  /** `local` for the process that started us, the Home Assistant user of a login or consent, else the id of the access token. */
  readonly id: string;
  /** The grant is looked up at every call: what the principal carries is its id alone. */
  readonly grantId: string;
  /**
   * Which credential proved it: `stdio` for the local process, the login chain, the consent, else the id of the access
   * token. It stays the same when a login or token is refreshed.
   */
  readonly credential: string;
  /** The login chain, where there is one. */
  readonly session?: string;
  /** Id of the JWT that came, where one came, and of the key that signed it. */
  readonly jwt?: string;
  readonly kid?: string;
  /** `client_id` of the OAuth client, and the scope of its token. */
  readonly client?: string;
  readonly scope?: string;
  /** Client address after proxies; absent over stdio. */
  readonly address?: string;
  /** `Origin` header. */
  readonly origin?: string;
  /** Path of the `Referer` header. */
  readonly path?: string;
  /** Of the HTTP request in which it came: the same that the log and the answer's X-Request-Id have. */
  readonly requestId?: string;
  /** What the credential, and those it was derived from, were narrowed to. */
  readonly attenuations?: readonly Access[];
  /** Milliseconds since 1970 until which the credential holds; absent = it does not end by itself. */
  readonly until?: number;
};
