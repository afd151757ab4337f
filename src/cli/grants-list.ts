/** `hearthgate grants list` and `show`: what lies in the file beside the built-in grants. */

import { findGrant, readGrants } from "../security/grant/book/grant-file.ts";
import { builtinGrant } from "../security/grant/model/builtins.ts";
import type { Grant } from "../security/grant/model/grant.ts";
import { saveGrant } from "../security/grant/parse/parse-grant.ts";
import { unenforcedIn } from "../security/grant/parse/unenforced.ts";
import { type GrantsCommand, nameIn, say, table } from "./grants-command.ts";

export function listGrants({ homePath, values }: GrantsCommand): void {
  const { grants, broken } = readGrants(homePath, Date.now());
  const all = [
    ...["viewer", "operator", "editor", "admin"].flatMap((name) => builtinGrant(name) ?? []),
    ...grants,
  ];
  if (values.json) {
    say(JSON.stringify({ grants: all.map(summary), broken }));
    return;
  }
  const rows = all.map((grant) => Object.values(summary(grant)));
  say(table(["id", "name", "status", "expires", "restrictions"], rows));
  for (const grant of grants) {
    const paths = unenforcedIn(grant);
    if (paths.length > 0) say(`\n${grant.name}: this version does not enforce ${paths.join(", ")}.`);
  }
  for (const { name, faults } of broken) {
    say(`\n${name || "(no name)"} does not hold and is denied whole:`);
    for (const { path, message } of faults) say(`  ${path}: ${message}`);
  }
}

/** The grant as it is stored; hashes of PINs are left out. */
export function showGrant({ homePath, positionals }: GrantsCommand): void {
  const grant = findGrant(homePath, nameIn(positionals), Date.now());
  const text = JSON.stringify(saveGrant(grant), (key, value) => (key === "pin_hash" ? "(hash)" : value), 2);
  say(text);
}

function summary({ id, name, status, expires_at, restrictions }: Grant) {
  return { id, name, status, expires: expires_at, restrictions: String(restrictions.length) };
}
