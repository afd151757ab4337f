/** An MCP host for tests: the official client over stdio to the bundled server in its own process. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { AuditEvent } from "../../src/audit/event.ts";
import { processEnv } from "../process-env.ts";

export type Result = {
  readonly error: boolean;
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
};

export type Host = {
  readonly client: Client;
  readonly folder: string;
  stderr(): string;
  call(name: string, args: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Result>;
  close(): Promise<void>;
};

export type HostOptions = {
  readonly url: string;
  readonly token: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `legacy` = 2025-11-25, `auto` = 2026-07-28 where the server has it. */
  readonly mode?: "legacy" | "auto";
  /** A grant of one's own: saved as the file would have it, and named to the server. */
  readonly grant?: Readonly<Record<string, unknown>>;
  /** The client says that it can put forms to its person, who answers so. */
  readonly person?: (message: string) => "accept" | "decline" | "cancel";
  /** `node` or `bun`. */
  readonly runtime?: string;
};

export async function startHost(options: HostOptions): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-test-"));
  if (options.grant) {
    const grant = { created_at: "2026-01-01T00:00:00Z", ...options.grant };
    writeFileSync(join(folder, "grants.json"), JSON.stringify({ version: 1, grants: [grant] }));
  }
  const transport = new StdioClientTransport({
    command: options.runtime ?? "node",
    args: ["dist/stdio-server.js"],
    env: {
      ...processEnv(),
      HASS_URL: options.url,
      HASS_TOKEN: options.token,
      HEARTHGATE_HOME: folder,
      LOG_LEVEL: "info",
      // not every Node that serves stdio has SQLite
      STORE: "memory",
      ...(options.grant ? { HEARTHGATE_GRANT: String(options.grant["name"]) } : {}),
      ...options.env,
    },
    stderr: "pipe",
  });
  let stderr = "";
  transport.stderr?.on("data", (chunk) => {
    stderr += String(chunk);
  });
  const client = new Client(
    { name: "test-host", version: "0" },
    {
      versionNegotiation: { mode: options.mode ?? "legacy" },
      capabilities: options.person ? { elicitation: { form: {} } } : {},
    },
  );
  const { person } = options;
  if (person)
    client.setRequestHandler("elicitation/create", async ({ params }) => ({
      action: person(params.message),
    }));
  await client.connect(transport);
  return {
    client,
    folder,
    stderr: () => stderr,
    async call(name, args, signal) {
      const result = await client.callTool(
        { name, arguments: { ...args } },
        { timeout: 40_000, ...(signal ? { signal } : {}) },
      );
      const content = result.content as readonly { readonly type: string; readonly text?: string }[];
      return {
        error: result.isError === true,
        text: content.map((part) => part.text ?? "").join("\n"),
        structured: (result.structuredContent ?? {}) as Readonly<Record<string, unknown>>,
        meta: (result._meta ?? {}) as Readonly<Record<string, unknown>>,
      };
    },
    close: () => client.close(),
  };
}

export type TargetRow = {
  readonly call?: number;
  readonly id: string;
  readonly name?: string;
  readonly verdict: string;
  readonly before?: string;
  readonly after?: string;
  readonly ms?: number;
  readonly reason?: string;
};

/** The rows of an answer of `ha_call_service`; fails with the error's text when it is one. */
export function rowsOf(result: Result): readonly TargetRow[] {
  if (result.error) throw new Error(result.text);
  return result.structured["targets"] as readonly TargetRow[];
}

export type FoundRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** The rows of an answer of `ha_read`. */
export function foundOf(result: Result): readonly FoundRow[] {
  if (result.error) throw new Error(result.text);
  return result.structured["found"] as readonly FoundRow[];
}

/** What the host's server has written into its audit so far. */
export function auditOf({ folder }: Host): readonly AuditEvent[] {
  const at = join(folder, "audit");
  const files = existsSync(at) ? readdirSync(at).sort() : [];
  const text = files.map((file) => readFileSync(join(at, file), "utf8")).join("");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
