import { expect, test } from "bun:test";
import { customerOf, isPublicAddress } from "../../src/core/address.ts";

const PUBLIC = [
  "8.8.8.8",
  "1.1.1.1",
  "93.184.216.34",
  "172.15.255.255",
  "172.32.0.1",
  "100.63.255.255",
  "100.128.0.1",
  "192.0.1.1",
  "198.17.255.255",
  "223.255.255.255",
  "2606:4700::1111",
  "2a00:1450:4001:80b::200e",
  "2001:4860:4860::8888",
];

const NOT_PUBLIC = [
  // IPv4 by the registry of special purposes (RFC 6890)
  ...["0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255"],
  ...["127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255"],
  ...["192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255"],
  ...["198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255"],
  ...["240.0.0.1", "255.255.255.255"],
  // IPv6
  ...["::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "ff0e::1"],
  ...["100::1", "2001:db8::1", "3fff::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "5f00::1"],
  ...["4000::1", "8000::1", "e000::1"],
  // IPv4 in IPv6: mapped, translated, compatible, NAT64 of both kinds, 6to4, Teredo
  ...[
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:c0a8:1",
  ],
  ...["::ffff:0:127.0.0.1", "::127.0.0.1", "::7f00:1", "::8.8.8.8", "64:ff9b::127.0.0.1", "64:ff9b::a00:1"],
  ...["64:ff9b::8.8.8.8", "64:ff9b:1::10.0.0.1", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::"],
  ...["2001:0:7f00:1::", "2001::80ff:fffe", "0:0:0:0:0:ffff:7f00:0001"],
  // a zone, and what is no address
  ...["fe80::1%eth0", "2606:4700::1111%1", "", "localhost", "127.1", "010.8.8.8", "8.8.8.8:80", "[::1]"],
  ...["0x7f000001", "2130706433", "8.8.8", "8.8.8.8.8", "８.8.8.8"],
];

for (const address of PUBLIC) test(`${address} is public`, () => expect(isPublicAddress(address)).toBe(true));
for (const address of NOT_PUBLIC)
  test(`${JSON.stringify(address)} is not public`, () => expect(isPublicAddress(address)).toBe(false));

test("a customer is an IPv4 address in each of its spellings, a /56 of IPv6, or unknown", () => {
  expect(customerOf("::ffff:203.0.113.9")).toBe(customerOf("203.0.113.9"));
  expect(customerOf("203.0.113.9")).not.toBe(customerOf("203.0.113.8"));
  expect(customerOf("2001:db8:1:2ff::1")).toBe(customerOf("2001:db8:1:200::2"));
  expect(customerOf("2001:db8:1:300::1")).not.toBe(customerOf("2001:db8:1:200::1"));
  expect(customerOf("?")).toBe(customerOf(""));
});
