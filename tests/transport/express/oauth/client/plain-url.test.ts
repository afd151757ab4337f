/** URLs of strangers: taken where every reader reads them alike, and no others. */

import { describe, expect, test } from "bun:test";
import {
  isDomain,
  LONGEST_URL,
  plainUrl,
} from "../../../../../src/transport/express/oauth/client/plain-url.ts";

const AT = "https://app.example";

test.each<readonly [string, object]>([
  [AT, { scheme: "https", host: "app.example", port: undefined, rest: "", query: undefined }],
  [`${AT}/`, { rest: "/", query: undefined }],
  [`${AT}/a/b?c=d&e`, { rest: "/a/b?c=d&e", query: "c=d&e" }],
  [`${AT}/?`, { rest: "/?", query: "" }],
  [`${AT}/?q=%2e%2f`, { query: "q=%2e%2f" }],
  [`${AT}:8443/cb`, { port: "8443", rest: "/cb" }],
  ["http://127.0.0.1:1/cb", { scheme: "http", host: "127.0.0.1", port: "1" }],
  ["http://[::1]/cb", { host: "[::1]" }],
  ["https://xn--bcher-kva.example/%C3%BC", { host: "xn--bcher-kva.example", rest: "/%C3%BC" }],
])("%s is read", (text, parts) => {
  expect(plainUrl(text)).toMatchObject(parts);
});

describe("another spelling of something is nothing", () => {
  test.each([
    "",
    "app.example",
    "ftp://app.example/",
    "HTTPS://app.example/",
    "https://App.example/",
    "https://bücher.example/",
    "https://user@app.example/",
    `${AT}/#part`,
    `${AT}\\evil.example`,
    `${AT}/a b`,
    `${AT}/../x`,
    `${AT}/./x`,
    `${AT}/%2e%2e/x`,
    `${AT}/a%2fb`,
    `${AT}/a%5cb`,
    `${AT}/%00`,
    `${AT}/%7f`,
    `${AT}/?q=%0d%0a`,
    `${AT}/?q=%7F`,
    `${AT}/%zz`,
    `${AT}:443/`,
    `${AT}:0/`,
    `${AT}:99999/`,
    "https://2130706433/",
    "https://0x7f.1/",
    "https://127.1/",
    "https://[::0001]/",
    `${AT}?q=1`,
  ])("%p", (text) => {
    expect(plainUrl(text)).toBeUndefined();
  });

  test("so is one without end", () => {
    const long = (length: number) => `${AT}/${"a".repeat(length - AT.length - 1)}`;
    expect(plainUrl(long(LONGEST_URL))).toBeDefined();
    expect(plainUrl(long(LONGEST_URL + 1))).toBeUndefined();
  });
});

test.each<readonly [string, boolean]>([
  ["app.example", true],
  ["a.b.c.example", true],
  ["xn--bcher-kva.example", true],
  ["1.example", true],
  ["localhost", false],
  ["app", false],
  ["", false],
  ["127.0.0.1", false],
  ["app.example.", false],
  [".example", false],
  ["a..example", false],
  ["-a.example", false],
  ["a-.example", false],
  ["app.1example", false],
  ["app.123", false],
  [`${"a".repeat(63)}.example`, true],
  [`${"a".repeat(64)}.example`, false],
  [`${"a.".repeat(122)}example`, true],
  [`${"a.".repeat(124)}example`, false],
])("%p is a domain: %p", (host, is) => {
  expect(isDomain(host)).toBe(is);
});
