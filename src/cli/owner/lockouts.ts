/** `hearthgate lockouts`: addresses that wait because of wrong credentials, and those that the owner blocks. */

import { parseNetwork } from "../../core/address.ts";
import { Failure } from "../../core/failure.ts";
import { clearLockouts, listLockouts } from "../../security/identity/guard/lockout.ts";
import { blockedNetworks, blockNetwork, unblockNetwork } from "../../security/identity/keep/blocked.ts";
import { readCommandLine } from "../command-line.ts";
import { table } from "../grants-command.ts";
import { onlyWord, when } from "./command-words.ts";
import { answer, changeState, withState } from "./state.ts";

const USAGE = `hearthgate lockouts list
                    clear ADDRESS | NETWORK | all   lets it try again; a network that was blocked is open again
                    block ADDRESS | NETWORK         nobody from there gets in, e.g. 203.0.113.0/24
--json prints for machines.`;

type LockoutsCommand = { readonly words: readonly string[]; readonly json: boolean };

const COMMANDS: Readonly<Record<string, (command: LockoutsCommand) => Promise<void>>> = {
  list,
  clear,
  block,
};

/** CONFIG_INVALID for anything that cannot be done; nothing is changed then. */
export async function lockouts(args: readonly string[]): Promise<void> {
  const options = { json: { type: "boolean", default: false } } as const;
  const line = readCommandLine(
    { command: "lockouts", usage: USAGE, names: Object.keys(COMMANDS), options },
    args,
  );
  await (line && COMMANDS[line.name]?.({ words: line.words, json: line.values.json }));
}

async function list({ json }: LockoutsCommand): Promise<void> {
  await withState(async ({ store, now }) => {
    const locked = await listLockouts(store, now);
    const blocked = await blockedNetworks(store);
    const rows = [
      ...locked.map(({ network, failures, lockedUntil }) => [
        network,
        // with the lock the count begins anew
        lockedUntil === undefined ? String(failures) : "-",
        when(lockedUntil),
      ]),
      ...blocked.map((network) => [network, "-", "blocked"]),
    ];
    const text = table(["address", "wrong credentials", "locked until"], rows);
    answer(json, { lockouts: locked, blocked }, rows.length === 0 ? "Nobody is locked out." : text);
  });
}

async function clear({ words, json }: LockoutsCommand): Promise<void> {
  const network = onlyWord("address or network, or all", words, USAGE);
  if (network !== "all") checkNetwork(network);
  await changeState(async ({ store }, changed) => {
    const cleared = await clearLockouts(store, network);
    const unblocked = await unblockNetwork(store, network);
    changed({ action: "lockouts.clear", id: network });
    const block = unblocked ? " Its block is lifted." : "";
    answer(json, { cleared, unblocked }, `${cleared} cleared.${block}`);
  });
}

async function block({ words, json }: LockoutsCommand): Promise<void> {
  const network = onlyWord("address or network", words, USAGE);
  checkNetwork(network);
  await changeState(async ({ store }, changed) => {
    await blockNetwork(store, network);
    changed({ action: "lockouts.block", id: network });
    answer(json, { blocked: network }, `${network} is blocked.`);
  });
}

function checkNetwork(network: string): void {
  if (parseNetwork(network)) return;
  throw new Failure("CONFIG_INVALID", "That is no address and no network such as 203.0.113.0/24.");
}
