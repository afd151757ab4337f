/** How a client starts the server that it is set up with. */

import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { setupSettings } from "../../config/setup-settings.ts";
import type { ServerEntry } from "./clients.ts";

type Starting = {
  readonly grant: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly demo: boolean;
};

/** A program that a client starts finds no `PATH` of a shell: the paths are whole. */
export function serverEntry({ grant, env, demo }: Starting): ServerEntry {
  const script = realpathSync(process.argv[1] ?? "");
  const fromNpx = script.includes(`${sep}_npx${sep}`);
  const npx = join(dirname(process.execPath), process.platform === "win32" ? "npx.cmd" : "npx");
  const { givenHome } = setupSettings();
  return {
    command: fromNpx ? npx : process.execPath,
    args: [...(fromNpx ? ["-y", "hearthgate"] : [script]), "stdio", ...(demo ? ["--demo"] : [])],
    env: {
      ...env,
      ...(grant === undefined ? {} : { HEARTHGATE_GRANT: grant }),
      ...(givenHome === undefined ? {} : { HEARTHGATE_HOME: givenHome }),
    },
  };
}
