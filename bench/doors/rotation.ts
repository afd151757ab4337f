/** Whether a rotation of keys logs anybody out: callers with logins keep calling while the key ring turns. */

import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atLeast, atMost, type Figures } from "../figures.ts";
import { logIn, startHttpServer } from "./http-client.ts";

export type RotationPlan = {
  readonly url: string;
  readonly token: string;
  /** A Node that has SQLite. */
  readonly runtime: string;
  readonly rotations: number;
  readonly everyMs: number;
};

const CALLERS = 50;

/** Every caller is logged in, and keeps the JWT that it began with. */
export async function measureRotation(plan: RotationPlan): Promise<Figures> {
  const { url, token, runtime, rotations, everyMs } = plan;
  const home = mkdtempSync(join(tmpdir(), "hearthgate-bench-"));
  const env = {
    HASS_URL: url,
    HASS_TOKEN: token,
    HEARTHGATE_HOME: home,
    PORT: "0",
    RATE_LIMIT_MAX: "1000000",
  };
  const server = await startHttpServer([runtime, "dist/index.js"], env);
  try {
    const logins: string[] = [];
    while (logins.length < CALLERS) logins.push(await logIn(server.url, token, "operator"));
    let [calls, refused, over] = [0, 0, false];
    const callers = logins.map(async (jwt) => {
      while (!over) {
        if (await isGood(server.url, jwt)) calls++;
        else refused++;
        await Bun.sleep(PAUSE_MS);
      }
    });
    for (let turn = 0; turn < rotations; turn++) {
      await Bun.sleep(everyMs);
      rotate(runtime, home);
    }
    over = true;
    await Promise.all(callers);
    return {
      [`rotation, refused calls in ${rotations} rotations`]: atMost(refused, "calls", 0),
      "rotation, calls meanwhile": atLeast(calls, "calls", CALLERS),
    };
  } finally {
    server.close();
  }
}

const PAUSE_MS = 100;

async function isGood(url: string, jwt: string): Promise<boolean> {
  const headers = { Authorization: `Bearer ${jwt}` };
  const response = await fetch(new URL("/api/auth/session", url), { headers });
  await response.text();
  return response.ok;
}

function rotate(runtime: string, home: string): void {
  const { status } = spawnSync(runtime, ["dist/cli.js", "keys", "rotate"], {
    env: { PATH: process.env["PATH"] ?? "", HEARTHGATE_HOME: home },
    stdio: "ignore",
  });
  if (status !== 0) throw new Error("the keys could not be rotated");
}
