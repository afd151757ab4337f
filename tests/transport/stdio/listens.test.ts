/** Requests to listen on a connection that stays: given up, asked anew under the same id, over while they open. */

import { expect, test } from "bun:test";
import type { JsonRpcMessage } from "../../../src/transport/json-rpc.ts";
import { openListens } from "../../../src/transport/stdio/listens.ts";
import { until } from "../../until.ts";
import { change, followingDoor, HALL, KITCHEN } from "../offers/following-door.ts";

const listen = (...uris: string[]): JsonRpcMessage => ({
  jsonrpc: "2.0",
  id: 1,
  method: "subscriptions/listen",
  params: { notifications: { resourceSubscriptions: uris } },
});
const CANCEL: JsonRpcMessage = {
  jsonrpc: "2.0",
  method: "notifications/cancelled",
  params: { requestId: 1 },
};
const ABSENT = "ha://entity/light.no";

async function connection() {
  const { road, door, following } = await followingDoor();
  const [sent, handed]: [JsonRpcMessage[], JsonRpcMessage[]] = [[], []];
  const listens = openListens(door, async (message) => void sent.push(message));
  const take = (message: JsonRpcMessage) => listens.take(message, (each) => void handed.push(each));
  return { road, following, sent, handed, listens, take };
}

test("given up and asked anew under its id, the second is answered alone and can be given up", async () => {
  const { road, following, sent, handed, take } = await connection();
  take(listen(ABSENT));
  take(CANCEL);
  take(listen(KITCHEN));
  await until(() => handed.length > 0);
  await until(() => following() === 1);
  expect(sent).toEqual([]);
  change(road, "light.kitchen");
  await until(() => sent.length === 1);
  take(CANCEL);
  expect(following()).toBe(0);
});

test("a storm of them leaves nothing behind, and none that was given up is answered", async () => {
  const { following, sent, listens, take } = await connection();
  for (let round = 0; round < 200; round++) {
    take(listen(KITCHEN, HALL, ABSENT));
    if (round % 3 > 0) await Promise.resolve();
    take(CANCEL);
  }
  await until(() => following() === 0);
  await new Promise((resolve) => setImmediate(resolve));
  expect([following(), sent]).toEqual([0, []]);
  listens.close();
});

test("what is no request to listen, or has an id that listens, is left to the SDK", async () => {
  const { following, sent, handed, take, listens } = await connection();
  for (const message of [
    { ...listen(KITCHEN), method: "ping" },
    { ...listen(KITCHEN), id: undefined },
    { jsonrpc: "2.0", id: 1, result: {} },
    CANCEL,
    { ...CANCEL, params: { requestId: {} } },
    { ...CANCEL, params: undefined },
  ])
    expect(take(message as JsonRpcMessage)).toBe(false);
  expect(take(listen(KITCHEN))).toBe(true);
  expect(take(listen(HALL))).toBe(false);
  await until(() => following() === 1);
  expect(handed).toHaveLength(1);
  expect(sent).toEqual([]);
  listens.close();
  expect(following()).toBe(0);
});

test("what is not there is refused under the request's own id, which may listen anew", async () => {
  const { following, sent, take } = await connection();
  take(listen(ABSENT));
  await until(() => sent.length === 1);
  expect(sent[0]).toMatchObject({ id: 1, error: { code: -32602 } });
  expect(take(listen(KITCHEN))).toBe(true);
  await until(() => following() === 1);
  take(CANCEL);
  expect(following()).toBe(0);
});

test("each update says of which request it is", async () => {
  const { road, following, sent, take } = await connection();
  take(listen(KITCHEN));
  await until(() => following() === 1);
  change(road, "light.kitchen");
  await until(() => sent.length === 1);
  expect(sent).toEqual([
    {
      jsonrpc: "2.0",
      method: "notifications/resources/updated",
      params: { uri: KITCHEN, _meta: { "io.modelcontextprotocol/subscriptionId": 1 } },
    },
  ] as never);
  take(CANCEL);
});
