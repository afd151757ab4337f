/** `subscriptions/listen`: what is told begins with the acknowledgement, and ends with what it was told of. */

import { expect, test } from "bun:test";
import type { Door } from "../../../src/transport/door.ts";
import type { JsonRpcMessage } from "../../../src/transport/json-rpc.ts";
import { openListening } from "../../../src/transport/offers/listening.ts";
import { CONTEXT, followingDoor, HALL, KITCHEN } from "./following-door.ts";

const listen = (...uris: string[]): JsonRpcMessage => ({
  jsonrpc: "2.0",
  id: 1,
  method: "subscriptions/listen",
  params: { notifications: { resourceSubscriptions: uris } },
});

function hearing() {
  const heard: string[] = [];
  const told = {
    updated: ({ uri, _meta }: { uri: string; _meta?: object }) =>
      void heard.push(_meta ? `${uri} over` : uri),
    over: () => void heard.push("over"),
  };
  return { heard, told };
}

/** Each is over as soon as it is open. */
function endingAtOnce(door: Door): Door {
  return {
    ...door,
    async follow(input, heard, context) {
      const stop = await door.follow(input, heard, context);
      heard.ended("revoked");
      return stop;
    },
  };
}

test("what ends while the others are opened is told after the acknowledgement, the end of all last", async () => {
  const { door, following } = await followingDoor();
  const { heard, told } = hearing();
  const listening = await openListening(listen(KITCHEN, HALL), endingAtOnce(door), CONTEXT, told);
  if ("fault" in listening) throw new Error("refused");
  expect(heard).toEqual([]);
  expect(listening.message.params?.["notifications"]).toEqual({ resourceSubscriptions: [KITCHEN, HALL] });
  listening.start();
  expect(heard).toEqual([`${KITCHEN} over`, `${HALL} over`, "over"]);
  expect(following()).toBe(0);
});

test("thousands of addresses are refused before the first is looked at", async () => {
  const { road, door } = await followingDoor();
  const uris = Array.from({ length: 1_001 }, (_, index) => `ha://entity/light.x${index}`);
  const answer = await openListening(listen(...uris), door, CONTEXT, hearing().told);
  expect(answer).toMatchObject({ fault: { message: expect.stringContaining("INPUT_INVALID") } });
  expect(road.audited()).toEqual([]);
});

test("whoever is gone is looked up nothing more for", async () => {
  const { road, door } = await followingDoor();
  const uris = Array.from({ length: 500 }, (_, index) => `ha://entity/light.x${index}`);
  const gone = new AbortController();
  const opening = openListening(listen(...uris), door, { ...CONTEXT, signal: gone.signal }, hearing().told);
  gone.abort();
  await opening;
  expect(road.audited().length).toBeLessThan(3);
});
