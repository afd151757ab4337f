import { describe, expect, test } from "bun:test";
import { hostsFor } from "../../../src/transport/http/hosts.ts";

const RULES = {
  host: "127.0.0.1",
  publicUrl: "https://home.example.com",
  allowedHosts: ["hearthgate.local", "[2001:db8::5]", "https://not.a.host/"],
  corsOrigins: ["https://app.example.com"],
};

describe("Host", () => {
  const { allowsHost } = hostsFor(RULES);
  for (const good of [
    "localhost:1",
    "home.example.com",
    "HOME.example.com:443",
    "hearthgate.local",
    "[2001:db8::5]:1",
  ])
    test(`${good} is ours`, () => expect(allowsHost(good)).toBe(true));
  for (const bad of [
    undefined,
    "",
    ":80",
    "evil.example",
    "home.example.com.evil.example",
    "evil.example/home.example.com",
    "user@home.example.com",
    "home.example.com.",
    "home.example.com:99999999",
    "https://not.a.host/",
    "not.a.host",
    "a b",
  ])
    test(`${bad} is not`, () => expect(allowsHost(bad)).toBe(false));

  test("a door is known by the address or name that it listens at", () => {
    for (const [host, authority] of [
      ["2001:db8::7", "[2001:db8::7]:80"],
      ["Home.Local", "home.local"],
      ["192.0.2.4", "192.0.2.4:8080"],
    ] as const)
      expect([host, hostsFor({ ...RULES, host }).allowsHost(authority)]).toEqual([host, true]);
    expect(hostsFor({ ...RULES, host: "::" }).allowsHost("[::]")).toBe(false);
  });

  test("a door that listens everywhere is not named by that", () => {
    expect(hostsFor({ ...RULES, host: "0.0.0.0" }).allowsHost("0.0.0.0")).toBe(false);
  });
});

describe("Origin", () => {
  const { allowsOrigin } = hostsFor(RULES);
  for (const good of [
    undefined,
    "https://app.example.com",
    "https://home.example.com",
    "http://localhost:6274",
  ])
    test(`${good} may call`, () => expect(allowsOrigin(good)).toBe(true));
  test("every page may where the owner says so", () => {
    expect(hostsFor({ ...RULES, corsOrigins: ["*"] }).allowsOrigin("https://any.example")).toBe(true);
    expect(hostsFor({ ...RULES, publicUrl: undefined }).allowsOrigin("https://home.example.com")).toBe(false);
  });

  for (const bad of [
    "null",
    "",
    "http://app.example.com",
    "https://app.example.com:8443",
    "file://",
    "http://localhost.evil.example",
  ])
    test(`${bad} may not`, () => expect(allowsOrigin(bad)).toBe(false));
});
