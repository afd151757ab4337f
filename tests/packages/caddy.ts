/** A real Caddy with the Caddyfile that we ship, before a door on loopback. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programOf } from "../../scripts/programs.ts";
import { processEnv } from "../process-env.ts";

export type Caddy = { stop(): Promise<void> };

/** At `https://localhost:PORT`, with a certificate of its own that nobody trusts. */
export async function startCaddy(port: number, doorPort: number): Promise<Caddy> {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-caddy-"));
  const site = readFileSync("deploy/docker/Caddyfile", "utf8");
  if (!site.includes("reverse_proxy hearthgate:4000")) throw new Error("the Caddyfile has another door");
  const file = join(folder, "Caddyfile");
  const options = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n";
  writeFileSync(file, options + site.replace("hearthgate:4000", `127.0.0.1:${doorPort}`));
  const child = Bun.spawn([programOf("caddy"), "run", "--config", file, "--adapter", "caddyfile"], {
    env: {
      ...processEnv(),
      HEARTHGATE_DOMAIN: `localhost:${port}`,
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
    },
    stdout: "ignore",
    stderr: "ignore",
  });
  return {
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
