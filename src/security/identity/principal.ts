/** Who is calling. */

import type { Grant } from "../grant/model/grant.ts";

export type Principal = {
  readonly grant: Grant;
  /** Which credential proved it: `stdio` for the local process, else the credential's id. */
  readonly credential: string;
  /** Client address; undefined over stdio. */
  readonly address: string | undefined;
};
