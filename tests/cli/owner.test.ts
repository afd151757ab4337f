/** `hearthgate tokens`, `keys`, `lockouts` and `kill`, as processes on one folder. */

import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOldNode } from "../../scripts/newer-node.ts";
import { hearthgate, home, json, openDoor } from "./owner-home.ts";

setDefaultTimeout(60_000);

function auditLines(homePath: string): readonly { action: string; credential: string; user: string }[] {
  const folder = join(homePath, "audit");
  const text = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  return text
    .join("")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe("hearthgate tokens", () => {
  test("issue, derive, list, rotate, revoke: the running door knows at its next request", async () => {
    const homePath = home();
    const door = await openDoor(homePath);
    const narrow = join(homePath, "narrow.json");
    writeFileSync(narrow, JSON.stringify({ read: ["light.*"] }));
    const parent = await json(homePath, "tokens", "issue", "--grant", "operator", "--label", "agent");
    expect([parent.grant, parent.label]).toEqual(["operator", "agent"]);
    const child = await json(
      homePath,
      "tokens",
      "issue",
      "--parent",
      "agent",
      "--narrow",
      narrow,
      "--expires",
      "7d",
    );
    expect(await door.ask(parent.token)).toBe("ok");
    expect(await door.ask(child.token)).toBe("ok");
    const { tokens } = await json(homePath, "tokens", "list");
    expect(tokens).toMatchObject([
      { id: parent.id, label: "agent", state: "active", narrowed: false },
      { id: child.id, parent: parent.id, state: "active", narrowed: true },
    ]);
    const fresh = await json(homePath, "tokens", "rotate", "agent", "--overlap", "0");
    expect(await door.ask(parent.token)).toBe("replaced");
    expect(await door.ask(fresh.token)).toBe("ok");
    expect(await json(homePath, "tokens", "revoke", "agent", "--reason", "lost")).toEqual({
      revoked: fresh.id,
      kind: "token",
    });
    expect(await door.ask(fresh.token)).toBe("revoked");
    expect(await door.ask(child.token)).toBe("revoked");
    const lines = auditLines(homePath);
    expect(lines.map(({ action }) => action).sort()).toEqual(
      ["tokens.issue", "tokens.issue", "tokens.rotate", "tokens.revoke"].sort(),
    );
    expect(new Set(lines.map(({ user }) => user))).toEqual(new Set(["owner/cli"]));
    const kept = readFileSync(join(homePath, "state.db"), "latin1") + JSON.stringify(lines);
    for (const { token } of [parent, child, fresh]) expect(kept).not.toContain(token.slice(12));
    expect(statSync(join(homePath, "state.db")).mode & 0o777).toBe(0o600);
  });

  test("logins are listed and ended, one JWT alone too", async () => {
    const homePath = home();
    const door = await openDoor(homePath);
    const login = await door.identity.login(
      { id: "u1", isAdmin: true, isOwner: false },
      undefined,
      "d",
      "10.0.0.9",
    );
    if ("refusal" in login) throw new Error(login.refusal.reason);
    expect((await json(homePath, "tokens", "list", "--logins")).logins).toMatchObject([
      { id: login.session, user: "u1", grant: "operator", state: "active" },
    ]);
    expect(await door.ask(login.token)).toBe("ok");
    const claims = JSON.parse(Buffer.from(login.token.split(".")[1] ?? "", "base64url").toString());
    expect(await json(homePath, "tokens", "revoke", "--jwt", claims.jti)).toEqual({
      revoked: claims.jti,
      kind: "jwt",
      login: login.session,
    });
    expect(await door.ask(login.token)).toBe("revoked");
    expect((await json(homePath, "tokens", "list", "--logins")).logins).toMatchObject([
      { state: "JWT revoked" },
    ]);
    const older = "0123456789abcdef".repeat(2);
    expect(await json(homePath, "tokens", "revoke", "--jwt", older)).toMatchObject({ login: null });
    const said = await hearthgate(homePath, ["tokens", "revoke", "--jwt", older]);
    expect(said.out).toContain("No login shows it now");
    for (const none of ["nosuch", older.slice(1), `${older} `])
      expect(await hearthgate(homePath, ["tokens", "revoke", "--jwt", none])).toMatchObject({
        code: 78,
        out: "",
        err: expect.stringContaining("no id of a JWT"),
      });
    expect(await json(homePath, "tokens", "revoke", login.session)).toMatchObject({ kind: "login" });
    expect((await json(homePath, "tokens", "list", "--logins")).logins).toMatchObject([{ state: "revoked" }]);
  });

  test("a login of a key that was revoked is not said to be active", async () => {
    const homePath = home();
    const door = await openDoor(homePath);
    const who = { id: "u1", isAdmin: true, isOwner: false };
    const login = await door.identity.login(who, undefined, "d", "10.0.0.9");
    if ("refusal" in login) throw new Error(login.refusal.reason);
    const { keys } = await json(homePath, "keys", "list");
    const active = keys.find(({ status }: { status: string }) => status === "active");
    await hearthgate(homePath, ["keys", "revoke", active.kid, "--now"]);
    expect(await door.ask(login.token)).not.toBe("ok");
    expect((await json(homePath, "tokens", "list", "--logins")).logins).toMatchObject([
      { state: "key revoked" },
    ]);
  });

  test("for people: the token stands alone in its line, and a grant that wants signatures gets a secret", async () => {
    const homePath = home();
    const dates = { created_at: "2026-01-01T00:00:00Z", expires_at: "never" };
    const grants = [{ id: "p", name: "panel", ...dates, network: { require_signature: true } }];
    writeFileSync(join(homePath, "grants.json"), JSON.stringify({ version: 1, grants }));
    const { out } = await hearthgate(homePath, ["tokens", "issue", "--grant", "panel"]);
    expect(out).toMatch(
      /^hg_\w{8}_\w{49}\nsigning secret: \w{43}\nToken \w{8} of the grant panel, expires .*once\.\n$/,
    );
    expect((await hearthgate(homePath, ["tokens", "list"])).out).toMatch(
      /^id +label +grant +state +parent +expires/,
    );
  });

  test("what cannot be done says so, exits 78 and changes nothing", async () => {
    const homePath = home();
    for (const [args, said] of [
      [["tokens"], "there is no such command"],
      [["tokens", "steal"], "hearthgate tokens issue --grant GRANT"],
      [["tokens", "issue"], "--grant or --parent"],
      [["tokens", "issue", "--grant", "nobody"], "no grant of that name"],
      [["tokens", "issue", "--grant", "viewer", "--expires", "tomorrow"], "--expires"],
      [["tokens", "issue", "--grant", "viewer", "--colour", "red"], "Unknown option"],
      [["tokens", "issue", "--grant", "viewer", "--narrow", "/nowhere"], "cannot be read"],
      [["tokens", "issue", "--parent", "nobody"], "no access token"],
      [["tokens", "rotate"], "Give one token"],
      [["tokens", "rotate", "x", "--overlap", "1 day"], "--overlap"],
      [["tokens", "revoke", "x", "y"], "Give one token"],
      [["keys", "revoke", "x"], "--now"],
      [["keys", "retire", "x"], "no key of that id"],
      [["keys", "sing"], "there is no such command"],
      [["lockouts", "block", "everybody"], "no address"],
      [["lockouts", "clear"], "Give one address"],
      [["kill", "maybe"], "there is no such command"],
      [["kill", "on", "off"], "there is no such command"],
    ] as const) {
      const { err, code, out } = await hearthgate(homePath, args);
      expect([args.join(" "), code, out, err.includes(said)]).toEqual([args.join(" "), 78, "", true]);
    }
    expect(await json(homePath, "tokens", "list")).toEqual({ tokens: [] });
    const memory = await hearthgate(homePath, ["kill", "on"], { STORE: "memory" });
    expect([memory.code, memory.err.includes("STORE=memory keeps nothing")]).toEqual([78, true]);
  });
});

describe("hearthgate keys", () => {
  test("generate, rotate, retire, revoke, list: never a secret", async () => {
    const homePath = home();
    const first = (await json(homePath, "keys", "generate")).keys[0].kid;
    await json(homePath, "keys", "rotate", "--overlap", "48h");
    const both = (await json(homePath, "keys", "list")).keys;
    expect(both).toMatchObject([{ kid: first, status: "retiring" }, { status: "active" }]);
    await json(homePath, "keys", "retire", first);
    expect((await json(homePath, "keys", "list")).keys[0].status).toBe("retired");
    await json(homePath, "keys", "revoke", both[1].kid, "--now");
    const after = await json(homePath, "keys", "list");
    expect(after.keys.map(({ status }: { status: string }) => status)).toEqual([
      "retired",
      "revoked",
      "active",
    ]);
    expect(JSON.stringify(after)).not.toContain("secret");
    expect((await hearthgate(homePath, ["keys", "list"])).out).toContain("verifies until");
    expect(
      auditLines(homePath)
        .map(({ action }) => action)
        .sort(),
    ).toEqual(["keys.generate", "keys.retire", "keys.revoke", "keys.rotate"].sort());
  });
});

describe("hearthgate lockouts and kill", () => {
  test("list, clear, block; on and off", async () => {
    const homePath = home();
    const door = await openDoor(homePath);
    for (let count = 0; count < 5; count++) await door.identity.failed("203.0.113.9");
    const { lockouts } = await json(homePath, "lockouts", "list");
    expect(lockouts).toMatchObject([{ network: "203.0.113.9", lockedUntil: expect.any(Number) }]);
    await json(homePath, "lockouts", "clear", "203.0.113.9");
    expect(await door.identity.lockedFor("203.0.113.9")).toBeUndefined();
    await json(homePath, "lockouts", "block", "203.0.113.0/24");
    expect(await door.identity.lockedFor("203.0.113.9")).toBe(86_400);
    expect((await hearthgate(homePath, ["lockouts", "list"])).out).toContain("203.0.113.0/24");
    await json(homePath, "lockouts", "clear", "203.0.113.0/24");
    expect(await door.identity.lockedFor("203.0.113.9")).toBeUndefined();

    const { token } = await json(homePath, "tokens", "issue", "--grant", "viewer");
    expect(await door.ask(token)).toBe("ok");
    expect(await json(homePath, "kill", "on", "--reason", "stolen phone")).toEqual({ on: true });
    expect(await door.ask(token)).toBe("kill_switch");
    expect((await hearthgate(homePath, ["kill"])).out).toContain("stolen phone");
    await json(homePath, "kill", "off");
    expect(await door.ask(token)).toBe("ok");
  });
});

test("hearthgate clock says what was seen, and takes the owner's word for what is right", async () => {
  const homePath = home();
  expect(await json(homePath, "clock")).toEqual({ machine: expect.any(Number), suspect: false });
  const before = Date.now();
  const { seen } = await json(homePath, "clock", "accept");
  expect(seen).toBeWithin(before, Date.now() + 1);
  expect(await json(homePath, "clock")).toMatchObject({ seen });
  expect((await hearthgate(homePath, ["clock"])).out).toMatch(
    /^It is \S+ \S+ UTC; the latest that was seen is \S+ \S+ UTC\.$/m,
  );
  expect((await hearthgate(homePath, ["clock", "later"])).code).toBe(78);
  expect(auditLines(homePath).map(({ action }) => action)).toEqual(["clock.accept"]);
});

const oldNode = findOldNode();

test.skipIf(oldNode === undefined)("a Node without node:sqlite is told both ways out", async () => {
  const child = Bun.spawn([oldNode ?? "", "dist/cli.js", "kill"], {
    env: { PATH: process.env["PATH"] ?? "", HEARTHGATE_HOME: home() },
    stderr: "pipe",
  });
  expect(await child.exited).toBe(78);
  const err = await new Response(child.stderr).text();
  expect(err).toContain("Node 22.13");
  expect(err).toContain("STORE=memory");
});
