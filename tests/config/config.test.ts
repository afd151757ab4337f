import { describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { readConfig } from "../../src/config/config.ts";
import { httpConfigFor } from "../../src/config/http-config.ts";

const GOOD = { HASS_URL: "http://127.0.0.1:8123/", HASS_TOKEN: "abc" };

describe("configuration", () => {
  test("the public URL is what clients make of it, however it was written", () => {
    for (const [written, spelled] of [
      ["https://Home.Example.com/", "https://home.example.com"],
      ["https://home.example.com:443", "https://home.example.com"],
      ["https://h\u00f6me.example.com", "https://xn--hme-sna.example.com"],
      ["https://\u0434\u043e\u043c.example.com:8443/", "https://xn--d1aqf.example.com:8443"],
      ["http://127.1:4000", "http://127.0.0.1:4000"],
    ] as const) {
      const env = { PUBLIC_URL: written, OAUTH_ENABLED: "true", HASS_BROWSER_URL: written };
      const { http } = readConfig({ hass: true, http: httpConfigFor("express") }, { ...GOOD, ...env });
      expect([http?.publicUrl, http?.oauth?.browserUrl]).toEqual([spelled, spelled]);
    }
  });

  test("where Home Assistant's login is has no path, and no URL has a password", () => {
    const env = { OAUTH_ENABLED: "true", PUBLIC_URL: "https://home.example.com" };
    for (const [name, written] of [
      ["HASS_BROWSER_URL", "https://ha.example.com/lovelace/0"],
      ["HASS_BROWSER_URL", "https://:secret@ha.example.com"],
      ["PUBLIC_URL", "https://:secret@home.example.com"],
    ] as const)
      expect(() =>
        readConfig({ hass: true, http: httpConfigFor("express") }, { ...GOOD, ...env, [name]: written }),
      ).toThrow(`${name} must be`);
  });

  test("an address to listen on is one, and what was meant for another setting is not said", () => {
    for (const [name, written] of [
      ["HOST", "https://:canary-secret@home.example.com"],
      ["HOST", "127.0.0.1/canary-secret"],
      ["METRICS_HOST", "user:canary-secret@127.0.0.1"],
    ] as const) {
      let said = "";
      try {
        readConfig({ hass: true, http: httpConfigFor("express") }, { ...GOOD, [name]: written });
      } catch (fault) {
        said = String(fault);
      }
      expect(said).toContain(`${name} must be an address`);
      expect(said).not.toContain("canary-secret");
    }
    for (const HOST of ["::1", "[::1]", "127.0.0.1", "localhost"])
      expect(
        readConfig({ hass: true, http: httpConfigFor("express") }, { ...GOOD, HOST }).http,
      ).toBeDefined();
  });

  test("OAuth wants a public URL that is safe and has no path, and a Home Assistant that lets people log in", () => {
    const on = { OAUTH_ENABLED: "true" };
    const PUBLIC_URL = "https://home.example.com";
    for (const [env, said] of [
      [{}, "OAUTH_ENABLED needs PUBLIC_URL"],
      [{ PUBLIC_URL: "http://home.example.com" }, "begin with https://"],
      [{ PUBLIC_URL: "https://home.example.com/hearthgate" }, "without a path"],
      [{ PUBLIC_URL: "https://home.example.com." }, "without the dot"],
      [{ PUBLIC_URL, HASS_URL: "http://supervisor/core" }, "Supervisor passes no logins on"],
    ] as const)
      expect(() =>
        readConfig({ hass: true, http: httpConfigFor("express") }, { ...GOOD, ...on, ...env }),
      ).toThrow(said);
    const fastmcp = readConfig({ hass: true, http: httpConfigFor("fastmcp") }, { ...GOOD, ...on });
    expect(fastmcp.http?.oauth).toBeUndefined();
  });

  test("two settings are enough", () => {
    const config = readConfig({ hass: true }, GOOD);
    expect(config.hass?.url).toBe("http://127.0.0.1:8123");
    expect(config.hass?.token.reveal()).toBe("abc");
    expect(config).toMatchObject({
      grant: "operator",
      logLevel: "warn",
      audit: { enabled: true, fsync: "second" },
    });
  });

  test("aliases and files are taken, the setting itself wins", () => {
    const file = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "token");
    writeFileSync(file, "from-file\n");
    const config = readConfig(
      { hass: true },
      { HOME_ASSISTANT_URL: "https://ha.example", HASS_TOKEN_FILE: file, HA_TOKEN: "alias" },
    );
    expect(config.hass?.url).toBe("https://ha.example");
    expect(config.hass?.token.reveal()).toBe("from-file");
  });

  test("a grant that is named but blank is a fault, and so is a file that is empty", () => {
    const empty = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "empty");
    writeFileSync(empty, " \n\t\n");
    for (const [env, said] of [
      [{ HEARTHGATE_GRANT: "" }, "HEARTHGATE_GRANT is set but blank"],
      [{ HEARTHGATE_GRANT: " \t" }, "HEARTHGATE_GRANT is set but blank"],
      [{ HEARTHGATE_GRANT: "", HEARTHGATE_GRANT_FILE: "/dev/null" }, "HEARTHGATE_GRANT is set but blank"],
      [{ HEARTHGATE_GRANT_FILE: "" }, "HEARTHGATE_GRANT_FILE is set but blank"],
      [{ HEARTHGATE_GRANT_FILE: empty }, "HEARTHGATE_GRANT_FILE is empty"],
      [{ HEARTHGATE_GRANT_FILE: "/no/such" }, "HEARTHGATE_GRANT_FILE cannot be read"],
      [{ JWT_SECRET_FILE: empty }, "JWT_SECRET_FILE is empty"],
    ] as const)
      for (const settings of [{ ...GOOD, ...env }, env])
        expect(() => readConfig({ hass: settings !== env }, settings)).toThrow(said);
    expect(readConfig({ hass: true }, { ...GOOD, LOG_LEVEL: "" }).logLevel).toBe("warn");
  });

  test("every fault at once, by name and never by value", () => {
    const bad = {
      HASS_URL: "ftp://user:hunter2@x",
      LOG_LEVEL: "hunter2",
      AUDIT_ENABLED: "hunter2",
      HASS_CA_PATH: "/no/hunter2",
    };
    let message = "";
    try {
      readConfig({ hass: true }, bad);
    } catch (failure) {
      message = String(failure) + inspect(failure);
    }
    for (const name of ["HASS_URL", "HASS_TOKEN", "LOG_LEVEL", "AUDIT_ENABLED", "HASS_CA_PATH"])
      expect(message).toContain(name);
    expect(message).not.toContain("hunter2");
  });

  test("a bad setting is one fault", () => {
    expect(() => readConfig({ hass: true }, { ...GOOD, HASS_URL: "ftp://x" })).toThrow(
      "Configuration: HASS_URL must be http://host:port or https://host.",
    );
  });

  test("proxies are named, not everybody", () => {
    const read = (proxies: string) =>
      readConfig({ hass: true, http: httpConfigFor("express") }, { ...GOOD, TRUSTED_PROXIES: proxies });
    for (const wide of [
      "0.0.0.0/0",
      "::/0",
      "10.0.0.1,0.0.0.0/0",
      "0.0.0.0/1,128.0.0.0/1",
      "::ffff:0:0/96",
      "::ffff:10.0.0.1/90",
      "2000::/3",
    ])
      expect(() => read(wide)).toThrow("TRUSTED_PROXIES would believe");
    for (const narrow of ["127.0.0.1", "10.0.0.0/8,fd00::/8", "fc00::/7", "::ffff:10.0.0.0/104"])
      expect(read(narrow).http?.trustedProxies).toEqual(narrow.split(","));
  });

  test("production refuses what weakens the server", () => {
    expect(() =>
      readConfig(
        { hass: true },
        { ...GOOD, NODE_ENV: "production", AUDIT_ENABLED: "false", LOG_LEVEL: "debug" },
      ),
    ).toThrow(/AUDIT_ENABLED=false.*LOG_LEVEL=debug/);
  });

  test("the token is printed by no one", () => {
    const config = readConfig({ hass: true }, { ...GOOD, HASS_TOKEN: "hunter2" });
    expect(JSON.stringify(config) + inspect(config, { depth: 9 }) + String(config.hass?.token)).not.toContain(
      "hunter2",
    );
  });

  test("the demo house needs no settings", () => {
    expect(readConfig({ hass: false }, {}).hass).toBeUndefined();
  });
});

test("docs/errors.md has every code, and no other", async () => {
  const { FAILURE_CODES } = await import("../../src/core/failure.ts");
  const page = readFileSync(join(import.meta.dir, "../../docs/errors.md"), "utf8");
  const listed = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1] ?? "");
  expect(listed).toEqual([...FAILURE_CODES]);
});
