/** `hearthgate grants`: makes, shows and ends grants, previews what they reach, explains what they decide. */

import { parseArgs } from "node:util";
import { readConfig } from "../../../config/config.ts";
import { Failure } from "../../../core/failure.ts";
import type { GrantsCommand } from "../../grants-command.ts";
import { createGrant } from "../../grants-create.ts";
import { explainCall } from "../../grants-explain.ts";
import { listGrants, showGrant } from "../../grants-list.ts";
import { previewGrant } from "../../grants-preview.ts";
import { testGrant } from "../../grants-test.ts";
import { aloneOn } from "../state.ts";
import { ceiling } from "./ceiling.ts";
import { editGrant } from "./edit.ts";
import { restrictGrant } from "./restrict.ts";
import { deleteGrant, pauseGrant, resumeGrant, revokeGrant } from "./status.ts";

const USAGE = `hearthgate grants list | show GRANT | preview GRANT | explain GRANT --service S [--target JSON] [--data JSON] [--pin P]
                  test FILE                             runs an owner's own cases (docs/grants.md)
                  edit GRANT [--from FILE]              in $EDITOR, or the fields of a file in place of its own
                  restrict GRANT list | add JSON | set ID JSON | enable ID | disable ID | remove ID
                  ceiling show | set FILE | clear       what bounds every grant
                  pause GRANT | resume GRANT | revoke GRANT [--reason TEXT] | delete GRANT
                  create --from FILE
                  create --manifest FILE [--approve JSON]   what a program asks for, and what of it is granted
                  create --preset NAME --name NAME [--area A]… [--schedule JSON] [--pin P] [--entities JSON]
A grant is named by id or name. --json prints for machines; --demo asks the demo house instead of HASS_URL.`;

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

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.split(/[.\n]/)[0] : "";
    throw new Failure("CONFIG_INVALID", `grants: ${said}.\n${USAGE}`, { cause });
  }
}

/** CONFIG_INVALID for anything that cannot be done; nothing is written then. */
export async function grants(args: readonly string[]): Promise<void> {
  const { positionals, values } = parsed(args);
  const [name = "", ...rest] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new Failure("CONFIG_INVALID", `grants ${name.slice(0, 30)}: there is no such command.\n${USAGE}`);
  const config = readConfig({ hass: false });
  await command({ positionals: rest, values, homePath: config.homePath, alone: aloneOn(config) });
  process.exit();
}
