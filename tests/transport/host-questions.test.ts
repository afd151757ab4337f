/** Questions to the person at the host: taken back when nobody wants the answer any more. */

import { expect, test } from "bun:test";
import { answerIn, canElicit, openHostQuestions } from "../../src/transport/host-questions.ts";
import type { JsonRpcMessage } from "../../src/transport/json-rpc.ts";
import { until } from "../until.ts";

function opened() {
  const sent: JsonRpcMessage[] = [];
  const questions = openHostQuestions(async (message) => void sent.push(message));
  const capabilities = { elicitation: {} };
  questions.hear({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities } });
  const ask = (signal: AbortSignal, lifetimeMs: number) =>
    questions.asking(() => signal)?.({ id: "apr_1", text: "x", state: "s", lifetimeMs });
  return { sent, questions, ask };
}

const WORDS = { jsonrpc: "2.0", method: "notifications/cancelled" } as const;

test("a call that was given up before it asks puts no question, and waits for none", async () => {
  const { sent, ask } = opened();
  expect(await ask(AbortSignal.abort(), 60_000)).toBeUndefined();
  expect(sent).toEqual([]);
});

test("a question that nobody answers ends with its time, as no yes", async () => {
  const { sent, ask } = opened();
  expect(await ask(new AbortController().signal, -990)).toBe("cancel");
  expect(sent.map(({ method }) => method)).toEqual(["elicitation/create", WORDS.method]);
});

test("an answer counts; a call that is given up takes its question back", async () => {
  const { sent, questions, ask } = opened();
  const calling = new AbortController();
  const first = ask(calling.signal, 60_000);
  await until(async () => sent.length === 1);
  const id = String(sent[0]?.id);
  expect(questions.hear({ jsonrpc: "2.0", id, result: { action: "accept" } })).toBe(true);
  expect(await first).toBe("accept");
  const second = ask(calling.signal, 60_000);
  await until(async () => sent.length === 2);
  calling.abort();
  expect(await second).toBeUndefined();
  expect(sent[2]).toMatchObject({ ...WORDS, params: { requestId: String(sent[1]?.id) } });
});

test.each<readonly [unknown, boolean]>([
  [{ elicitation: {} }, true],
  [{ elicitation: { form: {} } }, true],
  [{ elicitation: { form: {}, url: {} } }, true],
  [{ elicitation: { url: {} } }, false],
  [{ elicitation: { form: true } }, false],
  [{ elicitation: null }, false],
  [{ elicitation: [] }, false],
  [{}, false],
  [undefined, false],
  ["elicitation", false],
])("a client that says %j can be asked: %p", (capabilities, can) => {
  expect(canElicit(capabilities)).toBe(can);
  const questions = openHostQuestions(async () => undefined);
  questions.hear({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities } as never });
  expect(questions.asking(() => new AbortController().signal) !== undefined).toBe(can);
});

test("a yes is a yes, a no is a no, whatever else is neither", () => {
  expect(answerIn({ action: "accept" })).toBe("accept");
  expect(answerIn({ action: "decline" })).toBe("decline");
  for (const odd of [undefined, {}, { action: "cancel" }, { action: "ACCEPT" }, { action: true }])
    expect([odd, answerIn(odd)]).toEqual([odd, "cancel"] as never);
});

test("what is no answer to one of our questions is not ours, also where it bears its id", async () => {
  const { sent, questions, ask } = opened();
  const answered = ask(new AbortController().signal, 60_000);
  await until(async () => sent.length === 1);
  const id = String(sent[0]?.id);
  for (const message of [
    { jsonrpc: "2.0", id: "another", result: { action: "accept" } },
    { jsonrpc: "2.0", id: 1, result: { action: "accept" } },
    { jsonrpc: "2.0", id, method: "ping", result: { action: "accept" } },
    { jsonrpc: "2.0", result: { action: "accept" } },
  ])
    expect(questions.hear(message as JsonRpcMessage)).toBe(false);
  expect(questions.hear({ jsonrpc: "2.0", id, error: { code: -1, message: "no" } } as never)).toBe(true);
  expect(await answered).toBe("cancel");
  expect(questions.hear({ jsonrpc: "2.0", id, result: { action: "accept" } })).toBe(false);
});
