/** The login: what is sent, what is said where it fails. */

import { afterEach, describe, expect, test } from "bun:test";
import { createServer, type Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { Secret } from "../../../src/core/secret.ts";
import { openSocket } from "../../../src/hass/link/socket.ts";
import { unreachable } from "../../../src/hass/link/unavailable.ts";
import { closeAll, openGateway, openHass } from "../fake-hass.ts";

const servers: (Server | WebSocketServer)[] = [];
afterEach(() => {
  closeAll();
  for (const server of servers.splice(0)) {
    if (server instanceof WebSocketServer) for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

async function urlOf(server: Server | WebSocketServer): Promise<string> {
  servers.push(server);
  if (!server.address()) await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

/** What comes of a login where `greet` is what the other side does. */
async function loginTo(greet: (socket: WebSocket) => void, timeoutMs = 2_000) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", greet);
  const url = await urlOf(server);
  return openSocket({ url, token: new Secret("the-token"), timeoutMs, settled: () => undefined });
}

describe("the login", () => {
  test("sends the token when asked, and asks for frames of several messages", async () => {
    const heard: string[] = [];
    const socket = await loginTo((other) => {
      other.send('{"type":"auth_required"}');
      other.on("message", (data) => {
        heard.push(String(data));
        if (heard.length === 1) other.send('{"type":"auth_ok","ha_version":"2026.11.0"}');
        else other.send('{"type":"pong"}');
      });
    });
    expect(socket.haVersion).toBe("2026.11.0");
    await new Promise<void>((resolve) => socket.addEventListener("message", () => resolve()));
    expect(heard.map((text) => JSON.parse(text))).toEqual([
      { type: "auth", access_token: "the-token" },
      { id: 1, type: "supported_features", features: { coalesce_messages: 1 } },
    ]);
    socket.close();
  });

  test.each([
    [
      "a refused token",
      '{"type":"auth_invalid","message":"foreign text"}',
      "refused the token",
      "invalid_auth",
    ],
    ["another protocol", '{"type":"hello"}', "does not speak Home Assistant's protocol", undefined],
    ["no JSON", "hello", "does not speak Home Assistant's protocol", undefined],
    ["JSON that is no message", "null", "does not speak Home Assistant's protocol", undefined],
  ])("%s", async (_, text, words, denial) => {
    const failure = await loginTo((other) => other.send(text)).catch((fault: unknown) => fault);
    expect(failure).toMatchObject({ code: "HASS_UNAVAILABLE", denial });
    expect(String(failure)).toContain(words);
    expect(String(failure)).not.toContain("foreign text");
  });

  test("silence ends with the deadline", async () => {
    await expect(loginTo(() => undefined, 30)).rejects.toThrow("did not answer in time");
  });

  test("a connection that closes meanwhile", async () => {
    await expect(loginTo((other) => other.close())).rejects.toThrow("closed the connection during login");
  });
});

describe("an address without Home Assistant", () => {
  test.each([
    [503, "is starting"],
    [404, "is not Home Assistant (HTTP 404)"],
  ])("HTTP %d", async (status, words) => {
    const server = createServer((_, response) => response.writeHead(status).end());
    server.on("upgrade", (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\n\r\n`));
    const url = await urlOf(server.listen(0, "127.0.0.1"));
    const opened = openSocket({ url, token: new Secret("t"), timeoutMs: 2_000, settled: () => undefined });
    await expect(opened).rejects.toThrow(words);
  });

  test.each([
    ["ECONNREFUSED", "connection refused"],
    ["ENOTFOUND", "host name in HASS_URL is not known"],
    ["EAI_AGAIN", "host name in HASS_URL is not known"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate is not trusted"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate is for another name"],
    ["self signed certificate", "certificate is not trusted"],
    ["Unexpected server response: 502", "is starting"],
    ["Unexpected server response: 401", "HTTP 401"],
    ["EHOSTUNREACH", "cannot be reached"],
  ])("%s", (said, words) => {
    const cause = /^[A-Z_]+$/.test(said) ? { code: said } : new Error(said);
    const failure = unreachable(cause);
    expect(failure.code).toBe("HASS_UNAVAILABLE");
    expect(failure.cause).toBe(cause);
    expect(failure.message).toContain(words);
    expect(failure.hint).toBeString();
  });
});

describe("what no further attempt would change", () => {
  test("a refused token is tried once", async () => {
    let logins = 0;
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    server.on("connection", (other) => {
      logins++;
      other.send('{"type":"auth_invalid"}');
    });
    const gateway = openGateway(await urlOf(server));
    await expect(gateway.ready()).rejects.toThrow("refused the token");
    await expect(gateway.ready()).rejects.toThrow("refused the token");
    expect(logins).toBe(1);
  });

  test("so is one that is revoked while connected", async () => {
    const hass = await openHass();
    const gateway = openGateway(hass.url);
    await gateway.ready();
    hass.refusing = true;
    hass.drop();
    while (gateway.connected) await new Promise((resolve) => setImmediate(resolve));
    await expect(gateway.ready()).rejects.toThrow("refused the token");
    // the library's second attempt would come after a second
    await Bun.sleep(1_200);
    expect(hass.received.filter(({ type }) => type === "auth")).toHaveLength(2);
  });

  test("a version that is too old is said, and left alone", async () => {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    const commands: string[] = [];
    server.on("connection", (other) => {
      other.send('{"type":"auth_ok","ha_version":"2025.10.4"}');
      other.on("message", (data) => commands.push(JSON.parse(String(data)).type));
    });
    const gateway = openGateway(await urlOf(server));
    await expect(gateway.ready()).rejects.toThrow("2025.10.4 is older than 2025.11");
    expect(commands.filter((type) => type !== "supported_features")).toEqual([]);
  });
});
