/** Addresses and origins at their edges. */

import { describe, expect, test } from "bun:test";
import { parseAddress, parseNetwork } from "../../../../src/core/address.ts";
import { checkAddress, checkOrigin } from "../../../../src/security/grant/restrict/network.ts";

describe("addresses", () => {
  test("blocks, with host bits, in both families", () => {
    expect(checkAddress(["192.168.1.5/24"], "192.168.1.200")).toBeUndefined();
    expect(checkAddress(["10.0.0.0/30"], "10.0.0.4")).toBe("ip_denied");
    expect(checkAddress(["2001:db8::/32"], "2001:db8:1::5")).toBeUndefined();
    expect(checkAddress(["0.0.0.0/0"], "2001:db8::1")).toBe("ip_denied");
  });

  test("IPv4 inside IPv6 is IPv4", () => {
    expect(parseAddress("::ffff:10.0.0.1")?.toByteArray()).toEqual([10, 0, 0, 1]);
    expect(checkAddress(["10.0.0.1"], "::ffff:10.0.0.1")).toBeUndefined();
    expect(checkAddress(["::ffff:10.0.0.0/120"], "10.0.0.9")).toBeUndefined();
  });

  test("what is no address matches nobody", () => {
    for (const text of [
      "",
      "unknown",
      "1.2.3",
      "1.2.3.04",
      "1.2.3.256",
      "1::2::3",
      "12345::",
      "1:2:3:4:5:6:7",
      ":1:2:3:4:5:6:7",
      "fe80::1%eth0",
    ]) {
      expect(parseAddress(text)).toBeUndefined();
    }
    for (const text of ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "fd00::/129", 5])
      expect(parseNetwork(text)).toBeUndefined();
    expect(checkAddress(["nonsense", "10.0.0.1"], "10.0.0.1")).toBeUndefined();
    expect(checkAddress(["10.0.0.1"], undefined)).toBe("ip_denied");
    expect(checkAddress("10.0.0.1", "10.0.0.1")).toBe("ip_denied");
  });
});

describe("origins", () => {
  test("exact, or any; a path list counts beside it", () => {
    const allowed = ["https://a.example"];
    expect(checkOrigin({ allowed }, "https://a.example", undefined)).toBeUndefined();
    expect(checkOrigin({ allowed }, undefined, undefined)).toBe("origin_denied");
    expect(checkOrigin({}, "https://a.example", undefined)).toBe("origin_denied");
    expect(checkOrigin({ allow_any: true }, undefined, undefined)).toBeUndefined();
    expect(checkOrigin({ allowed, allow_paths: ["/a"] }, "https://a.example", undefined)).toBe("path_denied");
  });

  test("a star stands for everything below, by whole segments", () => {
    const below = { allow_any: true, allow_paths: ["/smart-home/*"] };
    expect(checkOrigin(below, undefined, "/smart-home/sub/x/")).toBeUndefined();
    expect(checkOrigin(below, undefined, "/smart-homex")).toBe("path_denied");
    expect(checkOrigin(below, undefined, "/smart-home/../admin")).toBe("path_denied");
  });
});
