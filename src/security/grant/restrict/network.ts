/** Client addresses, origins and paths held against lists. */

import type { JsonObject } from "../../../core/json.ts";
import type { DenialCode } from "../model/decision.ts";

/** Bytes of an address: 4 or 16. */
type Address = readonly number[];

/** undefined = allowed. An unreadable entry matches nobody; without an address nobody is allowed. */
export function checkAddress(allowed: unknown, address: string | undefined): DenialCode | undefined {
  const client = address === undefined ? undefined : parseAddress(address);
  if (!client || !Array.isArray(allowed)) return "ip_denied";
  return allowed.some((entry) => covers(entry, client)) ? undefined : "ip_denied";
}

/** An address or CIDR block, host bits allowed; IPv4-mapped IPv6 counts as IPv4 (RFC 4291 section 2.5.5.2). */
export function parseNetwork(
  text: unknown,
): { readonly address: Address; readonly bits: number } | undefined {
  if (typeof text !== "string") return undefined;
  const [host = "", length, ...more] = text.trim().split("/");
  const address = parseAddress(host);
  if (!address || more.length > 0) return undefined;
  if (length === undefined) return { address, bits: address.length * 8 };
  if (!/^\d{1,3}$/.test(length)) return undefined;
  const bits = Number(length) - (host.includes(":") && address.length === 4 ? 96 : 0);
  return bits >= 0 && bits <= address.length * 8 ? { address, bits } : undefined;
}

function covers(entry: unknown, client: Address): boolean {
  const network = parseNetwork(entry);
  if (!network || network.address.length !== client.length) return false;
  return network.address.every((byte, at) => {
    const kept = Math.min(8, Math.max(0, network.bits - at * 8));
    const mask = (0xff << (8 - kept)) & 0xff;
    return (byte & mask) === ((client[at] ?? 0) & mask);
  });
}

/** undefined for anything but an address. */
export function parseAddress(text: string): Address | undefined {
  const host = text.trim();
  return host.includes(":") ? parseV6(host) : parseV4(host);
}

function parseV4(text: string): Address | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.map(Number);
}

function parseV6(text: string): Address | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = [groupsOf(halves[0] ?? ""), groupsOf(halves[1] ?? "")];
  if (!head || !tail) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  const bytes = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return mapped ? bytes.slice(12) : bytes;
}

function groupsOf(text: string): Address | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [at, group] of groups.entries()) {
    // the last group may be an IPv4 address
    const v4 = at === groups.length - 1 && group.includes(".") ? parseV4(group) : undefined;
    if (v4) bytes.push(...v4);
    else if (/^[\da-f]{1,4}$/i.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff);
    else return undefined;
  }
  return bytes;
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
