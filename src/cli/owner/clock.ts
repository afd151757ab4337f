/** `hearthgate clock`: what time the state believes it is, and the owner's word that the machine is right. */

import { parseArgs } from "node:util";
import { Failure } from "../../core/failure.ts";
import { acceptMark, readMark } from "../../security/identity/keep/clock-mark.ts";
import { noSuchCommand, readCommandWords, when } from "./command-words.ts";
import { answer, changeState, withState } from "./state.ts";

const USAGE = `hearthgate clock          the latest time that was seen, beside this machine's
                 accept   this machine's clock is right, whatever was seen before; then start the servers again
--json prints for machines.`;

/** CONFIG_INVALID for other words. */
export async function clock(args: readonly string[]): Promise<void> {
  const { positionals, values } = readCommandWords("clock", USAGE, () =>
    parseArgs({
      args: [...args],
      options: { json: { type: "boolean", default: false } },
      allowPositionals: true,
    }),
  );
  const [word, ...more] = positionals;
  if (word === undefined) return say(values.json);
  if (word !== "accept" || more.length > 0) throw noSuchCommand("clock", positionals.join(" "), USAGE);
  await changeState(async ({ store }, changed) => {
    const now = Date.now();
    if (!(await acceptMark(store, now)))
      throw new Failure("CONFIG_INVALID", "A server wrote the time meanwhile; nothing was changed.", {
        hint: "End the servers on this state, then accept again.",
      });
    changed({ action: "clock.accept", id: "clock" });
    answer(values.json, { seen: now }, `${when(now)} UTC is right. Start the servers again.`);
  });
}

async function say(json: boolean): Promise<void> {
  await withState(async ({ store }) => {
    const [seen, machine] = [await readMark(store), Date.now()];
    const text = `seen: ${when(seen)}; this machine: ${when(machine)} (UTC)`;
    answer(json, { seen, machine }, text);
  });
}
