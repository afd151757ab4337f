/** The commands a person types, as processes. */

import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startFakeHass } from "../hass/fake-hass.ts";
import { processEnv } from "../process-env.ts";
import { home, hearthgate as typed } from "./owner-home.ts";

setDefaultTimeout(60_000);

/** What is published, on the Node that this machine has. */
async function bundled(args: readonly string[]) {
  const child = Bun.spawn(["node", "dist/cli.js", ...args], {
    env: { ...processEnv(), HEARTHGATE_HOME: home() },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { out, err, code };
}

async function hearthgate(args: readonly string[], homePath = home()) {
  return { ...(await typed(homePath, args)), homePath };
}

describe("hearthgate", () => {
  test("--help, --version, an unknown command", async () => {
    expect((await bundled(["--help"])).out).toContain("hearthgate [stdio] [--demo]");
    expect((await bundled(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const unknown = await bundled(["nonsense"]);
    expect(unknown.code).toBe(64);
    expect(unknown.err).toContain("hearthgate --help");
  });

  test("without settings it says which are missing and exits 78", async () => {
    const { err, code } = await bundled([]);
    expect(code).toBe(78);
    expect(err).toContain("HASS_URL is not set; HASS_TOKEN is not set");
  });

  test("demo: find, act, verify, be refused at a lock", async () => {
    const { out, code } = await bundled(["demo"]);
    expect(code).toBe(0);
    expect(out).toContain("confirmed off → on, brightness 60 %");
    expect(out).toContain("unconfirmed off → off");
    expect(out.match(/PERMISSION_DENIED/g)).toHaveLength(2);
  });
});

describe("a home that is not there", () => {
  const firstLine = async (env: Readonly<Record<string, string>>) => {
    const folder = home();
    const child = Bun.spawn(["node", "dist/cli.js"], {
      env: { ...processEnv(), HEARTHGATE_HOME: folder, ...env },
      stdin: "pipe",
      stdout: "ignore",
      stderr: "pipe",
    });
    let said = "";
    for await (const part of child.stderr) {
      said += new TextDecoder().decode(part);
      if (said.includes("\n")) break;
    }
    child.kill();
    await child.exited;
    return said;
  };

  test("a wrong URL is one line on stderr at the start", async () => {
    expect(await firstLine({ HASS_URL: "http://127.0.0.1:9", HASS_TOKEN: "token" })).toBe(
      "hearthgate: Home Assistant is not running, or not at HASS_URL (connection refused). Start Home Assistant, or correct HASS_URL.\n",
    );
  });

  test("so is a wrong token, in the log or beside its file", async () => {
    const hass = await startFakeHass();
    hass.refusing = true;
    const named = { HASS_URL: hass.url, HASS_TOKEN: "token" };
    const logged = await firstLine(named);
    expect(logged).toContain('"why":"Home Assistant refused the token."');
    expect(logged).toContain("Put a valid long-lived access token into HASS_TOKEN");
    const LOG_FILE = join(home(), "log");
    expect(await firstLine({ ...named, LOG_FILE })).toBe(
      "hearthgate: Home Assistant refused the token. Put a valid long-lived access token into HASS_TOKEN and start again.\n",
    );
    hass.close();
  });
});

describe("hearthgate grants", () => {
  const all = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const schedule = JSON.stringify({ days: all, start_time: "00:00", end_time: "23:59", timezone: "UTC" });

  test("create from a preset, list, show, preview, explain", async () => {
    const made = await hearthgate([
      "grants",
      "create",
      "--preset",
      "guest",
      "--name",
      "Guest",
      "--area",
      "Kitchen",
      "--schedule",
      schedule,
      "--demo",
    ]);
    expect(made.code).toBe(0);
    const { homePath } = made;
    expect(statSync(join(homePath, "grants.json")).mode & 0o777).toBe(0o600);
    expect((await hearthgate(["grants", "list"], homePath)).out).toContain("Guest");
    expect(JSON.parse((await hearthgate(["grants", "show", "Guest"], homePath)).out).access.read).toEqual([
      { domain: ["light", "media_player", "climate"], area: ["kitchen"] },
    ]);
    const preview = JSON.parse(
      (await hearthgate(["grants", "preview", "Guest", "--json", "--demo"], homePath)).out,
    );
    expect(preview.entities.map((entity: { id: string }) => entity.id)).toEqual([
      "light.kitchen_ceiling",
      "light.kitchen_counter",
      "media_player.kitchen_radio",
    ]);
    const explain = (target: string) =>
      hearthgate(
        ["grants", "explain", "Guest", "--demo", "--service", "light.turn_on", "--target", target],
        homePath,
      );
    expect((await explain('{"area_id":"kitchen"}')).out).toContain(
      "allowed: acts on light.kitchen_ceiling, light.kitchen_counter",
    );
    expect((await explain('{"entity_id":"light.hall"}')).out).toContain("denied at step 16: scope_denied");
  });

  test("what does not hold is refused with every fault, and nothing is written", async () => {
    const folder = home();
    const file = join(folder, "bad.json");
    writeFileSync(
      file,
      JSON.stringify({ name: "x", access: { read: ["light.kitchen_*"], actions: ["*"] }, acess: 1 }),
    );
    const { err, code } = await hearthgate(["grants", "create", "--from", file], folder);
    expect(code).toBe(78);
    for (const part of ["acess", "access.read[0]", "access.actions[0]"]) expect(err).toContain(part);
    expect(() => readFileSync(join(folder, "grants.json"))).toThrow();
    for (const [more, said] of [
      [{ expires_at: "2020-01-01T00:00:00Z" }, "would have expired"],
      [{ id: "operator" }, "exists already"],
      [
        { note: "x", access: { read: Array.from({ length: 500_000 }, (_, n) => `light.x${n}`) } },
        "over 10 MB",
      ],
    ] as const) {
      writeFileSync(file, JSON.stringify({ name: "x", access: { read: ["light.*"] }, ...more }));
      const refused = await hearthgate(["grants", "create", "--from", file], folder);
      expect([refused.code, refused.err.includes(said)]).toEqual([78, true]);
      expect(() => readFileSync(join(folder, "grants.json"))).toThrow();
    }
    writeFileSync(file, `{"name":${"[".repeat(20_000)}${"]".repeat(20_000)}}`);
    expect((await hearthgate(["grants", "create", "--from", file], folder)).code).toBe(78);
    expect((await hearthgate(["grants", "create", "--from"], folder)).code).toBe(78);
    writeFileSync(file, "x".repeat(11 * 1024 * 1024));
    expect((await hearthgate(["grants", "create", "--from", file], folder)).err).toContain("over 10 MB");
  });

  test("a damaged file denies, and stays as it is", async () => {
    const folder = home();
    writeFileSync(join(folder, "grants.json"), "{");
    const { err, code } = await hearthgate(["grants", "list"], folder);
    expect(code).toBe(78);
    expect(err).toContain("grants.json is damaged");
    expect(readFileSync(join(folder, "grants.json"), "utf8")).toBe("{");
    const start = await hearthgate(["stdio", "--demo"], folder);
    expect(start.code).toBe(78);
    expect(start.err).toContain("grants.json is damaged");
  });

  test("a grant of the file that shares a name is denied whole", async () => {
    const folder = home();
    const made = async (name: string) => {
      const from = join(folder, "one.json");
      writeFileSync(from, JSON.stringify({ name, access: { read: ["*"] } }));
      expect((await hearthgate(["grants", "create", "--from", from], folder)).code).toBe(0);
    };
    for (const name of ["one", "two", "three"]) await made(name);
    const file = join(folder, "grants.json");
    const [first, second, third] = JSON.parse(readFileSync(file, "utf8")).grants;
    const grants = [first, { ...second, name: "one" }, { ...third, name: "operator" }];
    writeFileSync(file, JSON.stringify({ version: 1, grants }));
    const { out } = await hearthgate(["grants", "list"], folder);
    expect(out.match(/does not hold/g)).toHaveLength(3);
    expect(out).toContain("belongs to a built-in grant");
    const shown = await hearthgate(["grants", "show", "one"], folder);
    expect(shown.code).toBe(78);
    expect(shown.err).toContain("another grant of the file has it too");
  });

  test("a scope that the home has not is refused with the nearest; where no home is asked, that is said", async () => {
    const folder = home();
    const from = join(folder, "one.json");
    const access = { actions: ["lihgt.*", "light.turn_onn@light.kitchen_counter"], deny: ["lock.front_dor"] };
    writeFileSync(from, JSON.stringify({ name: "one", access }));
    const create = ["grants", "create", "--from", from];
    const refused = await hearthgate([...create, "--demo"], folder);
    expect(refused.code).toBe(78);
    for (const nearest of ["light", "light.turn_on", "lock.front_door"])
      expect(refused.err).toContain(`; the nearest is ${nearest}.`);
    const made = await hearthgate([...create, "--json"], folder);
    expect(JSON.parse(made.out)).toMatchObject({
      name: "one",
      unchecked: expect.stringContaining("no home was asked: Configuration: HASS_URL is not set"),
    });
    const told = await hearthgate([...create, "--name", "two"], folder);
    expect(told.out).toContain("Its grammar was checked, not whether");
    writeFileSync(from, '{"name":"three","access":{"deny":["lock.*"],"deny":[]}}');
    const twice = await hearthgate(create, folder);
    expect(twice.code).toBe(78);
    expect(twice.err).toContain("--from: The key «deny» stands twice in access.");
  });
});
