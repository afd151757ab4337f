/** What the owner's yes costs beside the person: asking, being answered, looking again, using it; on a disk. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { systemClock } from "../src/core/clock.ts";
import { answerApproval } from "../src/security/approval/approvals.ts";
import { builtinGrant } from "../src/security/grant/model/builtins.ts";
import type { Grant } from "../src/security/grant/model/grant.ts";
import { openStore } from "../src/store/open-store.ts";
import { testDesk } from "../tests/security/approval-desk.ts";
import { atMost, type Figures } from "./figures.ts";

export async function measureApproval(questions: number): Promise<Figures> {
  const store = await openStore("sqlite", mkdtempSync(`${tmpdir()}/hearthgate-approve-`), systemClock);
  const desk = testDesk({ clock: systemClock, store, how: "with" });
  const owner = desk.ownerFor({ grant: builtinGrant("operator") as Grant, credential: "c", tool: "t" });
  const took: number[] = [];
  for (let at = 0; at < questions; at++) {
    const target = `lock.door_${at}`;
    const ask = {
      ask: true,
      step: 20,
      why: "physical",
      targets: [target],
      leaves: [],
      data: {},
      left_out: [],
    } as const;
    const request = {
      operation: "call_service",
      service: "lock.unlock",
      target: { entity_id: [target] },
    } as const;
    const started = performance.now();
    await owner.hear(request).stateOf(ask);
    const asked = await owner.hear(request).ask(ask);
    const between = performance.now();
    if (asked.answer !== "waiting") throw new Error(asked.answer);
    // the person's part
    await answerApproval(store, asked.id, { yes: true, by: "cli", at: Date.now() });
    const resumed = performance.now();
    const again = owner.hear({ ...request });
    if ((await again.stateOf(ask)) !== "approved" || !(await again.use())) throw new Error("no yes");
    took.push(between - started + performance.now() - resumed);
  }
  await store.close();
  const median = took.sort((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0;
  return { "approval beside the person, median": atMost(median, "ms", 5) };
}
