/** `hearthgate grants restrict`: the restrictions of a grant, one by one; they only ever narrow it. */

import { Failure } from "../../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { chosenGrant } from "../../../security/grant/book/grant-file.ts";
import { type GrantsCommand, jsonGiven, table } from "../../grants-command.ts";
import { answer } from "../state.ts";
import { saveEdited } from "./edit.ts";

const USAGE = `hearthgate grants restrict GRANT list
                  GRANT add JSON        {"id": …, "type": …, "applies_to": …, "params": {…}}
                  GRANT set ID JSON     its applies_to or params, in place of what they were
                  GRANT enable ID | disable ID | remove ID`;

type Change = (list: readonly JsonObject[], words: readonly string[]) => readonly JsonObject[];

const CHANGES: Readonly<Record<string, Change>> = {
  add: (list, words) => [...list, objectIn(words[0])],
  set(list, [id, text]) {
    const fields = objectIn(text);
    return changed(list, id, (before) => [{ ...before, ...fields, id: before["id"] }]);
  },
  enable: (list, [id]) => changed(list, id, (before) => [{ ...before, enabled: true }]),
  disable: (list, [id]) => changed(list, id, (before) => [{ ...before, enabled: false }]),
  remove: (list, [id]) => changed(list, id, () => []),
};
const WORDS_OF: Readonly<Record<string, number>> = {
  add: 1,
  set: 2,
  enable: 1,
  disable: 1,
  remove: 1,
  list: 0,
};

/** CONFIG_INVALID for other words, an id that no restriction has, and a form that could never match. */
export async function restrictGrant({ positionals, values, homePath }: GrantsCommand): Promise<void> {
  const [grant = "", word = "list", ...words] = positionals;
  if (grant === "" || WORDS_OF[word] !== words.length)
    throw new Failure("CONFIG_INVALID", `restrict: see\n${USAGE}`);
  const { saved } = chosenGrant(homePath, grant);
  const list = restrictionsIn(saved);
  const change = CHANGES[word];
  if (!change) {
    const rows = list.map((each) => [
      String(each["id"]),
      String(each["type"]),
      each["enabled"] === false ? "disabled" : "enabled",
      JSON.stringify(each["applies_to"] ?? "grant"),
    ]);
    const text = rows.length === 0 ? "No restrictions." : table(["id", "type", "", "applies to"], rows);
    return answer(values.json, list.map(withoutHash), text);
  }
  await saveEdited(saved, { ...saved, restrictions: change(list, words) }, values);
}

function changed(
  list: readonly JsonObject[],
  id: string | undefined,
  change: (before: JsonObject) => readonly JsonObject[],
): readonly JsonObject[] {
  if (!list.some((each) => each["id"] === id))
    throw new Failure("CONFIG_INVALID", "No restriction of this grant has that id.", {
      hint: `It has: ${list.map((each) => String(each["id"])).join(", ") || "none"}.`,
    });
  return list.flatMap((each) => (each["id"] === id ? change(each) : [each]));
}

function objectIn(text: string | undefined): JsonObject {
  return jsonGiven("JSON", text) ?? {};
}

function restrictionsIn({ restrictions }: JsonObject): readonly JsonObject[] {
  return Array.isArray(restrictions) ? restrictions.filter(isJsonObject) : [];
}

/** Hashes of PINs are nobody's to read. */
function withoutHash(restriction: JsonObject): unknown {
  return JSON.parse(JSON.stringify(restriction, (key, value) => (key === "pin_hash" ? "(hash)" : value)));
}
