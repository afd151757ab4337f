/** The Home Assistant app: its files by the Supervisor's rules, its start with options as the Supervisor writes them. */

import { afterAll, expect, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { parse } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import { NO_OPTION } from "../../scripts/packages/app.ts";
import { programOf } from "../../scripts/programs.ts";
import { SETTINGS } from "../../src/config/settings.ts";
import { startDemoHouse } from "../../src/demo/house.ts";
import { makeCertificate } from "../doors/certificate.ts";
import { processEnv } from "../process-env.ts";
import { nodeCommand, ranIn, startServed } from "./served.ts";

const APP = "packages/home-assistant/hearthgate";
const folder = mkdtempSync(join(tmpdir(), "hearthgate-app-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string) => parse(readFileSync(join(APP, file), "utf8"));
const config = read("config.yaml");

/** The types of options that the Supervisor documents. */
const TYPE =
  /^(?:bool|email|url|port|(?:str|password|int|float)(?:\(-?\d*,-?\d*\))?|match\(.+\)|list\(.+\))\??$/;

test("config.yaml has what the Supervisor requires, for the two architectures that it still knows", () => {
  expect(config).toMatchObject({
    name: "Hearthgate",
    version: manifest.version,
    slug: expect.stringMatching(/^[-_.A-Za-z0-9]+$/),
    description: manifest.description,
    arch: ["aarch64", "amd64"],
    homeassistant_api: true,
    watchdog: expect.stringMatching(/^\[PROTO:\w+\]:\/\/\[HOST\]:\[PORT:\d+\]/),
  });
  for (const wide of ["host_network", "full_access", "docker_api", "hassio_api", "privileged"])
    expect(config).not.toHaveProperty(wide);
  expect(existsSync(join(APP, "build.yaml"))).toBe(false);
});

test("every setting is an option of the form, or decided elsewhere", () => {
  const options = Object.keys(config.schema).map((key) => key.toUpperCase());
  const all = [...options.filter((name) => name !== "DOOR"), ...NO_OPTION];
  expect(all.sort()).toEqual(Object.keys(SETTINGS).sort());
});

test("each option has a type that there is, words in the form, and the first ones hold", () => {
  const { configuration, network } = read("translations/en.yaml");
  for (const [key, type] of Object.entries<string>(config.schema)) {
    expect(type).toMatch(TYPE);
    expect(configuration[key].description.length).toBeGreaterThan(10);
  }
  expect(Object.keys(configuration)).toEqual(Object.keys(config.schema));
  expect(Object.keys(network)).toEqual(Object.keys(config.ports));
  for (const key of Object.keys(config.options)) expect(config.schema).toHaveProperty([key]);
  const secrets = Object.entries<string>(config.schema).filter(([, type]) => type.startsWith("password"));
  expect(secrets.map(([key]) => key)).toEqual([
    "hass_token",
    "jwt_secret",
    "jwt_secret_previous",
    "metrics_token",
  ]);
});

test("the store finds its pictures and papers", async () => {
  expect(parse(readFileSync("packages/home-assistant/repository.yaml", "utf8"))).toMatchObject({
    name: "Hearthgate",
    url: expect.stringMatching(/^https:/),
  });
  for (const [file, width, height] of [
    ["icon.png", 128, 128],
    ["logo.png", 250, 100],
  ] as const)
    expect(await sharp(join(APP, file)).metadata()).toMatchObject({ format: "png", width, height });
  for (const file of ["DOCS.md", "README.md", "CHANGELOG.md", "Dockerfile"])
    expect(readFileSync(join(APP, file), "utf8").length).toBeGreaterThan(200);
});

test("the profile compiles", async () => {
  const words = [programOf("apparmor_parser"), "--skip-kernel-load", "--skip-cache", "--skip-read-cache"];
  const { code, said } = await ranIn([...words, join(APP, "apparmor.txt")], ".", processEnv());
  expect([code, said]).toEqual([0, expect.not.stringContaining("error")]);
  const names = [...readFileSync(join(APP, "apparmor.txt"), "utf8").matchAll(/^profile (\S+)/gm)];
  // the Supervisor wants one, and renames it
  expect(names.map(([, name]) => name)).toEqual([config.slug]);
});

/** The app as its image would hold it, with a data folder of its own. */
function installed(name: string, options: object): { app: string; env: Record<string, string> } {
  const [app, data] = [join(folder, name, "app"), join(folder, name, "data")];
  mkdirSync(data, { recursive: true });
  for (const file of ["package.json", "start.ts", "dist"])
    cpSync(join(APP, file), join(app, file), { recursive: true });
  writeFileSync(join(data, "options.json"), JSON.stringify(options));
  return { app, env: { ...processEnv(), HEARTHGATE_DATA: data } };
}

test("it serves over TLS with options alone, its state in the data folder", async () => {
  const house = await startDemoHouse({ restless: false });
  const { cert, key } = makeCertificate();
  const own = { hass_url: house.url, hass_token: house.tokens.admin, public_url: "" };
  const { app, env } = installed("serve", {
    ...config.options,
    ...own,
    ssl_cert_path: cert,
    ssl_key_path: key,
    approval_minutes: 5,
  });
  const door = await startServed([nodeCommand(), "start.ts"], app, env);
  try {
    expect([door.scheme, door.port]).toEqual(["https", 4000]);
    const tls = { rejectUnauthorized: false };
    expect((await fetch("https://127.0.0.1:4000/health", { tls })).status).toBe(200);
    expect(existsSync(join(folder, "serve", "data", "hearthgate", "state.db"))).toBe(true);
  } finally {
    await door.stop();
    await house.close();
  }
});

test("the door behind a proxy starts with the Supervisor's token, which is not handed on", async () => {
  const { app, env } = installed("http", { door: "http", allow_plain_http: true, log_level: "info" });
  const token = "supervisors-token-of-this-test";
  const door = await startServed([nodeCommand(), "start.ts"], app, { ...env, SUPERVISOR_TOKEN: token });
  try {
    expect(door.port).toBe(4000);
    expect((await fetch("http://127.0.0.1:4000/health")).status).toBe(200);
    expect(door.said).not.toContain(token);
  } finally {
    await door.stop();
  }
});

test.each([
  ["no certificate", config.options, { SUPERVISOR_TOKEN: "a-token" }, "SSL_CERT_PATH"],
  ["neither token", config.options, {}, "there is no SUPERVISOR_TOKEN"],
  ["half a home", { ...config.options, hass_url: "http://h:8123" }, {}, "given together"],
  ["plain HTTP", { door: "serve" }, { SUPERVISOR_TOKEN: "a-token" }, "ALLOW_PLAIN_HTTP"],
])("%s ends the start with what to do", async (name, options, more, word) => {
  const { app, env } = installed(name.replace(/ /g, "-"), options);
  const { code, said } = await ranIn([nodeCommand(), "start.ts"], app, { ...env, ...more });
  expect(code).toBe(78);
  expect(said).toContain(word);
});
