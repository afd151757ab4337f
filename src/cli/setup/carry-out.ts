/** Plans for clients' files carried out: shown, agreed to, written, remembered. */

import { createInterface } from "node:readline/promises";
import { Failure } from "../../core/failure.ts";
import { say } from "../grants-command.ts";
import { needTerminal } from "../owner/hidden-input.ts";
import { answer } from "../owner/state.ts";
import { writePlan } from "./client-files.ts";
import type { McpClient } from "./clients.ts";
import { changes, diffOf, type Planned } from "./plan.ts";
import { digestOf, keepWritten, readWritten } from "./written.ts";

export type Outcome = {
  readonly client: string;
  readonly path: string;
  readonly result: "written" | "as it was" | "left out" | "fault";
  readonly why?: string;
};

export type SetupManner = { readonly yes: boolean; readonly json: boolean };

/** Shown first, and written when it is agreed to; a file that cannot be written is told, and the others go on. */
export async function carryOut(planned: Planned, asking: SetupManner, homePath: string): Promise<Outcome> {
  const { client, path } = planned;
  const told = { client: client.id, path };
  if ("fault" in planned) return { ...told, result: "fault", why: wholeText(planned.fault) };
  const isNew = changes(planned);
  if (isNew && !(await agreed(client, diffOf(planned), asking))) return { ...told, result: "left out" };
  try {
    if (isNew) writePlan(planned);
    remember(planned, homePath);
    return { ...told, result: isNew ? "written" : "as it was" };
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    return { ...told, result: "fault", why: wholeText(fault) };
  }
}

function wholeText({ message, hint = "" }: Failure): string {
  return `${message} ${hint}`.trim();
}

/** What was there before the first writing is what remove puts back. */
function remember(
  { client, path, before, after }: Exclude<Planned, { fault: Failure }>,
  homePath: string,
): void {
  const files = readWritten(homePath);
  const others = files.filter((file) => file.path !== path);
  const known = files.find((file) => file.path === path);
  const was = known && before && digestOf(before) === known.after ? known.before : undefined;
  const isOurs = after !== undefined && Buffer.from(after).includes("hearthgate");
  if (!isOurs) {
    keepWritten(homePath, others);
    return;
  }
  if (before !== undefined && known === undefined && before.equals(Buffer.from(after))) return;
  const file = {
    client: client.id,
    path,
    before: was === undefined ? (before?.toString("base64") ?? null) : was,
    after: digestOf(after),
  };
  keepWritten(homePath, [...others, file]);
}

async function agreed(client: McpClient, diff: string, { yes, json }: SetupManner): Promise<boolean> {
  if (!json) say(`\n${client.name}\n${diff}`);
  if (yes) return true;
  needTerminal("setup and remove without --yes");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question("Write it? [y/N] ")).trim());
  } finally {
    lines.close();
  }
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
