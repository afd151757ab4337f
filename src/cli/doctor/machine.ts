/** The machine: its runtime, what stands on stdout, room on the disk. */

import { spawn } from "node:child_process";
import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Examined } from "./examined.ts";
import { type Finding, fault, good, unseen, warning } from "./finding.ts";

const OLDEST_NODE = [22, 13] as const;
const LEAST_FREE_BYTES = 100 * 1024 * 1024;
const START_MS = 10_000;

export async function machineChecks({ config, door }: Examined): Promise<readonly Finding[]> {
  return [runtime(process.versions, door), await stdoutNoise(), diskRoom(config.homePath)];
}

/** `versions`: those of `process`. */
export function runtime(
  { bun, node }: { readonly bun?: string; readonly node: string },
  door: Examined["door"],
): Finding {
  const check = "machine.runtime";
  if (bun !== undefined) return good(check, `Bun ${bun}.`);
  const [major = 0, minor = 0] = node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]))
    return good(check, `Node ${node}.`);
  const said = `Node ${node} is older than ${OLDEST_NODE.join(".")}: it gets no more security fixes, and state.db needs a newer one.`;
  const fix = "Install Node 24 (nodejs.org), then start again.";
  return door === "stdio" ? warning(check, said, fix) : fault(check, said, fix);
}

/** A host reads MCP from stdout: any other word there breaks it. A server that is given no input must say nothing. */
function stdoutNoise(): Promise<Finding> {
  const check = "machine.stdout";
  const [, program = ""] = process.argv;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, "stdio", "--demo"], {
      stdio: ["ignore", "pipe", "ignore"],
      timeout: START_MS,
    });
    let noise = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      noise += text;
    });
    child.on("error", () => resolve(unseen(check, "The stdio server could not be started from here.")));
    child.on("close", () =>
      resolve(
        noise === ""
          ? good(check, "Nothing but MCP is on stdout.")
          : fault(
              check,
              "Something else than the server writes to its stdout, where hosts expect MCP alone.",
              "Look at NODE_OPTIONS, BUN_OPTIONS and what wraps the command; whatever they load must be silent.",
            ),
      ),
    );
  });
}

function diskRoom(homePath: string): Finding {
  const check = "machine.disk";
  try {
    const { bavail, bsize } = statfsSync(nearestFolder(homePath));
    const free = bavail * bsize;
    const said = `${Math.round(free / 1024 / 1024)} MB are free where HEARTHGATE_HOME lies`;
    return free >= LEAST_FREE_BYTES
      ? good(check, `${said}.`)
      : warning(check, `${said}: a full disk stops every control call.`, "Make room on that disk.");
  } catch {
    return unseen(check, "The file system of HEARTHGATE_HOME does not say how much is free.");
  }
}

function nearestFolder(path: string): string {
  const above = dirname(path);
  return existsSync(path) || above === path ? path : nearestFolder(above);
}
