/** docs/clients.md: what each MCP client wants written where, from the same table as `hearthgate setup`. */

import { CLIENTS, type McpClient, machineOf } from "../../src/cli/setup/clients.ts";
import { withServer } from "../../src/cli/setup/config-text.ts";
import { SERVER_NAME } from "../../src/cli/setup/plan.ts";

const SERVER = {
  command: "npx",
  args: ["-y", "hearthgate", "stdio"],
  env: {
    HASS_URL: "http://homeassistant.local:8123",
    HASS_TOKEN_FILE: "/home/alex/.config/hearthgate/hass-token-homeassistant.local_8123",
  },
};
const SYSTEMS = [
  ["macOS", machineOf("darwin", "~", {})],
  ["Linux", machineOf("linux", "~", {})],
  ["Windows", machineOf("win32", "~", { APPDATA: "%APPDATA%" })],
] as const;
/** Of clients that also speak HTTP with a header of one's own. */
const OVER_HTTP: Readonly<Record<string, string>> = {
  "claude-code":
    'claude mcp add --transport http hearthgate https://home.example.com/mcp --header "Authorization: Bearer hg_…"',
  cursor:
    '{ "mcpServers": { "hearthgate": { "url": "https://home.example.com/mcp", "headers": { "Authorization": "Bearer hg_…" } } } }',
  vscode:
    '{ "servers": { "hearthgate": { "type": "http", "url": "https://home.example.com/mcp", "headers": { "Authorization": "Bearer hg_…" } } } }',
  gemini:
    '{ "mcpServers": { "hearthgate": { "httpUrl": "https://home.example.com/mcp", "headers": { "Authorization": "Bearer hg_…" } } } }',
};

export function clientsPage(): string {
  return [
    "# Clients",
    "",
    "`hearthgate setup` writes what follows into every client that is installed, shows it first, and keeps the token in a file of its own, one for each home; secrets of others in these files it shows as `[hidden]`. `hearthgate remove` puts the files back byte for byte where nobody wrote there since, else it takes the server alone out; the token's file stays, and is named. A file that is read-only, that was changed while it was shown, or that holds the servers twice is left alone, and said. By hand it is this. A client that was open has to be started again. An absolute path to `npx` (or to `node` and `dist/cli.js`) helps where a client finds no `npx`.",
    "",
    "Over HTTP a client shows an access token (`hearthgate tokens issue --grant …`), which no login replaces in between. claude.ai and ChatGPT are given the URL alone, and the others can be: a person logs in and picks the grant ([Connect by URL alone](oauth.md)).",
    "",
    ...CLIENTS.flatMap(sectionOf),
  ].join("\n");
}

function sectionOf(client: McpClient): readonly string[] {
  const { id, name, format, key } = client;
  const paths = SYSTEMS.map(
    ([system, machine]) => `${system} \`${client.path(machine).replaceAll("\\", "/")}\``,
  );
  const text = withServer("", { format, key, name: SERVER_NAME }, client.entry(SERVER)).trimEnd();
  const http = OVER_HTTP[id];
  return [
    `## ${name}`,
    "",
    `${paths.join(" · ")}. Alone: \`hearthgate setup ${id}\`.`,
    "",
    `\`\`\`${format === "json" ? "json" : format}`,
    text,
    "```",
    "",
    ...(http === undefined
      ? []
      : ["Over HTTP:", "", `\`\`\`${http.startsWith("{") ? "json" : "sh"}`, http, "```", ""]),
  ];
}
