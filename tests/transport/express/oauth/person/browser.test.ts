/** The cookie of a login: what it is called, and what a browser may do with it. */

import { expect, test } from "bun:test";
import type { Request } from "express";
import {
  browserCookie,
  derived,
  digestOf,
} from "../../../../../src/transport/express/oauth/person/browser.ts";
import type { Exchange } from "../../../../../src/transport/http/exchange.ts";

function setBy(publicUrl: string): string {
  let set = "";
  const response = { append: (_: string, value: string) => (set = value) } as unknown as Exchange;
  browserCookie(publicUrl).renew(response, 60_000);
  return set;
}

test("over https no other page of the host and no unencrypted request gets it; on loopback it works without", () => {
  expect(setBy("https://home.example")).toMatch(
    /^__Host-hearthgate-login=[\w-]{43}; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(setBy("http://127.0.0.1:8124")).toMatch(
    /^hearthgate-login-8124=[\w-]{43}; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/,
  );
});

test("what comes back is read by its own name, and only where there is one of it", () => {
  const held = "a".repeat(43);
  const { read } = browserCookie("https://home.example");
  const of = (cookie: string | undefined) => read({ headers: { cookie } } as unknown as Request);
  const own = `__Host-hearthgate-login=${held}`;
  for (const cookie of [
    own,
    `x=1; ${own}`,
    `${own};y=2`,
    `  ${own}  `,
    `__Host-hearthgate-login-2=b; ${own}`,
  ])
    expect([cookie, of(cookie)]).toEqual([cookie, held]);
  for (const cookie of [
    undefined,
    "",
    "x=1",
    `hearthgate-login=${held}`,
    `${own}; ${own}`,
    `${own}; __Host-hearthgate-login=other`,
    `${own}b`,
    `__Host-hearthgate-login=${"a".repeat(42)}`,
    `__Host-hearthgate-login=${"a".repeat(42)}.`,
    "__Host-hearthgate-login=",
  ])
    expect([cookie, of(cookie)]).toEqual([cookie, undefined] as never);
});

test("it is taken back, and what is made of it differs by its purpose", () => {
  let set = "";
  const response = { append: (_: string, value: string) => (set = value) } as unknown as Exchange;
  browserCookie("https://home.example").clear(response);
  expect(set).toStartWith("__Host-hearthgate-login=; Max-Age=0;");
  const made = [digestOf("h"), derived("h", "state"), derived("h", "state", "u"), derived("i", "state")];
  expect(new Set([...made, derived("h", "state,u"), derived("h", "verifier")]).size).toBe(6);
  expect(derived("h", "state")).toBe(derived("h", "state"));
});
