/** The six clients as they behave, from what was seen of them: how they come, what they leave out, how they refresh. */

import { REGISTRATIONS } from "../../transport/express/oauth/client/published-clients.ts";
import type { Discovered, Json } from "./client.ts";

export type Habits = {
  readonly name: string;
  /** Each request comes from the next of them. */
  readonly addresses: readonly string[];
  /** Of the request that finds out that a token is needed. */
  readonly first: "POST" | "HEAD" | "GET";
  /** The URL of its document, or what it registers. */
  readonly identity: { readonly document: string } | { readonly registers: object };
  /** A new one for each login. */
  readonly redirect: () => string;
  /** What it asks for; undefined = it says nothing of a scope. */
  readonly scope: (found: Discovered) => string | undefined;
  readonly says: {
    /** Whether it names the resource there. */
    readonly resource: { readonly authorize: boolean; readonly token: boolean; readonly refresh: boolean };
    /** Whether it repeats the scope when it refreshes. */
    readonly scopeAtRefresh: boolean;
    readonly basic?: boolean;
  };
  /** Refreshes at once, by several of its processes. */
  readonly atOnce: number;
};

const EVERYWHERE = { authorize: true, token: true, refresh: true } as const;

function listed(metadata: Json): string {
  return (metadata["scopes_supported"] as readonly string[]).join(" ");
}

/** As the clients on somebody's computer find a free port. */
function anyPort(): number {
  return 49_152 + Math.floor(Math.random() * 16_000);
}

const CLAUDE_AI: Habits = {
  name: "claude.ai",
  addresses: ["160.79.104.10", "160.79.106.35"],
  first: "POST",
  identity: { document: "https://claude.ai/oauth/mcp-oauth-client-metadata" },
  redirect: () => "https://claude.ai/api/mcp/auth_callback",
  scope: ({ challenge }) => String(challenge["scope"]),
  says: { resource: EVERYWHERE, scopeAtRefresh: false },
  atOnce: 2,
};

const CLAUDE_CODE: Habits = {
  name: "Claude Code",
  addresses: ["198.51.100.20"],
  first: "POST",
  identity: { document: "https://claude.ai/oauth/claude-code-client-metadata" },
  redirect: () => `http://localhost:${anyPort()}/callback`,
  scope: ({ challenge, server }) =>
    listed(server).includes("offline_access")
      ? `${challenge["scope"]} offline_access`
      : String(challenge["scope"]),
  says: { resource: EVERYWHERE, scopeAtRefresh: false },
  atOnce: 5,
};

const CHATGPT: Habits = {
  name: "ChatGPT",
  addresses: ["203.0.113.40", "203.0.113.41"],
  first: "POST",
  identity: { document: "https://chatgpt.com/oauth/client.json" },
  redirect: () => "https://chatgpt.com/connector_platform_oauth_redirect",
  scope: ({ server }) => listed(server),
  says: { resource: EVERYWHERE, scopeAtRefresh: false },
  atOnce: 1,
};

const VS_CODE: Habits = {
  name: "VS Code",
  addresses: ["198.51.100.30"],
  first: "POST",
  identity: { document: "https://vscode.dev/oauth/client-metadata.json" },
  redirect: () => "http://127.0.0.1:33418/",
  scope: ({ resource }) => listed(resource),
  says: { resource: { authorize: true, token: false, refresh: false }, scopeAtRefresh: false },
  atOnce: 1,
};

const CURSOR: Habits = {
  name: "Cursor",
  addresses: ["198.51.100.40"],
  first: "GET",
  identity: { registers: REGISTRATIONS.Cursor },
  redirect: () => "cursor://anysphere.cursor-mcp/oauth/callback",
  scope: () => undefined,
  says: { resource: EVERYWHERE, scopeAtRefresh: true },
  atOnce: 1,
};

const GEMINI_CLI: Habits = {
  name: "Gemini CLI",
  addresses: ["198.51.100.50"],
  first: "HEAD",
  identity: { registers: REGISTRATIONS["Gemini CLI"] },
  redirect: () => "http://localhost:51234/oauth/callback",
  scope: ({ server }) => listed(server),
  says: { resource: EVERYWHERE, scopeAtRefresh: false },
  atOnce: 1,
};

/** Each, and its other ways: what it does where a server is older, or it is. */
export const CLIENTS: readonly Habits[] = [
  CLAUDE_AI,
  {
    ...CLAUDE_AI,
    name: "claude.ai, registered, with a secret",
    identity: { registers: REGISTRATIONS["claude.ai"] },
    scope: ({ server }) => listed(server),
  },
  {
    ...CLAUDE_AI,
    name: "claude.ai at claude.com",
    redirect: () => "https://claude.com/api/mcp/auth_callback",
  },
  CLAUDE_CODE,
  {
    ...CLAUDE_CODE,
    name: "Claude Code, registered",
    addresses: ["198.51.100.21"],
    identity: { registers: REGISTRATIONS["Claude Code"] },
    redirect: () => "http://localhost:3118/callback",
  },
  CHATGPT,
  {
    ...CHATGPT,
    name: "ChatGPT, registered",
    identity: { registers: REGISTRATIONS.ChatGPT },
    redirect: () => "https://chatgpt.com/connector/oauth/Ab3xY",
  },
  VS_CODE,
  {
    ...VS_CODE,
    name: "VS Code, registered, at a random port",
    addresses: ["198.51.100.31"],
    identity: { registers: REGISTRATIONS["VS Code"] },
    redirect: () => `http://127.0.0.1:${anyPort()}/`,
  },
  { ...VS_CODE, name: "VS Code in the browser", redirect: () => "https://vscode.dev/redirect" },
  CURSOR,
  {
    ...CURSOR,
    name: "Cursor, newer, at localhost",
    addresses: ["198.51.100.41"],
    redirect: () => "http://localhost:8787/callback",
  },
  GEMINI_CLI,
];
