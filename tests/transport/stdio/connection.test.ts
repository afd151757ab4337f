/** One connection of one process: which era it opens in, and what each has. */

import { afterEach, describe, expect, test } from "bun:test";
import type { Door } from "../../../src/transport/door.ts";
import type { JsonRpcMessage } from "../../../src/transport/json-rpc.ts";
import { type MessageTransport, serveConnection } from "../../../src/transport/sdk-server.ts";
import { until } from "../../until.ts";
import { change, followingDoor, KITCHEN } from "../offers/following-door.ts";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function connected(more: Partial<Door> = {}) {
  const following = await followingDoor();
  const sent: JsonRpcMessage[] = [];
  let legacy = 0;
  let toolsChanged: () => void = () => undefined;
  let listening = 0;
  const transport: MessageTransport = {
    start: async () => undefined,
    close: async () => transport.onclose?.(),
    send: async (message) => void sent.push(message),
  };
  const door: Door = {
    ...following.door,
    onToolsChanged(listener) {
      toolsChanged = listener;
      listening++;
      return () => void listening--;
    },
    ...more,
  };
  serveConnection(door, transport, () => legacy++);
  ends.push(() => transport.close());
  let id = 0;
  const ask = async (method: string, params: object = {}) => {
    const own = ++id;
    transport.onmessage?.({ jsonrpc: "2.0", id: own, method, params: params as never });
    await until(() => sent.some((each) => each.id === own && each.method === undefined));
    return sent.find((each) => each.id === own && each.method === undefined) as {
      readonly result?: Readonly<Record<string, unknown>>;
      readonly error?: Readonly<Record<string, unknown>>;
    };
  };
  const says = (method: string) => sent.filter((each) => each.method === method);
  const open = (capabilities: object = {}) =>
    ask("initialize", {
      protocolVersion: "2025-11-25",
      capabilities,
      clientInfo: { name: "t", version: "0" },
    });
  return {
    ...following,
    transport,
    sent,
    ask,
    says,
    open,
    legacy: () => legacy,
    listening: () => listening,
    tellTools: () => toolsChanged(),
  };
}

const modern = (params: object = {}, capabilities: object = {}) => ({
  ...params,
  _meta: {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "t", version: "0" },
    "io.modelcontextprotocol/clientCapabilities": capabilities,
  },
});

describe("the 2025 era", () => {
  test("begins with initialize, and is told of", async () => {
    const { open, ask, legacy } = await connected();
    expect((await open()).result).toMatchObject({ serverInfo: { name: "hearthgate" } });
    expect(legacy()).toBe(1);
    expect((await ask("tools/list")).result).toEqual({
      tools: [{ name: "ha_read" }, { name: "ha_overview" }, { name: "ha_access" }],
    });
    expect((await ask("unknown/method")).error).toMatchObject({ code: -32601, message: "Method not found" });
  });

  test("follows what it subscribes to until it is closed", async () => {
    const { road, open, ask, says, transport, following } = await connected();
    await open();
    expect((await ask("resources/subscribe", { uri: KITCHEN })).result).toEqual({});
    change(road, "light.kitchen");
    await until(() => says("notifications/resources/updated").length === 1);
    expect(says("notifications/resources/updated")[0]?.params).toEqual({ uri: KITCHEN });
    await transport.close();
    await until(() => following() === 0);
  });

  test("hears that there are other tools, while it is open", async () => {
    const { open, says, transport, listening, tellTools } = await connected();
    await open();
    expect(listening()).toBe(1);
    tellTools();
    await until(() => says("notifications/tools/list_changed").length === 1);
    await transport.close();
    await until(() => listening() === 0);
  });

  test("is told what is not there by its address", async () => {
    const { open, ask } = await connected();
    await open();
    expect((await ask("resources/read", { uri: "ha://nothing" })).error).toMatchObject({
      code: -32602,
      data: { uri: "ha://nothing" },
    } as never);
  });
});

describe("a question to the person at the host", () => {
  /** A door whose calls ask first, and answer with what was said. */
  const asking: Partial<Door> = {
    async call(_, __, context) {
      const question = { id: "apr_1", text: "unlock lock.front", state: "s", lifetimeMs: 60_000 };
      const said = (await context.askHost?.(question)) ?? "nobody";
      return { text: said, structured: { said } } as never;
    },
  };
  const CALL = { name: "ha_read", arguments: {} };
  const textIn = ({ result }: { readonly result?: Readonly<Record<string, unknown>> }) =>
    (result?.["content"] as readonly { readonly text?: string }[] | undefined)?.[0]?.text;

  test("in the 2026 era is the result, and is answered by the call sent again", async () => {
    const { ask, legacy } = await connected(asking);
    const first = await ask("tools/call", modern(CALL, { elicitation: {} }));
    expect(legacy()).toBe(0);
    expect(first.result).toMatchObject({
      resultType: "input_required",
      inputRequests: { approval: { method: "elicitation/create" } },
      requestState: "s",
    });
    for (const [requestState, action, said] of [
      ["s", "accept", "accept"],
      ["s", "decline", "decline"],
      ["another", "accept", undefined],
    ] as const) {
      const inputResponses = { approval: { action, content: {} } };
      const again = await ask(
        "tools/call",
        modern({ ...CALL, inputResponses, requestState }, { elicitation: {} }),
      );
      expect([requestState, action, textIn(again)]).toEqual([requestState, action, said] as never);
    }
  });

  test("is not put to who cannot be asked, nor for several calls at once", async () => {
    const { ask } = await connected(asking);
    expect(textIn(await ask("tools/call", modern(CALL)))).toBe("nobody");
    const several = { ...CALL, arguments: { calls: [] } };
    expect(textIn(await ask("tools/call", modern(several, { elicitation: {} })))).toBe("nobody");
  });

  test("in the 2025 era is a request of ours, while the call runs", async () => {
    const { open, ask, says, transport } = await connected(asking);
    await open({ elicitation: {} });
    const called = ask("tools/call", CALL);
    await until(() => says("elicitation/create").length === 1);
    const [question] = says("elicitation/create");
    transport.onmessage?.({
      jsonrpc: "2.0",
      id: question?.id ?? 0,
      result: { action: "accept", content: {} },
    });
    expect(textIn(await called)).toBe("accept");
    const failed = ask("tools/call", CALL);
    await until(() => says("elicitation/create").length === 2);
    const error = { code: -1, message: "no" };
    transport.onmessage?.({ jsonrpc: "2.0", id: says("elicitation/create")[1]?.id ?? 0, error } as never);
    expect(textIn(await failed)).toBe("cancel");
    const without = await connected(asking);
    await without.open();
    expect(textIn(await without.ask("tools/call", CALL))).toBe("nobody");
  });
});

test("the 2026 era has no subscriptions of the one before", async () => {
  const { ask, legacy } = await connected();
  expect((await ask("resources/subscribe", modern({ uri: KITCHEN }))).error).toMatchObject({ code: -32601 });
  expect((await ask("resources/list", modern())).result).toMatchObject({ resources: expect.anything() });
  expect(legacy()).toBe(0);
});
