import { expect, test } from "bun:test";
import { sessionEvents } from "../../../../src/transport/http/session/session-events.ts";

const said = (text: string) => ({
  jsonrpc: "2.0" as const,
  method: "notifications/message",
  params: { text },
});

async function replayed(events: ReturnType<typeof sessionEvents>, after: string) {
  const sent: unknown[] = [];
  const streamId = await events.replayEventsAfter(after, {
    async send(id, message) {
      sent.push([id, message.params?.["text"]]);
    },
  });
  return { streamId, sent };
}

test("what came after an event, on its stream alone", async () => {
  const events = sessionEvents();
  const first = await events.storeEvent("a", said("one"));
  await events.storeEvent("b", said("another stream's"));
  const last = await events.storeEvent("a", said("two"));
  expect(await events.getStreamIdForEventId(first)).toBe("a");
  expect(await replayed(events, first)).toEqual({ streamId: "a", sent: [[last, "two"]] });
  expect(await replayed(events, last)).toEqual({ streamId: "a", sent: [] });
});

test("an id that nobody had, or whose events are gone, is told", async () => {
  const events = sessionEvents();
  const first = await events.storeEvent("a", said("one"));
  for (let count = 0; count < 200; count++) await events.storeEvent("a", said(`${count}`));
  for (const id of [first, "0", "x", "../2"]) {
    expect(await events.getStreamIdForEventId(id)).toBeUndefined();
    await expect(events.replayEventsAfter(id, { send: async () => undefined })).rejects.toThrow("not kept");
  }
});

test("long events push older ones out, the latest stays however long it is", async () => {
  const events = sessionEvents();
  const before = await events.storeEvent("a", said("x".repeat(200_000)));
  const long = await events.storeEvent("a", said("y".repeat(300_000)));
  expect(await events.getStreamIdForEventId(before)).toBeUndefined();
  expect(await events.getStreamIdForEventId(long)).toBe("a");
});
