/** The connection itself: login, message ids, coalescing, limits, REST. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { WebSocket } from "ws";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { connect, errorOf, type Message, resultOf } from "./client.ts";

let house: DemoHouse;
beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
});
afterAll(() => house.close());

/** Says one thing instead of a login; what came back, and the close code. */
function sayFirst(text: string): Promise<readonly [Message | undefined, number]> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${house.url.replace("http", "ws")}/api/websocket`);
    let last: Message | undefined;
    socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as Message;
      if (message["type"] === "auth_required") socket.send(text);
      else last = message;
    });
    socket.on("close", (code) => resolve([last, code]));
  });
}

test("a wrong token is refused and the socket closed", async () => {
  const [answer, code] = await sayFirst('{"type":"auth","access_token":"x"}');
  expect(answer).toEqual({ type: "auth_invalid", message: "Invalid access token or password" });
  expect(code).toBe(1000);
});

test("anything but a login is refused", async () => {
  const [answer] = await sayFirst('{"type":"ping"}');
  expect(answer?.["message"]).toBe(
    "Auth message incorrectly formatted: not a valid value at 'type'. Got 'ping'",
  );
  expect((await sayFirst("notjson"))[1]).toBe(1000);
});

test("ids have to increase, messages need an id and a type", async () => {
  const client = await connect(house.url, house.tokens.admin);
  expect(await client.command("ping")).toEqual({ id: 1, type: "pong" });
  client.sendRaw('{"id":1,"type":"ping"}');
  client.sendRaw('{"type":"ping"}');
  await client.command("ping");
  const errors = client.received.map(errorOf).filter((error) => error !== undefined);
  expect(errors).toEqual([
    { code: "id_reuse", message: "Identifier values have to increase." },
    { code: "invalid_format", message: "Message incorrectly formatted." },
  ]);
  client.close();
});

test("text that is no JSON closes the socket", async () => {
  const client = await connect(house.url, house.tokens.admin);
  client.sendRaw("notjson");
  expect(await client.closed).toBe(1000);
});

test("what waits together travels in one frame, if the client can take it", async () => {
  const client = await connect(house.url, house.tokens.admin);
  await client.command("supported_features", { features: { coalesce_messages: 1 } });
  await client.command("subscribe_entities", { include: { domains: ["sensor"] } });
  house.tick(20);
  await client.command("ping");
  expect(Math.max(...client.frames)).toBe(20);
  client.close();
});

test("a client that 4096 messages wait for is cut off", async () => {
  const client = await connect(house.url, house.tokens.admin);
  await client.command("subscribe_entities");
  house.tick(5000);
  expect(await client.closed).toBe(1000);
});

test("the users are who they are", async () => {
  const admin = await connect(house.url, house.tokens.admin);
  const user = await connect(house.url, house.tokens.user);
  expect(resultOf(await admin.command("auth/current_user"))).toMatchObject({
    is_admin: true,
    is_owner: true,
  });
  expect(resultOf(await user.command("auth/current_user"))).toMatchObject({
    is_admin: false,
    is_owner: false,
  });
  admin.close();
  user.close();
});

test("REST wants the token and answers the states", async () => {
  const get = (path: string, token?: string): Promise<Response> =>
    fetch(
      `${house.url}${path}`,
      token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
    );
  const refused = await get("/api/");
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toStartWith("Bearer resource_metadata=");
  expect(await (await get("/api/", house.tokens.user)).json()).toEqual({ message: "API running." });
  expect(await (await get("/api/states/light.hall", house.tokens.user)).json()).toMatchObject({
    state: "off",
  });
  const missing = await get("/api/states/light.nope", house.tokens.user);
  expect([missing.status, await missing.json()]).toEqual([404, { message: "Entity not found." }]);
  expect((await get("/manifest.json")).status).toBe(200);
  expect((await get("/api/nope")).status).toBe(404);
  expect(await (await get("/api/config", house.tokens.user)).json()).toMatchObject({ state: "RUNNING" });
});

test("two houses of one seed are alike, their tokens are not", async () => {
  const now = () => new Date("2026-11-22T12:00:00Z");
  const [one, two] = await Promise.all([
    startDemoHouse({ restless: false, now, seed: 7 }),
    startDemoHouse({ restless: false, now, seed: 7 }),
  ]);
  const answers = await Promise.all(
    [one, two].map(async ({ url, tokens }) => {
      const client = await connect(url, tokens.admin);
      const answer = [
        await client.command("get_states"),
        await client.command("config/entity_registry/list"),
      ];
      client.close();
      return answer;
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(one.tokens).not.toEqual(two.tokens);
  await Promise.all([one.close(), two.close()]);
});
