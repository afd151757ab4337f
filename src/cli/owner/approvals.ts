/** `hearthgate approvals`: what waits for the owner's yes, and the owner's answer, which wants a terminal and a passphrase. */

import { Failure } from "../../core/failure.ts";
import { type Approval, MOST_MINUTES } from "../../security/approval/approval.ts";
import { answerApproval, isOpen, listApprovals } from "../../security/approval/approvals.ts";
import { checkPassphrase, hasPassphrase, setPassphrase } from "../../security/approval/passphrase.ts";
import { questionText } from "../../security/approval/summary.ts";
import { readCommandLine } from "../command-line.ts";
import { table } from "../grants-command.ts";
import { noSuchCommand, onlyWord, when } from "./command-words.ts";
import { askHidden, needTerminal } from "./hidden-input.ts";
import { answer, changeState, type OwnerState, withState } from "./state.ts";

const USAGE = `hearthgate approvals list
                     approve ID [--minutes N]   once, or for N minutes for that service on those targets (1 to ${MOST_MINUTES})
                     deny ID                    that service on those targets is refused for ten minutes; takes back a yes too
                     passphrase                 sets or changes what approve asks for
approve and passphrase want a terminal. --json prints for machines.`;

type ApprovalsCommand = {
  readonly words: readonly string[];
  readonly json: boolean;
  readonly minutes: number | undefined;
};

const COMMANDS: Readonly<Record<string, (command: ApprovalsCommand) => Promise<void>>> = {
  list,
  approve,
  deny,
  passphrase,
};

/** CONFIG_INVALID for other words; INPUT_INVALID, NOT_FOUND, PERMISSION_DENIED for what cannot be answered. */
export async function approvals(args: readonly string[]): Promise<void> {
  const options = { json: { type: "boolean", default: false }, minutes: { type: "string" } } as const;
  const form = { command: "approvals", usage: USAGE, names: Object.keys(COMMANDS), options };
  const line = readCommandLine(form, args);
  if (!line) return;
  const { json, minutes } = line.values;
  await COMMANDS[line.name]?.({ words: line.words, json, minutes: minutesOption(minutes) });
}

function minutesOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (minutes >= 1 && minutes <= MOST_MINUTES) return minutes;
  throw new Failure("CONFIG_INVALID", `--minutes is a whole number from 1 to ${MOST_MINUTES}.`);
}

async function list({ words, json }: ApprovalsCommand): Promise<void> {
  if (words.length > 0) throw noSuchCommand("approvals list", words.join(" "), USAGE);
  await withState(async ({ store, now }) => {
    const standing = (await listApprovals(store)).filter(({ expires_at }) => now < expires_at);
    // a no stands twice: for the call, and for its service on these targets
    const waiting = [...new Map(standing.map((row) => [row.id, row])).values()];
    const rows = waiting.map((row) => [
      row.id,
      stateOf(row, now),
      when(row.expires_at),
      row.grant_name,
      row.carried === undefined ? row.summary : `${row.summary}, with ${row.carried}`,
    ]);
    const text = table(["id", "", "until (UTC)", "grant", "wants"], rows);
    answer(json, waiting.map(shown), rows.length === 0 ? "Nothing waits for an answer." : text);
  });
}

/** Without hashes, which are nobody's concern. */
function shown(approval: Approval) {
  const { shown: _, grant_hash: __, nonce_hash: ___, wide: ____, no_under: _____, ...rest } = approval;
  return rest;
}

function stateOf(approval: Approval, now: number): string {
  if (isOpen(approval, now)) return "waits";
  return approval.lasting === true ? "allowed for a while" : approval.state;
}

async function approve({ words, json, minutes }: ApprovalsCommand): Promise<void> {
  const id = onlyWord("id of a question", words, USAGE);
  needTerminal("approvals approve");
  await changeState(async (state, changed) => {
    const asked = (await listApprovals(state.store)).find((row) => row.id === id);
    if (asked) process.stderr.write(`${questionText(asked)}\n`);
    await proveOwner(state);
    const { store, now } = state;
    const answered = await answerApproval(store, id, { yes: true, by: "cli", at: now, minutes });
    changed({ action: "approvals.approve", id, approvalId: id });
    const until = answered.lasting === true ? ` until ${when(answered.expires_at)} UTC` : ", once";
    answer(json, shown(answered), `Allowed${until}: ${answered.summary}`);
  });
}

async function deny({ words, json }: ApprovalsCommand): Promise<void> {
  const id = onlyWord("id of a question", words, USAGE);
  await changeState(async ({ store, now }, changed) => {
    const answered = await answerApproval(store, id, { yes: false, by: "cli", at: now });
    changed({ action: "approvals.deny", id, approvalId: id });
    answer(json, shown(answered), `Refused, for ten minutes: ${answered.summary}`);
  });
}

async function passphrase({ words, json }: ApprovalsCommand): Promise<void> {
  if (words.length > 0) throw noSuchCommand("approvals passphrase", words.join(" "), USAGE);
  needTerminal("approvals passphrase");
  await changeState(async (state, changed) => {
    if (hasPassphrase(state.homePath)) await proveOwner(state);
    await chooseNew(state);
    changed({ action: "approvals.passphrase", id: "passphrase" });
    answer(json, { set: true }, "The passphrase is set.");
  });
}

/** The first time a passphrase is chosen. */
async function proveOwner(state: OwnerState): Promise<void> {
  if (!hasPassphrase(state.homePath)) return chooseNew(state);
  await checkPassphrase(state, await askHidden("Passphrase: "));
}

async function chooseNew({ homePath }: OwnerState): Promise<void> {
  const chosen = await askHidden("New passphrase, at least 8 characters: ");
  if ((await askHidden("Once more: ")) !== chosen)
    throw new Failure("INPUT_INVALID", "The two differ; nothing was changed.");
  setPassphrase(homePath, chosen);
}
