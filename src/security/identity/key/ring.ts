/** The key ring: exactly one key signs, keys on their way out still verify. */

import { randomBytes } from "node:crypto";
import { Failure } from "../../../core/failure.ts";

/** Instants are milliseconds since 1970. */
export type RingKey = {
  readonly kid: string;
  readonly status: "active" | "retiring" | "revoked";
  readonly not_before: number;
  /** When one that is retiring stops to verify, or when one was revoked; null while it is active. */
  readonly retire_at: number | null;
  readonly created_at: number;
  /** Empty once it was revoked. */
  readonly secret: string;
};

export type Ring = {
  readonly keys: readonly RingKey[];
  /** The longest life of a login that any process mints, in milliseconds. */
  readonly longest_ms: number;
  /** Until when secrets from the environment still verify; null = the ring never had an active key of its own. */
  readonly outside_until: number | null;
};

export const EMPTY_RING: Ring = { keys: [], longest_ms: 0, outside_until: null };

const SECRET_BYTES = 64;
const HOUR_MS = 3_600_000;
const DEFAULT_OVERLAP_MS = 24 * HOUR_MS;
/** No login lives longer. */
export const MOST_OVERLAP_MS = 72 * HOUR_MS;
const SHOWN_AFTER_MS = 30 * 24 * HOUR_MS;

export function activeKey({ keys }: Ring): RingKey | undefined {
  return keys.find(({ status }) => status === "active");
}

const FIRST_MADE_MS = 1_000;

/** The key of the ring that signed at this instant (ms since 1970); undefined = none of its own did. */
export function keyAt({ keys }: Ring, instant: number): RingKey | undefined {
  const ordered = keys.toSorted((a, b) => a.not_before - b.not_before);
  const [first] = ordered;
  // the first key is made by the first login, after it has begun
  const made = first && first.not_before - instant < FIRST_MADE_MS ? first : undefined;
  return ordered.findLast(({ not_before }) => not_before <= instant) ?? made;
}

/** CONFIG_INVALID when more than one key is active: somebody else wrote to the state. */
export function checkRing({ keys }: Ring): void {
  if (keys.filter(({ status }) => status === "active").length > 1)
    throw new Failure("CONFIG_INVALID", "The key ring has more than one active key.", {
      hint: "hearthgate keys list shows them, hearthgate keys revoke KID --now ends one.",
    });
}

/** The first key of the ring's own. CONFIG_INVALID when it has an active one. */
export function withFirstKey(ring: Ring, now: number): Ring {
  if (activeKey(ring))
    throw new Failure("CONFIG_INVALID", "The key ring has an active key already.", {
      hint: "hearthgate keys rotate puts a new one in its place.",
    });
  return withActive(ring, overlapOf(ring, undefined), now);
}

/** A new key signs, the one before verifies until the overlap is over. CONFIG_INVALID for an overlap that is too short. */
export function rotated(ring: Ring, overlapMs: number | undefined, now: number): Ring {
  const overlap = overlapOf(ring, overlapMs);
  const keys = ring.keys.map(
    (key): RingKey =>
      key.status === "active" ? { ...key, status: "retiring", retire_at: now + overlap } : key,
  );
  return withActive({ ...ring, keys }, overlap, now);
}

/** Another end for a key that is on its way out; CONFIG_INVALID for any other. */
export function retired(ring: Ring, kid: string, afterMs: number, now: number): Ring {
  const key = find(ring, kid);
  if (key.status === "active")
    throw new Failure("CONFIG_INVALID", "The active key cannot retire alone: something has to sign.", {
      hint: "hearthgate keys rotate puts a new one in its place.",
    });
  if (key.status === "revoked" || isOver(key, now))
    throw new Failure("CONFIG_INVALID", "That key verifies nothing any more.");
  if (afterMs > MOST_OVERLAP_MS) throw tooLong();
  return replaced(ring, { ...key, retire_at: now + afterMs });
}

/** Verifies nothing from now on; where it was the active one, a new one signs. CONFIG_INVALID when there is none. */
export function revoked(ring: Ring, kid: string, now: number): Ring {
  const key = find(ring, kid);
  const without = replaced(ring, { ...key, status: "revoked", retire_at: now, secret: "" });
  return activeKey(without) ? without : withActive(without, overlapOf(ring, undefined), now);
}

/** Overlaps are at least as long as the longest login. */
export function withLongest(ring: Ring, lifeMs: number): Ring {
  return { ...ring, longest_ms: Math.max(ring.longest_ms, lifeMs) };
}

export function isOver({ status, retire_at }: RingKey, now: number): boolean {
  return status === "revoked" || (status === "retiring" && now >= (retire_at ?? 0));
}

function withActive(ring: Ring, overlapMs: number, now: number): Ring {
  const made: RingKey = {
    // a word of the command line: it must not begin with a hyphen
    kid: randomBytes(9).toString("hex"),
    status: "active",
    not_before: now,
    retire_at: null,
    created_at: now,
    secret: randomBytes(SECRET_BYTES).toString("base64url"),
  };
  const kept = ring.keys.filter(({ retire_at }) => retire_at === null || now < retire_at + SHOWN_AFTER_MS);
  return { ...ring, keys: [...kept, made], outside_until: ring.outside_until ?? now + overlapMs };
}

function overlapOf({ longest_ms }: Ring, wantedMs: number | undefined): number {
  const overlap = wantedMs ?? Math.max(DEFAULT_OVERLAP_MS, longest_ms);
  if (overlap < longest_ms)
    throw new Failure("CONFIG_INVALID", "The overlap would end before the longest login.", {
      hint: `Logins last up to ${longest_ms / HOUR_MS} h. To end them all at once: hearthgate keys revoke KID --now.`,
    });
  if (overlap > MOST_OVERLAP_MS) throw tooLong();
  return overlap;
}

function find({ keys }: Ring, kid: string): RingKey {
  const key = keys.find((each) => each.kid === kid);
  if (key) return key;
  throw new Failure("CONFIG_INVALID", "The key ring has no key of that id.", {
    hint: "hearthgate keys list names them; a secret from the environment is changed there.",
  });
}

function replaced(ring: Ring, key: RingKey): Ring {
  return { ...ring, keys: ring.keys.map((each) => (each.kid === key.kid ? key : each)) };
}

function tooLong(): Failure {
  return new Failure("CONFIG_INVALID", "An overlap is at most 72 h.");
}
