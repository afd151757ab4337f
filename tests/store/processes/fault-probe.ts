/**
 * Runs one trouble of the state in a process of its own and prints what came of it as JSON. As arguments: which one, and
 * the folder.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../../../src/core/clock.ts";
import { Failure } from "../../../src/core/failure.ts";
import { storeKey } from "../../../src/store/namespaces.ts";
import { openStore } from "../../../src/store/open-store.ts";

const [trouble, home = "", at = "0"] = process.argv.slice(2);
const said: Record<string, unknown> = {};

try {
  await cause();
} catch (fault) {
  said["failed"] = fault instanceof Failure ? `${fault.code}: ${fault.message} ${fault.hint}` : String(fault);
}
process.stdout.write(JSON.stringify(said));

async function cause(): Promise<void> {
  if (trouble === "as another user") process.setuid?.(65_534);
  // several processes start at one instant
  if (trouble === "open") await sleep(Math.max(0, Number(at) - Date.now()));
  const store = await openStore("sqlite", home, systemClock);
  said["opened"] = true;
  if (trouble === "fill the disk") {
    for (let written = 0; written < 10_000; written += 1) {
      said["written"] = written;
      const key = storeKey("credential", `${written}`);
      await store.putIfUnchanged(key, "absent", "x".repeat(20_000), { durability: "acknowledged" });
    }
  }
  await store.close();
}
