import { expect, test } from "bun:test";
import {
  redirectFault,
  redirectKind,
  redirectMatches,
} from "../../../../../src/transport/express/oauth/client/redirect-rules.ts";
import { seedOf } from "../../../../seed.ts";
import { mutationsOf } from "./uri-mutations.ts";

// also run on Node, by on-node.processes.test.ts

const SEED = seedOf("REDIRECT_SEED");

/** As the published clients use them. */
const WEB = [
  "https://claude.ai/api/mcp/auth_callback",
  "https://claude.com/api/mcp/auth_callback",
  "https://chatgpt.com/connector_platform_oauth_redirect",
  "https://chatgpt.com/connector/oauth/Ab3_x",
  "https://vscode.dev/redirect",
  "https://insiders.vscode.dev/redirect",
  "https://www.cursor.com/agents/mcp/oauth/callback",
];
const LOOPBACK = [
  "http://localhost/callback",
  "http://localhost:3118/callback",
  "http://127.0.0.1/callback",
  "http://127.0.0.1:33418/",
  "http://127.0.0.1:33418",
  "http://localhost:8787/callback",
  "http://localhost:51234/oauth/callback",
  "http://[::1]:7777/oauth/callback?from=app",
];
const PRIVATE = ["cursor://anysphere.cursor-mcp/oauth/callback"];

test("every redirect URI of the published clients is taken, as its kind", () => {
  expect(WEB.map(redirectKind)).toEqual(WEB.map(() => "web"));
  expect(LOOPBACK.map(redirectKind)).toEqual(LOOPBACK.map(() => "loopback"));
  expect(PRIVATE.map(redirectKind)).toEqual(PRIVATE.map(() => "private"));
  for (const uri of [...WEB, ...LOOPBACK, ...PRIVATE])
    expect([uri, redirectFault(uri)]).toEqual([uri, undefined]);
});

test("what is wrong is said in words of our own", () => {
  const faults: readonly (readonly [string, RegExp])[] = [
    ["http://evil.example/cb", /localhost/],
    ["https://user:secretpass@app.example/cb", /user or password/],
    ["https://app.example/cb#part", /fragment/],
    ["https://93.184.216.34/cb", /name of a domain/],
    ["https://localhost/cb", /name of a domain/],
    ["HTTPS://app.example/cb", /written as it is read/],
    ["https://app.example:443/cb", /written as it is read/],
    ["https://app.example/a/../cb", /written as it is read/],
    ["javascript:alert(1)", /https, http to this computer/],
    ["vscode://some.extension/cb", /https, http to this computer/],
    ["cursor://anysphere.cursor-mcp/oauth/callback/", /https, http to this computer/],
    ["urn:ietf:wg:oauth:2.0:oob", /https, http to this computer/],
    ["", /https, http to this computer/],
    [`https://app.example/${"x".repeat(1_000)}`, /at most/],
  ];
  for (const [uri, words] of faults) {
    expect([uri, words.test(redirectFault(uri) ?? "")]).toEqual([uri, true]);
    expect(redirectFault(uri)?.includes("secretpass")).toBe(false);
  }
});

test("a document's redirect URIs are of its own domain, or of another of the same owner", () => {
  const fine: readonly (readonly [string, string])[] = [
    ["https://claude.ai/api/mcp/auth_callback", "claude.ai"],
    ["https://claude.com/api/mcp/auth_callback", "claude.ai"],
    ["https://claude.ai/api/mcp/auth_callback", "claude.com"],
    ["https://insiders.vscode.dev/redirect", "vscode.dev"],
    ["https://app.example/cb", "app.example"],
    ["http://localhost/callback", "app.example"],
    ["cursor://anysphere.cursor-mcp/oauth/callback", "app.example"],
  ];
  for (const [uri, domain] of fine) expect([uri, redirectFault(uri, domain)]).toEqual([uri, undefined]);
  const foreign: readonly (readonly [string, string])[] = [
    ["https://claude.ai/cb", "app.example"],
    ["https://claude.ai.evil.example/cb", "claude.ai"],
    ["https://evil-claude.ai/cb", "claude.ai"],
    ["https://xclaude.ai/cb", "claude.ai"],
    ["https://app.example/cb", "www.app.example"],
    ["https://chatgpt.com/cb", "claude.ai"],
    ["https://ai/cb", "claude.ai"],
    ["https://claude.ai/cb", "claude.com.evil.example"],
  ];
  for (const [uri, domain] of foreign)
    expect([uri, redirectFault(uri, domain) !== undefined]).toEqual([uri, true]);
});

test("only the port of loopback is free", () => {
  const same: readonly (readonly [string, string])[] = [
    ["http://localhost/callback", "http://localhost:49152/callback"],
    ["http://localhost:3118/callback", "http://localhost/callback"],
    ["http://127.0.0.1:33418/", "http://127.0.0.1:1/"],
    ["http://[::1]/cb?a=1", "http://[::1]:65535/cb?a=1"],
    ...[...WEB, ...LOOPBACK, ...PRIVATE].map((uri) => [uri, uri] as const),
  ];
  for (const pair of same) expect([pair, redirectMatches(...pair)]).toEqual([pair, true]);
  const other: readonly (readonly [string, string])[] = [
    ["http://localhost/callback", "http://127.0.0.1/callback"],
    ["http://localhost/callback", "http://localhost/callback/"],
    ["http://localhost/callback", "http://localhost/callback?x=1"],
    ["http://localhost", "http://localhost/"],
    ["http://localhost/callback", "http://localhost:0/callback"],
    ["http://localhost/callback", "http://localhost:65536/callback"],
    ["http://localhost/callback", "http://localhost:80/callback"],
    ["http://localhost/callback", "http://localhost:/callback"],
    ["http://localhost/callback", "https://localhost/callback"],
    ["https://app.example/cb", "https://app.example:8443/cb"],
    ["https://app.example:8443/cb", "https://app.example:8444/cb"],
    ["http://evil.example/cb", "http://evil.example/cb"],
  ];
  for (const pair of other) expect([pair, redirectMatches(...pair)]).toEqual([pair, false]);
});

/** What the rule means, said without the rule's own code. */
function isMeant(registered: string, presented: string): boolean {
  if (registered === presented) return true;
  const own = /^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::\d+)?(?![^/?])(.*)$/s;
  const [was, is] = [own.exec(registered), own.exec(presented)];
  const port = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):(\d+)/.exec(presented)?.[1];
  const isPort = port === undefined || (/^[1-9]\d*$/.test(port) && Number(port) <= 65_535 && port !== "80");
  return was !== null && is !== null && was[1] === is[1] && was[2] === is[2] && isPort;
}

test("no mutation of a valid URI passes that the rule does not mean", () => {
  let tried = 0;
  let passed = 0;
  for (const registered of [...WEB, ...LOOPBACK, ...PRIVATE])
    for (const presented of mutationsOf(registered, SEED, 400)) {
      tried++;
      const matches = redirectMatches(registered, presented);
      if (matches) passed++;
      expect([registered, presented, matches]).toEqual([
        registered,
        presented,
        isMeant(registered, presented),
      ]);
    }
  process.stdout.write(
    `REDIRECT_SEED=${SEED}: ${tried} mutations, ${passed} of them another port of loopback\n`,
  );
  expect(tried > 5_000).toBe(true);
  expect(passed > 30).toBe(true);
});

test("no mutation is taken as a redirect URI whose host a browser reads as another", () => {
  for (const valid of [...WEB, ...LOOPBACK])
    for (const uri of mutationsOf(valid, SEED + 1, 400)) {
      if (redirectKind(uri) === undefined) continue;
      const { host, username, password, hash, protocol } = new URL(uri);
      const written = /^(https?:)\/\/([^/?#]*)/.exec(uri);
      expect([uri, protocol, host, username, password, hash]).toEqual([
        uri,
        written?.[1] ?? "",
        written?.[2] ?? "",
        "",
        "",
        "",
      ]);
      const isSafe =
        protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(new URL(uri).hostname);
      expect([uri, isSafe]).toEqual([uri, true]);
    }
});
