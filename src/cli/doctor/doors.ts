/** The HTTP doors: port, certificate, names, proxies, and whether the running one was started as it would be now. */

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { type HttpConfig, isLoopbackHost } from "../../config/http-config.ts";
import { isWithin, parseNetwork } from "../../core/address.ts";
import { isJsonObject } from "../../core/json.ts";
import { cleanLine } from "../../core/text.ts";
import { findNotice, type Started } from "../../security/identity/keep/notices.ts";
import { type DoorName, type Examined, onPart } from "./examined.ts";
import { type Finding, fault, good, unseen, warning } from "./finding.ts";
import { certificateLasts } from "./home.ts";

const ANSWER_MS = 5_000;

export async function doorChecks(examined: Examined): Promise<readonly Finding[]> {
  const { config, door, store, now } = examined;
  const { http, homePath } = config;
  if (door === "stdio" || http === undefined) return [];
  const parts = await Promise.all([
    port(http),
    [certificate(http, now)],
    publicUrl(http),
    onPart("door.proxies", store, async (state) => [
      proxies(http, await findNotice(state, "undeclared_proxy")),
    ]),
    onPart("door.drift", store, async (state) => [
      drift(examined.given.marks, door, await findNotice(state, door, { homePath })),
    ]),
  ]);
  return parts.flat();
}

async function port({ host, port: number, tls }: HttpConfig): Promise<readonly Finding[]> {
  const check = "door.port";
  const code = await listenFault(host, number);
  if (code === undefined) return [good(check, `${host}:${number} is free.`)];
  if (code !== "EADDRINUSE")
    return [
      code === "EACCES"
        ? fault(
            check,
            `This user may not listen on port ${number}.`,
            "Set PORT to 1024 or above, or put a proxy in front.",
          )
        : fault(
            check,
            `HOST=${cleanLine(host, 60)} is no address of this machine.`,
            "Set HOST to one that it has, or to 127.0.0.1.",
          ),
    ];
  const name = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  // a certificate is for the public name, not for this address
  const said = tls ? undefined : await healthAt(`http://${name}:${number}`);
  if (tls || said === "ours") return [good(check, `${host}:${number} is served already.`)];
  return [
    fault(check, `Another program listens on ${host}:${number}.`, "End it, or set PORT to another number."),
  ];
}

function listenFault(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (cause) => resolve("code" in cause ? String(cause.code) : "unknown"));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Our own `/health`, whatever it says of Home Assistant; else what came instead. */
async function healthAt(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/health`, {
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (response.status >= 300 && response.status < 400)
      return `HTTP ${response.status}, which leads elsewhere`;
    const body: unknown = await response.json().catch(() => undefined);
    const isOurs = isJsonObject(body) && (body["status"] === "ok" || body["status"] === "unavailable");
    return isOurs ? "ours" : `HTTP ${response.status}, not Hearthgate's answer`;
  } catch (cause) {
    const inner = cause instanceof Error && isJsonObject(cause.cause) ? cause.cause["code"] : undefined;
    return `no answer (${cleanLine(String(inner ?? (cause instanceof Error ? cause.name : "unknown")), 40)})`;
  }
}

function certificate({ tls }: HttpConfig, now: number): Finding {
  const check = "door.certificate";
  if (tls === undefined) return good(check, "The door has no certificate of its own that could end.");
  try {
    const ends = Date.parse(new X509Certificate(readFileSync(tls.certPath)).validTo);
    return certificateLasts(check, "The certificate of SSL_CERT_PATH", ends, now);
  } catch {
    return unseen(check, "SSL_CERT_PATH cannot be read.");
  }
}

async function publicUrl({
  host,
  port: number,
  publicUrl: url,
  tls,
  health,
}: HttpConfig): Promise<readonly Finding[]> {
  const check = "door.public_url";
  if (url === undefined)
    return [
      isLoopbackHost(host)
        ? good(check, "The door is for this machine; PUBLIC_URL is not needed.")
        : warning(
            check,
            "PUBLIC_URL is not set, though the door is open to a network.",
            "Set it to the URL that clients use.",
          ),
    ];
  const { protocol, hostname } = new URL(url);
  if (protocol === "http:" && !isLoopbackHost(hostname))
    return [
      fault(
        check,
        "PUBLIC_URL is http://: tokens would go over the network in clear.",
        "Put TLS in front (docs/http.md), and set PUBLIC_URL to https://.",
      ),
    ];
  const runs = (await listenFault(host, number)) === "EADDRINUSE";
  if (!runs || health !== "public")
    return [
      unseen(
        check,
        runs
          ? "HEALTH_VISIBILITY keeps /health from being asked."
          : "The door is not running, so PUBLIC_URL cannot be tried.",
      ),
    ];
  const said = await healthAt(url);
  if (said === "ours") return [good(check, "PUBLIC_URL leads here.")];
  return [
    fault(
      check,
      `PUBLIC_URL does not lead here: ${said}.`,
      tls || /CERT|ALTNAME|ISSUER|VERIFY/.test(said)
        ? "Look at the name, the port and who trusts the certificate (here NODE_EXTRA_CA_CERTS names a private authority)."
        : "Look at the proxy: it must pass Host on, and every path to this port.",
    ),
  ];
}

function proxies({ trustedProxies }: HttpConfig, seen: { readonly address: string } | undefined): Finding {
  const check = "door.proxies";
  const single = seen && parseNetwork(seen.address);
  const declared = trustedProxies.some((text) => {
    const network = parseNetwork(text);
    return single !== undefined && network !== undefined && isWithin(single.address, network);
  });
  if (seen === undefined || declared)
    return good(check, "Nobody came through a proxy that TRUSTED_PROXIES does not name.");
  return fault(
    check,
    `${cleanLine(seen.address, 45)} forwards for others and is not declared: one attacker behind it would lock everybody out.`,
    `Add it to TRUSTED_PROXIES if it is your proxy; if not, close the way to the door.`,
  );
}

function drift(marks: Started["marks"], door: DoorName, started: Started | undefined): Finding {
  const check = "door.drift";
  if (started === undefined || !isAlive(started.pid))
    return good(check, `hearthgate ${door} is not running on this folder.`);
  const names = [...new Set([...Object.keys(marks), ...Object.keys(started.marks)])];
  const others = names.filter((name) => marks[name] !== started.marks[name]).sort();
  return others.length === 0
    ? good(check, `The running hearthgate ${door} has the same settings.`)
    : warning(
        check,
        `The running hearthgate ${door} was started with other settings than these: ${others.join(", ")}.`,
        "Restart it for the new ones, or run hearthgate doctor with its own environment.",
      );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}
