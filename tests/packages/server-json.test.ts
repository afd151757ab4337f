/** server.json against the rules of the MCP registry: its schema of 2025-12-11, and how it checks who publishes. */

import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  array,
  boolean,
  exactOptional,
  hexadecimal,
  length,
  literal,
  maxLength,
  minLength,
  notValue,
  parse,
  picklist,
  pipe,
  regex,
  strictObject,
  string,
  url,
  variant,
} from "valibot";
import manifest from "../../package.json" with { type: "json" };

const version = pipe(string(), minLength(1), maxLength(255), notValue("latest"), regex(/^\d+\.\d+\.\d+$/));
const transport = strictObject({ type: literal("stdio") });
const variable = strictObject({
  name: pipe(string(), regex(/^[A-Z][A-Z0-9_]*$/)),
  description: string(),
  isRequired: boolean(),
  isSecret: boolean(),
  format: picklist(["string", "number", "boolean", "filepath"]),
  default: exactOptional(string()),
  choices: exactOptional(array(string())),
});
const schema = strictObject({
  $schema: literal("https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"),
  name: pipe(string(), minLength(3), maxLength(200), regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/)),
  title: pipe(string(), minLength(1), maxLength(100)),
  description: pipe(string(), minLength(1), maxLength(100)),
  repository: strictObject({ url: pipe(string(), url()), source: literal("github") }),
  version,
  packages: array(
    variant("registryType", [
      strictObject({
        registryType: literal("npm"),
        identifier: literal(manifest.name),
        version,
        transport,
        environmentVariables: array(variable),
      }),
      strictObject({
        registryType: literal("mcpb"),
        // the registry wants the word in the address
        identifier: pipe(string(), url(), regex(/mcp/)),
        version,
        fileSha256: pipe(string(), hexadecimal(), length(64)),
        transport,
      }),
    ]),
  ),
});
const server = parse(schema, JSON.parse(readFileSync("packages/server.json", "utf8")));

test("it names the package, which names it", () => {
  expect(server.name).toBe(manifest.mcpName);
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
  const variables = server.packages.flatMap((each) =>
    each.registryType === "npm" ? each.environmentVariables : [],
  );
  const named = (test: (each: (typeof variables)[number]) => boolean) =>
    variables.filter(test).map(({ name }) => name);
  expect(named(({ isRequired }) => isRequired)).toEqual(["HASS_URL", "HASS_TOKEN"]);
  expect(named(({ isSecret }) => isSecret)).toEqual(["HASS_TOKEN", "STORE"]);
  expect(named(({ name }) => /^(?:SSL|JWT|CORS|HTTP)/.test(name))).toEqual([]);
});
