/** An Express door on a demo house, both in processes of their own, as their owner has them. */

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startHttpServer } from "../doors/http-client.ts";

export type OwnedDoor = {
  readonly port: number;
  /** What the owner's command says, as JSON. */
  run(...words: string[]): Record<string, unknown>;
  close(): void;
};

/** On this Node; the house on `bun`. */
export async function openOwnedDoor(
  bun: string,
  more: Readonly<Record<string, string>> = {},
): Promise<OwnedDoor> {
  const house = spawn(bun, ["dist/bench/demo-house.js"], { stdio: ["pipe", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: house.stdout }).once("line", resolve),
  );
  const { url, token } = JSON.parse(line);
  const HEARTHGATE_HOME = mkdtempSync(join(tmpdir(), "hearthgate-bench-"));
  const env = { HASS_URL: url, HASS_TOKEN: token, HEARTHGATE_HOME, PORT: "0", LOG_LEVEL: "error", ...more };
  const door = await startHttpServer([process.execPath, "dist/index.js"], env);
  return {
    port: Number(/:(\d+)\/mcp/.exec(door.url)?.[1]),
    run(...words) {
      const { stdout, status } = spawnSync(process.execPath, ["dist/cli.js", ...words, "--json"], {
        env: { PATH: process.env["PATH"] ?? "", HEARTHGATE_HOME },
      });
      if (status !== 0) throw new Error(`${words.join(" ")} failed`);
      return JSON.parse(stdout.toString());
    },
    close() {
      door.close();
      house.kill();
    },
  };
}
