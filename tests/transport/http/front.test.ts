import { expect, test } from "bun:test";
import { MCP_METHODS } from "../../../src/transport/http/front.ts";
import { openStreams } from "../../../src/transport/http/session/open-streams.ts";
import { ask } from "../../doors/exchange.ts";
import { until } from "../../until.ts";
import { SOMEBODY, serveFront } from "./served.ts";

const LIST = { jsonrpc: "2.0", id: 7, method: "tools/list" };

test("whatever the road throws is answered without a word of it, and logged", async () => {
  const door = await serveFront(async (request) => {
    await new Promise((resolve) => setImmediate(resolve));
    throw new Error(`secret of ${request.method}`);
  });
  for (const body of [undefined, LIST]) {
    const answer = await ask(`${door.url}/mcp`, body === undefined ? {} : { body });
    expect(answer.status).toBe(500);
    expect(answer.json).toMatchObject({ id: body?.id ?? null, error: { code: -32_603 } });
    expect(answer.text).not.toContain("secret");
  }
  expect(door.logged.filter((line) => line.startsWith("defect"))).toHaveLength(2);
  await door.close();
});

test("a road without sessions takes POST alone", async () => {
  const door = await serveFront((_, response) => void response.json({}), { methods: ["POST"] });
  expect((await ask(`${door.url}/mcp`, { body: LIST })).status).toBe(200);
  const refused = await ask(`${door.url}/mcp`);
  expect(refused.status).toBe(405);
  expect(refused.headers.get("allow")).toBe("POST");
  expect(MCP_METHODS).toContain("GET");
  await door.close();
});

test("where nothing is ready, readiness says so", async () => {
  const door = await serveFront((_, response) => void response.json({}));
  expect(await ask(`${door.url}/ready`)).toMatchObject({ status: 503, json: { status: "unavailable" } });
  await door.close();
});

test("one credential has no more than 256 answers open; what ends makes room, what is revoked ends", async () => {
  let holds = true;
  const faults: unknown[] = [];
  const streams = openStreams(
    async () => holds,
    async () => undefined,
    (fault) => faults.push(fault),
  );
  const refused = Symbol("refused");
  const opened: (() => void)[] = [];
  const watch = () => {
    const closing: (() => void)[] = [];
    const response = {
      locals: { principal: SOMEBODY },
      on: (_: string, then: () => void) => closing.push(then),
      req: { method: "POST" },
      destroy() {
        for (const then of closing) then();
      },
    };
    const problem = streams.watch(response as unknown as Parameters<typeof streams.watch>[0]);
    opened.push(() => response.destroy());
    return problem === undefined ? undefined : refused;
  };
  for (let at = 0; at < 256; at++) expect(watch()).toBeUndefined();
  expect(watch()).toBe(refused);
  opened[0]?.();
  expect(watch()).toBeUndefined();
  expect(watch()).toBe(refused);
  holds = false;
  await until(() => watch() === undefined);
  streams.close();
  expect(faults).toEqual([]);
});

test.each([
  [399, 500],
  [400, 400],
  [404, 400],
  [499, 400],
  [500, 500],
  [undefined, 500],
])("an error that says %p of itself is answered with %d", async (said, status) => {
  const door = await serveFront(() => {
    throw Object.assign(new Error("inside"), said === undefined ? {} : { status: said });
  });
  const answer = await ask(`${door.url}/mcp`, { body: LIST });
  expect(answer.status).toBe(status);
  expect(answer.json).toMatchObject({ id: 7, error: { code: status === 400 ? -32_600 : -32_603 } });
  // a client's own fault is no defect of ours
  expect(door.logged.some((line) => line.startsWith("defect"))).toBe(status === 500);
  await door.close();
});

test("what is refused is logged with its status, what is answered is not", async () => {
  const door = await serveFront((_, response) => void response.json({}));
  for (const path of ["/mcp", "/nothing"]) await ask(`${door.url}${path}`, { body: LIST });
  expect(door.logged).toEqual([
    'failed {"request_id":"R","ip":"127.0.0.1","status":404,"method":"POST","path":"/nothing"}',
  ]);
  await door.close();
});

test("a Host or Origin that is not served is told which of them it is, and where to name it", async () => {
  const door = await serveFront((_, response) => void response.json({}));
  const refused = async (headers: Readonly<Record<string, string>>) => {
    const { status, text } = await ask(`${door.url}/mcp`, { body: LIST, headers });
    return [status, /"message":"([^"]+)"/.exec(text)?.[1]];
  };
  expect(await refused({ Host: "evil.example" })).toEqual([
    403,
    "This Host is not served here; name it in PUBLIC_URL or ALLOWED_HOSTS.",
  ]);
  expect(await refused({ Origin: "https://evil.example" })).toEqual([
    403,
    "This Origin may not call; name it in CORS_ORIGINS.",
  ]);
  const security = door.logged.filter((line) => line.startsWith("security"));
  expect(
    security.map((line) => JSON.parse(line.replace(/^security "\w+" /, "").replace(":R", ':"R"'))),
  ).toEqual([
    { request_id: "R", ip: "127.0.0.1", what: "host", value: "evil.example" },
    { request_id: "R", ip: "127.0.0.1", what: "origin", value: "https://evil.example" },
  ]);
  await door.close();
});

test("from 400 on an answer is a failed one", async () => {
  for (const [status, failed] of [
    [399, false],
    [400, true],
  ] as const) {
    const door = await serveFront((_, response) => void response.status(status).json({}));
    await ask(`${door.url}/mcp`, { body: LIST });
    expect([status, door.logged.some((line) => line.startsWith("failed"))]).toEqual([status, failed]);
    await door.close();
  }
});
