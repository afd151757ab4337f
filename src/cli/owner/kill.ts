/** `hearthgate kill`: shuts every HTTP door at once, whatever is shown at it, until it is taken back. */

import { cleanLine } from "../../core/text.ts";
import { readKillSwitch, throwKillSwitch } from "../../security/identity/keep/kill-switch.ts";
import { readCommandLine } from "../command-line.ts";
import { noSuchCommand, when } from "./command-words.ts";
import { answer, changeState, withState } from "./state.ts";

const USAGE = `hearthgate kill              says whether it is on
                 on [--reason TEXT]   every credential is refused, open streams end, also after a restart
                 off
--json prints for machines.`;

/** CONFIG_INVALID for other words. */
export async function kill(args: readonly string[]): Promise<void> {
  const options = { json: { type: "boolean", default: false }, reason: { type: "string" } } as const;
  const line = readCommandLine({ command: "kill", usage: USAGE, options }, args);
  if (!line) return;
  const { words, values } = line;
  const [word, ...more] = words;
  if (word === undefined) return say(values.json);
  if ((word !== "on" && word !== "off") || more.length > 0)
    throw noSuchCommand("kill", words.join(" "), USAGE);
  await changeState(async ({ store, now }, changed) => {
    const on = word === "on";
    await throwKillSwitch(store, { on, at: now, reason: cleanLine(values.reason ?? "", 200) });
    changed({ action: `kill.${word}`, id: "kill" });
    answer(values.json, { on }, on ? "The kill switch is on: nobody gets in." : "The kill switch is off.");
  });
}

async function say(json: boolean): Promise<void> {
  await withState(async ({ store }) => {
    const position = await readKillSwitch(store);
    const { on = false, at, reason = "" } = position ?? {};
    const why = reason === "" ? "" : ` (${reason})`;
    answer(json, { on, at, reason }, `The kill switch is ${on ? `on since ${when(at)}${why}` : "off"}.`);
  });
}
