/** What a door is handed: the road, and for each caller the part of it that the caller may walk. */

import type { Secret } from "../core/secret.ts";
import type { FollowInput, Heard } from "../home/follow/hearing.ts";
import type { Answer, CallContext } from "../registry/answer.ts";
import type { ServedTool } from "../registry/served.ts";
import type { Principal } from "../security/identity/principal.ts";
import type { HassUser, PersonRoad } from "./person-road.ts";

/** A door authenticates whoever comes, and needs nothing else. */
export type Road = {
  doorFor(principal: Principal): Door;
  state(): { readonly connected: boolean };
  /** Logs in at Home Assistant to learn whose token it is; the token is kept nowhere. HASS_REJECTED, HASS_UNAVAILABLE. */
  login(token: Secret): Promise<HassUser>;
  /** For the pages on which a person says yes or no. */
  readonly person: PersonRoad;
  /** Ends the connection to Home Assistant, then the audit: what still runs gets its last line. */
  close(): Promise<void>;
};

/** What one caller is offered. */
export type Door = {
  readonly version: string;
  /** The tools of this caller's grant, in catalogue order. */
  tools(): Promise<readonly ServedTool[]>;
  /** Heard within about a second of a change of the list; the returned function ends it. */
  onToolsChanged(listener: () => void): () => void;
  /** Whether the person at the host may say the owner's yes for this caller. */
  hostAnswers(): Promise<boolean>;
  /** Follows what a resource shows; any Failure. The returned function ends it. */
  follow(input: FollowInput, heard: Heard, context: CallContext): Promise<() => void>;
  /** Any Failure. */
  call(name: string, args: unknown, context: CallContext): Promise<Answer>;
};
