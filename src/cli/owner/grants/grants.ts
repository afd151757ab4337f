/** `hearthgate grants`: makes, shows and ends grants, previews what they reach, explains what they decide. */

import { readConfig } from "../../../config/config.ts";
import { PRESETS } from "../../../security/grant/parse/presets.ts";
import { readCommandLine } from "../../command-line.ts";
import type { GrantsCommand } from "../../grants-command.ts";
import { createGrant } from "../../grants-create.ts";
import { explainCall } from "../../grants-explain.ts";
import { listGrants, showGrant } from "../../grants-list.ts";
import { previewGrant } from "../../grants-preview.ts";
import { testGrant } from "../../grants-test.ts";
import { changeFiles } from "../state.ts";
import { ceiling } from "./ceiling.ts";
import { editGrant } from "./edit.ts";
import { restrictGrant } from "./restrict.ts";
import { deleteGrant, pauseGrant, resumeGrant, revokeGrant } from "./status.ts";

const USAGE = `hearthgate grants list                              those of the file, and the built-in ones
                  show GRANT
                  preview GRANT                         every entity that it reaches today
                  explain GRANT --service S [--target JSON] [--data JSON] [--pin P]   what it decides, and why
                  test FILE                             runs an owner's own cases (docs/grants.md)
                  edit GRANT [--from FILE]              in $EDITOR, or the fields of a file in place of its own
                  restrict GRANT list | add JSON | set ID JSON | enable ID | disable ID | remove ID
                  ceiling show | set FILE | clear       what bounds every grant
                  pause GRANT                           opens nothing until it is resumed
                  resume GRANT
                  revoke GRANT [--reason TEXT]          for ever
                  delete GRANT                          out of the file
                  create --from FILE [--name NAME] [--expires WHEN]
                  create --manifest FILE [--approve JSON] [--name NAME] [--expires WHEN]   what a program asks for, and what of it is granted
                  create --preset PRESET --name NAME [--area A]… [--schedule JSON] [--pin P] [--entities JSON] [--expires WHEN]
A grant is named by id or name; a preset is one of ${PRESETS.join(", ")}: guest, child, kiosk and
housekeeper want an area, widget entities, the others open the whole home. WHEN is never, or 2027-01-31T18:00:00+01:00.
create, edit, restrict, ceiling set, preview, explain and test look into the home of HASS_URL and HASS_TOKEN; --demo asks
the demo house instead. Grants lie in HEARTHGATE_HOME: give these commands the same one as the server. --json prints for machines.`;

const COMMANDS: Readonly<Record<string, (command: GrantsCommand) => void | Promise<void>>> = {
  list: listGrants,
  show: showGrant,
  create: createGrant,
  preview: previewGrant,
  explain: explainCall,
  test: testGrant,
  edit: editGrant,
  restrict: restrictGrant,
  ceiling,
  pause: pauseGrant,
  resume: resumeGrant,
  revoke: revokeGrant,
  delete: deleteGrant,
};

const OPTIONS = {
  json: { type: "boolean", default: false },
  demo: { type: "boolean", default: false },
  from: { type: "string" },
  preset: { type: "string" },
  name: { type: "string" },
  area: { type: "string", multiple: true },
  schedule: { type: "string" },
  pin: { type: "string" },
  entities: { type: "string" },
  expires: { type: "string" },
  service: { type: "string" },
  target: { type: "string" },
  data: { type: "string" },
  reason: { type: "string" },
  manifest: { type: "string" },
  approve: { type: "string" },
} as const;

/** CONFIG_INVALID for anything that cannot be done; nothing is written then. */
export async function grants(args: readonly string[]): Promise<void> {
  const form = { command: "grants", usage: USAGE, names: Object.keys(COMMANDS), options: OPTIONS };
  const line = readCommandLine(form, args);
  if (!line) return;
  const { name, words, values } = line;
  const config = readConfig({ hass: false });
  await COMMANDS[name]?.({
    positionals: words,
    values,
    homePath: config.homePath,
    change: changeFiles(config),
  });
  process.exit();
}
