/** The cookie of a login: what it is called, and what a browser may do with it. */

import { expect, test } from "bun:test";
import { browserCookie } from "../../../../../src/transport/express/oauth/person/browser.ts";
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
