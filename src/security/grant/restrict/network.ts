/** Client addresses, origins, paths held against lists. */

import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { JsonObject } from "../../../core/json.ts";
import type { DenialCode } from "../model/decision.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = readonly [Address, number];

/** undefined = allowed. An unreadable entry matches nobody; without an address nobody is allowed. */
export function checkAddress(allowed: unknown, address: string | undefined): DenialCode | undefined {
  const client = address === undefined ? undefined : parseAddress(address);
  if (!client || !Array.isArray(allowed)) return "ip_denied";
  return allowed.some((entry) => covers(parseNetwork(entry), client)) ? undefined : "ip_denied";
}

/** An address or CIDR block, host bits allowed; IPv4-mapped IPv6 counts as IPv4 (RFC 4291 section 2.5.5.2). */
export function parseNetwork(text: unknown): Block | undefined {
  if (typeof text !== "string") return undefined;
  const [host = "", length, ...more] = text.trim().split("/");
  const address = parseAddress(host);
  if (!address || more.length > 0) return undefined;
  const most = address.toByteArray().length * 8;
  if (length === undefined) return [address, most];
  if (!/^\d{1,3}$/.test(length)) return undefined;
  const bits = Number(length) - (host.includes(":") && most === 32 ? 96 : 0);
  return bits >= 0 && bits <= most ? [address, bits] : undefined;
}

function covers(block: Block | undefined, client: Address): boolean {
  if (!block || block[0].kind() !== client.kind()) return false;
  const [address, bits] = block;
  return client.match(address, bits);
}

/** undefined for anything but an address; the library alone would read 010.1 as one too. */
export function parseAddress(text: string): Address | undefined {
  const host = text.trim();
  return isIP(host) === 0 || host.includes("%") ? undefined : ipaddr.process(host);
}

/** undefined = allowed. `allow_any` opens every origin; a list of paths counts beside it. */
export function checkOrigin(
  params: JsonObject,
  origin: string | undefined,
  path: string | undefined,
): DenialCode | undefined {
  const { allow_any, allowed, allow_paths } = params;
  if (allow_any !== true) {
    const known = Array.isArray(allowed) && origin !== undefined && allowed.includes(origin);
    if (!known) return "origin_denied";
  }
  if (allow_paths === undefined || (Array.isArray(allow_paths) && allow_paths.length === 0)) return undefined;
  if (!Array.isArray(allow_paths) || path === undefined) return "path_denied";
  const clean = cleanPath(path);
  const fits = allow_paths.some((entry) => typeof entry === "string" && pathFits(entry, clean));
  return fits ? undefined : "path_denied";
}

function cleanPath(path: string): string {
  const bare = (path.split(/[?#]/)[0] ?? "").replace(/\/+$/, "");
  return bare === "" ? "/" : bare;
}

/** `/a` is that path alone; `/a/*` is everything below it. */
function pathFits(entry: string, path: string): boolean {
  if (path.split("/").includes("..")) return false;
  return entry.endsWith("/*") ? path.startsWith(entry.slice(0, -1)) : cleanPath(entry) === path;
}
