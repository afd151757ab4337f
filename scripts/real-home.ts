/** A real Home Assistant for tests: the one named by HASS_URL, else a fresh copy of one built outside the repository. */

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { freePort } from "./free-port.ts";

export type RealHome = {
  readonly url: string;
  readonly token: string;
  /** Token of an ordinary user; empty when the instance was given from outside without one. */
  readonly userToken: string;
  /** Token of its owner, another administrator than the one behind `token`; empty as above. */
  readonly ownerToken: string;
  readonly version: string;
  /** Its configuration; empty when the instance was given from outside. */
  readonly folder: string;
  stop(): void;
};

/** Home Assistant bans an address after so many wrong logins. */
const BAN_AFTER = 5;

export type RealHomeOptions = {
  /** One of our own in any case, which bans addresses that log in wrongly. */
  readonly bans?: boolean;
  /** One of our own in any case: it is stopped for this, and started again. */
  readonly prepare?: (folder: string) => void;
};

export async function openRealHome({ bans = false, prepare }: RealHomeOptions = {}): Promise<RealHome> {
  const { HASS_URL: url, HASS_TOKEN: token } = process.env;
  const { HASS_USER_TOKEN: userToken = "", HASS_OWNER_TOKEN: ownerToken = "" } = process.env;
  if (url && token && !bans && !prepare) {
    await untilRunning(url, token);
    return { url, token, userToken, ownerToken, version: "as given", folder: "", stop: () => undefined };
  }
  const scripts = findScripts();
  const folder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "hearthgate-ha");
  if (!existsSync(join(folder, "golden.tgz"))) run(join(scripts, "provision.sh"), [folder], {});
  const config = mkdtempSync(join(tmpdir(), "hearthgate-ha-"));
  const port = await freePort();
  const environment = { HA_DIR: folder, PORT: String(port) };
  const starter = join(bans ? withBans(scripts) : scripts, "run.sh");
  run(starter, ["fresh", config], environment);
  const tokens = JSON.parse(readFileSync(join(folder, "tokens.json"), "utf8"));
  const home = {
    url: `http://127.0.0.1:${port}`,
    token: String(tokens.admin.token),
    userToken: String(tokens.user.token),
    ownerToken: String(tokens.owner.token),
    folder: config,
    version: readFileSync(join(folder, "version"), "utf8").trim(),
    stop() {
      run(starter, ["stop", config], environment);
      rmSync(config, { recursive: true, force: true });
    },
  };
  await untilRunning(home.url, home.token);
  if (prepare) {
    run(starter, ["stop", config], environment);
    prepare(config);
    run(starter, ["start", config], environment);
    await untilRunning(home.url, home.token);
  }
  return home;
}

/** A copy of the scripts whose homes ban: the settings of HTTP are written at each start. */
function withBans(scripts: string): string {
  const copy = mkdtempSync(join(tmpdir(), "hearthgate-ha-scripts-"));
  cpSync(scripts, copy, { recursive: true, filter: (source) => !source.endsWith("node_modules") });
  const path = join(copy, "seed", "http-2026.8.json");
  const settings = JSON.parse(readFileSync(path, "utf8"));
  Object.assign(settings.data.stable, { ip_ban_enabled: true, login_attempts_threshold: BAN_AFTER });
  // as it came: run.sh finds its port by the spaces
  writeFileSync(path, JSON.stringify(settings, null, 2));
  return copy;
}

/** The scripts that build and start one lie beside the checkout, in `shared/real-ha`. */
function findScripts(): string {
  for (let at = resolve("."); ; at = dirname(at)) {
    const candidate = join(at, "shared", "real-ha");
    if (existsSync(join(candidate, "run.sh"))) return candidate;
    if (dirname(at) === at)
      throw new Error(
        "No real Home Assistant: set HASS_URL and HASS_TOKEN, or put shared/real-ha beside the checkout.",
      );
  }
}

function run(command: string, args: readonly string[], environment: Readonly<Record<string, string>>): void {
  // the started server inherits nothing of ours: it would hold our pipes open
  const { status } = spawnSync(command, [...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed with ${status}`);
}

/** HTTP answers some seconds before the home is complete. */
async function untilRunning(url: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  for (const started = Date.now(); Date.now() - started < 120_000; await Bun.sleep(300)) {
    const response = await fetch(`${url}/api/config`, { headers }).catch(() => undefined);
    if (response?.status === 401) throw new Error("Home Assistant refused HASS_TOKEN");
    if (response?.ok && ((await response.json()) as { state?: string }).state === "RUNNING") return;
  }
  throw new Error("Home Assistant did not come to RUNNING within two minutes");
}
