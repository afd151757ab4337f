/** server.json, by which the MCP registry lists the server; after https://static.modelcontextprotocol.io/schemas/2025-12-11. */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSecret, type NamedSetting, STDIO_SETTINGS } from "./form.ts";
import { MCPB_FILE } from "./mcpb.ts";
import { DESCRIPTION, MCP_NAME, NAME, PACKAGES, REPOSITORY, TITLE, VERSION } from "./project.ts";

export const SERVER_JSON = join(PACKAGES, "server.json");

const REQUIRED: ReadonlySet<string> = new Set(["HASS_URL", "HASS_TOKEN"]);
const FORMATS: Readonly<Partial<Record<NamedSetting["kind"], string>>> = {
  boolean: "boolean",
  count: "number",
  port: "number",
  path: "filepath",
};

/** The .mcpb must be there: its digest is in it. */
export function writeServerJson(): void {
  const transport = { type: "stdio" };
  const environmentVariables = STDIO_SETTINGS.map(variable);
  const server = {
    $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    name: MCP_NAME,
    title: TITLE,
    description: DESCRIPTION,
    repository: { url: REPOSITORY, source: "github" },
    version: VERSION,
    packages: [
      { registryType: "npm", identifier: NAME, version: VERSION, transport, environmentVariables },
      {
        registryType: "mcpb",
        identifier: `${REPOSITORY}/releases/download/v${VERSION}/${NAME}-${VERSION}.mcpb`,
        version: VERSION,
        fileSha256: createHash("sha256").update(readFileSync(MCPB_FILE)).digest("hex"),
        transport,
      },
    ],
  };
  writeFileSync(SERVER_JSON, `${JSON.stringify(server, null, 2)}\n`);
}

function variable(setting: NamedSetting): object {
  return {
    name: setting.name,
    description: setting.help,
    isRequired: REQUIRED.has(setting.name),
    isSecret: isSecret(setting),
    format: FORMATS[setting.kind] ?? "string",
    ...(setting.default === undefined ? {} : { default: setting.default }),
    ...(setting.kind === "choice" ? { choices: setting.options } : {}),
  };
}
