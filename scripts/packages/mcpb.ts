/** The bundle for Claude Desktop, `.mcpb`: the stdio door, with a form for its settings. */

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { CATALOGUE } from "../../src/tools/catalogue.ts";
import type { Metafile } from "./bundle.ts";
import { isSecret, keyOf, type NamedSetting, settingOf } from "./form.ts";
import { writeIcon } from "./icon.ts";
import { DESCRIPTION, LICENCE, NAME, NODE_RANGE, PACKAGES, REPOSITORY, TITLE, VERSION } from "./project.ts";
import { runTool } from "./run-tool.ts";

export const MCPB_FILE = join(PACKAGES, `${NAME}-${VERSION}.mcpb`);

const FOLDER = join(PACKAGES, "mcpb");
const ENTRY = "stdio-server.js";
const TITLES: Readonly<Record<string, string>> = {
  HASS_URL: "Home Assistant URL",
  HASS_TOKEN: "Home Assistant token",
  HEARTHGATE_GRANT: "Grant",
};
const ASKED = Object.keys(TITLES).map(settingOf);

/** Throws with what the packer said. */
export async function packMcpb({ outputs }: Metafile): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const file of neededBy(ENTRY, outputs)) {
    const target = join(FOLDER, "server", file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join("dist", file), target);
  }
  writeFileSync(join(FOLDER, "server", "package.json"), `${JSON.stringify({ type: "module" })}\n`);
  cpSync("dist/licenses.txt", join(FOLDER, "licenses.txt"));
  await writeIcon(join(FOLDER, "icon.png"), 512);
  writeFileSync(join(FOLDER, "manifest.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
  runTool(["node_modules/.bin/mcpb", "validate", join(FOLDER, "manifest.json")]);
  rmSync(MCPB_FILE, { force: true });
  runTool(["node_modules/.bin/mcpb", "pack", FOLDER, MCPB_FILE]);
}

/** The entry with every chunk that it may load, as paths below dist/. */
function neededBy(entry: string, outputs: Metafile["outputs"]): readonly string[] {
  const imports = new Map(
    Object.entries(outputs).map(([path, output]) => [
      normalize(path),
      output.imports.map((each) => normalize(each.path)).filter((file) => file.startsWith("chunks/")),
    ]),
  );
  const needed = new Set([entry]);
  for (const file of needed) {
    const next = imports.get(file);
    if (next === undefined) throw new Error(`the bundle has no ${file}`);
    for (const each of next) needed.add(each);
  }
  return [...needed];
}

function manifest(): object {
  return {
    manifest_version: "0.3",
    name: NAME,
    display_name: TITLE,
    version: VERSION,
    description: DESCRIPTION,
    author: { name: TITLE },
    repository: { type: "git", url: REPOSITORY },
    license: LICENCE,
    icon: "icon.png",
    server: {
      type: "node",
      entry_point: `server/${ENTRY}`,
      mcp_config: {
        command: "node",
        args: [`\${__dirname}/server/${ENTRY}`],
        env: Object.fromEntries(ASKED.map((setting) => [setting.name, `\${user_config.${keyOf(setting)}}`])),
      },
    },
    tools: CATALOGUE.map(({ name, description }) => ({ name, description })),
    // a grant of the owner's may open fewer, or others
    tools_generated: true,
    prompts_generated: true,
    compatibility: { platforms: ["darwin", "linux", "win32"], runtimes: { node: NODE_RANGE } },
    user_config: Object.fromEntries(ASKED.map((setting) => [keyOf(setting), field(setting)])),
  };
}

function field(setting: NamedSetting): object {
  return {
    type: "string",
    title: TITLES[setting.name],
    description: setting.help,
    required: setting.default === undefined,
    sensitive: isSecret(setting),
    ...(setting.default === undefined ? {} : { default: setting.default }),
  };
}
