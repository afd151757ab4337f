/** `hearthgate grants ceiling`: the access that bounds every grant. */

import { Failure } from "../../core/failure.ts";
import { readCeiling, removeCeiling, writeCeiling } from "../../security/grant/book/ceiling-file.ts";
import type { Access } from "../../security/grant/model/access.ts";
import { parseCeiling } from "../../security/grant/parse/parse-ceiling.ts";
import { mentionsPlaces, readInput, refusedForm } from "../grant-form.ts";
import type { GrantsCommand } from "../grants-command.ts";
import { withHome } from "../home.ts";
import { answer, changeState } from "./state.ts";

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
  const access = await read(file, values.demo);
  await changeState(async ({ store }, changed) => {
    await store.alone(() => writeCeiling(homePath, access));
    changed({ action: "grants.ceiling", id: "set" });
  });
  answer(values.json, { ceiling: access }, "Every grant is bounded by it from the next call on.");
}

function show(homePath: string, json: boolean): void {
  const access = readCeiling(homePath);
  const text = access === undefined ? "There is no ceiling." : JSON.stringify(access, null, 2);
  answer(json, { ceiling: access ?? null }, text);
}

async function read(file: string, demo: boolean): Promise<Access> {
  const input = readInput(file, "file");
  const parsed = mentionsPlaces(input)
    ? await withHome(demo, async ({ registries }) => parseCeiling(input, registries))
    : parseCeiling(input);
  if ("faults" in parsed) throw refusedForm(parsed.faults);
  return parsed.ceiling;
}
