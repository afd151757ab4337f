/** Plans for clients' files carried out: shown, agreed to, written, remembered. */

import { Failure } from "../../core/failure.ts";
import { say } from "../grants-command.ts";
import { answer } from "../owner/state.ts";
import { askYes } from "./ask-yes.ts";
import { checkUnchanged, whyBarred, writePlan } from "./client-files.ts";
import type { McpClient } from "./clients.ts";
import { changes, diffOf, type Plan, type Planned, withoutEntry } from "./plan.ts";
import { digestOf, forgetWritten, keepWritten, readWritten } from "./written.ts";

export type Outcome = {
  readonly client: string;
  readonly path: string;
  readonly result: "written" | "as it was" | "left out" | "fault";
  readonly why?: string;
};

export type SetupManner = { readonly yes: boolean; readonly json: boolean };

export type Carrying = {
  readonly asking: SetupManner;
  readonly homePath: string;
  /** What was there before is kept; else it is forgotten. */
  readonly remembers: boolean;
  /** Before the first file is written that has been agreed to. */
  readonly onAgreed?: () => void;
};

/** Shown first, and written when it is agreed to; a file that cannot be written is told, and the others go on. */
export async function carryOut(planned: Planned, carrying: Carrying): Promise<Outcome> {
  const { asking, onAgreed } = carrying;
  const { client, path } = planned;
  const told = { client: client.id, path };
  if ("fault" in planned) return { ...told, result: "fault", why: wholeText(planned.fault) };
  const isNew = changes(planned);
  const barred = isNew ? whyBarred(planned) : undefined;
  if (barred) return { ...told, result: "fault", why: wholeText(barred) };
  if (isNew && !(await agreed(client, diffOf(planned), asking))) return { ...told, result: "left out" };
  try {
    checkUnchanged(planned);
    onAgreed?.();
    write(planned, carrying);
    return { ...told, result: isNew ? "written" : "as it was" };
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    return { ...told, result: "fault", why: wholeText(fault) };
  }
}

function wholeText({ message, hint = "" }: Failure): string {
  return `${message} ${hint}`.trim();
}

/** What would be lost is kept before anything is written, and forgotten after. */
function write(plan: Plan, { homePath, remembers }: Carrying): void {
  if (remembers) remember(plan, homePath);
  if (changes(plan)) writePlan(plan);
  if (!remembers) forgetWritten(homePath, plan.path);
}

/** What was there before the first writing is what remove puts back. */
function remember({ client, path, before, after = "" }: Plan, homePath: string): void {
  const known = readWritten(homePath, path);
  if (before !== undefined && known === undefined && before.equals(Buffer.from(after))) return;
  const file = {
    client: client.id,
    path,
    before: before?.toString("base64") ?? null,
    after: digestOf(after),
  };
  if (known === undefined || before === undefined) {
    keepWritten(homePath, file);
    return;
  }
  const isOurs = digestOf(before) === known.after;
  // others wrote there since: what they have, without what we had put in
  const theirs = isOurs ? known.before : withoutEntry(client, before).toString("base64");
  keepWritten(homePath, { ...file, before: theirs });
}

async function agreed(client: McpClient, diff: string, { yes, json }: SetupManner): Promise<boolean> {
  if (!json) say(`\n${client.name}\n${diff}`);
  if (yes) return true;
  return askYes("setup and remove without --yes", "Write it?");
}

export function tell({ json }: SetupManner, outcomes: readonly Outcome[], more: object): void {
  const lines = outcomes.map(
    ({ client, path, result, why }) =>
      `${client.padEnd(15)} ${result.padEnd(10)} ${path}${why ? `: ${why}` : ""}`,
  );
  const isChanged = outcomes.some(({ result }) => result === "written");
  const next = isChanged ? ["Restart the clients that were open."] : [];
  const text = lines.length === 0 ? "There is nothing to take out." : ["", ...lines, ...next].join("\n");
  answer(json, { ...more, clients: outcomes }, text);
  if (outcomes.some(({ result }) => result === "fault")) process.exitCode = 1;
}
