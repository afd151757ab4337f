/** What the owner does to the files of a running door. */

import { describe, expect, test } from "bun:test";
import {
  closeSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepMark } from "../../src/security/identity/keep/clock-mark.ts";
import { openSqliteStore } from "../../src/store/sqlite-store.ts";
import { until } from "../until.ts";
import { DOORS, startDoor } from "./door.ts";
import { ask, INITIALIZE, openSession, send } from "./exchange.ts";

const OVERWRITES: readonly (readonly [string, (path: string) => void])[] = [
  ["with garbage of its size", (path) => writeOver(path, "r+", Buffer.alloc(statSync(path).size, 0xa5))],
  ["with a few bytes", (path) => writeOver(path, "w", Buffer.from("garbage"))],
  ["with nothing", (path) => writeOver(path, "w", Buffer.alloc(0))],
  ["by a log that is gone", (path) => rmSync(`${path}-wal`)],
];

/** Into the same file, as `dd` and `cp` do. */
function writeOver(path: string, flags: string, bytes: Buffer): void {
  const file = openSync(path, flags);
  writeSync(file, bytes);
  closeSync(file);
}

for (const kind of DOORS)
  describe(`the ${kind} door`, () => {
    test("lets nobody in once its state was moved away: no revocation would reach it", async () => {
      const door = await startDoor({ kind });
      const token = await door.issue("viewer");
      expect((await ask(`${door.url}/mcp`, { token, body: INITIALIZE })).status).toBe(200);
      for (const file of ["state.db", "state.db-wal", "state.db-shm"])
        renameSync(join(door.home, file), join(door.home, `moved-${file}`));
      await until(async () => (await ask(`${door.url}/mcp`, { token, body: INITIALIZE })).status === 503);
      expect(door.stderr()).toContain("state.db was moved or replaced");
      await door.close();
    });

    for (const [what, overwrite] of OVERWRITES)
      test(`lets nobody in once its state was overwritten, ${what}`, async () => {
        const door = await startDoor({ kind });
        const token = await door.issue("viewer");
        expect((await ask(`${door.url}/mcp`, { token, body: INITIALIZE })).status).toBe(200);
        overwrite(join(door.home, "state.db"));
        let refused = await ask(`${door.url}/health`);
        await until(async () => {
          refused = await ask(`${door.url}/mcp`, { token, body: INITIALIZE });
          return refused.status !== 200;
        });
        expect(refused).toMatchObject({ status: 503, json: { error: { message: expect.any(String) } } });
        expect(door.stderr().match(/state\.db was (?:overwritten|moved or replaced); nobody/g)).toHaveLength(
          1,
        );
        await door.close();
      });

    test("takes another token of Home Assistant's on SIGHUP, also after the first was refused", async () => {
      const file = join(mkdtempSync(join(tmpdir(), "hearthgate-token-")), "token");
      writeFileSync(file, "aaaa.bbbb.cccc\n");
      const door = await startDoor({ kind, env: { HASS_TOKEN: "", HASS_TOKEN_FILE: file } });
      const token = await door.issue("viewer");
      const session = await openSession(door.url, token);
      const isReady = async () => (await ask(`${door.url}/ready`)).status === 200;
      await until(() => door.stderr().includes("hass_final"));
      expect(await isReady()).toBe(false);
      writeFileSync(file, "two words\n");
      door.signal("SIGHUP");
      await until(() => door.stderr().includes("HASS_TOKEN_FILE cannot be read, or holds no token"));
      writeFileSync(file, `${door.house.tokens.admin}\n`);
      door.signal("SIGHUP");
      await until(isReady);
      const ping = { jsonrpc: "2.0", id: 9, method: "ping" };
      expect((await ask(`${door.url}/mcp`, { token, session, body: ping })).status).toBe(200);
      expect(door.stderr()).not.toContain(door.house.tokens.admin);
      await door.close();
    });
  });

test("what the owner ends is in the log of the running door, whether or not somebody comes", async () => {
  const door = await startDoor({ grants: [{ id: "panel", name: "panel", expires_at: "never" }] });
  const token = await door.issue("panel");
  const id = token.split("_")[1] ?? "";
  await door.run("tokens", "revoke", id, "--reason", "words of the owner");
  await door.run("grants", "revoke", "panel");
  await door.run("tokens", "revoke", "--jwt", "0123456789abcdef0123456789abcdef");
  await door.run("kill", "on");
  for (const line of [
    `"kind":"token","id":"${id}","event":"revoked"`,
    '"kind":"grant","id":"panel","event":"revoked"',
    '"kind":"jwt","id":"0123456789abcdef0123456789abcdef","event":"revoked"',
    '"on":true,"event":"kill_switch"',
  ])
    await until(() => door.stderr().split(line).length === 2);
  expect(door.stderr()).not.toContain("words of the owner");
  await door.close();
});

test("a start with a clock that was set back goes on from the time that was seen, until the owner accepts it", async () => {
  const first = await startDoor();
  const { home, house } = first;
  const issued = await first.run("tokens", "issue", "--grant", "viewer", "--expires", "1h");
  const token = String(issued["token"]);
  await first.stop();
  const seen = async (hours: number) => {
    const store = await openSqliteStore({ path: join(home, "state.db"), clock: Date });
    await keepMark(store, Date.now() + hours * 3_600_000);
    await store.close();
  };
  const restarted = async () => {
    const door = await startDoor({ home, house });
    const { status } = await ask(`${door.url}/mcp`, { token, body: INITIALIZE });
    await door.stop();
    return [status, door.stderr().includes("clock is more than a day behind")];
  };
  expect(await restarted()).toEqual([200, false]);
  await seen(2);
  expect(await restarted()).toEqual([401, false]);
  await seen(48);
  expect(await restarted()).toEqual([401, true]);
  await first.run("clock", "accept");
  expect(await restarted()).toEqual([200, false]);
  await first.close();
});

test("a stream ends with the key that signed its login", async () => {
  const door = await startDoor();
  const login = await ask(`${door.url}/api/auth/login`, { body: { token: door.house.tokens.admin } });
  const token = String(login.json?.["token"]);
  const session = await openSession(door.url, token);
  const stream = await send(`${door.url}/mcp`, { token, session });
  const ended = stream.text().catch(() => "");
  const { keys } = (await door.run("keys", "list")) as { keys: readonly { kid: string }[] };
  await door.run("keys", "revoke", keys[0]?.kid ?? "", "--now");
  await ended;
  expect((await ask(`${door.url}/mcp`, { token, session, body: INITIALIZE })).status).toBe(401);
  await door.close();
});
