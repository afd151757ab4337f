/** docs/running.md: the files that it names and the commands that it types, each with the program that it is for. */

import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import { freePort } from "../../scripts/free-port.ts";
import { programOf } from "../../scripts/programs.ts";
import { makeCertificate } from "../doors/certificate.ts";
import { processEnv } from "../process-env.ts";
import { startProgram } from "../program.ts";
import { nodeCommand, ranIn, startServed } from "./served.ts";

const page = readFileSync("docs/running.md", "utf8");
const folder = mkdtempSync(join(tmpdir(), "hearthgate-running-"));
afterAll(() => rmSync(folder, { recursive: true }));

const blocks = [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language, text = ""]) => ({
  language,
  text,
}));

test("what it links to is there", () => {
  const links = [...page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, path = ""]) => path);
  expect(links.length).toBeGreaterThan(12);
  expect(links.filter((path) => !existsSync(join("docs", path)))).toEqual([]);
});

test("what it names by its version has this one", () => {
  const texts = [page, readFileSync("deploy/docker/compose.yaml", "utf8")];
  const versions = texts.flatMap((text) => [...text.matchAll(/hearthgate[-:](\d+\.\d+\.\d+)/g)]);
  expect(versions.length).toBeGreaterThan(3);
  for (const [, version] of versions) expect(version).toBe(manifest.version);
});

test("its blocks are commands: configuration stands in files", () => {
  expect(blocks.length).toBeGreaterThan(4);
  expect(blocks.filter(({ language }) => language !== "sh")).toEqual([]);
});

test("the commands of ours in it are there, and the files that they copy", async () => {
  const typed = [...blocks.map(({ text }) => text), ...page.matchAll(/`(hearthgate [^`]+)`/g)].join("\n");
  const commands = new Set(
    [...typed.matchAll(/(?<!-g )\bhearthgate (?!hearthgate)[a-z]+(?: [a-z]+\b)?/g)].map(([words]) => words),
  );
  expect(commands.size).toBeGreaterThan(8);
  for (const command of commands) {
    const words = command.split(" ").slice(1);
    const { code, said } = await ranIn([nodeCommand(), "dist/cli.js", ...words, "--help"], ".", processEnv());
    expect([command, code, said]).toEqual([command, 0, expect.any(String)]);
  }
  for (const [, file = ""] of typed.matchAll(/\s(deploy\/\S+)/g)) expect(existsSync(file)).toBe(true);
});

test("a real nginx takes its file, and passes the door on", async () => {
  const [port, tlsPort, plainPort] = [await freePort(), await freePort(), await freePort()];
  const { cert, key } = makeCertificate();
  const changes: readonly (readonly [string, string])[] = [
    ["127.0.0.1:4000", `127.0.0.1:${port}`],
    ["listen 443", `listen 127.0.0.1:${tlsPort}`],
    ["listen 80", `listen 127.0.0.1:${plainPort}`],
    ["/etc/ssl/home.example.pem", cert],
    ["/etc/ssl/home.example.key", key],
  ];
  const site = changes.reduce(
    (text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    },
    readFileSync("deploy/nginx/hearthgate.conf", "utf8"),
  );
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const file = join(folder, "nginx.conf");
  const user = process.getuid?.() === 0 ? "user root;" : "";
  writeFileSync(
    file,
    `${user} daemon off; pid ${join(folder, "pid")}; error_log ${join(folder, "error.log")};
events {}
http { access_log off; ${temporary.join(" ")}\n${site}\n}\n`,
  );
  const nginx = [programOf("nginx"), "-c", file, "-e", join(folder, "error.log")];
  expect(await ranIn([...nginx, "-t"], ".", processEnv())).toMatchObject({ code: 0 });
  const door = await startServed([nodeCommand(), "dist/cli.js", "serve", "--demo"], ".", {
    ...processEnv(),
    ...settingsOf("deploy/systemd/hearthgate.env"),
    PORT: String(port),
    METRICS_TOKEN: "m".repeat(32),
  });
  const get = (path: string, token = "") =>
    fetch(`https://127.0.0.1:${tlsPort}${path}`, {
      headers: { Host: "home.example", Authorization: token },
      tls: { rejectUnauthorized: false },
    });
  const answers = async () => (await get("/health")).status === 200;
  const child = await startProgram(nginx, { folder, answers });
  try {
    expect((await get("/mcp")).status).toBe(401);
    expect((await get("/metrics", `Bearer ${"m".repeat(32)}`)).status).toBe(404);
    const plain = await fetch(`http://127.0.0.1:${plainPort}/mcp`, {
      headers: { Host: "home.example" },
      redirect: "manual",
    });
    expect([plain.status, plain.headers.get("location")]).toEqual([301, "https://home.example/mcp"]);
  } finally {
    child.kill("SIGTERM");
    await child.exited;
    await door.stop();
  }
});

/** NAME=value lines, as systemd's EnvironmentFile. */
function settingsOf(file: string): Readonly<Record<string, string>> {
  const lines = readFileSync(file, "utf8").matchAll(/^([A-Z_]+)=(.*)$/gm);
  return Object.fromEntries([...lines].map(([, name = "", value = ""]) => [name, value]));
}

/** The `Environment=` of a unit, with its credentials in a folder. */
function environmentOf(unit: string, credentials: string): Readonly<Record<string, string>> {
  const lines = [...readFileSync(unit, "utf8").matchAll(/^Environment=(.*)$/gm)];
  const words = lines.flatMap(([, line = ""]) => line.replaceAll("%d", credentials).split(" "));
  return Object.fromEntries(words.map((word) => word.split("=") as [string, string]));
}

test("the door starts on what the unit, its settings and tls.conf give it", async () => {
  const { cert, key } = makeCertificate();
  const credentials = join(folder, "credentials");
  const given = {
    "hass-token": "no-token-of-anybody",
    "cert.pem": readFileSync(cert),
    "key.pem": readFileSync(key),
  };
  mkdirSync(credentials);
  for (const [name, content] of Object.entries(given)) writeFileSync(join(credentials, name), content);
  const units = ["deploy/systemd/hearthgate.service", "deploy/systemd/tls.conf"];
  const loaded = units.flatMap((unit) => [
    ...readFileSync(unit, "utf8").matchAll(/^LoadCredential=([^:]+):\/etc\/hearthgate\/\S+$/gm),
  ]);
  expect(loaded.map(([, name]) => name)).toEqual(Object.keys(given));
  const door = await startServed([nodeCommand(), "dist/cli.js", "serve"], ".", {
    ...processEnv(),
    ...Object.assign({}, ...units.map((unit) => environmentOf(unit, credentials))),
    ...settingsOf("deploy/systemd/hearthgate.env"),
    HEARTHGATE_HOME: join(folder, "state"),
    PORT: String(await freePort()),
  });
  expect(door.scheme).toBe("https");
  await door.stop();
});

test("systemd takes tls.conf as a drop-in", async () => {
  const unit = join(folder, "hearthgate.service");
  const dropIn = join(folder, "hearthgate.service.d", "tls.conf");
  mkdirSync(dirname(dropIn));
  writeFileSync(unit, readFileSync("deploy/systemd/hearthgate.service"));
  const words = [programOf("systemd-analyze"), "verify", "--man=no", unit];
  const text = readFileSync("deploy/systemd/tls.conf", "utf8");
  writeFileSync(dropIn, text);
  expect(await ranIn(words, ".", processEnv())).toEqual({ code: 0, said: "" });
  // it was read
  writeFileSync(dropIn, `${text}Nonsense=1\n`);
  expect((await ranIn(words, ".", processEnv())).said).toContain("Nonsense");
});

test("nftables takes the firewall's file", async () => {
  const words = [programOf("nft"), "--check", "--file", "deploy/firewall/hearthgate.nft"];
  expect(await ranIn(words, ".", processEnv())).toEqual({ code: 0, said: "" });
});

test("the tunnel's file ends in a rule for everything else", () => {
  const { ingress } = parse(readFileSync("deploy/cloudflared/config.yml", "utf8"));
  expect(ingress.at(-1)).toEqual({ service: "http_status:404" });
  expect(ingress[0]).toMatchObject({ path: "^/metrics", service: "http_status:404" });
});
