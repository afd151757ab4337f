/** The .mcpb, unpacked into an empty folder and started as its manifest says. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import sharp from "sharp";
import manifestOfNpm from "../../package.json" with { type: "json" };
import { startDemoHouse } from "../../src/demo/house.ts";
import { processEnv } from "../process-env.ts";
import { nodeCommand, ranIn } from "./served.ts";

const MCPB = "node_modules/.bin/mcpb";
const file = `packages/hearthgate-${manifestOfNpm.version}.mcpb`;
const folder = mkdtempSync(join(tmpdir(), "hearthgate-mcpb-"));
const manifest = () => JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));

beforeAll(async () => {
  expect(await ranIn([MCPB, "unpack", file, folder], ".", processEnv())).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

test("its own validator takes it", async () => {
  const { code, said } = await ranIn([MCPB, "validate", join(folder, "manifest.json")], ".", processEnv());
  expect([code, said]).toEqual([0, expect.stringContaining("validation passes")]);
});

test("the form asks for the home, hides the token, offers a grant", () => {
  const form = manifest().user_config;
  expect(Object.keys(form)).toEqual(["hass_url", "hass_token", "hearthgate_grant"]);
  expect(form.hass_token).toMatchObject({ sensitive: true, required: true });
  expect(form.hass_url).toMatchObject({ sensitive: false, required: true });
  expect(form.hearthgate_grant).toMatchObject({ required: false, default: "operator" });
});

test("the icon is 512 by 512 and not one colour", async () => {
  const icon = sharp(join(folder, "icon.png"));
  expect(await icon.metadata()).toMatchObject({ format: "png", width: 512, height: 512 });
  expect((await icon.stats()).entropy).toBeGreaterThan(0.5);
});

test("the server answers from there, with the manifest's tools that the grant opens", async () => {
  const house = await startDemoHouse({ restless: false });
  const { server, tools, user_config } = manifest();
  const given: Record<string, string> = {
    hass_url: house.url,
    hass_token: house.tokens.admin,
    hearthgate_grant: user_config.hearthgate_grant.default,
  };
  const filled = (text: string) =>
    text
      .replace(/\$\{__dirname\}/g, folder)
      .replace(/\$\{user_config\.(\w+)\}/g, (_, key: string) => given[key] ?? `no ${key}`);
  const env = Object.entries<string>(server.mcp_config.env).map(([name, text]) => [name, filled(text)]);
  expect(server.mcp_config.command).toBe("node");
  const transport = new StdioClientTransport({
    command: nodeCommand(),
    args: server.mcp_config.args.map(filled),
    env: { ...processEnv(), HEARTHGATE_HOME: join(folder, "state"), ...Object.fromEntries(env) },
    cwd: folder,
  });
  const client = new Client({ name: "test", version: "0" });
  try {
    await client.connect(transport);
    const listed = (await client.listTools()).tools.map(({ name }) => name);
    const named = tools.map(({ name }: { name: string }) => name);
    // what no built-in grant opens is not listed
    expect(named.filter((name: string) => !listed.includes(name))).toEqual(["ha_camera", "ha_template"]);
    expect(listed.filter((name) => !named.includes(name))).toEqual([]);
    const seen = await client.callTool({ name: "ha_search", arguments: { query: "kitchen light" } });
    expect(JSON.stringify(seen.content)).toContain("light.kitchen");
  } finally {
    await client.close();
    await house.close();
  }
});
