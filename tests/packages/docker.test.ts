/** The image's Dockerfile and the compose file with Caddy: looked at by their own programs, their steps run by hand. */

import { afterAll, expect, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import { freePort } from "../../scripts/free-port.ts";
import { checkerOf } from "../../scripts/packages/checkers.ts";
import { programOf } from "../../scripts/programs.ts";
import { processEnv } from "../process-env.ts";
import { startCaddy } from "./caddy.ts";
import { nodeCommand, ranIn, startServed } from "./served.ts";

const folder = mkdtempSync(join(tmpdir(), "hearthgate-docker-"));
afterAll(() => rmSync(folder, { recursive: true }));

const dockerfile = readFileSync("Dockerfile", "utf8");
const [buildStage = "", lastStage = ""] = dockerfile.split(/^FROM .*$/m).slice(1);
const DOMAIN = "home.example";
const composeEnv = { HASS_URL: "http://192.0.2.1:8123", HEARTHGATE_DOMAIN: DOMAIN };

/** The files that a stage copies from the checkout, below a folder of their own. */
function copyFiles(stage: string, name: string, flat: boolean): string {
  const target = join(folder, name);
  for (const [, words = ""] of stage.matchAll(/^COPY (?!--from)(.*)$/gm)) {
    const sources = words.split(" ").slice(0, -1);
    for (const source of sources) {
      const to = join(target, flat ? (source.split("/").at(-1) ?? source) : source);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(source, to, { recursive: true });
    }
  }
  return target;
}

test.each(["Dockerfile", "deploy/home-assistant/hearthgate/Dockerfile"])(
  "hadolint takes %s",
  async (file) => {
    expect(await ranIn([checkerOf("hadolint"), file], ".", processEnv())).toEqual({ code: 0, said: "" });
  },
);

test("the image is one of a named version, without root, with the registry's name and a health check", () => {
  const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  expect(images.length).toBe(2);
  for (const image of images) expect(image).toMatch(/^node:\d+\.\d+\.\d+-[\w-]+$/);
  expect(lastStage).toContain(`io.modelcontextprotocol.server.name="${manifest.mcpName}"`);
  expect(lastStage).toMatch(/^USER 1000:1000$/m);
  expect(lastStage).toMatch(/^HEALTHCHECK .*"\/app\/health\.ts"\]$/m);
});

test("neither git nor the image takes the secrets along", async () => {
  const ignored = readFileSync(".dockerignore", "utf8").split("\n");
  expect(ignored).toContain("**/.env");
  expect(ignored).toContain("deploy/docker/secrets");
  for (const file of ["deploy/docker/secrets/hass-token", "deploy/docker/.env"])
    expect((await ranIn(["git", "check-ignore", file], ".", processEnv())).code).toBe(0);
});

/** As compose fills in what comes from `.env`: `${NAME:-default}`, `${NAME:?what is missing}`, `${NAME}`. */
function filledIn(text: string): string {
  const given = new Map<string, string>(Object.entries(composeEnv));
  return text.replace(
    /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g,
    (_, name: string, fallback = "") => given.get(name) ?? fallback,
  );
}

test("what the build stage copies is enough to build", async () => {
  const app = copyFiles(buildStage, "build", false);
  symlinkSync(resolve("node_modules"), join(app, "node_modules"));
  const bun = resolve("node_modules/.bin/bun");
  const { code, said } = await ranIn([bun, "run", "scripts/build.ts"], app, processEnv());
  expect([code, said]).toEqual([0, expect.stringContaining("dist/cli.js")]);
});

test("what the image holds starts as the compose file says, and its health check sees it", async () => {
  const app = copyFiles(lastStage, "image", true);
  cpSync("dist", join(app, "dist"), { recursive: true });
  const { services } = parse(filledIn(readFileSync("deploy/docker/compose.yaml", "utf8")));
  const { environment, command } = services.hearthgate;
  const token = join(folder, "hass-token");
  writeFileSync(token, "no-token-of-anybody\n");
  const env = {
    ...processEnv(),
    ...environment,
    NODE_ENV: "production",
    HEARTHGATE_HOME: join(folder, "state"),
    HASS_URL: "http://127.0.0.1:1",
    HASS_TOKEN_FILE: token,
    PUBLIC_URL: `https://${DOMAIN}`,
    PORT: String(await freePort()),
  };
  const node = nodeCommand();
  const cmdline = join(folder, "cmdline");
  writeFileSync(cmdline, ["node", "/app/dist/cli.js", ...command, ""].join("\0"));
  const health = () => ranIn([node, "health.ts"], app, { ...env, HEALTH_CMDLINE: cmdline });
  expect((await health()).code).toBe(1);
  // as `docker compose exec hearthgate hearthgate …` finds it
  symlinkSync(join(app, "dist", "cli.js"), join(folder, "hearthgate"));
  expect(await ranIn([node, join(folder, "hearthgate"), "--version"], folder, env)).toEqual({
    code: 0,
    said: `${manifest.version}\n`,
  });
  const door = await startServed([node, "dist/cli.js", ...command], app, env);
  try {
    expect((await health()).code).toBe(0);
  } finally {
    await door.stop();
  }
  expect((await health()).code).toBe(1);
  // a container of the stdio door has no port to ask
  writeFileSync(cmdline, ["node", "/app/dist/cli.js", "stdio", ""].join("\0"));
  expect((await health()).code).toBe(0);
});

test("compose takes the file, and says what is missing", async () => {
  const words = [checkerOf("docker-compose"), "--file", "deploy/docker/compose.yaml", "config"];
  const { code, said } = await ranIn(words, ".", { ...processEnv(), ...composeEnv });
  expect(code).toBe(0);
  const { services, secrets } = parse(said);
  expect(services.hearthgate).toMatchObject({
    read_only: true,
    cap_drop: ["ALL"],
    environment: { PUBLIC_URL: `https://${DOMAIN}`, HASS_TOKEN_FILE: "/run/secrets/hass_token" },
    secrets: [{ source: "hass_token" }],
  });
  // caddy alone is reached from outside
  expect(services.hearthgate.ports).toBeUndefined();
  expect(services.caddy.ports.map(({ published }: { published: string }) => published)).toEqual([
    "80",
    "443",
  ]);
  expect(secrets.hass_token.file).toEndWith("deploy/docker/secrets/hass-token");
  const bare = await ranIn(words, ".", processEnv());
  expect(bare.code).not.toBe(0);
  expect(bare.said).toContain("where Home Assistant answers");
});

test("a real Caddy with the Caddyfile passes the door on, over TLS, without its metrics", async () => {
  const [port, caddyPort] = [await freePort(), await freePort()];
  const door = await startServed([nodeCommand(), "dist/cli.js", "serve", "--demo"], ".", {
    ...processEnv(),
    PORT: String(port),
    PUBLIC_URL: `https://localhost:${caddyPort}`,
    TRUSTED_PROXIES: "127.0.0.1",
    METRICS_TOKEN: "m".repeat(32),
  });
  const caddy = await startCaddy(caddyPort, port);
  const get = (path: string, init: RequestInit = {}) =>
    fetch(`https://localhost:${caddyPort}${path}`, { ...init, tls: { rejectUnauthorized: false } });
  try {
    const post = (body: string) =>
      get("/mcp", { method: "POST", body, headers: { "Content-Type": "application/json" } });
    expect((await post("{}")).status).toBe(401);
    const token = { headers: { Authorization: `Bearer ${"m".repeat(32)}` } };
    for (const path of ["/metrics", "/metrics/"]) expect((await get(path, token)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, token)).status).toBe(200);
    expect((await post("x".repeat(2 * 1024 * 1024))).status).toBe(413);
  } finally {
    await caddy.stop();
    await door.stop();
  }
});

test("Caddy's own check takes the Caddyfile, in Caddy's own format", async () => {
  const env = { ...processEnv(), HEARTHGATE_DOMAIN: DOMAIN, HOME: folder };
  const words = ["validate", "--config", "deploy/docker/Caddyfile", "--adapter", "caddyfile"];
  const { code, said } = await ranIn([programOf("caddy"), ...words], ".", env);
  expect([code, said]).toEqual([0, expect.stringContaining("Valid configuration")]);
  expect(said).not.toContain("not formatted");
});
