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
    ["json of Windows", JSON_PLACE, '\ufeff{\r\n  "mcpServers": {\r\n    "x": {}\r\n  }, // keep\r\n}\r\n'],
    ["toml of Windows", TOML_PLACE, '\ufeff[mcp_servers.x]\r\ncommand = "y" # keep\r\n'],
    [
      "yaml of Windows",
      YAML_PLACE,
      "\ufeffa: 1\r\nextensions:\r\n    dev:\r\n        enabled: true   # keep\r\n",
    ],
    [
      "yaml as a person spaces it",
      YAML_PLACE,
      "list:\n- a\nextensions:\n\n  # dev\n  dev: {x: 1}\n\n\nb: ~\n# end\n",
    ],
    ["extensions that are empty", YAML_PLACE, "extensions: {}\nb: |\n   text\n"],
    ["a server of nearly the same name", TOML_PLACE, '[mcp_servers."hearth gate"]\ncommand = "x"\n'],
  ] as const)("in %s leaves every byte beside it", (_, place, text) => {
    const after = withServer(text, place, ENTRY);
    expect(serverIn(after, place)).toEqual(ENTRY);
    expect(after.startsWith("\ufeff")).toBe(text.startsWith("\ufeff"));
    expect(/(?<!\r)\n/.test(after)).toBe(/(?<!\r)\n/.test(text));
    expect(withoutServer(after, place)).toBe(text);
  });

  test("of a key without a value is its first", () => {
    const after = withServer("a: 1\nextensions:\nb: 2 # keep\n", YAML_PLACE, ENTRY);
    expect(serverIn(after, YAML_PLACE)).toEqual(ENTRY);
    expect(withoutServer(after, YAML_PLACE)).toBe("a: 1\nextensions: {}\nb: 2 # keep\n");
  });

  test("of toml leaves the comment of the table behind it", () => {
    const ours =
      '[mcp_servers.hearthgate]\n# of ours\ncommand = "x"\n\n[mcp_servers.hearthgate.env]\nA = "1"\n\n';
    const theirs = '# about z\n\n[mcp_servers.z]\nargs = [\n  ["a"],\n]\n\n# the end\n';
    expect(withoutServer(ours + theirs, TOML_PLACE)).toBe(theirs);
  });

  test.each([
    ["half of an object", JSON_PLACE, '{ "mcpServers": {'],
    ["a list", JSON_PLACE, "[]"],
    ["servers that are a text", JSON_PLACE, '{ "mcpServers": "x" }'],
    ["the servers twice", JSON_PLACE, '{ "mcpServers": {}, "mcpServers": { "x": {} } }'],
    ["the server twice", JSON_PLACE, '{ "mcpServers": { "hearthgate": {}, "hearthgate": {} } }'],
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
