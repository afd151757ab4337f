/** What the pages of a person ask of the home: who somebody is, what a grant opens. */

/** Who somebody is in Home Assistant; their name is foreign text. */
export type HassUser = {
  readonly id: string;
  readonly isAdmin: boolean;
  readonly isOwner: boolean;
  readonly name: string;
};

export type PersonRoad = {
  /** Where a browser is sent to log in. HASS_UNAVAILABLE. */
  loginPage(): Promise<LoginPage>;
  /**
   * Whose code it is; what came for it is thrown away before this resolves. HASS_UNAVAILABLE; HASS_REJECTED, whose
   * `denial` says why: `invalid_code`, `trusted_networks`, `user_gone`, `local_only`, `user_unchecked`.
   */
  loginWithCode(login: CodeLogin): Promise<HassUser>;
  /**
   * The grants that this user, as Home Assistant has them now, may hand out and that open something now, the owner's
   * first. HASS_UNAVAILABLE; HASS_REJECTED with `user_gone`, `user_unchecked`.
   */
  offersFor(user: HassUser): Promise<readonly OfferedGrant[]>;
  /** undefined = it is not among what `offersFor` has. Fails as that does. */
  preview(user: HassUser, grantId: string): Promise<PreviewedGrant | undefined>;
  /**
   * What a client has to ask for so that this user can pick a grant that has the tool, where the grant that was picked
   * has it not; undefined = nothing would help. HASS_UNAVAILABLE.
   */
  widerScope(userId: string, grantId: string, tool: string): Promise<string | undefined>;
  /** Without waiting for the home. */
  locale(): HomeLocale;
};

export type HomeLocale = {
  /** e.g. `en-GB`; undefined = it is not known yet. */
  readonly language: string | undefined;
  /** IANA name. */
  readonly timeZone: string;
};

export type LoginPage = {
  /** Without a trailing slash; undefined = nobody has said where a browser finds Home Assistant. */
  readonly browserUrl: string | undefined;
  /** Whether it takes a code challenge (S256): where it does not, it refuses a verifier. */
  readonly takesPkce: boolean;
};

export type CodeLogin = {
  readonly code: string;
  /** As it was when the code was asked for. */
  readonly clientId: string;
  readonly verifier?: string | undefined;
  /** Whether the browser is on this machine: who may log in from the home network alone may then. */
  readonly fromLoopback: boolean;
};

/** What a grant opens, as it is before it is looked at more closely. */
export type OfferedGrant = {
  readonly id: string;
  readonly name: string;
  readonly note?: string | undefined;
  /** SHA-256 of the grant and of what bounds it: another one = something was changed. */
  readonly digest: string;
  /** Milliseconds since 1970; undefined = it does not end. */
  readonly expiresAt?: number | undefined;
  /** Open at any hour that one of each list holds; none = always. */
  readonly hours: readonly OpenHours[];
  /** Types of what else holds: `pin`, `rate_limit` … */
  readonly restrictions: readonly string[];
  readonly capabilities: {
    readonly allowed: readonly string[];
    /** Only with the owner's yes. */
    readonly asking: readonly string[];
  };
  /** Locks, doors, alarms and the like; undefined = it controls nothing. */
  readonly physical: "deny" | "allow" | "confirm" | undefined;
  /** Things of the home that may be read now. */
  readonly readCount: number;
  /** Things of the home. */
  readonly homeCount: number;
};

/** Windows of the week: days as Monday = 0, times in seconds from midnight. `start` above `end` crosses it. */
export type OpenHours = {
  /** IANA name. */
  readonly timeZone: string;
  readonly windows: readonly {
    readonly days: readonly number[];
    readonly start: number;
    readonly end: number;
  }[];
};

/** The numbers and names of `hearthgate grants preview`. */
export type PreviewedGrant = OfferedGrant & {
  readonly reached: ReachedCounts;
  /** Every area, by name; things of no area stand last, under an empty name. */
  readonly areas: readonly PreviewedArea[];
};

export type ReachedCounts = {
  readonly entities: number;
  readonly read: number;
  readonly controlled: number;
  /** Only with the owner's yes. */
  readonly asks: number;
};

export type PreviewedArea = {
  readonly name: string;
  /** Things of the home that are in it. */
  readonly homeCount: number;
  readonly reached: ReachedCounts;
  /** Those that are reached. */
  readonly things: readonly PreviewedThing[];
};

export type PreviewedThing = {
  readonly name: string;
  readonly read: boolean;
  readonly controlled: boolean;
  readonly asks: boolean;
};
