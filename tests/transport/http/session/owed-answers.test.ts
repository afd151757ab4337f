import { expect, test } from "bun:test";
import { owedAnswers } from "../../../../src/transport/http/session/owed-answers.ts";
import type { JsonRpcMessage } from "../../../../src/transport/json-rpc.ts";

const request = (id: string): JsonRpcMessage => ({ jsonrpc: "2.0", id, method: "tools/call" });
const answer = (id: string): JsonRpcMessage => ({ jsonrpc: "2.0", id, result: {} });
const PROGRESS: JsonRpcMessage = { jsonrpc: "2.0", method: "notifications/progress" };
const turn = () => new Promise((resolve) => setImmediate(resolve));

function opened() {
  const said: string[] = [];
  const owed = owedAnswers(
    (id) => void said.push(`close ${id}`),
    (streamId) => void said.push(`forget ${streamId}`),
  );
  /** A POST whose stream has begun. */
  const post = (streamId: string, ...ids: string[]) =>
    owed.during(ids.map(request), () => owed.stored(streamId, PROGRESS));
  return { owed, said, post };
}

test("a stream is over when each of its requests is answered, and the library closes it", async () => {
  const { owed, said, post } = opened();
  post("s", "a", "b");
  owed.stored("s", answer("a"));
  expect(owed.isOver("s")).toBe(false);
  owed.stored("s", PROGRESS);
  owed.stored("s", answer("b"));
  expect(owed.isOver("s")).toBe(true);
  await turn();
  expect(said).toEqual([]);
});

test("one that was given up is closed, and nobody comes back to it", () => {
  const { owed, said, post } = opened();
  post("s", "a");
  owed.giveUp("another");
  expect(said).toEqual([]);
  owed.giveUp("a");
  expect(said).toEqual(["forget s", "close a"]);
  owed.giveUp("a");
  expect(said).toHaveLength(2);
});

test("among others it waits for their answers, which are kept", async () => {
  const { owed, said, post } = opened();
  post("s", "a", "b");
  owed.giveUp("a");
  expect(said).toEqual([]);
  owed.stored("s", answer("b"));
  // not before the answer was written
  expect(said).toEqual([]);
  await turn();
  expect(said).toEqual(["close a"]);
  expect(owed.isOver("s")).toBe(true);
});

test("streams that run side by side are told apart, also where an id comes twice", async () => {
  const { owed, said } = opened();
  const begin = async (streamId: string, id: string) =>
    owed.during([request(id)], async () => {
      await turn();
      owed.stored(streamId, PROGRESS);
    });
  await Promise.all([begin("one", "a"), begin("two", "b"), begin("three", "b")]);
  owed.stored("one", answer("a"));
  expect([owed.isOver("one"), owed.isOver("two")]).toEqual([true, false]);
  owed.giveUp("b");
  expect(said).toEqual(["forget three", "close b"]);
  owed.stored("two", answer("b"));
  expect(owed.isOver("two")).toBe(true);
});

test("what is of no request is nobody's", () => {
  const { owed } = opened();
  owed.stored("lone", answer("a"));
  owed.during([PROGRESS], () => owed.stored("lone", answer("a")));
  expect(owed.isOver("lone")).toBe(false);
});
