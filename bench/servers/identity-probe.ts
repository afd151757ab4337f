/** Times what finding out who calls costs; prints an `IdentityTimes` as JSON. */

import { keySet } from "../../src/security/identity/key/key-set.ts";
import { readRing } from "../../src/security/identity/key/ring-store.ts";
import { verifyJwt } from "../../src/security/identity/login/jwt.ts";
import { newTokenText } from "../../src/security/identity/token/token-text.ts";
import { asked, issue, logIn, openSqliteHouse, START_MS } from "../../tests/security/identity/house.ts";
import { mutationsOf } from "../../tests/security/identity/mutations.ts";
import type { IdentityTimes } from "../doors/identity.ts";

const ROUNDS = 4_000;
const BLOCK = 50;
const MUTATIONS = 50_000;
const NAMES = { issuer: "https://house", audience: "https://house/mcp" };

const house = await openSqliteHouse();
const { token: jwt } = await logIn(house.identity);
const { credential } = await issue(house);

/** The least of many blocks, in microseconds a call: what else the machine does makes one longer, never shorter. */
async function least(work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += BLOCK) {
    const started = performance.now();
    for (let call = 0; call < BLOCK; call++) await work();
    best = Math.min(best, ((performance.now() - started) * 1_000) / BLOCK);
  }
  return best;
}

const knownJwt = await least(async () => {
  if ((await asked(house.identity, jwt)) !== "ok") throw new Error("a good login was refused");
});
const [unknownText, wrongText] = [newTokenText("zzzzzzzz"), newTokenText(credential.id)];
const unknown = await least(() => asked(house.identity, unknownText));
const wrong = await least(() => asked(house.identity, wrongText));
const keys = keySet(await readRing(house.store), { signs: undefined, verifies: [] });
let accepted = 0;
for (const mutant of mutationsOf(jwt, MUTATIONS, Math.floor(Math.random() * 2 ** 31)))
  if ("claims" in verifyJwt(mutant, keys, NAMES, START_MS)) accepted++;
const times: IdentityTimes = { knownJwt, unknown, wrong, mutations: MUTATIONS, accepted };
process.stdout.write(JSON.stringify(times));
