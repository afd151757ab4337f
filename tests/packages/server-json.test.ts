/** server.json against the rules of the MCP registry: a linter with the registry's own schema, and how it checks who publishes. */

import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { checkerOf } from "../../scripts/packages/checkers.ts";
import { runTool } from "../../scripts/packages/run-tool.ts";

type Variable = { name: string; isRequired: boolean; isSecret: boolean };
type Server = {
  $schema: string;
  name: string;
  version: string;
  repository: { url: string };
  packages: { registryType: string; version: string; environmentVariables?: Variable[] }[];
};
const text = readFileSync("packages/server.json", "utf8");
const server: Server = JSON.parse(text);
// the registry looks at what was published
const published = runTool([
  "tar",
  "-xzOf",
  `packages/hearthgate-${manifest.version}.tgz`,
  "package/package.json",
]);

/** What the linter finds in them, by rule. */
function findings(serverJson: string, packageJson: string): { rule: string; message: string }[] {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-server-json-"));
  writeFileSync(join(folder, "server.json"), serverJson);
  writeFileSync(join(folder, "package.json"), packageJson);
  const { stdout } = Bun.spawnSync([checkerOf("skillsaw"), "lint", "--strict", "--format", "json", folder]);
  rmSync(folder, { recursive: true });
  const { violations } = JSON.parse(stdout.toString());
  return violations.map((each: Record<string, string>) => ({
    rule: each["rule_id"],
    message: each["message"],
  }));
}

test("the registry's schema and rules hold", () => {
  expect(server.$schema).toBe("https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json");
  expect(findings(text, published)).toEqual([]);
});

test.each([
  ["a format that is none", '"format": "filepath"', '"format": "file"', "environmentVariables"],
  ["a description that is too long", manifest.description, "long ".repeat(21), "description"],
  ["a digest that is none", '"fileSha256": "', '"fileSha256": "x', "fileSha256"],
])("the linter sees %s", (_, from, to, where) => {
  expect(text).toContain(from);
  expect(findings(text.replace(from, to), published)).toEqual([
    { rule: "mcp-registry-server-json-valid", message: expect.stringContaining(where) },
  ]);
});

test("it names the package, which names it", () => {
  expect(server.name).toBe(manifest.mcpName);
  const foreign = published.replace(manifest.mcpName, "io.github.somebody/else");
  expect(findings(text, foreign).map(({ rule }) => rule)).toEqual(["mcp-registry-npm-name-match"]);
  expect(server.version).toBe(manifest.version);
  expect(server.packages.map(({ registryType, version }) => [registryType, version])).toEqual([
    ["npm", manifest.version],
    ["mcpb", manifest.version],
  ]);
  // GitHub vouches for this namespace by its owner's login
  expect(server.repository.url).toBe(server.name.replace("io.github.", "https://github.com/"));
});

test("the digest is that of the .mcpb", () => {
  const bytes = readFileSync(`packages/hearthgate-${manifest.version}.mcpb`);
  const digest = createHash("sha256").update(bytes).digest("hex");
  expect(server.packages).toContainEqual(expect.objectContaining({ fileSha256: digest }));
});

test("two variables are required, the token is a secret, none is for the HTTP doors", () => {
  const variables = server.packages.flatMap((each) => each.environmentVariables ?? []);
  const named = (wanted: (each: Variable) => boolean) => variables.filter(wanted).map(({ name }) => name);
  expect(named(({ isRequired }) => isRequired)).toEqual(["HASS_URL", "HASS_TOKEN"]);
  expect(named(({ isSecret }) => isSecret)).toEqual(["HASS_TOKEN", "STORE"]);
  expect(named(({ name }) => /^(?:SSL|JWT|CORS|HTTP)/.test(name))).toEqual([]);
});
