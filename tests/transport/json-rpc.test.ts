/** Which values are messages of the protocol. */

import { expect, test } from "bun:test";
import { areMessages, idIn, isMessage } from "../../src/transport/json-rpc.ts";

const TASK = "io.modelcontextprotocol/related-task";
const call = (more: object = {}) => ({ jsonrpc: "2.0", id: 1, method: "ping", ...more });
const meta = (value: unknown) => call({ params: { _meta: value } });

test.each<readonly [unknown, boolean]>([
  [call(), true],
  [{ jsonrpc: "2.0", method: "ping" }, true],
  [call({ id: "a" }), true],
  [call({ id: "" }), true],
  [call({ id: 0 }), true],
  [call({ id: -1 }), true],
  [call({ id: 1.5 }), false],
  [call({ id: 2 ** 53 }), false],
  [call({ id: null }), false],
  [call({ id: true }), false],
  [call({ id: {} }), false],
  [call({ jsonrpc: "1.0" }), false],
  [call({ jsonrpc: 2 }), false],
  [{ id: 1, method: "ping" }, false],
  [call({ method: 5 }), false],
  [call({ method: null }), false],
  [call({ extra: 1 }), false],
  [call({ result: {} }), false],
  [call({ error: {} }), false],
  // answers
  [{ jsonrpc: "2.0", id: 1, result: {} }, true],
  [{ jsonrpc: "2.0", id: 1, error: {} }, true],
  [{ jsonrpc: "2.0", id: 1 }, false],
  [{ jsonrpc: "2.0", id: 1, result: [] }, false],
  [{ jsonrpc: "2.0", id: 1, result: "x", error: null }, false],
  [{ jsonrpc: "2.0", result: {} }, false],
  // parameters
  [call({ params: {} }), true],
  [call({ params: [] }), false],
  [call({ params: null }), false],
  [call({ params: "x" }), false],
  [meta({}), true],
  [meta(null), false],
  [meta([]), false],
  [meta("x"), false],
  [meta({ progressToken: 1 }), true],
  [meta({ progressToken: "a" }), true],
  [meta({ progressToken: 1.5 }), false],
  [meta({ progressToken: null }), false],
  [meta({ [TASK]: { taskId: "t" } }), true],
  [meta({ [TASK]: { taskId: 5 } }), false],
  [meta({ [TASK]: {} }), false],
  [meta({ [TASK]: "t" }), false],
  [meta({ [TASK]: null }), false],
  [meta({ progressToken: 1.5, [TASK]: { taskId: "t" } }), false],
  [meta({ progressToken: 1, [TASK]: {} }), false],
  [meta({ other: 5 }), true],
  [null, false],
  [undefined, false],
  ["ping", false],
  [5, false],
])("%j: %p", (value, answer) => {
  expect(isMessage(value)).toBe(answer);
  expect(areMessages(value)).toBe(answer);
});

test("a batch holds messages and nothing else", () => {
  expect(isMessage([call()])).toBe(false);
  expect(areMessages([call(), call({ id: 2 })])).toBe(true);
  expect(areMessages([call(), 5])).toBe(false);
});

test.each<readonly [unknown, unknown]>([
  [{ id: 5 }, 5],
  [{ id: "a" }, "a"],
  [{ id: 1.5 }, null],
  [{ id: null }, null],
  [{}, null],
  [null, null],
  ["x", null],
])("what is no message is answered by its id, if it has one: %j", (value, id) => {
  expect(idIn(value)).toBe(id as never);
});
