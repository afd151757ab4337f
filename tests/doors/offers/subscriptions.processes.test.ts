/** Subscriptions to resources, at each HTTP door, as official clients of both eras make them. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { until } from "../../until.ts";
import { DOORS, startDoor, type TestDoor } from "../door.ts";
import { ask, call, openSession, send } from "../exchange.ts";

const LIGHT = "ha://entity/light.hall";
const NARROW = {
  name: "narrow",
  expires_at: "never",
  access: { read: ["light.hall", "light.kitchen_ceiling"] },
};

const LOCKS = { name: "locks", expires_at: "never", access: { read: ["lock.*"] } };

const COOLDOWN = JSON.stringify({
  id: "c",
  type: "cooldown",
  applies_to: {},
  params: { cooldown_seconds: 5 },
});

type Update = { readonly uri: string; readonly _meta?: Readonly<Record<string, unknown>> | undefined };

async function connect(door: TestDoor, token: string, mode: "legacy" | "auto") {
  const client = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode } });
  const updates: Update[] = [];
  let lists = 0;
  client.setNotificationHandler("notifications/resources/updated", ({ params }) => void updates.push(params));
  client.setNotificationHandler("notifications/tools/list_changed", () => void lists++);
  const requestInit = { headers: { Authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${door.url}/mcp`), { requestInit }));
  return { client, updates, lists: () => lists };
}

const uris = (updates: readonly Update[]) => updates.map(({ uri }) => uri);

for (const kind of DOORS)
  describe(`at the ${kind} door, 2025`, () => {
    let door: TestDoor;
    beforeAll(async () => {
      door = await startDoor({ kind, grants: [NARROW, LOCKS], env: { RATE_LIMIT_MAX: "10000" } });
    });
    afterAll(() => door.close());

    test("each session hears of its own, as long as it is subscribed", async () => {
      const token = await door.issue("narrow");
      const [one, other] = await Promise.all([
        connect(door, token, "legacy"),
        connect(door, token, "legacy"),
      ]);
      expect(one.client.getServerCapabilities()?.resources).toEqual({ subscribe: true });
      await one.client.subscribeResource({ uri: LIGHT });
      await other.client.subscribeResource({ uri: "ha://entity/light.kitchen_ceiling" });
      door.house.setState("light.hall", "unavailable");
      await until(() => one.updates.length === 1);
      expect([uris(one.updates), uris(other.updates)]).toEqual([[LIGHT], []]);
      await one.client.unsubscribeResource({ uri: LIGHT });
      await one.client.subscribeResource({ uri: "ha://entity/light.kitchen_ceiling" });
      door.house.setState("light.hall", "off");
      door.house.setState("light.kitchen_ceiling", "unavailable");
      await until(() => one.updates.length === 2 && other.updates.length === 1);
      expect(uris(one.updates).at(-1)).toBe("ha://entity/light.kitchen_ceiling");
      for (const { client } of [one, other]) await client.close();
    });

    test("a session that another process takes up goes on hearing", async () => {
      const first = await startDoor({ kind, house: door.house, grants: [NARROW] });
      const token = await first.issue("narrow");
      const session = await openSession(first.url, token);
      const body = { jsonrpc: "2.0", id: 1, method: "resources/subscribe", params: { uri: LIGHT } };
      expect((await ask(`${first.url}/mcp`, { token, session, body })).json).toMatchObject({ result: {} });
      await first.stop();
      const second = await startDoor({ kind, house: door.house, home: first.home });
      const stream = await send(`${second.url}/mcp`, { token, session });
      expect(stream.status).toBe(200);
      let said = "";
      const reading = (async () => {
        for await (const part of stream.body ?? []) said += Buffer.from(part).toString();
      })().catch(() => undefined);
      door.house.setState("light.hall", "unavailable");
      await until(() => said.includes("notifications/resources/updated"));
      door.house.setState("light.hall", "off");
      expect(said).toContain(LIGHT);
      await second.close();
      await reading;
    });

    test("taking up its subscriptions takes no answer away, and none comes back that was ended meanwhile", async () => {
      const first = await startDoor({ kind, house: door.house, grants: [NARROW] });
      const token = await first.issue("narrow");
      const session = await openSession(first.url, token);
      const uris = [LIGHT, "ha://entity/light.kitchen_ceiling"];
      for (const [index, uri] of uris.entries()) {
        const body = { jsonrpc: "2.0", id: index, method: "resources/subscribe", params: { uri } };
        await ask(`${first.url}/mcp`, { token, session, body });
      }
      await first.stop();
      const second = await startDoor({ kind, house: door.house, home: first.home });
      const at = `${second.url}/mcp`;
      const body = { jsonrpc: "2.0", id: 9, method: "resources/unsubscribe", params: { uri: LIGHT } };
      await ask(at, { token, session, body });
      const stream = await send(at, { token, session });
      let said = "";
      const reading = (async () => {
        for await (const part of stream.body ?? []) said += Buffer.from(part).toString();
      })().catch(() => undefined);
      // with progress it goes through the session's own streams
      const wait = { id: "light.hall", state: "unavailable", timeout_s: 20 };
      const waiting = [1, 2].map((id) =>
        ask(at, { token, session, body: call(id, "ha_wait", wait, { progressToken: id }) }),
      );
      let turn = 0;
      await until(() => {
        door.house.setState("light.kitchen_ceiling", turn++ % 2 === 0 ? "unavailable" : "off");
        return said.includes("light.kitchen_ceiling");
      });
      door.house.setState("light.hall", "unavailable");
      expect((await Promise.all(waiting)).map(({ json }) => json?.["id"])).toEqual([1, 2]);
      door.house.setState("light.hall", "off");
      expect(said).not.toContain(LIGHT);
      await second.close();
      await reading;
    }, 30_000);

    test("what is hidden, absent or no resource cannot be subscribed to, with one answer", async () => {
      const { client } = await connect(door, await door.issue("narrow"), "legacy");
      const said = (uri: string) =>
        client.subscribeResource({ uri }).then(
          () => "subscribed",
          ({ message }: Error) => message,
        );
      const absent = await said("ha://entity/lock.no");
      expect(absent).toContain("No such resource");
      for (const uri of [
        "ha://entity/lock.front_door",
        "ha://area/nowhere",
        "ha://nothing",
        "ha://entity/light.*",
      ])
        expect(await said(uri)).toBe(absent);
      await client.close();
    });

    test("a grant that changes ends it, which the last update says", async () => {
      const { client, updates } = await connect(door, await door.issue("narrow"), "legacy");
      await client.subscribeResource({ uri: LIGHT });
      await client.subscribeResource({ uri: "ha://access" });
      await door.run("grants", "restrict", "narrow", "add", COOLDOWN);
      await until(() => updates.length === 2);
      expect(updates).toContainEqual({
        uri: LIGHT,
        _meta: { "hearthgate/ended": "grant_restrictions_updated" },
      });
      expect(updates).toContainEqual({ uri: "ha://access" });
      await client.close();
    });
  });

describe("2026, over Express", () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await startDoor({ grants: [NARROW, LOCKS], env: { RATE_LIMIT_MAX: "10000" } });
  });
  afterAll(() => door.close());

  test("each stream hears of its own; what may not be followed is not acknowledged", async () => {
    const [narrow, wide] = await Promise.all([door.issue("narrow"), door.issue("locks")]);
    const [one, other] = await Promise.all([connect(door, narrow, "auto"), connect(door, wide, "auto")]);
    const lock = "ha://entity/lock.front_door";
    const first = await one.client.listen({ resourceSubscriptions: [LIGHT, lock] });
    const second = await other.client.listen({ resourceSubscriptions: [lock] });
    expect(first.honoredFilter).toEqual({ resourceSubscriptions: [LIGHT] });
    expect(second.honoredFilter).toEqual({ resourceSubscriptions: [lock] });
    door.house.setState("lock.front_door", "jammed");
    await until(() => other.updates.length === 1);
    door.house.setState("light.hall", "unavailable");
    await until(() => one.updates.length === 1);
    expect([uris(one.updates), uris(other.updates)]).toEqual([[LIGHT], [lock]]);
    await expect(one.client.listen({ resourceSubscriptions: [lock] })).rejects.toThrow("No such resource");
    await first.close();
    door.house.setState("light.hall", "on");
    await Bun.sleep(100);
    expect(one.updates).toHaveLength(1);
    for (const { client } of [one, other]) await client.close();
  });

  test("a grant that changes ends the stream when nothing is left of it, and is heard of in the list", async () => {
    const { client, updates, lists } = await connect(door, await door.issue("narrow"), "auto");
    const light = await client.listen({ resourceSubscriptions: [LIGHT] });
    const tools = await client.listen({ toolsListChanged: true });
    const fields = join(door.home, "wider.json");
    writeFileSync(fields, JSON.stringify({ access: { read: ["light.*"], actions: ["light.*"] } }));
    await door.run("grants", "edit", "narrow", "--from", fields);
    expect(await light.closed).toBe("graceful");
    expect(updates).toEqual([
      { uri: LIGHT, _meta: expect.objectContaining({ "hearthgate/ended": "grant_restrictions_updated" }) },
    ]);
    await until(() => lists() > 0);
    await tools.close();
    await client.close();
  });
});
