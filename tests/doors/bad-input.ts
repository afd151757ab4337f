/** What no client should send: one row each, with the statuses that may come back. */

import { gzipSync } from "node:zlib";
import { type Answered, ask, call, firstAnswer, INITIALIZE, speak } from "./exchange.ts";

export type Target = {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly session: string;
};

export type BadInput = {
  readonly name: string;
  readonly statuses: readonly number[];
  /** The 2026 era is this door's alone. */
  readonly only?: "express";
  send(target: Target): Promise<Answered>;
};

const MIB = 1024 * 1024;
const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };

/** A body within a session. */
function body(name: string, statuses: readonly number[], content: unknown): BadInput {
  return { name, statuses, send: ({ url, ...as }) => ask(`${url}/mcp`, { ...as, body: content }) };
}

/** A good message with headers that are not. */
function header(
  name: string,
  statuses: readonly number[],
  headers: Readonly<Record<string, string>>,
  content: unknown = LIST,
): BadInput {
  return { name, statuses, send: ({ url, ...as }) => ask(`${url}/mcp`, { ...as, headers, body: content }) };
}

/** Bytes; `H` in a part stands for the headers that a good request has. */
function raw(name: string, statuses: readonly number[], parts: readonly (string | Buffer)[]): BadInput {
  return {
    name,
    statuses,
    async send({ port, token, session }) {
      const headers = [
        `Host: 127.0.0.1:${port}`,
        `Authorization: Bearer ${token}`,
        `Mcp-Session-Id: ${session}`,
        "Content-Type: application/json",
        "Accept: application/json, text/event-stream",
      ].join("\r\n");
      const said = parts.map((part) =>
        typeof part === "string" ? part.replace("H\r\n", `${headers}\r\n`) : part,
      );
      return firstAnswer(await speak(port, said, { first: true }));
    },
  };
}

function keys(count: number): string {
  return `{${Array.from({ length: count }, (_, at) => `"k${at}":0`).join(",")}}`;
}

function deep(levels: number): string {
  return `${"[".repeat(levels)}${"]".repeat(levels)}`;
}

const LIST_TEXT = JSON.stringify(LIST);
const SIZED = (text: string) => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
const MODERN_META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "0" },
  "io.modelcontextprotocol/clientCapabilities": {},
};

export const BAD_BODIES: readonly BadInput[] = [
  body("nothing", [400], ""),
  body("no JSON", [400], "{"),
  body("JSON with a comment", [400], '{"jsonrpc":"2.0",/**/"id":1}'),
  body("a byte order mark", [400], `\ufeff${LIST_TEXT}`),
  body("a text", [400], '"tools/list"'),
  body("null", [400], "null"),
  body("no jsonrpc", [400], { id: 1, method: "tools/list" }),
  body("another jsonrpc", [400], { ...LIST, jsonrpc: "1.0" }),
  body("an id that is an object", [400], { ...LIST, id: {} }),
  body("an id that is no whole number", [400], { ...LIST, id: 1.5 }),
  body("params that are a list", [400], { ...LIST, params: [] }),
  body("a key of no message", [400], { ...LIST, evil: 1 }),
  body("100,000 lists in each other", [400], deep(100_000)),
  body("100,000 objects in each other", [400], '{"a":'.repeat(100_000)),
  body(
    "too deep arguments",
    [400],
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"a":${deep(80)}}}`,
  ),
  body("20,000 keys", [400], keys(20_000)),
  body("a million keys", [413], keys(1_000_000)),
  body("a key twice", [400], '{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call"}'),
  body("a key twice, once with escapes", [400], '{"jsonrpc":"2.0","id":1,"method":"a","\\u006dethod":"b"}'),
  body("__proto__", [400], '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"__proto__":{"a":1}}}'),
  body(
    "__proto__ with escapes",
    [400],
    '{"jsonrpc":"2.0","id":1,"method":"a","params":{"\\u005f_proto__":{}}}',
  ),
  body("constructor", [400], '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"constructor":{}}}'),
  body("over the limit", [413], `"${"x".repeat(MIB)}"`),
  body("an empty batch", [400], []),
  body(
    "a flood in a batch",
    [400],
    Array.from({ length: 10_000 }, (_, id) => ({ ...LIST, id })),
  ),
  body("a batch with what is no message", [400], [LIST, 1]),
  body("initialize in a batch with others", [400], [INITIALIZE, LIST]),
  {
    name: "a client that says too much of itself",
    statuses: [400],
    send: ({ url, token }) => {
      const clientInfo = { name: "x".repeat(20_000), version: "0" };
      return ask(`${url}/mcp`, {
        token,
        body: { ...INITIALIZE, params: { ...INITIALIZE.params, clientInfo } },
      });
    },
  },
  body("initialize in a session that has begun", [400], INITIALIZE),
];

export const BAD_HEADERS: readonly BadInput[] = [
  header("plain text", [415], { "Content-Type": "text/plain" }),
  header("a form", [415], { "Content-Type": "application/x-www-form-urlencoded" }),
  header("a type that begins like JSON", [415], { "Content-Type": "application/jsonx" }),
  header("an encoding that is not", [415], { "Content-Encoding": "gzip" }),
  header("an unknown protocol version", [400], { "MCP-Protocol-Version": "1999-01-01" }),
  header("no protocol version at all", [400], { "MCP-Protocol-Version": "x".repeat(2_000) }),
  header("accepts HTML alone", [406], { Accept: "text/html" }),
  header("an unknown session", [404], { "Mcp-Session-Id": "00000000-0000-4000-8000-000000000000" }),
  header("a session that is a path", [404], { "Mcp-Session-Id": "../../state.db:x" }),
  header("a session of 8,000 signs", [404], { "Mcp-Session-Id": "s".repeat(8_000) }),
  header("headers over the limit", [431], { "X-Long": "x".repeat(20_000) }),
  header(
    "a method in the header that the body has not",
    [400],
    { "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "ha_read" },
    { ...LIST, params: { _meta: MODERN_META } },
  ),
  header(
    "a name in the header that the body has not",
    [400],
    { "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "ha_read" },
    call(1, "ha_overview", {}, MODERN_META),
  ),
  {
    ...header(
      "a version in the header that the body has not",
      [400],
      { "MCP-Protocol-Version": "2025-11-25", "Mcp-Method": "tools/list" },
      { ...LIST, params: { _meta: MODERN_META } },
    ),
    only: "express",
  },
];

export const BAD_BYTES: readonly BadInput[] = [
  raw(
    "HTTP/1.0 without Host",
    [400, 403],
    [`POST /mcp HTTP/1.0\r\nContent-Type: application/json\r\n${SIZED(LIST_TEXT)}`],
  ),
  raw("HTTP/1.1 without Host", [400, 403], [`GET /mcp HTTP/1.1\r\n\r\n`]),
  raw("HTTP/9.9", [400], [`GET /mcp HTTP/9.9\r\nH\r\n\r\n`]),
  raw("no HTTP", [400], ["\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"]),
  raw(
    "both lengths",
    [400],
    [`POST /mcp HTTP/1.1\r\nH\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`],
  ),
  raw(
    "two lengths",
    [400],
    [`POST /mcp HTTP/1.1\r\nH\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345`],
  ),
  raw("a negative length", [400], ["POST /mcp HTTP/1.1\r\nH\r\nContent-Length: -1\r\n\r\n"]),
  raw("a length that is none", [400], ["POST /mcp HTTP/1.1\r\nH\r\nContent-Length: 1e3\r\n\r\n"]),
  raw(
    "an unknown transfer",
    [400, 501],
    ["POST /mcp HTTP/1.1\r\nH\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
  ),
  raw(
    "chunked, not last",
    [400],
    ["POST /mcp HTTP/1.1\r\nH\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"],
  ),
  raw(
    "a blank before the colon",
    [400],
    ["POST /mcp HTTP/1.1\r\nH\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"],
  ),
  raw(
    "gzip in chunks",
    [400],
    ["POST /mcp HTTP/1.1\r\nH\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"],
  ),
  raw(
    "chunks in HTTP/1.0",
    [400],
    [
      `POST /mcp HTTP/1.0\r\nH\r\nTransfer-Encoding: chunked\r\n\r\n${LIST_TEXT.length.toString(16)}\r\n${LIST_TEXT}\r\n0\r\n\r\n`,
    ],
  ),
  raw(
    "201 headers more than a request has",
    [431],
    [`POST /mcp HTTP/1.1\r\nH\r\n${"a:\r\n".repeat(201)}${SIZED(LIST_TEXT)}`],
  ),
  raw("CONNECT", [405], ["CONNECT 127.0.0.1:8123 HTTP/1.1\r\nH\r\n\r\n"]),
  raw("a path in capitals", [404], ["GET /MCP HTTP/1.1\r\nH\r\n\r\n"]),
  raw(
    "a credential in a trailer",
    [401],
    [
      `POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${LIST_TEXT.length.toString(16)}\r\n${LIST_TEXT}\r\n0\r\nAuthorization: Bearer x\r\n\r\n`,
    ],
  ),
  raw("chunks that are none", [400], ["POST /mcp HTTP/1.1\r\nH\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"]),
  raw("a folded header", [400], ["GET /mcp HTTP/1.1\r\nH\r\nX-A: b\r\n c\r\n\r\n"]),
  raw("a bare line feed", [400], ["GET /mcp HTTP/1.1\nHost: 127.0.0.1\n\n"]),
  raw("a zero byte in a header", [400], ["GET /mcp HTTP/1.1\r\nH\r\nX-A: b\x00c\r\n\r\n"]),
  raw("another Host in the URI", [403], ["GET http://evil.example/mcp HTTP/1.1\r\nH\r\n\r\n"]),
  raw("two Hosts", [400], ["GET /mcp HTTP/1.1\r\nH\r\nHost: evil.example\r\n\r\n"]),
  raw("two credentials", [400], ["GET /mcp HTTP/1.1\r\nH\r\nAuthorization: Bearer x\r\n\r\n"]),
  raw("two sessions", [400], ["GET /mcp HTTP/1.1\r\nH\r\nMcp-Session-Id: x\r\n\r\n"]),
  raw("an unknown method", [400, 405], ["EVIL /mcp HTTP/1.1\r\nH\r\n\r\n"]),
  raw("another expectation", [417], ["POST /mcp HTTP/1.1\r\nH\r\nExpect: 200-ok\r\n\r\n"]),
  raw("TRACE", [405], ["TRACE /mcp HTTP/1.1\r\nH\r\n\r\n"]),
  raw(
    "a body over the limit in chunks",
    [413],
    [
      "POST /mcp HTTP/1.1\r\nH\r\nTransfer-Encoding: chunked\r\n\r\n",
      ...Array.from({ length: 20 }, () => `10000\r\n${"x".repeat(0x10000)}\r\n`),
    ],
  ),
  raw("a length over the limit", [413], ["POST /mcp HTTP/1.1\r\nH\r\nContent-Length: 99999999999\r\n\r\n"]),
  raw("a gzip bomb", [415], bomb()),
  raw(
    "no UTF-8",
    [400],
    [
      "POST /mcp HTTP/1.1\r\nH\r\nContent-Length: 8\r\n\r\n",
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    ],
  ),
  raw("a path that cannot be decoded", [400, 404], ["GET /%ff%zz HTTP/1.1\r\nH\r\n\r\n"]),
  raw("a path upwards", [404], ["GET /mcp/../../etc/passwd HTTP/1.1\r\nH\r\n\r\n"]),
];

function bomb(): readonly (string | Buffer)[] {
  const packed = gzipSync(Buffer.alloc(64 * MIB, 0x20));
  return [
    `POST /mcp HTTP/1.1\r\nH\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`,
    packed,
  ];
}
