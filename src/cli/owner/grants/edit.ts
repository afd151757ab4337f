/** `hearthgate grants edit`: a grant that exists, changed whole, checked like a new one before anything is written. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../../config/config.ts";
import { Failure } from "../../../core/failure.ts";
import type { JsonObject } from "../../../core/json.ts";
import { voidApprovals } from "../../../security/approval/approvals.ts";
import { changeGrant, chosenGrant } from "../../../security/grant/book/grant-file.ts";
import { saveGrant } from "../../../security/grant/parse/parse-grant.ts";
import { checkedForm, readInput, warnings } from "../../grant-form.ts";
import { type GrantsCommand, jsonGiven, nameIn } from "../../grants-command.ts";
import { answer, changeState } from "../state.ts";

/** CONFIG_INVALID with every fault; nothing is written then, and what was typed is kept. */
export async function editGrant({ positionals, values, homePath }: GrantsCommand): Promise<void> {
  const nameOrId = nameIn(positionals);
  const { saved } = chosenGrant(homePath, nameOrId);
  if (values.from !== undefined) return saveEdited(saved, { ...saved, ...readInput(values.from) }, values);
  const draft = openDraft(saved);
  try {
    await saveEdited(saved, readDraft(draft), values);
  } catch (fault) {
    if (fault instanceof Failure)
      throw new Failure(fault.code, `${fault.message}\nWhat you wrote is kept: ${draft}`, {
        ...(fault.hint === undefined ? {} : { hint: fault.hint }),
        cause: fault,
      });
    throw fault;
  }
  rmSync(join(draft, ".."), { recursive: true, force: true });
}

/** Replaces a grant by an edited form of it. CONFIG_INVALID when it was changed meanwhile by somebody else. */
export async function saveEdited(
  before: JsonObject,
  edited: JsonObject,
  { demo, json }: Pick<GrantsCommand["values"], "demo" | "json">,
): Promise<void> {
  const id = String(before["id"]);
  if (edited["id"] !== undefined && edited["id"] !== id)
    throw new Failure("CONFIG_INVALID", "The id of a grant stays as it is: tokens name it.");
  // what an owner may not say by editing: pause, resume and revoke are commands of their own
  const { grant, unchecked } = await checkedForm(
    { ...edited, id, status: before["status"] },
    { demo, before },
  );
  await changeState(async ({ store, homePath }, changed) => {
    await store.alone(() =>
      changeGrant(homePath, id, (now) => {
        if (JSON.stringify(now) === JSON.stringify(before)) return saveGrant(grant);
        throw new Failure(
          "CONFIG_INVALID",
          "The grant was changed by somebody else meanwhile; nothing was saved.",
          {
            hint: "Look at it again with hearthgate grants show.",
          },
        );
      }),
    );
    await voidApprovals(store, id);
    changed({ action: "grants.edit", id });
    const notes = [unchecked, ...warnings(grant)].filter((line) => line !== undefined);
    const said = { id, name: grant.name, ...(unchecked === undefined ? {} : { unchecked }) };
    answer(json, said, [`${grant.name} is changed; it binds from the next call on.`, ...notes].join("\n"));
  });
}

function openDraft(saved: JsonObject): string {
  const { editor } = readConfig({ hass: false });
  if (editor === undefined || !process.stdin.isTTY)
    throw new Failure("CONFIG_INVALID", "edit wants a terminal and $EDITOR, or --from FILE.");
  const draft = join(mkdtempSync(join(tmpdir(), "hearthgate-")), "grant.json");
  writeFileSync(draft, `${JSON.stringify(saved, null, 2)}\n`, { mode: 0o600 });
  const { status } = spawnSync(editor, [draft], { stdio: "inherit", shell: true });
  if (status !== 0) throw new Failure("CONFIG_INVALID", "The editor ended with an error; nothing was saved.");
  return draft;
}

function readDraft(draft: string): JsonObject {
  return jsonGiven("The form", readFileSync(draft, "utf8")) ?? {};
}
