/** Whether the owner's folder keeps its promises: to processes that are killed, and to eight at once. */

import { crashDesk, crowdDesk } from "../tests/desk/desk-run.ts";
import { atLeast, atMost, type Figures } from "./figures.ts";

/** Operations of one round of a writer, at least. */
const OPERATIONS = 3;

export async function measureDesk(kills: number, operations: number): Promise<Figures> {
  const killed = await crashDesk(kills);
  const crowd = await crowdDesk(Math.ceil(operations / 8 / OPERATIONS));
  for (const fault of [...killed.faults, ...crowd.faults]) console.error(fault);
  return {
    "desk, kills": atLeast(killed.kills, "kills", kills),
    "desk, promises that were given": atLeast(killed.promises, "promises", kills),
    "desk, promises that were broken": atMost(killed.faults.length, "promises", 0),
    "desk, eight processes at once": atLeast(crowd.promises, "operations", operations),
    "desk, eight at once, what was lost or used twice": atMost(crowd.faults.length, "operations", 0),
  };
}
