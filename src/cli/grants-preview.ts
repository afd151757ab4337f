/** `hearthgate grants preview`: every entity that a grant reaches today. */

import { readCeiling } from "../security/grant/book/ceiling-file.ts";
import { findGrant } from "../security/grant/book/grant-file.ts";
import { always, countReached, reachedBy } from "../security/grant/decide/reached.ts";
import { type GrantsCommand, nameIn, say, table } from "./grants-command.ts";
import { linesOf, notesOn } from "./grants-notes.ts";
import { withHome } from "./home.ts";

export async function previewGrant({ homePath, positionals, values }: GrantsCommand): Promise<void> {
  const grant = findGrant(homePath, nameIn(positionals), Date.now());
  const { reached, notes } = await withHome(values.demo, async (gateway) => ({
    reached: await allOf(reachedBy(always(grant), readCeiling(homePath), gateway)),
    notes: await notesOn(grant, gateway),
  }));
  if (values.json) {
    say(JSON.stringify({ grant: grant.id, entities: reached, ...notes }));
    return;
  }
  const rows = reached.map(({ id, area, read, acts, asks }) => [
    id,
    area,
    read ? "read" : "",
    shortened(acts),
    shortened(asks),
  ]);
  say(table(["entity", "area", "", "acts", "asks the owner"], rows));
  const { entities, read, controlled, asks } = countReached(reached);
  say(`\n${entities} entities: ${read} read, ${controlled} controlled, ${asks} only with the owner's yes`);
  for (const line of linesOf(notes)) say(line);
  const held = grant.restrictions.filter(({ enabled }) => enabled).map(({ id, type }) => `${id} (${type})`);
  if (held.length > 0) say(`Not counted here: its restrictions ${held.join(", ")}.`);
  if (grant.status !== "active") say(`The grant is ${grant.status}: it opens nothing now.`);
}

async function allOf<Each>(each: AsyncIterable<Each>): Promise<readonly Each[]> {
  const all: Each[] = [];
  for await (const one of each) all.push(one);
  return all;
}

function shortened(services: readonly string[]): string {
  return services.length <= 4
    ? services.join(" ")
    : `${services.slice(0, 4).join(" ")} +${services.length - 4}`;
}
