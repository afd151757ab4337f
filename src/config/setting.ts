/** The shape of one setting. */

export type SettingKind =
  | {
      readonly kind:
        | "url"
        | "text"
        | "path"
        /** What a socket can be bound to: an address, or a name of one. */
        | "host"
        | "boolean"
        | "secret"
        /** Whole number from 1. */
        | "count"
        /** 0 to 65535; 0 = any that is free. */
        | "port"
        /** A whole number and m, h or d. */
        | "duration"
        /** Texts between commas. */
        | "list"
        /** Addresses or blocks of addresses between commas. */
        | "networks"
        /** Origins (scheme://host[:port]) between commas, or `*`. */
        | "origins"
        /** sqlite, memory, or the address of a Redis, which may hold a password. */
        | "store";
    }
  | { readonly kind: "choice"; readonly options: readonly string[] };

export type Setting = SettingKind & {
  readonly aliases?: readonly string[];
  /** As it would be written in the environment; undefined = unset. */
  readonly default?: string;
  /** Set but blank is a fault: its default opens more than what somebody meant to write. */
  readonly neverBlank?: boolean;
  readonly help: string;
};
