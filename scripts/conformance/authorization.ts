/** The suite's scenarios for authorization servers, against a door on the demo house where a person always says yes. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { personsBrowser } from "../../tests/doors/oauth/connection.ts";
import { type OAuthDoor, startOAuthDoor } from "../../tests/doors/oauth/oauth-door.ts";
import { answerPerson } from "../../tests/doors/oauth/person.ts";
import type { Check } from "./verdict.ts";

const CALLBACK_PORT = 3_117;
const CALLBACK = `http://127.0.0.1:${CALLBACK_PORT}/callback`;

/** Scenario → its checks. `suite`: the path of the suite's program. */
export async function authorizationResults(suite: string): Promise<ReadonlyMap<string, readonly Check[]>> {
  const door = await startOAuthDoor({ runtime: process.execPath });
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-authorization-"));
  try {
    await runSuite(suite, door, folder);
    return new Map(
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith("checks.json"))
        .map((path) => [scenarioOf(path), JSON.parse(readFileSync(join(folder, path), "utf8"))]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await door.close();
  }
}

async function runSuite(suite: string, door: OAuthDoor, folder: string): Promise<void> {
  const client = await register(door.issuer);
  const args = ["authorization", "--url", door.issuer, "--client-id", client, "--resource", door.resource];
  const child = Bun.spawn([process.execPath, suite, ...args, "-p", String(CALLBACK_PORT), "-o", folder], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const follow = async (stream: ReadableStream<Uint8Array>) => {
    let text = "";
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      const asked = /http:\/\/127\.0\.0\.1:\d+\/authorize\?\S+(?=\s)/.exec(text)?.[0];
      if (asked === undefined) continue;
      text = "";
      const told = await answerPerson(personsBrowser(door), asked, { grant: "operator", answer: "allow" });
      await fetch(told);
    }
  };
  await Promise.all([follow(child.stdout), follow(child.stderr)]);
  await child.exited;
}

async function register(issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ client_name: "conformance", redirect_uris: [CALLBACK] }),
  });
  const { client_id } = (await response.json()) as { readonly client_id: string };
  return client_id;
}

/** `authorization-server-<scenario>-<time>/checks.json` */
function scenarioOf(path: string): string {
  return path.replace(/\/checks\.json$/, "").replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, "");
}
