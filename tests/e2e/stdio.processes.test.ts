/** The stdio door byte by byte: framing, both eras, what is loaded when, how the process ends. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { processEnv } from "../process-env.ts";
import { openHome, type TestHome } from "./homes.ts";
import { startHost } from "./host.ts";

setDefaultTimeout(60_000);

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
});
afterAll(() => home.close());

type Line = {
  readonly id?: number | null;
  readonly result?: Record<string, unknown>;
  readonly error?: { code: number; message: string };
};

/** The bundled server as a bare process. */
function startRaw(env: Readonly<Record<string, string>> = {}, command = ["node", "dist/stdio-server.js"]) {
  const [program = "", ...args] = command;
  const child: ChildProcessWithoutNullStreams = spawn(program, args, {
    env: {
      ...processEnv(),
      HASS_URL: home.url,
      HASS_TOKEN: home.token,
      HEARTHGATE_HOME: mkdtempSync(join(tmpdir(), "hearthgate-test-")),
      ...env,
    },
  });
  let out = "";
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  child.stdout.on("data", (chunk) => {
    const parts = (out + String(chunk)).split("\n");
    out = parts.pop() ?? "";
    for (const line of parts) {
      const next = waiting.shift();
      if (next) next(line);
      else lines.push(line);
    }
  });
  const all: string[] = [];
  const next = async (): Promise<Line> => {
    const line = lines.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)));
    all.push(line);
    return JSON.parse(line);
  };
  const send = (message: unknown) =>
    child.stdin.write(`${typeof message === "string" ? message : JSON.stringify(message)}\n`);
  return { child, send, next, all };
}

const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "raw", version: "0" } },
};
const LIST = { jsonrpc: "2.0", id: 2, method: "tools/list", params: {} };

describe("framing", () => {
  test("what is no message gets an error, and the connection goes on", async () => {
    const { child, send, next } = startRaw();
    send(INITIALIZE);
    expect((await next()).result).toMatchObject({
      protocolVersion: "2025-11-25",
      serverInfo: { name: "hearthgate" },
    });
    send("{not json");
    expect((await next()).error?.code).toBe(-32700);
    send("[]");
    expect((await next()).error?.code).toBe(-32600);
    send({ jsonrpc: "2.0", id: 7, params: {} });
    expect(await next()).toMatchObject({ id: 7, error: { code: -32600 } });
    send({ jsonrpc: "2.0", id: 8, method: "no/such/method" });
    expect(await next()).toMatchObject({ id: 8, error: { code: -32601 } });
    send("x".repeat(6 * 1024 * 1024));
    expect((await next()).error?.message).toContain("4 MiB");
    send(LIST);
    expect((await next()).id).toBe(2);
    child.kill();
  });

  test("tools/call in a wrong shape is refused, never run", async () => {
    const { child, send, next } = startRaw();
    send(INITIALIZE);
    await next();
    const call = async (params: unknown) => {
      send({ jsonrpc: "2.0", id: 5, method: "tools/call", params });
      return next();
    };
    for (const params of [
      {},
      { name: 7 },
      { name: ["ha_read"] },
      { name: "__proto__" },
      { name: "toString" },
    ])
      expect(await call(params)).toMatchObject({ id: 5, error: { code: -32602 } });
    const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
    send(`{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"ha_read","arguments":${deep}}}`);
    const answers = [await next()];
    for (const wrong of [[], "x", 3, true, { ids: { a: 3 } }, { ids: ["sun.sun"], oddity: 1 }])
      answers.push(await call({ name: "ha_read", arguments: wrong }));
    for (const { result } of answers) {
      const [content] = (result?.["content"] ?? []) as readonly { readonly text: string }[];
      expect(content?.text).toStartWith("INPUT_INVALID: ");
    }
    for (const meta of [{ progressToken: { a: 1 } }, { progressToken: 1.5 }, "x", [], null])
      expect(await call({ _meta: meta, name: "ha_access" })).toMatchObject({
        id: 5,
        error: { code: -32600 },
      });
    for (const odd of [{ id: 1.5 }, { id: true }, { id: 9, more: 1 }]) {
      send({ jsonrpc: "2.0", method: "tools/list", ...odd });
      expect((await next()).error?.code).toBe(-32600);
    }
    child.kill();
  });

  test("every line on stdout is JSON-RPC with logging at its loudest", async () => {
    const { child, send, next, all } = startRaw({ LOG_LEVEL: "debug" });
    send(INITIALIZE);
    await next();
    for (let id = 10; id < 14; id++) {
      send({
        jsonrpc: "2.0",
        id,
        method: "tools/call",
        params: { name: "ha_read", arguments: { ids: [home.roles.dimmable.id] } },
      });
      await next();
    }
    for (const line of all) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
    child.kill();
  });
});

describe("eras", () => {
  test.each(["legacy", "auto"] as const)("%s: list, call, instructions", async (mode) => {
    const host = await startHost({ ...home, mode });
    const { tools } = await host.client.listTools();
    expect(tools.map((tool) => tool.name)).toContain("ha_call_service");
    expect(host.client.getInstructions()).toContain("ha_call_service");
    expect((await host.call("ha_read", { ids: [home.roles.dimmable.id] })).error).toBe(false);
    await host.close();
  });
});

describe("start and end", () => {
  test("tools/list is the same to the byte in twenty processes, and needs no Home Assistant", async () => {
    const answers = new Set<string>();
    for (let count = 0; count < 20; count++) {
      const { child, send, next, all } = startRaw({ HASS_URL: "http://127.0.0.1:9" });
      send(INITIALIZE);
      await next();
      send(LIST);
      await next();
      answers.add(all[1] ?? "");
      child.kill();
    }
    expect(answers.size).toBe(1);
  });

  test("nothing that only a connection needs is loaded before the first answer", () => {
    const seen = new Set<string>();
    const follow = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(file, "utf8");
      expect(text).not.toContain("subscribe_entities");
      expect(text).not.toContain("prev_hash");
      for (const match of text.matchAll(/(?:^|[;}])(?:import|export)(?:[^;"']*?from)?["'](\.[^"']+)["']/g)) {
        follow(join(dirname(file), match[1] ?? ""));
      }
    };
    follow("dist/stdio-server.js");
    follow("dist/cli.js");
    expect(seen.size).toBeGreaterThan(1);
  });

  test("stdin closing ends the process, connected or not", async () => {
    for (const env of [{}, { HASS_URL: "http://127.0.0.1:9" }]) {
      const { child, send, next } = startRaw(env);
      send(INITIALIZE);
      await next();
      send({
        jsonrpc: "2.0",
        id: 3,
        method: "tools/call",
        params: { name: "ha_read", arguments: { ids: ["sun.sun"] } },
      });
      await next();
      const ended = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
      child.stdin.end();
      expect(await ended).toBe(0);
    }
  });

  test("a bad configuration names every fault, never a value, and exits 78", async () => {
    const { child } = startRaw({
      HASS_URL: "homeassistant.local",
      LOG_LEVEL: "loud-secret",
      HASS_TOKEN: "two words-secret",
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += String(chunk);
    });
    const code = await new Promise((resolve) => child.once("close", (exit) => resolve(exit)));
    expect(code).toBe(78);
    for (const name of ["HASS_URL", "HASS_TOKEN", "LOG_LEVEL"]) expect(stderr).toContain(name);
    expect(stderr).not.toContain("secret");
  });

  test("starts on Bun, and as the bin without a command", async () => {
    for (const command of [
      [process.execPath, "dist/stdio-server.js"],
      ["node", "dist/cli.js"],
      ["node", "dist/cli.js", "stdio"],
    ]) {
      const { child, send, next } = startRaw({}, command);
      send(INITIALIZE);
      await next();
      send({
        jsonrpc: "2.0",
        id: 3,
        method: "tools/call",
        params: { name: "ha_read", arguments: { ids: [home.roles.dimmable.id] } },
      });
      expect((await next()).result).toMatchObject({
        structuredContent: { found: [{ id: home.roles.dimmable.id }] },
      });
      child.kill();
    }
  });
});
