/** `hearthgate setup` and `remove`, on machines with every client and with none. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { CLIENTS, machineOf } from "../../../src/cli/setup/clients.ts";
import { serverIn } from "../../../src/cli/setup/config-text.ts";
import { type DemoHouse, startDemoHouse } from "../../../src/demo/house.ts";
import { hearthgate } from "../owner-home.ts";

setDefaultTimeout(60_000);

const TEXTS = {
  json: '// mine\n{\n  "other": { "command": "x" } // keep\n}\n',
  toml: '# mine\nmodel = "x"\n',
  yaml: "# mine\nGOOSE_MODEL: x\n",
} as const;

let house: DemoHouse;
beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
});
afterAll(() => house.close());

/** A person's home with all clients; every second one has a file already. */
function machine() {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-setup-"));
  const on = machineOf(process.platform, home, {});
  const files = CLIENTS.map((client, index) => {
    const path = client.path(on);
    mkdirSync(client.marker(on), { recursive: true });
    if (index % 2 === 0) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, TEXTS[client.format], { mode: 0o640 });
    }
    return { client, path, before: index % 2 === 0 ? TEXTS[client.format] : undefined };
  });
  const folder = join(home, "hearthgate");
  const run = (args: readonly string[], more: Record<string, string> = {}) =>
    hearthgate(folder, args, {
      HOME: home,
      HASS_URL: house.url,
      HASS_TOKEN: house.tokens.admin,
      ...more,
    });
  return { home, folder, files, run };
}

const placeOf = ({ format, key }: (typeof CLIENTS)[number]) => ({ format, key, name: "hearthgate" });
const contentOf = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

describe("eleven clients", () => {
  test("are set up without the token in any of their files, and put back byte for byte", async () => {
    const { files, folder, run } = machine();
    const { out, err, code } = await run(["setup", "--yes", "--json"]);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out).clients.map(({ result }: { result: string }) => result)).toEqual(
      CLIENTS.map(() => "written"),
    );
    for (const { client, path, before } of files) {
      const text = readFileSync(path, "utf8");
      expect(serverIn(text, placeOf(client))).toBeDefined();
      expect(text).not.toContain(house.tokens.admin);
      expect(text).toContain("HASS_TOKEN_FILE");
      if (before !== undefined) {
        expect(text).toContain("mine");
        expect(statSync(path).mode & 0o777).toBe(0o640);
      }
    }
    const [token = "", ...more] = readdirSync(folder).filter((name) => name.startsWith("hass-token"));
    expect(more).toEqual([]);
    expect(statSync(join(folder, token)).mode & 0o777).toBe(0o600);
    // once more, as another grant: remove still puts back what was there first
    expect((await run(["setup", "--yes", "--grant", "viewer"])).code).toBe(0);
    const removed = await run(["remove", "--yes"]);
    expect(removed.code).toBe(0);
    for (const { path, before } of files) expect(contentOf(path)).toBe(before);
    expect((await run(["remove", "--yes"])).out).toContain("nothing to take out");
  });

  test("a file that was changed since loses the server alone", async () => {
    const { files, run } = machine();
    await run(["setup", "--yes"]);
    for (const { client, path } of files) {
      const text = readFileSync(path, "utf8");
      writeFileSync(
        path,
        client.format === "json"
          ? text.replace("{", '{\n  "later": 1,')
          : `later: 1\n${text}`.replace("later: 1", client.format === "toml" ? "later = 1" : "later: 1"),
      );
    }
    expect((await run(["remove", "--yes"])).code).toBe(0);
    for (const { client, path } of files) {
      const text = readFileSync(path, "utf8");
      expect(text).toContain("later");
      expect(serverIn(text, placeOf(client))).toBeUndefined();
    }
  });

  test("one that cannot be read is told, and the others go on", async () => {
    const { files, run } = machine();
    const [{ path = "" } = {}] = files.filter(({ client }) => client.id === "cursor");
    writeFileSync(path, '{ "mcpServers": {');
    const { out, code } = await run(["setup", "--yes", "--json"]);
    expect(code).toBe(1);
    const { clients } = JSON.parse(out);
    expect(clients.filter(({ result }: { result: string }) => result === "written")).toHaveLength(10);
    expect(clients).toContainEqual(
      expect.objectContaining({
        client: "cursor",
        result: "fault",
        why: expect.stringContaining("cannot be read"),
      }),
    );
    expect(contentOf(path)).toBe('{ "mcpServers": {');
  });

  test("a file that is a link stays one", async () => {
    const { files, home, run } = machine();
    const [{ path = "" } = {}] = files.filter(({ client }) => client.id === "gemini");
    const real = join(home, "dotfiles.json");
    writeFileSync(real, "{}\n");
    chmodSync(real, 0o600);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) symlinkSync(real, path);
    await run(["setup", "gemini", "--yes"]);
    expect(readFileSync(real, "utf8")).toContain("hearthgate");
    await run(["remove", "gemini", "--yes"]);
    expect(readFileSync(real, "utf8")).toBe("{}\n");
  });
});

describe("what is not there", () => {
  test("no client, no home, no token, a token that is refused, a client that there is none of: said, nothing written", async () => {
    const { files, run } = machine();
    const empty = { HOME: mkdtempSync(join(tmpdir(), "hearthgate-setup-")) };
    for (const [args, environment, said] of [
      [["setup", "--yes"], empty, "No MCP client"],
      [["setup", "--yes"], { HASS_URL: "http://127.0.0.1:9" }, "No Home Assistant answers"],
      [["setup", "--yes", "--json"], { HASS_TOKEN: "" }, "There is no token"],
      [["setup", "--yes"], { HASS_TOKEN: "not-a-token" }, "token"],
      [["setup", "--yes"], { HASS_TOKEN: "two\nlines" }, "HASS_TOKEN must be one line"],
      [["setup", "--yes"], { HASS_URL: "homeassistant.local" }, "HASS_URL must be http"],
      [["setup", "--yes", "--url", "http://me:pass@127.0.0.1"], {}, "HASS_URL must be http"],
      [["setup", "--yes", "--grant", "Nobody"], {}, "There is no grant"],
      [["setup", "cursr", "--yes"], {}, "The nearest is cursor"],
      [["setup"], {}, "terminal"],
    ] as const) {
      const { err, code } = await run([...args], environment);
      expect([args.join(" "), code === 0]).toEqual([args.join(" "), false]);
      expect(err).toContain(said);
    }
    for (const { path, before } of files) expect(contentOf(path)).toBe(before);
  });
});

test("from nothing to the first answer, as the client starts it", async () => {
  const { files, run } = machine();
  const started = performance.now();
  await run(["setup", "cursor", "--demo", "--yes"]);
  const [{ path = "", client } = {}] = files.filter(({ client: { id } }) => id === "cursor");
  if (!client) throw new Error("no such client");
  const server = serverIn(readFileSync(path, "utf8"), placeOf(client)) as {
    command: string;
    args: string[];
    env: Record<string, string>;
  };
  const transport = new StdioClientTransport({ ...server, stderr: "ignore" });
  const host = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode: "legacy" } });
  await host.connect(transport);
  const answer = await host.callTool({ name: "ha_overview", arguments: {} });
  expect(answer.isError).not.toBe(true);
  expect(performance.now() - started).toBeLessThan(60_000);
  await host.close();
});
