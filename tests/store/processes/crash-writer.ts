/**
 * Writes to a shared state as fast as it can until it is killed, printing a line for each thing that it was promised. As
 * arguments: the folder, a name for its own rows, and optionally how many rounds.
 */

import { writeSync } from "node:fs";
import { systemClock } from "../../../src/core/clock.ts";
import { storeKey } from "../../../src/store/namespaces.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { patiently } from "../../patiently.ts";
import { attackerLock, callWindow, type Promised, RING, tightWindow } from "./crash-rules.ts";

const [home = "", name = "", rounds = "Infinity"] = process.argv.slice(2);
const store = await openStore("sqlite", home, systemClock);
const ACKNOWLEDGED = { durability: "acknowledged" } as const;

for (let round = 0; round < Number(rounds); round += 1) {
  await patiently(() => issueToken(round));
  await patiently(() => revokeToken(round));
  await patiently(rotateKey);
  await patiently(() => count(round));
  await patiently(() => spendNonce(round));
}
await store.close();

/** Not by console or stream: the line must have left when the next write begins. */
function say(promised: Promised): void {
  writeSync(1, `${JSON.stringify(promised)}\n`);
}

async function issueToken(round: number): Promise<void> {
  const key = storeKey("credential", name, `${round}`);
  const version = await store.putIfUnchanged(key, "absent", { name, round }, ACKNOWLEDGED);
  if (version !== undefined) say({ said: "token", key });
}

async function revokeToken(round: number): Promise<void> {
  if (round % 3 !== 0) return;
  const key = storeKey("credential", name, `${round}`);
  if (await store.remove(key, "acknowledged")) say({ said: "revoked", key });
}

/** All writers turn the one ring: whoever loses the race leaves it. */
async function rotateKey(): Promise<void> {
  const entry = await store.get(RING);
  const turn = Number(entry?.value ?? 0) + 1;
  const version = await store.putIfUnchanged(RING, entry?.version ?? "absent", turn, ACKNOWLEDGED);
  if (version !== undefined) say({ said: "turned", turn });
}

async function count(round: number): Promise<void> {
  const address = `${round % 40}`;
  const attempt = await store.count({ now: Date.now(), countings: [attackerLock(address)] }, "counted");
  if (attempt.taken) say({ said: "attempt", address });
  const pair = [callWindow(`${round % 50}`), callWindow(`${(round * 7 + 1) % 50}`)];
  const calls = await store.count({ now: Date.now(), countings: pair }, "counted");
  if (calls.taken) for (const { key } of pair) say({ said: "call", key });
  const at = Date.now();
  const tight = await store.count({ now: at, countings: [tightWindow] }, "counted");
  // its own time never goes back: another process may have counted a little later
  if (tight.taken) say({ said: "tight", at: Math.max(at, tight.found[0]?.lastAt ?? at) });
}

async function spendNonce(round: number): Promise<void> {
  // all writers reach for the same ones
  const key = storeKey("nonce", `${Math.floor(Date.now() / 50)}`, `${round % 2}`);
  if (await store.take(key, 3_600_000, "counted")) say({ said: "taken", key });
}
