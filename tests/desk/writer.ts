/**
 * Does what an owner and agents do to one folder, as fast as it can until it is killed: grants, questions and their
 * answers, audit lines, a counter. Prints a line for each thing that it was promised. As arguments: the folder, a name for
 * its own things, and optionally how many rounds.
 */

import { writeSync } from "node:fs";
import { openJournal } from "../../src/audit/journal.ts";
import { systemClock } from "../../src/core/clock.ts";
import { answerApproval } from "../../src/security/approval/approvals.ts";
import { addGrant, changeGrant } from "../../src/security/grant/book/grant-file.ts";
import { parseGrant } from "../../src/security/grant/parse/parse-grant.ts";
import { openStore } from "../../src/store/open-store.ts";
import { patiently } from "../patiently.ts";
import { testDesk } from "../security/approval-desk.ts";
import { type Promised, sharedWindow } from "./rules.ts";

const [homePath = "", name = "", rounds = "Infinity"] = process.argv.slice(2);
const store = await openStore("sqlite", homePath, systemClock);
const desk = testDesk({ clock: systemClock, store, how: "with" });
const audit = openJournal({ homePath, includeParams: false, fsync: "second", clock: systemClock });
const shared = grantOf("shared");

for (let round = 0; round < Number(rounds); round += 1) {
  await writeGrant(round);
  await patiently(useYes);
  await patiently(count);
  writeAudit(round);
}
audit.close();
await store.close();

function say(promised: Promised): void {
  writeSync(1, `${JSON.stringify(promised)}\n`);
}

function grantOf(id: string) {
  const parsed = parseGrant({ id, name: id, expires_at: "never" }, Date.now());
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.grant;
}

/** Each writer's own, all in one file; old ones go, so that the file stays small. */
async function writeGrant(round: number): Promise<void> {
  const id = `${name}-${round}`;
  await patiently(() => store.alone(() => addGrant(homePath, grantOf(id))));
  say({ said: "granted", id });
  if (round < 3) return;
  const old = `${name}-${round - 3}`;
  await patiently(() => store.alone(() => void changeGrant(homePath, old, () => undefined)));
  say({ said: "deleted", id: old });
}

/** Every writer asks the same, answers it, and reaches for the one use. */
async function useYes(): Promise<void> {
  const request = {
    operation: "call_service",
    service: "lock.unlock",
    target: { entity_id: ["lock.a"] },
  } as const;
  const ask = {
    ask: true,
    step: 20,
    why: "physical",
    targets: ["lock.a"],
    leaves: [],
    data: {},
    left_out: [],
  } as const;
  const yes = desk.ownerFor({ grant: shared, credential: "c", tool: "ha_call_service" }).hear({ ...request });
  if ((await yes.stateOf(ask)) === "approved") {
    const { id = "" } = yes;
    if (await yes.use()) say({ said: "used", id });
    return;
  }
  const asked = await yes.ask(ask);
  if (asked.answer !== "waiting") return;
  const verdict = { yes: true, by: "cli", at: Date.now() };
  const answered = await answerApproval(store, asked.id, verdict).catch(() => undefined);
  if (answered) say({ said: "answered", id: answered.id });
}

async function count(): Promise<void> {
  const step = { now: Date.now(), countings: [sharedWindow] };
  if ((await store.count(step, "counted")).taken) say({ said: "counted" });
}

function writeAudit(round: number): void {
  const call_id = `${name}-${round}`;
  const line = { user: "u", action: "light.turn_on", entity: [], ip: "local", entity_count: 0, call_id };
  audit.append({ ...line, result: "ok" });
  say({ said: "audited", id: call_id });
}
