/** Why there is no home, told by servers that are none: one for each cause. */

import { afterEach, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createPlainServer, type Server } from "node:net";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { openSocket } from "../../../src/hass/link/socket.ts";
import { type Certificate, makeCertificate } from "../../doors/certificate.ts";
import { openHass } from "../fake-hass.ts";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function causeAt(url: string, ca?: string): Promise<string> {
  const options = { url, token: new Secret("token"), timeoutMs: 3_000, settled: () => undefined };
  const fault = await openSocket(ca === undefined ? options : { ...options, ca }).catch(
    (why: unknown) => why,
  );
  if (!(fault instanceof Failure)) throw fault;
  expect(fault.code).toBe("HASS_UNAVAILABLE");
  return `${fault.message} ${fault.hint}`;
}

const answering =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end();

test.each<readonly [number, Record<string, string>, string, string]>([
  [301, { location: "https://home.example/" }, "leads on to https://home.example/", "Put that address"],
  [307, { location: "/elsewhere" }, "leads on to /elsewhere", "Put that address"],
  [400, {}, "refuses what comes through this proxy", "trusted_proxies"],
  [401, {}, "wants a login of its own", "Check HASS_URL"],
  [403, {}, "may be banned", "ip_bans.yaml"],
  [404, {}, "is not Home Assistant (HTTP 404)", "Check HASS_URL"],
  [502, {}, "is starting", "Try again"],
])("HTTP %d %j", async (status, headers, message, hint) => {
  const cause = await causeAt(`http://${await listening(createServer(answering(status, headers)))}`);
  expect(cause).toContain(message);
  expect(cause).toContain(hint);
});

function secure({ cert, key }: Certificate): Server {
  return createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) }, answering(404));
}

test.each<readonly [string, Parameters<typeof makeCertificate>[0], string]>([
  ["for another name", { name: "DNS:home.example" }, "for another name"],
  ["that has expired", { from: -30, to: -1 }, "has expired"],
  ["that is not valid yet", { from: 2, to: 30 }, "not valid yet"],
])("a certificate %s", async (_, wanted, message) => {
  const certificate = makeCertificate(wanted);
  const address = await listening(secure(certificate));
  expect(await causeAt(`https://${address}`, readFileSync(certificate.cert, "utf8"))).toContain(message);
});

test("a certificate that nobody vouches for", async () => {
  const address = await listening(secure(makeCertificate()));
  expect(await causeAt(`https://${address}`)).toContain("HASS_CA_PATH");
});

test("https where http is spoken, and back", async () => {
  const plain = await listening(createServer(answering(404)));
  expect(await causeAt(`https://${plain}`)).toContain("speaks http, not https");
  const locked = await listening(secure(makeCertificate()));
  expect(await causeAt(`http://${locked}`)).toContain("it may speak https");
});

test("nobody there, no such host, something else, nothing said", async () => {
  const gone = await listening(createPlainServer());
  servers.pop()?.close();
  expect(await causeAt(`http://${gone}`)).toContain("connection refused");
  expect(await causeAt("http://no-such-host.invalid")).toContain("HASS_URL");
  const other = await listening(createPlainServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n")));
  expect(await causeAt(`http://${other}`)).toContain("HASS_URL");
});

test("a token that Home Assistant refuses", async () => {
  const hass = await openHass();
  hass.refusing = true;
  expect(await causeAt(hass.url)).toContain("refused the token. Put a valid long-lived access token");
  hass.close();
});
