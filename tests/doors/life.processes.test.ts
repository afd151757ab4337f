import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { findNode } from "../../scripts/newer-node.ts";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { processEnv } from "../process-env.ts";
import { until } from "../until.ts";
import { makeCertificate } from "./certificate.ts";
import { DOORS, type DoorOptions, failedStart, newHome, startDoor } from "./door.ts";
import { ask, call, openSession, send } from "./exchange.ts";

const SLOW = { service: "switch.turn_on", target: { entity_id: ["switch.heater_slow"] } };

let house: DemoHouse;
beforeAll(async () => {
  house = await startDemoHouse({ restless: false, lockMs: 0 });
});
afterAll(() => house.close());

for (const kind of DOORS)
  test(`${kind}: SIGTERM lets the call that runs be answered, takes no other, ends the streams`, async () => {
    const door = await startDoor({ kind, house });
    const token = await door.issue("operator");
    const session = await openSession(door.url, token);
    house.setState("switch.heater_slow", "off");
    const stream = await send(`${door.url}/mcp`, { token, session });
    const before = house.calls.length;
    const running = ask(`${door.url}/mcp`, { token, session, body: call(1, "ha_call_service", SLOW) });
    await until(() => house.calls.length > before);
    const from = performance.now();
    door.signal("SIGTERM");
    await stream.text().catch(() => "");
    expect(await ask(`${door.url}/health`).catch(() => "refused")).toBe("refused");
    expect((await running).json).toMatchObject({
      result: { structuredContent: { targets: [expect.objectContaining({ verdict: "confirmed" })] } },
    });
    expect(await door.ended).toBe(0);
    expect(performance.now() - from).toBeLessThan(10_000);
    await door.close();
  });

test("a subscription of the 2026 era ends at once with the process", async () => {
  const door = await startDoor({ house });
  const token = await door.issue("viewer");
  const method = "subscriptions/listen";
  const params = {
    notifications: { toolsListChanged: true },
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "0" },
      "io.modelcontextprotocol/clientCapabilities": {},
    },
  };
  const stream = await send(`${door.url}/mcp`, {
    token,
    headers: { "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method },
    body: { jsonrpc: "2.0", id: 1, method, params },
  });
  expect(stream.headers.get("content-type")).toContain("text/event-stream");
  const from = performance.now();
  door.signal("SIGTERM");
  await stream.text().catch(() => "");
  expect(await door.ended).toBe(0);
  expect(performance.now() - from).toBeLessThan(3_000);
  await door.close();
});

for (const words of [["serve"], ["http"]])
  test(`${words} --demo says how to get in`, async () => {
    const node = findNode();
    if (node === undefined) throw new Error("no Node here has node:sqlite; npm test fetches one");
    const child = Bun.spawn([node, "dist/cli.js", ...words, "--demo"], {
      env: { ...processEnv(), PORT: "0", HEARTHGATE_HOME: mkdtempSync(join(tmpdir(), "hearthgate-demo-")) },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "pipe",
    });
    let said = "";
    for await (const part of child.stderr) {
      said += Buffer.from(part).toString();
      if (said.includes("Bearer ")) break;
    }
    const [url = ""] = /http:\/\/\S+\/mcp/.exec(said) ?? [];
    const [, token = ""] = /Bearer (hg_\S+)/.exec(said) ?? [];
    const session = await openSession(url.replace(/\/mcp$/, ""), token);
    const answer = await ask(url, { token, session, body: call(1, "ha_overview") });
    expect(answer.json).toMatchObject({ result: { structuredContent: expect.anything() } });
    child.kill();
    await child.exited;
  });

describe("HTTPS", () => {
  test("serves with HSTS, refuses what is older than TLS 1.2, reads the certificate again on SIGHUP", async () => {
    const [first, second] = [makeCertificate(), makeCertificate()];
    const door = await startDoor({ house, env: tls(first.cert, first.key) });
    expect(door.url).toStartWith("https:");
    const get = async () => {
      const response = await fetch(`${door.url}/health`, { tls: { rejectUnauthorized: false } });
      return response.headers.get("strict-transport-security");
    };
    expect(await get()).toBe("max-age=31536000");
    const before = await fingerprint(door.port);
    copyFileSync(second.key, first.key);
    // a key that does not fit yet: the pair before stays in use
    door.signal("SIGHUP");
    await until(() =>
      door.stderr().includes("not the key of SSL_CERT_PATH; the old certificate stays in use"),
    );
    expect(await fingerprint(door.port)).toBe(before);
    const over = makeCertificate({ from: -30, to: -1 });
    copyFileSync(over.cert, first.cert);
    copyFileSync(over.key, first.key);
    door.signal("SIGHUP");
    await until(() =>
      door.stderr().includes("has expired; renew the certificate; the old certificate stays"),
    );
    expect(await fingerprint(door.port)).toBe(before);
    copyFileSync(second.key, first.key);
    copyFileSync(second.cert, first.cert);
    door.signal("SIGHUP");
    await until(async () => (await fingerprint(door.port)) !== before);
    await expect(fingerprint(door.port, "TLSv1.1")).rejects.toThrow();
    await door.close();
  });
});

describe("what stops the start, in one sentence", () => {
  const good = makeCertificate();
  const expired = makeCertificate({ from: -30, to: -1 });
  const rows: Readonly<Record<string, [DoorOptions, RegExp]>> = {
    "a certificate that has expired": [{ env: tls(expired.cert, expired.key) }, /SSL_CERT_PATH has expired/],
    "ciphers that are none": [{ env: { ...tls(good.cert, good.key), SSL_CIPHERS: "NOSUCH" } }, /SSL_CIPHERS/],
    "an address of another machine": [
      { env: { HOST: "192.0.2.1", ALLOW_PLAIN_HTTP: "true" } },
      /HOST is no address of this machine/,
    ],
    "every fault at once, by name": [
      {
        kind: "fastmcp",
        env: { HOST: "0.0.0.0", HTTP_AUTH: "local", CORS_ORIGINS: "*", JWT_SECRET: "short" },
      },
      /ALLOW_PLAIN_HTTP.*HTTP_AUTH=local needs HOST.*HTTP_AUTH=local refuses CORS_ORIGINS=\*.*JWT_SECRET must have/s,
    ],
    "a folder that cannot be written": [{ home: "/proc/hearthgate" }, /HEARTHGATE_HOME|state/],
  };
  for (const [name, [options, words]] of Object.entries(rows))
    test(name, async () => {
      expectSentence(await failedStart({ ...options, house }), words);
    });

  for (const kind of DOORS)
    test(`${kind}: a port in use`, async () => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
      const { port } = taken.address() as { port: number };
      const failed = await failedStart({ kind, house, env: { PORT: String(port) } });
      taken.close();
      expectSentence(failed, /PORT is in use/);
    });

  test("state that is damaged", async () => {
    const home = newHome();
    writeFileSync(join(home, "state.db"), "this is no database, not at all");
    expectSentence(await failedStart({ house, home }), /state\.db/);
    expect(readFileSync(join(home, "state.db"), "utf8")).toBe("this is no database, not at all");
  });
});

function tls(cert: string, key: string) {
  return { HTTPS_ENABLED: "true", SSL_CERT_PATH: cert, SSL_KEY_PATH: key };
}

function expectSentence(
  { code, said }: { readonly code: number; readonly said: string },
  words: RegExp,
): void {
  const lines = said.split("\n").filter((line) => line.startsWith("hearthgate: "));
  expect({ lines, said }).toMatchObject({ lines: [expect.stringMatching(words)] });
  expect(said).not.toMatch(/^\s+at /m);
  expect(code).toBe(78);
}

/** Of the certificate that is served. */
function fingerprint(port: number, maxVersion: "TLSv1.3" | "TLSv1.1" = "TLSv1.3"): Promise<string> {
  return new Promise((resolve, reject) => {
    const minVersion = maxVersion === "TLSv1.1" ? "TLSv1" : "TLSv1.2";
    const socket = connect(
      { port, host: "127.0.0.1", rejectUnauthorized: false, maxVersion, minVersion },
      () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      },
    );
    socket.on("error", reject);
  });
}
