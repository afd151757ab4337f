/** A question to the owner, as the store keeps it. */

export type Approval = {
  readonly id: string;
  readonly grant: string;
  readonly grant_name: string;
  readonly credential: string;
  readonly tool: string;
  /** What the owner is shown: ours, with names of the home quoted, last. */
  readonly summary: string;
  /** What the call carries beside its targets: the caller's words, fenced, without secrets; absent = nothing. */
  readonly carried?: string;
  /** What was asked for, in the caller's own words: all that the caller is shown. */
  readonly asked: string;
  /** Hash of what the owner was shown: a yes holds for that alone. */
  readonly shown: string;
  /** Hash of the grant as it was. */
  readonly grant_hash: string;
  /** What "allow for some minutes" would be kept under; absent = only single uses are offered. */
  readonly wide?: string;
  /** What a no is kept under, where `wide` is absent. */
  readonly no_under?: string;
  /** The service and the entities that want the yes; absent = it is for no entity. */
  readonly stake?: Stake;
  readonly state: "open" | "approved" | "denied";
  /** A yes for a while, for every call of this service on these targets. */
  readonly lasting?: boolean;
  /** SHA-256 of the nonce that left in the notification; absent = none did. */
  readonly nonce_hash?: string;
  /** Milliseconds since 1970, as all instants here. */
  readonly requested_at: number;
  /** No answer counts and no yes runs after it. */
  readonly expires_at: number;
  readonly decided_at?: number;
  readonly decided_by?: string;
};

export type Stake = { readonly service: string; readonly entities: readonly string[] };

/** So long a no is remembered, and what ended can still be told. */
export const REMEMBERED_MS = 10 * 60_000;

/** Open questions of one grant. */
export const MOST_OPEN = 20;

/** "Allow for some minutes", at most. */
export const MOST_MINUTES = 24 * 60;
