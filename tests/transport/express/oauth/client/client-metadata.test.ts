import { expect, test } from "bun:test";
import {
  type MetadataAnswer,
  readDocument,
  readRegistration,
} from "../../../../../src/transport/express/oauth/client/client-metadata.ts";
import { DOCUMENTS, REGISTRATIONS } from "./published-clients.ts";

const NAMED = [...Object.entries(DOCUMENTS), ...Object.entries(REGISTRATIONS)] as const;
const KEPT: ReadonlySet<string> = new Set([
  ...["client_name", "application_type", "redirect_uris", "grant_types", "response_types"],
  "token_endpoint_auth_method",
]);
const CALLBACK = { redirect_uris: ["https://app.example/cb"] };

function metadataOf(answer: MetadataAnswer) {
  if ("fault" in answer) throw new Error(answer.fault.error_description);
  return answer.metadata;
}

function faultOf(answer: MetadataAnswer) {
  return "fault" in answer ? answer.fault.error : undefined;
}

const readNamed = (source: (typeof NAMED)[number][1]) =>
  "client_id" in source ? readDocument(source, new URL(source.client_id).hostname) : readRegistration(source);

for (const [name, source] of NAMED)
  test(`${name} is taken, with both grant types and nothing that anybody would have to fetch`, () => {
    const metadata = metadataOf(readNamed(source));
    expect(metadata.redirect_uris).toEqual([...source.redirect_uris]);
    expect(metadata.grant_types).toEqual(["authorization_code", "refresh_token"]);
    expect(metadata.response_types).toEqual(["code"]);
    expect(Object.keys(metadata).filter((key) => !KEPT.has(key))).toEqual([]);
  });

test("whoever has a redirect to the person's computer is native, whatever it says; all others are web", () => {
  const types = NAMED.map(([name, source]) => [name, metadataOf(readNamed(source)).application_type]);
  expect(Object.fromEntries(types)).toEqual({
    "https://claude.ai/oauth/mcp-oauth-client-metadata": "web",
    "https://claude.ai/oauth/claude-code-client-metadata": "native",
    "https://chatgpt.com/oauth/client.json": "web",
    "https://vscode.dev/oauth/client-metadata.json": "native",
    "claude.ai": "web",
    "Claude Code": "native",
    ChatGPT: "web",
    "VS Code": "native",
    Cursor: "native",
    "Gemini CLI": "native",
  });
});

test("a client authenticates as it wants, or without a secret where it offers that", () => {
  const method = (more: object) =>
    metadataOf(readRegistration({ ...CALLBACK, ...more })).token_endpoint_auth_method;
  const wants = (token_endpoint_auth_method: string) => method({ token_endpoint_auth_method });
  expect(wants("none")).toBe("none");
  expect(wants("client_secret_post")).toBe("client_secret_post");
  expect(wants("client_secret_basic")).toBe("client_secret_basic");
  // RFC 7591 section 2; an app on somebody's computer keeps no secret
  expect(method({})).toBe("client_secret_basic");
  expect(method({ redirect_uris: ["http://localhost/cb"] })).toBe("none");
  const offers = (token_endpoint_auth_methods_supported: unknown, wanted = "private_key_jwt") =>
    method({ token_endpoint_auth_methods_supported, token_endpoint_auth_method: wanted });
  expect(offers(["private_key_jwt", "none"])).toBe("none");
  expect(offers(["private_key_jwt", "client_secret_post"])).toBe("client_secret_post");
  expect(offers(["none"], "client_secret_post")).toBe("client_secret_post");
});

test("a client that this server cannot do right by is refused", () => {
  const registered = (more: object) => faultOf(readRegistration({ ...CALLBACK, ...more }));
  for (const body of [undefined, null, "text", [], 1])
    expect(faultOf(readRegistration(body))).toBe("invalid_client_metadata");
  for (const more of [
    { token_endpoint_auth_method: "private_key_jwt" },
    { token_endpoint_auth_method: "client_secret_jwt" },
    { token_endpoint_auth_method: 1 },
    { token_endpoint_auth_method: null },
    { token_endpoint_auth_method: "private_key_jwt", token_endpoint_auth_methods_supported: "none" },
    { grant_types: ["client_credentials"] },
    { grant_types: "authorization_code" },
    { grant_types: [] },
    { response_types: ["token"] },
    { response_types: ["id_token"] },
    { client_name: 5 },
    { client_name: { toString: "x" } },
  ])
    expect([more, registered(more)]).toEqual([more, "invalid_client_metadata"]);
  for (const redirect_uris of [
    undefined,
    [],
    {},
    "https://app.example/cb",
    [1],
    [null],
    [["https://app.example/cb"]],
    ["http://evil.example/cb"],
    ["https://app.example/cb", "https://user@app.example/cb"],
    ["https://app.example/cb", "https://app.example/cb#x"],
    ["https://app.example/cb", "javascript:alert(1)"],
    Array.from({ length: 21 }, (_, at) => `https://app.example/${at}`),
  ])
    expect([redirect_uris, registered({ redirect_uris })]).toEqual([redirect_uris, "invalid_redirect_uri"]);
});

test("twenty redirect URIs are taken, each once", () => {
  const redirect_uris = Array.from({ length: 20 }, (_, at) => `https://app.example/${at % 15}`);
  expect(metadataOf(readRegistration({ redirect_uris })).redirect_uris).toEqual(redirect_uris.slice(0, 15));
});

test("a document never has a secret, nor a way to authenticate that needs one", () => {
  const document = (more: object) => faultOf(readDocument({ ...CALLBACK, ...more }, "app.example"));
  expect(document({})).toBeUndefined();
  for (const more of [
    { client_secret: "x" },
    { client_secret_expires_at: 0 },
    { token_endpoint_auth_method: "client_secret_post" },
    { token_endpoint_auth_method: "client_secret_basic" },
    { token_endpoint_auth_method: "client_secret_jwt" },
    { token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [] } },
  ])
    expect([more, document(more)]).toEqual([more, "invalid_client_metadata"]);
});

test("a document's foreign redirect URIs are left out, and it is refused when none is left", () => {
  const redirect_uris = [
    "https://evil.example/cb",
    "http://evil.example/cb",
    "vscode://x/cb",
    "https://app.example/cb",
  ];
  expect(metadataOf(readDocument({ redirect_uris }, "app.example")).redirect_uris).toEqual([
    "https://app.example/cb",
  ]);
  expect(faultOf(readDocument({ redirect_uris: redirect_uris.slice(0, 3) }, "app.example"))).toBe(
    "invalid_redirect_uri",
  );
});

test("names are one short line that shows what it is", () => {
  const name = (client_name: string) =>
    metadataOf(readRegistration({ ...CALLBACK, client_name })).client_name;
  expect(name("Visual Studio Code")).toBe("Visual Studio Code");
  expect(name("Cla\u200bude\u202egnp.exe\u2066\ufeff\u00ad\n\u0007!")).toBe("Claudegnp.exe !");
  expect(name(" \u200b\n ")).toBeUndefined();
  expect(name("")).toBeUndefined();
  expect(name("x".repeat(64))).toBe("x".repeat(64));
  for (const text of ["x".repeat(65), "ab ".repeat(1_500), "\u{1f600}".repeat(40)]) {
    const shown = name(text) ?? "";
    expect(shown).toMatch(/… \+\d+$/);
    expect(shown.length).toBeLessThanOrEqual(64);
    expect(/\p{Surrogate}/u.test(shown)).toBe(false);
  }
});

test("what a registration smuggles along reaches nobody", () => {
  const body = JSON.parse(
    `{"redirect_uris":["https://app.example/cb"],"client_id":"mine","client_secret":"mine","logo_uri":"https://169.254.169.254/",
      "jwks_uri":"http://10.0.0.1/","sector_identifier_uri":"https://10.0.0.1/","jwks":{"keys":[]},"scope":"everything",
      "id_token_signed_response_alg":"HS256","subject_type":"pairwise","__proto__":{"application_type":"native"},
      "client_id_issued_at":0,"default_max_age":1,"post_logout_redirect_uris":["https://evil.example/"]}`,
  );
  const metadata = metadataOf(readRegistration(body));
  expect(Object.keys(metadata).filter((key) => !KEPT.has(key))).toEqual([]);
  expect(metadata.application_type).toBe("web");
});
