/** Bodies that a door does not take, and why it says so. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ask, firstAnswer, speak } from "../../doors/exchange.ts";
import { type Served, serveFront } from "./served.ts";

let door: Served;
beforeAll(async () => {
  door = await serveFront((_, response) => {
    const { raw, message } = response.locals;
    response.json({ bytes: raw?.length ?? null, message: message ?? null });
  });
});
afterAll(() => door.close());

const port = () => Number(new URL(door.url).port);

/** One request by hand: fetch would not send these. */
async function post(headers: readonly string[], body: string | Buffer = "") {
  const head = ["POST /mcp HTTP/1.1", "Host: localhost", "Connection: close", ...headers].join("\r\n");
  return firstAnswer(await speak(port(), [`${head}\r\n\r\n`, body], { first: true }));
}

const JSON_TYPE = "Content-Type: application/json";
const sized = (body: string | Buffer) => `Content-Length: ${Buffer.byteLength(body)}`;
const saying = async (asked: ReturnType<typeof post>) => {
  const { status, json } = await asked;
  return [status, (json as { error?: { message?: string } } | undefined)?.error?.message];
};

test("what is JSON goes on, as it came and parsed; nothing at all goes on as nothing", async () => {
  expect((await ask(`${door.url}/mcp`, { body: "[1, 2]" })).json).toEqual({ bytes: 6, message: [1, 2] });
  expect((await post(["Content-Length: 0"])).json).toEqual({ bytes: 0, message: null });
  expect((await post([])).json).toEqual({ bytes: 0, message: null });
  const parted = await speak(
    port(),
    [
      `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      "3\r\n[1,\r\n",
      "3\r\n 2]\r\n0\r\n\r\n",
    ],
    { first: true },
  );
  expect(firstAnswer(parted).json).toEqual({ bytes: 6, message: [1, 2] });
});

describe("a type", () => {
  const body = "{}";
  test.each(["application/json", "Application/JSON; charset=utf-8", "application/json ;x=y"])(
    "%s is taken",
    async (type) => expect((await post([`Content-Type: ${type}`, sized(body)], body)).status).toBe(200),
  );
  test.each(["text/plain", "application/jsonp", "application/x-www-form-urlencoded", ""])(
    "%p is not",
    async (type) => {
      expect(await saying(post([`Content-Type: ${type}`, sized(body)], body))).toEqual([
        415,
        "Content-Type must be application/json.",
      ]);
    },
  );
  test("none is not, where there is a body", async () => {
    expect((await post([sized(body)], body)).status).toBe(415);
    expect((await post(["Transfer-Encoding: chunked"], "2\r\n{}\r\n0\r\n\r\n")).status).toBe(415);
  });
});

test("compressed is not taken, and what is said instead", async () => {
  const packed = await post([JSON_TYPE, "Content-Encoding: gzip", sized("x")], "x");
  expect([packed.status, packed.headers.get("accept-encoding")]).toEqual([415, "identity"]);
  expect((await post([JSON_TYPE, "Content-Encoding: identity", sized("{}")], "{}")).status).toBe(200);
});

test("1 MiB is taken, more is not, whether it was announced or not", async () => {
  const exactly = `"${"x".repeat(1024 * 1024 - 2)}"`;
  expect((await post([JSON_TYPE, sized(exactly)], exactly)).status).toBe(200);
  const [status, said] = await saying(post([JSON_TYPE, `Content-Length: ${1024 * 1024 + 1}`]));
  expect([status, said]).toEqual([413, "The body is over 1 MiB; send less."]);
  const chunk = `${(1024 * 1024 + 1).toString(16)}\r\n${"x".repeat(1024 * 1024 + 1)}\r\n0\r\n\r\n`;
  expect((await post([JSON_TYPE, "Transfer-Encoding: chunked"], chunk)).status).toBe(413);
});

test("what is not UTF-8, or not JSON, is told apart", async () => {
  const latin = Buffer.from([0x22, 0xe9, 0x22]);
  expect(await saying(post([JSON_TYPE, sized(latin)], latin))).toEqual([400, "The body is not UTF-8."]);
  for (const body of ["{", "nothing", "{} {}", "\u{feff}{}"])
    expect(await saying(post([JSON_TYPE, sized(body)], body))).toEqual([400, "The body is not JSON."]);
});

test("a batch holds 1 to 50 messages", async () => {
  const batch = (count: number) => JSON.stringify(Array.from({ length: count }, () => ({})));
  for (const [count, status] of [
    [0, 400],
    [1, 200],
    [50, 200],
    [51, 400],
  ] as const)
    expect([count, (await ask(`${door.url}/mcp`, { body: batch(count) })).status]).toEqual([count, status]);
});
