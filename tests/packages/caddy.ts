/** A real Caddy with the Caddyfile that we ship, before a door on loopback. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programOf } from "../../scripts/programs.ts";
import { overTls } from "../doors/machines/nginx.ts";
import { processEnv } from "../process-env.ts";
import { startProgram } from "../program.ts";

export type Caddy = { stop(): Promise<void> };

/** Answers at `https://localhost:PORT` for the door, with a certificate of its own that nobody trusts. */
export async function startCaddy(port: number, doorPort: number): Promise<Caddy> {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-caddy-"));
  const site = readFileSync("deploy/docker/Caddyfile", "utf8");
  if (!site.includes("reverse_proxy hearthgate:4000")) throw new Error("the Caddyfile has another door");
  const file = join(folder, "Caddyfile");
  const options = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n";
  writeFileSync(file, options + site.replace("hearthgate:4000", `127.0.0.1:${doorPort}`));
  const child = await startProgram([programOf("caddy"), "run", "--config", file, "--adapter", "caddyfile"], {
    folder,
    env: {
      ...processEnv(),
      HEARTHGATE_DOMAIN: `localhost:${port}`,
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
    },
    answers: async () => (await overTls(`https://localhost:${port}/health`)).status === 200,
  });
  return {
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
