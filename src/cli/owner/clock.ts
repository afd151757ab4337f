/** `hearthgate clock`: what time grants are held against, and the owner's word that the machine's clock is right. */

import { DAY_MS } from "../../core/clock.ts";
import { acceptMark, readMark } from "../../security/identity/keep/clock-mark.ts";
import { readCommandLine } from "../command-line.ts";
import { noSuchCommand, when } from "./command-words.ts";
import { answer, changeState, withState } from "./state.ts";

const USAGE = `hearthgate clock          says what time it is here, and the latest that was seen
                 accept   the machine's clock is right: hours and dates of grants count by it again
--json prints for machines.`;

/** CONFIG_INVALID for other words. */
export async function clock(args: readonly string[]): Promise<void> {
  const options = { json: { type: "boolean", default: false } } as const;
  const line = readCommandLine({ command: "clock", usage: USAGE, options }, args);
  if (!line) return;
  const { words, values } = line;
  const [word, ...more] = words;
  if (more.length > 0 || (word !== undefined && word !== "accept"))
    throw noSuchCommand("clock", words.join(" "), USAGE);
  if (word === undefined) return say(values.json);
  await changeState(async ({ store }, changed) => {
    const now = Date.now();
    const before = await readMark(store);
    await acceptMark(store, now);
    changed({ action: "clock.accept", id: "clock" });
    const seen =
      before === undefined
        ? "nothing was seen before"
        : `the latest that was seen before was ${when(before)}`;
    const said = `It is ${when(now)} UTC; ${seen}.`;
    answer(values.json, { seen: now }, said);
  });
}

async function say(json: boolean): Promise<void> {
  await withState(async ({ store }) => {
    const [now, mark] = [Date.now(), await readMark(store)];
    const suspect = mark !== undefined && mark - now > DAY_MS;
    const seen =
      mark === undefined ? "nothing was seen before" : `the latest that was seen is ${when(mark)} UTC`;
    const text = `It is ${when(now)} UTC; ${seen}.${
      suspect
        ? " More than a day apart: every hour and date of a grant denies until hearthgate clock accept."
        : ""
    }`;
    answer(json, { machine: now, seen: mark, suspect }, text);
  });
}
