/** The names under which state is kept. */

import { createHash } from "node:crypto";
import { Failure } from "../core/failure.ts";

type NamespaceRule = {
  /** `entry`: put and read · `once`: taken · `counter`: counted. */
  readonly rows: "entry" | "once" | "counter";
  /** Where strangers cause rows. `refuse` keeps what is there; `forget` drops what would end soonest. */
  readonly bound?: { readonly maxRows: number; readonly whenFull: "refuse" | "forget" };
};

/** Closed: whoever keeps something new adds a line. A key is `namespace:part:part`; see `storeKey`. */
export const NAMESPACES = {
  /** Access tokens, by token id. */
  credential: { rows: "entry" },
  /** Logins with a Home Assistant token, by login chain. */
  login: { rows: "entry" },
  /** Tombstones of grants, tokens and login chains. */
  revocation: { rows: "entry" },
  /** The key ring. */
  key: { rows: "entry" },
  /** Openings of MCP sessions, by session id. */
  session: { rows: "entry" },
  /** Questions to the owner, by approval id. */
  approval: { rows: "entry" },
  /** When a credential was last used. */
  last_used: { rows: "entry" },
  /** Switches of the owner: kill switch, passphrase, blocked addresses. */
  switch: { rows: "entry" },
  /** What running processes leave for their owner to find. */
  notice: { rows: "entry" },
  /** The latest time seen. */
  clock: { rows: "entry" },
  /** Clients that registered themselves, by client id. */
  oauth_client: { rows: "entry" },
  /** What the authorization server keeps between two requests: interactions, codes, tokens, by kind and SHA-256. */
  oauth: { rows: "entry" },
  /** What people have allowed to clients, by consent id. */
  consent: { rows: "entry" },
  /** People on their way through Home Assistant's login, by SHA-256 of what their browser holds. */
  oauth_login: { rows: "entry" },
  /** Nonces of signed requests. Forgetting one would let it be replayed. */
  nonce: { rows: "once", bound: { maxRows: 100_000, whenFull: "refuse" } },
  /** What is good for one use: request states, approval links. */
  spent: { rows: "once", bound: { maxRows: 100_000, whenFull: "refuse" } },
  /** Rates, cooldowns and quotas of a grant's restrictions: as many as the owner wrote. */
  usage: { rows: "counter" },
  /** Wrong PINs, by grant and restriction. */
  pin: { rows: "counter" },
  /** Wrong credentials, by address. */
  lockout: { rows: "counter", bound: { maxRows: 10_000, whenFull: "forget" } },
  /** Requests at a door, by address or credential. */
  rate: { rows: "counter", bound: { maxRows: 10_000, whenFull: "forget" } },
} as const satisfies Readonly<Record<string, NamespaceRule>>;

export type Namespace = keyof typeof NAMESPACES;
type NamespaceOf<Rows extends NamespaceRule["rows"]> = {
  [Name in Namespace]: (typeof NAMESPACES)[Name]["rows"] extends Rows ? Name : never;
}[Namespace];

type KeyIn<Name extends Namespace> = `${Name}:${string}`;
export type StoreKey = KeyIn<Namespace>;
export type EntryKey = KeyIn<NamespaceOf<"entry">>;
export type OnceKey = KeyIn<NamespaceOf<"once">>;
export type CounterKey = KeyIn<NamespaceOf<"counter">>;

/** Rows that a namespace may have; absent = as many as there are. */
export type RowBounds = Readonly<Partial<Record<Namespace, number>>>;

const MAX_PART_LENGTH = 200;
const KEY = /^([a-z_]+):[!-~]{0,2000}$/;

/**
 * The key of these parts: different parts always give different keys, whatever strangers put into them. Signs outside
 * letters, digits and `_ . @ -` are spelled as `%` and four digits, a part above 200 signs becomes its SHA-256.
 */
export function storeKey<Name extends Namespace>(
  namespace: Name,
  ...parts: readonly [string, ...string[]]
): KeyIn<Name> {
  return `${namespace}:${parts.map(spell).join(":")}`;
}

/** What the keys below these parts begin with: `a` is above `a:b`, not above `ab`. */
export function storePrefix<Name extends Namespace>(
  namespace: Name,
  ...parts: readonly string[]
): KeyIn<Name> {
  return `${namespace}:${parts.map((part) => `${spell(part)}:`).join("")}`;
}

/** DEFECT when it is no key: such a key was put together by hand. */
export function namespaceOf(key: string): Namespace {
  const name = KEY.exec(key)?.[1];
  if (name === undefined || !isNamespace(name)) throw new Failure("DEFECT", "Not a key of the store.");
  return name;
}

export function ruleOf(namespace: Namespace): NamespaceRule {
  return NAMESPACES[namespace];
}

function isNamespace(name: string): name is Namespace {
  return Object.hasOwn(NAMESPACES, name);
}

function spell(part: string): string {
  const spelled = part.replace(/[^\w.@-]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  // `#` is a sign that no spelled part has
  return spelled.length <= MAX_PART_LENGTH
    ? spelled
    : `#${createHash("sha256").update(spelled).digest("hex")}`;
}
