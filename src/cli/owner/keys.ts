/** `hearthgate keys`: the key ring that signs logins. */

import { Failure } from "../../core/failure.ts";
import {
  activeKey,
  isOver,
  type Ring,
  retired,
  revoked,
  rotated,
  withFirstKey,
} from "../../security/identity/key/ring.ts";
import { changeRing, readRing } from "../../security/identity/key/ring-store.ts";
import { readCommandLine } from "../command-line.ts";
import { table } from "../grants-command.ts";
import { durationOption, onlyWord, when } from "./command-words.ts";
import { answer, changeState, withState } from "./state.ts";

const USAGE = `hearthgate keys list
                generate                          the first key, where there is none
                rotate [--overlap DURATION]       a new key signs, the old one verifies until the overlap ends (24h)
                retire KID [--overlap DURATION]   another end for a key on its way out (at once)
                revoke KID --now                  every login that it signed is over
A secret from JWT_SECRET signs until the ring has a key of its own, and is changed there. --json prints for machines.`;

type KeysCommand = {
  readonly words: readonly string[];
  readonly json: boolean;
  readonly overlapMs: number | undefined;
  readonly now: boolean;
};

const COMMANDS: Readonly<Record<string, (command: KeysCommand) => Promise<void>>> = {
  list,
  generate: (command) => change("generate", command, (ring, now) => withFirstKey(ring, now)),
  rotate: (command) => change("rotate", command, (ring, now) => rotated(ring, command.overlapMs, now)),
  retire(command) {
    const kid = onlyWord("key", command.words, USAGE);
    return change("retire", command, (ring, now) => retired(ring, kid, command.overlapMs ?? 0, now), kid);
  },
  revoke(command) {
    const kid = onlyWord("key", command.words, USAGE);
    if (!command.now)
      throw new Failure("CONFIG_INVALID", "revoke ends every login that the key signed; say so with --now.", {
        hint: "hearthgate keys rotate lets them run out instead.",
      });
    return change("revoke", command, (ring, now) => revoked(ring, kid, now), kid);
  },
};

const OPTIONS = {
  json: { type: "boolean", default: false },
  now: { type: "boolean", default: false },
  overlap: { type: "string" },
} as const;

/** CONFIG_INVALID for anything that cannot be done; nothing is changed then. */
export async function keys(args: readonly string[]): Promise<void> {
  const form = { command: "keys", usage: USAGE, names: Object.keys(COMMANDS), options: OPTIONS };
  const line = readCommandLine(form, args);
  if (!line) return;
  const { json, now, overlap } = line.values;
  const overlapMs = durationOption("overlap", overlap);
  await COMMANDS[line.name]?.({ words: line.words, json, now, overlapMs });
}

async function change(
  name: string,
  { json }: KeysCommand,
  step: (ring: Ring, now: number) => Ring,
  kid?: string,
): Promise<void> {
  await changeState(async ({ store, now }, changed) => {
    const ring = await changeRing(store, (before) => step(before, now));
    const active = activeKey(ring)?.kid ?? "";
    changed({ action: `keys.${name}`, id: kid ?? active });
    answer(
      json,
      { keys: shown(ring, now) },
      `${active} signs. Every process on this state knows from now on.`,
    );
  });
}

async function list({ json }: KeysCommand): Promise<void> {
  await withState(async ({ store, now }) => {
    const rows = shown(await readRing(store), now);
    const text = table(
      ["kid", "status", "made", "verifies until"],
      rows.map(({ kid, status, created_at, retire_at }) => [
        kid,
        status,
        when(created_at),
        when(status === "active" ? undefined : retire_at),
      ]),
    );
    answer(
      json,
      { keys: rows },
      rows.length === 0 ? "The ring is empty: the first start makes a key." : text,
    );
  });
}

/** Never a secret. */
function shown(ring: Ring, now: number) {
  return ring.keys.map((key) => {
    const { kid, not_before, retire_at, created_at } = key;
    const status = key.status === "retiring" && isOver(key, now) ? "retired" : key.status;
    return { kid, status, not_before, retire_at, created_at };
  });
}
