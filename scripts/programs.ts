/** Programs of other people that tests run against: Debian's, installed where they are missing. */

import { existsSync } from "node:fs";

/** Program → the package that brings it. */
const PACKAGES = { "redis-server": "redis-server", nginx: "nginx", promtool: "prometheus" } as const;

/** Those that only the tests of the packages want. */
const CHECKERS = {
  caddy: "caddy",
  chromium: "chromium",
  apparmor_parser: "apparmor",
  nft: "nftables",
  "fail2ban-regex": "fail2ban",
  "systemd-analyze": "systemd",
} as const;

const ALL = { ...PACKAGES, ...CHECKERS };

const FOLDERS = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin"];

/** So that tests which run side by side find them. Throws what to do where one cannot be installed. */
export function installPrograms(): void {
  for (const name of Object.keys(PACKAGES)) programOf(name as keyof typeof PACKAGES);
}

/** As `installPrograms`, for the tests of the packages. */
export function installCheckers(): void {
  for (const name of ["nginx", ...Object.keys(CHECKERS)]) programOf(name as keyof typeof ALL);
}

/** Its path. Throws what to do where it is not there and cannot be installed. */
export function programOf(name: keyof typeof ALL): string {
  const found = find(name);
  if (found !== undefined) return found;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const words of [["update"], ["install", "-y", "--no-install-recommends", ALL[name]]])
    if (Bun.which("apt-get") !== null)
      Bun.spawnSync(["apt-get", ...words], { env, stdout: "ignore", stderr: "ignore" });
  const installed = find(name);
  if (installed !== undefined) return installed;
  throw new Error(`these tests need ${name}: apt-get install ${ALL[name]}`);
}

function find(name: string): string | undefined {
  return Bun.which(name) ?? FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
}
