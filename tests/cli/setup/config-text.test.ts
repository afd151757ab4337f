/** Servers in the files of clients: put in and taken out, with everything else as it was written. */

import { describe, expect, test } from "bun:test";
import { serverIn, withoutServer, withServer } from "../../../src/cli/setup/config-text.ts";

const ENTRY = { command: "/usr/bin/node", args: ["/x/cli.js", "stdio"], env: { HASS_URL: "http://h:8123" } };
const JSON_PLACE = { format: "json", key: "mcpServers", name: "hearthgate" } as const;
const TOML_PLACE = { format: "toml", key: "mcp_servers", name: "hearthgate" } as const;
const YAML_PLACE = { format: "yaml", key: "extensions", name: "hearthgate" } as const;

const TEXTS = {
  empty: [JSON_PLACE, ""],
  "an empty object": [JSON_PLACE, "{}"],
  "other servers, four blanks": [
    JSON_PLACE,
    '{\n    "mcpServers": {\n        "x": { "command": "y" }\n    }\n}\n',
  ],
  "comments, trailing commas": [
    JSON_PLACE,
    '// mine\n{\n  "theme": "dark", // keep\n  "mcpServers": {\n    "x": { "command": "y" },\n  },\n}\n',
  ],
  "tabs and other line ends": [JSON_PLACE, '{\r\n\t"a": 1\r\n}\r\n'],
  "no toml yet": [TOML_PLACE, ""],
  "toml with tables": [TOML_PLACE, '# mine\nmodel = "x"\n\n[mcp_servers.other]\ncommand = "y" # keep\n'],
  "toml without an end of line": [TOML_PLACE, 'model = "x"'],
  "no yaml yet": [YAML_PLACE, ""],
  "yaml with comments": [
    YAML_PLACE,
    "# mine\nGOOSE_MODEL: x # keep\nextensions:\n  memory:\n    enabled: true\n",
  ],
} as const;

describe("a server", () => {
  for (const [name, [place, text]] of Object.entries(TEXTS)) {
    test(`is put into ${name}, again as another, and taken out`, () => {
      const after = withServer(text, place, ENTRY);
      expect(serverIn(after, place)).toEqual(ENTRY);
      const again = withServer(after, place, { ...ENTRY, command: "/other" });
      expect(serverIn(again, place)).toEqual({ ...ENTRY, command: "/other" });
      expect(again.split("/other")).toHaveLength(2);
      const gone = withoutServer(again, place);
      expect(serverIn(gone, place)).toBeUndefined();
      for (const kept of text.split(/\r?\n/).filter((line) => /keep|mine|theme|"x"|"a"|memory/.test(line)))
        expect(gone).toContain(kept.trimEnd().replace(/,$/, ""));
    });

    test(`that is not in ${name} is taken out of nothing`, () => {
      expect(withoutServer(text, place)).toBe(text);
    });
  }

  test.each([
    ["half of an object", JSON_PLACE, '{ "mcpServers": {'],
    ["a list", JSON_PLACE, "[]"],
    ["servers that are a text", JSON_PLACE, '{ "mcpServers": "x" }'],
    ["no toml", TOML_PLACE, "= 1"],
    ["servers that are a number", TOML_PLACE, "mcp_servers = 1"],
    ["servers written inline", TOML_PLACE, 'mcp_servers = { x = { command = "y" } }'],
    ["no yaml", YAML_PLACE, "a: [1"],
    ["a list in yaml", YAML_PLACE, "- a\n"],
    ["extensions that are a list", YAML_PLACE, "extensions:\n  - a\n"],
  ] as const)("%s is left alone, and said", (_, place, text) => {
    expect(() => withServer(text, place, ENTRY)).toThrow(/cannot be read/);
  });
});
