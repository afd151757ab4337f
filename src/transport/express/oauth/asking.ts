/** What a client asks a person for, from its coming to the person's answer. */

import type { Request } from "express";
import type { Exchange } from "../../http/exchange.ts";
import type { HassUser } from "../../person-road.ts";

export type Asking = {
  /** In the path of its pages; of use only in the browser that began it. */
  readonly uid: string;
  readonly client: AskingClient;
  /** Where the answer goes, as it was registered or with another port of loopback. */
  readonly redirectUri: string;
  /** Milliseconds since 1970; whoever answers later is asked to begin anew. */
  readonly expiresAt: number;
};

export type AskingClient = {
  readonly id: string;
  /** Host of its metadata document, in punycode; absent for one that registered itself. */
  readonly domain?: string | undefined;
  /** The name that it gave itself, which nobody has checked. */
  readonly name?: string | undefined;
};

/** What the person said yes to. `until`: milliseconds since 1970, the person's own expiry; absent = the grant's. */
export type Allowed = {
  readonly user: HassUser;
  readonly grantId: string;
  readonly until?: number | undefined;
};

/** One answer ends an asking: whoever comes a second time finds none. */
export type Askings = {
  /** undefined = there is none, it is over, or another browser began it. */
  find(request: Request, response: Exchange): Promise<Asking | undefined>;
  /**
   * The URL on our own origin at which the browser goes on, to the client's redirect URI. undefined = this person may not
   * have the grant, or it opens nothing now.
   */
  allow(request: Request, response: Exchange, allowed: Allowed): Promise<string | undefined>;
  /** As `allow`; the client hears access_denied. */
  deny(request: Request, response: Exchange): Promise<string>;
};
