/** Where a request comes from, through proxies that are trusted. */

import { ipKeyGenerator } from "express-rate-limit";
import { type AddressRange, isWithin, parseAddress, parseNetwork } from "../../core/address.ts";

export type TrustedProxies = { has(address: string): boolean };

/** `networks`: addresses or CIDR blocks, checked by the configuration. */
export function trustedProxies(networks: readonly string[]): TrustedProxies {
  const trusted = networks
    .map(parseNetwork)
    .filter((network): network is AddressRange => network !== undefined);
  return {
    has(address) {
      const parsed = parse(address);
      return parsed !== undefined && trusted.some((network) => isWithin(parsed, network));
    },
  };
}

/** A peer on a link may have a zone (`fe80::1%eth0`), which says nothing to others. */
function parse(text: string) {
  return parseAddress(text.split("%")[0] ?? "");
}

/** The canonical text of an address; the text itself where it is none. */
export function canonicalAddress(text: string): string {
  return parse(text)?.toString() ?? text;
}

const buckets = new Map<string, string>();
const MOST_BUCKETS = 1_000;

/** Whom an address is counted as: IPv6 by /56, what one customer has. */
export function bucketOf(address: string): string {
  const known = buckets.get(address);
  if (known !== undefined) return known;
  const bucket = ipKeyGenerator(address, IPV6_SUBNET_BITS);
  if (buckets.size >= MOST_BUCKETS) buckets.clear();
  buckets.set(address, bucket);
  return bucket;
}

const IPV6_SUBNET_BITS = 56;

/**
 * `X-Forwarded-For` is walked from the right while the hop before is trusted; the first that is not is the client. An
 * entry that is no address makes the peer the client: nobody knows what the rest is worth.
 */
export function clientAddress(peer: string, forwarded: string | undefined, trusted: TrustedProxies): string {
  let address = canonicalAddress(peer);
  if (forwarded === undefined || !trusted.has(address)) return address;
  for (const entry of forwarded.split(",").reverse()) {
    const hop = parse(withoutPort(entry.trim()));
    if (hop === undefined) return canonicalAddress(peer);
    address = hop.toString();
    if (!trusted.has(address)) return address;
  }
  return address;
}

/** `1.2.3.4:5`, `[2001:db8::1]:5` and `"[2001:db8::1]"` are written by proxies. */
function withoutPort(entry: string): string {
  const text = entry.replace(/^"|"$/g, "");
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1];
  return bracketed ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
}
