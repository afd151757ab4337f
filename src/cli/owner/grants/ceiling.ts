/** `hearthgate grants ceiling`: the access that bounds every grant. */

import { Failure } from "../../../core/failure.ts";
import { readCeiling, removeCeiling, writeCeiling } from "../../../security/grant/book/ceiling-file.ts";
import type { Access } from "../../../security/grant/model/access.ts";
import { newFaults } from "../../../security/grant/parse/fault.ts";
import { findUnknownInAccess } from "../../../security/grant/parse/home-names.ts";
import { parseCeiling } from "../../../security/grant/parse/parse-ceiling.ts";
import { homeToAsk, mentionsPlaces, readInput, refusedForm, UNCHECKED } from "../../grant-form.ts";
import type { GrantsCommand } from "../../grants-command.ts";
import { answer, changeState } from "../state.ts";

const USAGE = `hearthgate grants ceiling show | set FILE | clear
FILE holds an access object as in a grant: {"read": […], "actions": […], "deny": […]}. A list that is left out opens nothing.`;

/** CONFIG_INVALID for other words, and for a form with faults; nothing is written then. */
export async function ceiling({ positionals, values, homePath }: GrantsCommand): Promise<void> {
  const [word = "show", file, ...more] = positionals;
  if (more.length > 0 || (file !== undefined) !== (word === "set"))
    throw new Failure("CONFIG_INVALID", `ceiling: see\n${USAGE}`);
  if (word === "show") return show(homePath, values.json);
  if (word === "clear") {
    await changeState(async ({ store }, changed) => {
      await store.alone(() => removeCeiling(homePath));
      changed({ action: "grants.ceiling", id: "clear" });
    });
    return answer(
      values.json,
      { ceiling: null },
      "There is no ceiling any more: each grant is bounded by itself alone.",
    );
  }
  if (word !== "set" || file === undefined) throw new Failure("CONFIG_INVALID", `ceiling: see\n${USAGE}`);
  const { access, unchecked } = await read(file, values.demo);
  await changeState(async ({ store }, changed) => {
    await store.alone(() => writeCeiling(homePath, access));
    changed({ action: "grants.ceiling", id: "set" });
  });
  const said = "Every grant is bounded by it from the next call on.";
  if (unchecked === undefined) return answer(values.json, { ceiling: access }, said);
  answer(values.json, { ceiling: access, unchecked }, `${said}\n${unchecked}`);
}

function show(homePath: string, json: boolean): void {
  const access = readCeiling(homePath);
  const text = access === undefined ? "There is no ceiling." : JSON.stringify(access, null, 2);
  answer(json, { ceiling: access ?? null }, text);
}

type Read = { readonly access: Access; readonly unchecked: string | undefined };

async function read(file: string, demo: boolean): Promise<Read> {
  const input = readInput(file, "FILE");
  const home = await homeToAsk(demo, mentionsPlaces(input));
  const known = "why" in home ? undefined : home;
  const parsed = parseCeiling(input, known?.registries);
  if ("faults" in parsed) throw refusedForm(parsed.faults, "ceiling");
  const faults = newFaults();
  if (known) findUnknownInAccess(parsed.ceiling, known, faults);
  if (faults.list.length > 0) throw refusedForm(faults.list, "ceiling");
  return { access: parsed.ceiling, unchecked: "why" in home ? `${UNCHECKED}: ${home.why}` : undefined };
}
