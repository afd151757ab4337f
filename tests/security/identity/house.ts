/** A house with a door: grants in a file, a state, a clock that the test moves. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openGrantBook } from "../../../src/security/grant/book/grant-book.ts";
import type { Account, Accounts } from "../../../src/security/identity/accounts.ts";
import type { Identity, IdentitySettings, Login, Refusal } from "../../../src/security/identity/identity.ts";
import { openIdentity } from "../../../src/security/identity/open-identity.ts";
import type { Principal } from "../../../src/security/identity/principal.ts";
import type { Ending } from "../../../src/security/identity/revocations-logged.ts";
import { issueToken, type TokenWish } from "../../../src/security/identity/token/issue.ts";
import { memoryStore } from "../../../src/store/memory-store.ts";
import { openSqliteStore } from "../../../src/store/sqlite-store.ts";
import type { Store } from "../../../src/store/store.ts";

export const START_MS = Date.parse("2026-06-12T12:00:00Z");
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const ADDRESS = "192.168.1.20";

export const ADMIN = { id: "a1", isAdmin: true, isOwner: false };
export const OWNER = { id: "o1", isAdmin: false, isOwner: true };
export const GUEST = { id: "g1", isAdmin: false, isOwner: false };

export type TestClock = { ms: number; now(): number };

export function testClock(): TestClock {
  return {
    ms: START_MS,
    now() {
      return this.ms;
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;

export type HouseOptions = {
  /** As grants.json has them; `name` is the id too. */
  readonly grants?: readonly Readonly<Record<string, unknown>>[];
  readonly settings?: Partial<IdentitySettings>;
  readonly store?: Store;
  readonly clock?: TestClock;
};

export async function openHouse(options: HouseOptions = {}) {
  const clock = options.clock ?? testClock();
  const store = options.store ?? memoryStore(clock);
  const homePath = mkdtempSync(join(tmpdir(), "hearthgate-test-"));
  const write = (grants: HouseOptions["grants"] = []) =>
    writeFileSync(
      join(homePath, "grants.json"),
      JSON.stringify({
        version: 1,
        grants: grants.map((each) => ({
          id: each["name"],
          created_at: "2026-01-01T00:00:00Z",
          expires_at: "never",
          access: { read: ["*"] },
          ...each,
        })),
      }),
    );
  write(options.grants);
  const grants = openGrantBook(homePath, () => clock.now(), {
    onDamage: fail,
    onUnenforced: () => undefined,
  });
  const people = everybody();
  const events: string[] = [];
  const log = (event: string) => void events.push(event);
  const open = (
    more: Partial<IdentitySettings> = {},
    at: Store = store,
    onEnding: (ending: Ending) => void = ({ event }) => log(event),
  ) =>
    openIdentity({
      store: at,
      grants,
      clock,
      accounts: async () => people.seen(),
      onEnding,
      settings: {
        issuer: "https://house",
        audience: "https://house/mcp",
        algorithm: "HS256",
        expirationMs: DAY_MS,
        ...more,
      },
      logger: { info: log, warn: log, error: log },
    });
  const identity = await open(options.settings);
  return { clock, store, homePath, grants, events, identity, open, write, people };
}

/** The people of Home Assistant; a test changes them as their owner would. */
function everybody() {
  const guests = ["g2", "g3", "g4", "g9"].map((id) => ({ ...GUEST, id }));
  const accounts = new Map<string, Account>(
    [ADMIN, OWNER, GUEST, ...guests].map(({ id, isAdmin, isOwner }) => [
      id,
      { isActive: true, localOnly: false, isPrivileged: isAdmin || isOwner },
    ]),
  );
  return {
    accounts,
    /** Stands in for the answer of Home Assistant. */
    seen: (): Accounts => new Map(accounts),
  };
}

function fail(fault: unknown): never {
  throw fault;
}

/** A house on a file that other openings share. */
export async function openSqliteHouse(options: HouseOptions = {}) {
  const clock = options.clock ?? testClock();
  const path = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "state.db");
  const store = await openSqliteStore({ path, clock });
  const house = await openHouse({ ...options, clock, store });
  /** As another process would. */
  const beside = async (settings: Partial<IdentitySettings> = {}) => {
    const other = await openSqliteStore({ path, clock });
    return { store: other, identity: await house.open(settings, other) };
  };
  return { ...house, path, beside };
}

export async function issue({ store, clock }: Pick<House, "store" | "clock">, wish: Partial<TokenWish> = {}) {
  const plain: TokenWish = { grantId: "operator", label: "", expiresAt: undefined, signs: false };
  return issueToken(store, { ...plain, ...wish }, clock.now());
}

/** The reason of a refusal, or `ok`. */
export async function asked(identity: Identity, credential: string, more: object = {}): Promise<string> {
  const answer = await identity.authenticate({
    authorization: `Bearer ${credential}`,
    address: ADDRESS,
    ...more,
  });
  return "refusal" in answer ? answer.refusal.reason : "ok";
}

export async function refused(identity: Identity, authorization: string | undefined): Promise<Refusal> {
  const answer = await identity.authenticate({ authorization, address: ADDRESS });
  if (!("refusal" in answer)) throw new Error("let in");
  return answer.refusal;
}

export async function letIn(
  identity: Identity,
  credential: string,
): Promise<{ readonly principal: Principal; readonly refreshed?: string }> {
  const answer = await identity.authenticate({ authorization: `Bearer ${credential}`, address: ADDRESS });
  if ("refusal" in answer) throw new Error(answer.refusal.reason);
  return answer;
}

export async function logIn(identity: Identity, user: object = ADMIN, wanted?: string): Promise<Login> {
  const answer = await identity.login({ ...ADMIN, ...user }, wanted, "d".repeat(64), ADDRESS);
  if ("refusal" in answer) throw new Error(answer.refusal.reason);
  return answer;
}
