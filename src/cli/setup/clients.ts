/** The MCP clients that can be set up: where each keeps its servers, and how it writes one down. */

import { join } from "node:path";

/** How a server is started; the same for every client. */
export type ServerEntry = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

export type ConfigFormat = "json" | "toml" | "yaml";

export type McpClient = {
  /** As it is named on the command line. */
  readonly id: string;
  readonly name: string;
  readonly format: ConfigFormat;
  /** The key that holds the servers. */
  readonly key: string;
  /** The file, which need not be there yet. */
  path(machine: Machine): string;
  /** Is there where the client is installed. */
  marker(machine: Machine): string;
  entry(server: ServerEntry): object;
};

/** Where people keep things on this system. */
export type Machine = {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Of the user's applications: `~/Library/Application Support`, `%APPDATA%`, `~/.config`. */
  readonly applications: string;
};

export function machineOf(
  platform: NodeJS.Platform,
  home: string,
  { APPDATA, XDG_CONFIG_HOME }: Readonly<Record<string, string | undefined>>,
): Machine {
  const elsewhere = XDG_CONFIG_HOME || join(home, ".config");
  const applications =
    platform === "darwin"
      ? join(home, "Library", "Application Support")
      : platform === "win32"
        ? APPDATA || join(home, "AppData", "Roaming")
        : elsewhere;
  return { platform, home, applications };
}

const plain = ({ command, args, env }: ServerEntry) => ({ command, args, env });
const typed = (server: ServerEntry) => ({ type: "stdio", ...plain(server) });

/** One whose file lies in a folder of its own, below the user's home or below the applications. */
function clientIn(
  root: "home" | "applications",
  id: string,
  name: string,
  [folder, ...file]: readonly [folder: string, ...file: readonly string[]],
  more: Partial<McpClient> = {},
): McpClient {
  return {
    id,
    name,
    format: "json",
    key: "mcpServers",
    path: (machine) => join(machine[root], folder, ...file),
    marker: (machine) => join(machine[root], folder),
    entry: plain,
    ...more,
  };
}

const USER_OF_CODE = join("Code", "User");
const CLINE = join(USER_OF_CODE, "globalStorage", "saoudrizwan.claude-dev");

export const CLIENTS: readonly McpClient[] = [
  clientIn("applications", "claude-desktop", "Claude Desktop", ["Claude", "claude_desktop_config.json"]),
  clientIn("home", "claude-code", "Claude Code", [".claude"], {
    path: ({ home }) => join(home, ".claude.json"),
    entry: typed,
  }),
  clientIn("home", "cursor", "Cursor", [".cursor", "mcp.json"]),
  clientIn("applications", "vscode", "VS Code", [USER_OF_CODE, "mcp.json"], { key: "servers", entry: typed }),
  clientIn("home", "windsurf", "Windsurf", [join(".codeium", "windsurf"), "mcp_config.json"]),
  clientIn("home", "gemini", "Gemini CLI", [".gemini", "settings.json"]),
  clientIn("home", "codex", "Codex", [".codex", "config.toml"], { format: "toml", key: "mcp_servers" }),
  clientIn("home", "lm-studio", "LM Studio", [".lmstudio", "mcp.json"]),
  zed(),
  clientIn("applications", "cline", "Cline", [CLINE, "settings", "cline_mcp_settings.json"], {
    entry: (server) => ({ ...plain(server), disabled: false }),
  }),
  goose(),
];

/** It keeps to ~/.config on macOS too. */
function zed(): McpClient {
  const folder = ({ platform, home, applications }: Machine) =>
    platform === "win32" ? join(applications, "Zed") : join(configs({ platform, home, applications }), "zed");
  return {
    id: "zed",
    name: "Zed",
    format: "json",
    key: "context_servers",
    path: (machine) => join(folder(machine), "settings.json"),
    marker: folder,
    entry: (server) => ({ source: "custom", ...plain(server) }),
  };
}

function goose(): McpClient {
  const folder = (machine: Machine) =>
    machine.platform === "win32"
      ? join(machine.applications, "Block", "goose", "config")
      : join(configs(machine), "goose");
  return {
    id: "goose",
    name: "Goose",
    format: "yaml",
    key: "extensions",
    path: (machine) => join(folder(machine), "config.yaml"),
    marker: folder,
    entry: ({ command, args, env }) => ({
      name: "hearthgate",
      type: "stdio",
      enabled: true,
      cmd: command,
      args,
      envs: env,
      timeout: 300,
    }),
  };
}

function configs({ platform, home, applications }: Machine): string {
  return platform === "darwin" ? join(home, ".config") : applications;
}
