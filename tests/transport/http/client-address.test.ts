import { expect, test } from "bun:test";
import {
  bucketOf,
  canonicalAddress,
  clientAddress,
  trustedProxies,
} from "../../../src/transport/http/client-address.ts";

const TRUSTED = trustedProxies(["10.0.0.0/8", "2001:db8:1::/48", "127.0.0.1"]);

const ROWS: readonly [string, string, string | undefined, string][] = [
  ["no header", "10.0.0.1", undefined, "10.0.0.1"],
  ["a peer that nobody named", "203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["one proxy", "10.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["what the client wrote stands left of it", "10.0.0.1", "127.0.0.1, 198.51.100.1", "198.51.100.1"],
  ["two proxies", "10.0.0.1", "1.2.3.4, 198.51.100.1, 10.9.9.9", "198.51.100.1"],
  ["proxies alone", "10.0.0.1", "10.1.1.1, 10.2.2.2", "10.1.1.1"],
  ["with a port", "10.0.0.1", "198.51.100.1:4711", "198.51.100.1"],
  ["IPv6 with a port", "10.0.0.1", '"[2001:db8:9::1]:4711"', "2001:db8:9::1"],
  ["IPv4 as IPv6", "::ffff:10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"],
  ["an entry that is none means the peer", "10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"],
  ["empty means the peer", "10.0.0.1", "", "10.0.0.1"],
  ["an empty entry means the peer", "10.0.0.1", "198.51.100.1,,10.1.1.1", "10.0.0.1"],
  ["a trusted entry behind one that is none", "10.0.0.1", "x, 10.1.1.1", "10.0.0.1"],
  ["a number that is an address to some", "10.0.0.1", "2130706433", "10.0.0.1"],
  ["octal", "10.0.0.1", "0177.0.0.1", "10.0.0.1"],
];

for (const [name, peer, forwarded, client] of ROWS)
  test(`client address: ${name}`, () => {
    expect(clientAddress(peer, forwarded, TRUSTED)).toBe(client);
  });

test("a zone says nothing", () => {
  expect(canonicalAddress("fe80::1%eth0")).toBe("fe80::1");
});

test("IPv6 is counted by /56, IPv4 by address", () => {
  expect(bucketOf("2001:db8:0:1ff::1")).toBe(bucketOf("2001:db8:0:100::2"));
  expect(bucketOf("2001:db8:0:200::1")).not.toBe(bucketOf("2001:db8:0:100::1"));
  expect(bucketOf("192.0.2.1")).not.toBe(bucketOf("192.0.2.2"));
});
