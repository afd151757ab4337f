/** Grants that are paused, revoked and deleted while an agent works with them. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { auditIn, DOORS, startDoor, type TestDoor } from "./door.ts";
import { ask, call, INITIALIZE, openSession, send } from "./exchange.ts";

const GRANTS = ["kid", "guest", "old"].map((name) => ({
  id: name,
  name,
  access: { read: ["*"] },
  expires_at: "never",
}));

for (const kind of DOORS)
  describe(`grants at the ${kind} door`, () => {
    let door: TestDoor;
    beforeAll(async () => {
      door = await startDoor({ kind, grants: GRANTS });
    });
    afterAll(() => door.close());

    const at = () => `${door.url}/mcp`;
    const statusOf = async (token: string) => (await ask(at(), { token, body: INITIALIZE })).status;

    test("one that is paused opens nothing until it is resumed", async () => {
      const token = await door.issue("kid");
      const session = await openSession(door.url, token);
      await door.run("grants", "pause", "kid");
      expect((await ask(at(), { token, session, body: call(1, "ha_overview") })).status).toBe(403);
      await door.run("grants", "resume", "kid");
      expect(await statusOf(token)).toBe(200);
    });

    test("one that is edited: the client hears that its list of tools is another", async () => {
      const token = await door.issue("kid");
      const session = await openSession(door.url, token);
      const stream = await send(at(), { token, session });
      const reader = stream.body?.getReader();
      const heard = async () => new TextDecoder().decode((await reader?.read())?.value);
      const file = join(door.home, "grants.json");
      const grants = JSON.parse(readFileSync(file, "utf8"));
      const kid = grants.grants.find(({ id }: { id: string }) => id === "kid");
      kid.tools = ["ha_access"];
      // as an owner's editor would
      writeFileSync(file, JSON.stringify(grants));
      let text = "";
      while (!text.includes("notifications/tools/list_changed")) text += await heard();
      await reader?.cancel();
      const list = await ask(at(), { token, session, body: { jsonrpc: "2.0", id: 1, method: "tools/list" } });
      expect(JSON.stringify(list.json)).toContain("ha_access");
      expect(JSON.stringify(list.json)).not.toContain("ha_overview");
      const refused = await ask(at(), { token, session, body: call(2, "ha_overview") });
      expect(JSON.stringify(refused.json)).toContain("No such tool for this grant");
      delete kid.tools;
      writeFileSync(file, JSON.stringify(grants));
    });

    test("one that is revoked stays so, whatever the file says, and its streams end", async () => {
      const token = await door.issue("guest");
      const session = await openSession(door.url, token);
      const stream = await send(at(), { token, session });
      const ended = stream.text().catch(() => "");
      await door.run("grants", "revoke", "guest", "--reason", "moved out");
      await ended;
      expect(await statusOf(token)).toBe(401);
      const file = join(door.home, "grants.json");
      const text = readFileSync(file, "utf8");
      expect(text).toContain('"status": "revoked"');
      writeFileSync(file, text.replaceAll('"status": "revoked"', '"status": "active"'));
      expect(await statusOf(token)).toBe(401);
      expect(await statusOf(await door.issue("guest").catch(() => "hg_none"))).toBe(401);
      await expect(door.run("grants", "resume", "guest")).rejects.toThrow("revoked, which is for ever");
      const { home, house } = door;
      await door.stop();
      door = await startDoor({ kind, home, house });
      expect(await statusOf(token)).toBe(401);
    });

    test("one that is deleted opens nothing, and the others go on", async () => {
      const [token, other] = [await door.issue("old"), await door.issue("kid")];
      await door.run("grants", "delete", "old");
      expect([await statusOf(token), await statusOf(other)]).toEqual([401, 200]);
      await expect(door.run("grants", "delete", "old")).rejects.toThrow("no grant of that name");
      await expect(door.run("grants", "pause", "viewer")).rejects.toThrow("built in");
    });

    test("each change is in the audit", () => {
      const owners = auditIn(door.home).filter(({ user }) => user === "owner/cli");
      const changes = owners.map(({ action, credential }) => `${action} ${credential}`);
      for (const change of [
        "grants.pause kid",
        "grants.resume kid",
        "grants.revoke guest",
        "grants.delete old",
      ])
        expect(changes).toContain(change);
    });
  });
