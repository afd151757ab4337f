/** A backup brings back what was lost, and revives nothing that was revoked. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { storePrefix } from "../../src/store/namespaces.ts";
import { hearthgate, home, json, openDoor } from "./owner-home.ts";

setDefaultTimeout(60_000);

const GRANT = {
  version: 1,
  grants: [
    {
      id: "grt_one",
      name: "one",
      created_at: "2026-01-01T00:00:00Z",
      expires_at: "never",
      access: { read: ["light.*"] },
    },
  ],
};

function folder(): string {
  const path = home();
  writeFileSync(join(path, "grants.json"), JSON.stringify(GRANT), { mode: 0o600 });
  return path;
}

const accepts = async (homePath: string, token: string) => {
  const door = await openDoor(homePath);
  const said = await door.ask(token);
  await door.store.close();
  return said;
};

test("on a new machine everything is there again", async () => {
  const old = folder();
  const { token } = await json(old, "tokens", "issue", "--grant", "one");
  const file = join(old, "saved.json");
  await json(old, "backup", file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await hearthgate(old, ["backup", file])).code).toBe(78);
  const fresh = home();
  expect((await json(fresh, "restore", file)).files).toEqual(["grants.json"]);
  expect(await accepts(fresh, token)).toBe("ok");
  expect(readFileSync(join(fresh, "grants.json"), "utf8")).toBe(
    readFileSync(join(old, "grants.json"), "utf8"),
  );
});

test("what was revoked since stays revoked: token, grant, key, kill switch", async () => {
  const at = folder();
  const { token: one, id } = await json(at, "tokens", "issue", "--grant", "one");
  const { token: two } = await json(at, "tokens", "issue", "--grant", "viewer");
  const { keys: made } = await json(at, "keys", "generate");
  const kid = String(made[0].kid);
  const file = join(at, "saved.json");
  await json(at, "backup", file);
  await json(at, "tokens", "revoke", id);
  await json(at, "grants", "revoke", "one");
  await json(at, "keys", "revoke", kid, "--now");
  await json(at, "kill", "on");
  await json(at, "restore", file);
  expect(await accepts(at, two)).toBe("kill_switch");
  await json(at, "kill", "off");
  expect(await accepts(at, one)).not.toBe("ok");
  expect(await accepts(at, two)).toBe("ok");
  // the file says active again, the tombstone does not
  expect(JSON.parse(readFileSync(join(at, "grants.json"), "utf8")).grants[0].status ?? "active").toBe(
    "active",
  );
  const third = await hearthgate(at, ["grants", "resume", "one"]);
  expect(third.err).toContain("revoked, which is for ever");
  const { keys } = await json(at, "keys", "list");
  expect(keys.find((key: { kid: string }) => key.kid === kid).status).toBe("revoked");
});

test("what people allowed to OAuth clients does not come back, from an older backup neither", async () => {
  const old = folder();
  const door = await openDoor(old, "u");
  const given = {
    ...{
      client: "c",
      client_name: null,
      redirect_uri: "http://127.0.0.1/callback",
      user: "u",
      user_name: "U",
    },
    ...{ privileged: true, grant: "viewer", scope: "home", expires_at: null },
  };
  const consent = await door.identity.oauth.consent(given, "10.0.0.9");
  await door.identity.oauth.write("RefreshToken", "r".repeat(43), { grantId: consent?.id ?? "" }, 4e9);
  const rows = [];
  for (const namespace of ["consent", "oauth"] as const)
    for (const { key, value } of await door.store.list(storePrefix(namespace))) rows.push({ key, value });
  expect(rows).toHaveLength(2);
  await door.store.close();
  const file = join(old, "saved.json");
  await json(old, "backup", file);
  const saved = JSON.parse(readFileSync(file, "utf8"));
  const listed = async (at: string) => (await json(at, "tokens", "list", "--oauth")).consents.length;
  expect(await listed(old)).toBe(1);
  for (const more of [[], rows]) {
    writeFileSync(file, JSON.stringify({ ...saved, rows: [...saved.rows, ...more] }));
    const fresh = home();
    await json(fresh, "restore", file);
    expect(await listed(fresh)).toBe(0);
    const restored = await openDoor(fresh, "u");
    expect(await restored.identity.oauth.read("RefreshToken", "r".repeat(43))).toBeUndefined();
    await restored.store.close();
  }
});

test("who restores into an empty folder hears that what was revoked since stands again; else nobody does", async () => {
  const old = folder();
  await json(old, "tokens", "issue", "--grant", "one");
  const file = join(old, "saved.json");
  await json(old, "backup", file);
  const { created_at } = JSON.parse(readFileSync(file, "utf8"));
  const said = await hearthgate(home(), ["restore", file]);
  expect(said.out).toContain(`revoked elsewhere after ${created_at}`);
  expect((await hearthgate(old, ["restore", file])).out).not.toContain("revoked");
});

test.each([
  ["no file", undefined],
  ["no JSON", "{"],
  ["another JSON", "{}"],
  ["a newer one", '{"hearthgate_backup":2}'],
  ["rows of another kind", '{"hearthgate_backup":1,"files":{},"rows":[{"key":"usage:x","value":1}]}'],
  ["rows that are none", '{"hearthgate_backup":1,"files":{},"rows":[{"key":"credential"}]}'],
])("%s is refused, and nothing is changed", async (_, content) => {
  const at = folder();
  const file = join(at, "saved.json");
  if (content !== undefined) writeFileSync(file, content);
  const { code, err } = await hearthgate(at, ["restore", file]);
  expect(code).toBe(78);
  expect(err).toContain("nothing was changed");
  expect(JSON.parse(readFileSync(join(at, "grants.json"), "utf8"))).toEqual(GRANT);
});

test("a backup whose grants, ceiling or passphrase do not hold changes nothing", async () => {
  const at = folder();
  const file = join(at, "saved.json");
  await json(at, "backup", file);
  const good = JSON.parse(readFileSync(file, "utf8"));
  const before = readFileSync(join(at, "grants.json"), "utf8");
  const text = (content: string) => Buffer.from(content).toString("base64");
  for (const files of [
    { "grants.json": text("garbage") },
    { "grants.json": text('{"version":2,"grants":[]}') },
    { "grants.json": "%%%%" },
    { "grants.json": 5 },
    { ...good.files, "ceiling.json": text("[1]") },
    { ...good.files, "approvals.passphrase.json": text("garbage") },
    { ...good.files, "../grants.json": text("{}") },
  ]) {
    writeFileSync(file, JSON.stringify({ ...good, files }));
    const { code, err } = await hearthgate(at, ["restore", file]);
    expect([code, err]).toEqual([78, expect.stringContaining("nothing was changed")]);
    expect(err).toContain("Take an earlier backup");
    expect(readFileSync(join(at, "grants.json"), "utf8")).toBe(before);
  }
  writeFileSync(file, JSON.stringify(good).slice(0, -9));
  expect((await hearthgate(at, ["restore", file])).err).toContain("half of one");
  expect((await hearthgate(at, ["backup", join(at, "none", "x")])).err).toContain("no such file or folder");
  expect((await hearthgate(at, ["backup", file])).err).toContain("there already");
});
