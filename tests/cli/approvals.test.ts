/** `hearthgate approvals` as a person types it: at a terminal, with a passphrase, and not otherwise. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../src/store/open-store.ts";
import { auditIn } from "../doors/door.ts";
import { grantOf } from "../road/road.ts";
import { testDesk } from "../security/approval-desk.ts";
import { hearthgate, home, json } from "./owner-home.ts";

setDefaultTimeout(60_000);

const PASSPHRASE = "correct horse battery";

/** A question in the state of a folder; its id. */
async function asked(homePath: string, target: string): Promise<string> {
  const clock = { now: () => Date.now() };
  const store = await openStore("sqlite", homePath, clock);
  const desk = testDesk({ clock, store, how: "with" });
  const request = {
    operation: "call_service",
    service: "lock.unlock",
    target: { entity_id: [target] },
  } as const;
  const owner = desk.ownerFor({ grant: grantOf({}), credential: "c", tool: "ha_call_service" });
  const ask = {
    ask: true,
    step: 20,
    why: "physical",
    targets: [target],
    leaves: [],
    data: {},
    left_out: [],
  } as const;
  const answer = await owner.hear(request).ask(ask);
  await store.close();
  if (answer.answer !== "waiting") throw new Error(answer.answer);
  return answer.id;
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, "g");

/** Runs at a terminal, typing each answer when it is asked for. */
async function atTerminal(homePath: string, words: readonly string[], typed: readonly string[]) {
  let screen = "";
  const answers = [...typed];
  const child = Bun.spawn([process.execPath, "src/cli.ts", "approvals", ...words], {
    env: { PATH: process.env["PATH"] ?? "", HEARTHGATE_HOME: homePath },
    terminal: {
      cols: 200,
      rows: 40,
      data(terminal, bytes) {
        // without what moves the cursor
        screen += new TextDecoder().decode(bytes).replace(ESCAPES, "");
        if (!/(?:passphrase|Passphrase|more)[^:\n]*: $/.test(screen)) return;
        screen += "\n";
        terminal.write(`${answers.shift() ?? "\u0003"}\r`);
      },
    },
  });
  return { code: await child.exited, screen };
}

test("approve wants a terminal and the passphrase, which is chosen the first time", async () => {
  const folder = home();
  const first = await asked(folder, "lock.front");
  const piped = await hearthgate(folder, ["approvals", "approve", first]);
  expect(piped.code).toBe(78);
  expect(piped.err).toContain("wants a terminal");
  const [waiting] = await json(folder, "approvals", "list");
  expect(waiting).toMatchObject({ id: first, state: "open", summary: "lock.unlock on lock.front (lock)" });
  expect(JSON.stringify(waiting)).not.toMatch(/hash|shown|wide/);

  const short = await atTerminal(folder, ["approve", first], ["short", "short"]);
  expect(short.screen).toContain("at least 8 characters");
  const differs = await atTerminal(folder, ["approve", first], [PASSPHRASE, "another one"]);
  expect(differs.screen).toContain("The two differ");
  const chosen = await atTerminal(folder, ["approve", first], [PASSPHRASE, PASSPHRASE]);
  expect(chosen.screen).toContain("Allowed, once: lock.unlock on lock.front");
  expect(chosen.screen).not.toContain(PASSPHRASE);

  const second = await asked(folder, "lock.back");
  const wrong = await atTerminal(folder, ["approve", second], ["not the passphrase"]);
  expect([wrong.code, wrong.screen]).toEqual([expect.any(Number), expect.stringContaining("is wrong")]);
  expect(wrong.code).not.toBe(0);
  const right = await atTerminal(folder, ["approve", second, "--minutes", "5"], [PASSPHRASE]);
  expect(right.screen).toContain("Allowed until");
  expect(right.code).toBe(0);
  const actions = auditIn(folder).map(({ action, approval_id }) => [action, approval_id]);
  expect(actions).toEqual([
    ["approvals.approve", first],
    ["approvals.approve", second],
  ]);
});

test("deny needs neither; five wrong passphrases lock; a forgotten one is taken away by hand", async () => {
  const folder = home();
  const id = await asked(folder, "lock.front");
  expect(await json(folder, "approvals", "deny", id)).toMatchObject({
    id,
    state: "denied",
    decided_by: "cli",
  });
  expect((await hearthgate(folder, ["approvals", "deny", id])).err).toContain("answered already");
  expect((await hearthgate(folder, ["approvals", "deny", "apr_none"])).err).toContain(
    "No question to the owner has this id",
  );
  await atTerminal(folder, ["passphrase"], [PASSPHRASE, PASSPHRASE]);
  const next = await asked(folder, "lock.back");
  for (let at = 0; at < 5; at++) await atTerminal(folder, ["approve", next], ["wrong wrong"]);
  const locked = await atTerminal(folder, ["approve", next], [PASSPHRASE]);
  expect(locked.screen).toContain("too many wrong passphrases");
  rmSync(join(folder, "approvals.passphrase.json"));
  const again = await atTerminal(folder, ["approve", next], ["another passphrase", "another passphrase"]);
  expect(again.screen).toContain("Allowed, once");
});
