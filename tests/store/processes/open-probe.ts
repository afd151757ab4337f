/** Opens both stores in a process of its own; prints what came of each as JSON. */

import { systemClock } from "../../../src/core/clock.ts";
import { Failure } from "../../../src/core/failure.ts";
import { openStore } from "../../../src/store/open-store.ts";

const home = process.argv[2] ?? "";

async function opened(setting: string): Promise<string> {
  try {
    await (await openStore(setting, home, systemClock)).close();
    return "opened";
  } catch (fault) {
    return fault instanceof Failure ? `${fault.code}: ${fault.message} ${fault.hint}` : String(fault);
  }
}

process.stdout.write(JSON.stringify({ sqlite: await opened("sqlite"), memory: await opened("memory") }));
