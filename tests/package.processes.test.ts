/** The package as npm would install it: alone in node_modules, each of its programs starts there. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };
import { processEnv } from "./process-env.ts";

setDefaultTimeout(60_000);

const CHECKOUT = join(import.meta.dir, "..");
const folder = mkdtempSync(join(tmpdir(), "hearthgate-package-"));
const place = join(folder, "place");
const dist = join(place, "node_modules", "hearthgate", "dist");
/** Nothing of whoever runs the tests: neither npm's settings and cache, nor state of Hearthgate. */
const env = {
  ...processEnv(),
  HOME: folder,
  npm_config_cache: join(folder, "npm"),
  npm_config_update_notifier: "false",
  HEARTHGATE_HOME: join(folder, "state"),
  STORE: "memory",
  PORT: "0",
};

type Ran = { readonly code: number; readonly out: string; readonly err: string };

async function run(command: readonly string[], cwd = place): Promise<Ran> {
  const child = Bun.spawn([...command], { cwd, env, stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, out, err };
}

/** What a program of the package says on a stream, line by line, from its start. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of stream) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

beforeAll(async () => {
  mkdirSync(place);
  const packed = await run(
    ["npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", folder],
    CHECKOUT,
  );
  expect(packed).toMatchObject({ code: 0 });
  const tarball = join(folder, packed.out.trim());
  const installed = await run(["npm", "install", tarball, "--offline", "--no-audit", "--no-fund"]);
  expect(installed).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it is alone in node_modules", () => {
  const visible = readdirSync(join(place, "node_modules")).filter((name) => !name.startsWith("."));
  expect(visible).toEqual(["hearthgate"]);
  expect(readdirSync(join(place, "node_modules", "hearthgate")).sort()).toEqual([
    ".env.example",
    "CHANGELOG.md",
    "README.md",
    "SECURITY.md",
    "dist",
    "docs",
    "package.json",
  ]);
});

test("no file of it names a folder of the machine that built it", () => {
  const folders = [CHECKOUT, realpathSync(join(CHECKOUT, "node_modules")), `${homedir()}/`];
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".js"),
  );
  expect(files.length).toBeGreaterThan(10);
  const faults = files.flatMap((name) => {
    const text = readFileSync(join(dist, name), "utf8");
    const absolute = /["'`](?:file:\/\/)?(?:[A-Z]:)?[/\\][^"'`\s]{0,200}[/\\]node_modules[/\\]/.exec(
      text,
    )?.[0];
    const named = [...folders.filter((path) => text.includes(path)), ...(absolute ? [absolute] : [])];
    return named.map((path) => `${name}: ${path}`);
  });
  expect(faults).toEqual([]);
});

test("hearthgate is a command that knows its version", async () => {
  const { code, out } = await run([join("node_modules", ".bin", "hearthgate"), "--version"]);
  expect([code, out]).toEqual([0, `${manifest.version}\n`]);
});

test("each command that it names loads from there", async () => {
  const cli = join(dist, "cli.js");
  const { out } = await run(["node", cli, "--help"]);
  const named = [...out.matchAll(/^ {2}hearthgate \[?([a-z|]+)/gm)].flatMap(([, names = ""]) =>
    names.split("|"),
  );
  expect(named).toContain("setup");
  for (const name of named) {
    const { code, err } = await run(["node", cli, name, "--help"]);
    expect([name, code, err]).toEqual([name, 0, ""]);
  }
});

test("the demo runs through", async () => {
  const { code, out } = await run(["node", join(dist, "cli.js"), "demo"]);
  expect(code).toBe(0);
  expect(out).toContain("confirmed off → on, brightness 60 %");
});

test("the stdio door opens and lists its tools", async () => {
  const child = Bun.spawn(["node", join(dist, "stdio-server.js"), "--demo"], {
    cwd: place,
    env,
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  });
  const lines = linesOf(child.stdout);
  const ask = async (message: object) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    child.stdin.flush();
    return JSON.parse((await lines.next()).value ?? "null");
  };
  const params = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "test", version: "0" },
  };
  expect(await ask({ id: 1, method: "initialize", params })).toMatchObject({
    result: { serverInfo: { name: "hearthgate", version: manifest.version } },
  });
  const { result } = await ask({ id: 2, method: "tools/list" });
  expect(result.tools.map(({ name }: { name: string }) => name)).toContain("ha_call_service");
  child.stdin.end();
  expect(await child.exited).toBe(0);
});

test.each([
  ["http-server.js", { HTTP_AUTH: "local" }],
  ["index.js", {}],
])("%s serves the demo house", async (program, settings) => {
  const child = Bun.spawn(["node", join(dist, program), "--demo"], {
    cwd: place,
    env: { ...env, ...settings },
    stdout: "inherit",
    stderr: "pipe",
  });
  let url: string | undefined;
  for await (const line of linesOf(child.stderr)) {
    url = /serving (http:\S+)\/mcp$/.exec(line)?.[1];
    if (url !== undefined) break;
  }
  expect(url).toBeDefined();
  // nobody reads what it says any more: it goes on all the same
  for (const path of ["/mcp", "/health"]) {
    const answer = await fetch(`${url}${path}`, { headers: { Authorization: "Bearer hg_wrong" } });
    expect(answer.status).toBe(path === "/health" ? 200 : program === "index.js" ? 401 : 400);
  }
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
});
