/** Addresses of clients, blocks of addresses. */

import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** The leading bits that count. */
export type AddressRange = { readonly address: Address; readonly bits: number };

/** The same few clients ask again and again: each request is looked at several times. */
const parsed = new Map<string, Address>();
const MOST_PARSED = 1_000;

/** undefined for anything but an address; IPv4-mapped IPv6 is IPv4 (RFC 4291 section 2.5.5.2). The library alone would read 010.1 as one too. */
export function parseAddress(text: string): Address | undefined {
  const known = parsed.get(text);
  if (known) return known;
  const host = text.trim();
  if (isIP(host) === 0 || host.includes("%")) return undefined;
  const address = ipaddr.process(host);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(text, address);
  return address;
}

/** An address or CIDR block (RFC 4632), host bits allowed. */
export function parseNetwork(text: unknown): AddressRange | undefined {
  if (typeof text !== "string") return undefined;
  const [host = "", length, ...more] = text.trim().split("/");
  const address = parseAddress(host);
  if (!address || more.length > 0) return undefined;
  const most = address.kind() === "ipv4" ? 32 : 128;
  if (length === undefined) return { address, bits: most };
  if (!/^\d{1,3}$/.test(length)) return undefined;
  const bits = Number(length) - (host.includes(":") && most === 32 ? 96 : 0);
  return bits >= 0 && bits <= most ? { address, bits } : undefined;
}

export function isWithin(client: Address, { address, bits }: AddressRange): boolean {
  return address.kind() === client.kind() && client.match(address, bits);
}

/** What Home Assistant takes as local: this machine, private networks, the link (homeassistant/util/network.py, `is_local`). */
const LOCAL: ReadonlySet<string> = new Set(["loopback", "private", "uniqueLocal", "linkLocal"]);

export function isLocalAddress(text: string): boolean {
  const address = parseAddress(text.split("%")[0] ?? "");
  return address !== undefined && LOCAL.has(address.range());
}

/** 2000::/3, all that is given out (RFC 4291 section 2.4). */
const GIVEN_OUT = parseNetwork("2000::/3");

/**
 * Whether anybody on the internet may have this address. No form of IPv6 that wraps an IPv4 address passes for one
 * (mapped, compatible, NAT64, 6to4, Teredo), whatever it wraps.
 */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address?.range() !== "unicast") return false;
  if (address.kind() === "ipv4") return !text.includes(":");
  return GIVEN_OUT !== undefined && isWithin(address, GIVEN_OUT);
}

/** Whom an address is counted as: IPv4 by address, IPv6 by /56, what one customer has; what is no address shares one. */
export function customerOf(text: string): string {
  const address = parseAddress(text);
  if (address === undefined) return "unknown";
  if (address.kind() === "ipv4") return address.toString();
  return `56-${Buffer.from(address.toByteArray()).toString("hex", 0, 7)}`;
}

/** IPv6 by /48, which one can have who has many customers' networks; undefined = nothing wider than the customer. */
export function siteOf(text: string): string | undefined {
  const address = parseAddress(text);
  if (address === undefined || address.kind() === "ipv4") return undefined;
  return `48-${Buffer.from(address.toByteArray()).toString("hex", 0, 6)}`;
}
