/** What a client asks of `/authorize`, put right: nothing that has no meaning here reaches the library. */

import { expect, test } from "bun:test";
import { authorizationQuery, knownScope } from "../../../../src/transport/express/oauth/parameters.ts";

const RESOURCE = "https://h.example/mcp";
const ALL = {
  client_id: "c",
  redirect_uri: "https://app.example/cb",
  response_type: "code",
  state: "s",
  code_challenge: "x",
  code_challenge_method: "S256",
};

const asked = (given: string | Readonly<Record<string, string>>) =>
  Object.fromEntries(authorizationQuery(new URLSearchParams(given), RESOURCE));

test("what is asked goes on; what is left out is this home, and a yes each time", () => {
  expect(asked(ALL)).toEqual({ ...ALL, scope: "home", resource: RESOURCE, prompt: "consent" });
});

test("another resource is the library's to refuse", () => {
  expect(asked({ ...ALL, resource: "https://other.example/" })["resource"]).toBe("https://other.example/");
});

test("of OpenID Connect and of what nobody knows nothing is left", () => {
  const more = {
    nonce: "n",
    claims: "{}",
    max_age: "0",
    id_token_hint: "x",
    request: "jwt",
    ui_locales: "de",
    x: "",
  };
  expect(asked({ ...ALL, ...more })).toEqual(asked(ALL));
});

test("codes come back in the query alone", () => {
  expect(asked(ALL)).not.toContainKey("response_mode");
  expect(asked({ ...ALL, response_mode: "query" })["response_mode"]).toBe("query");
  for (const mode of ["fragment", "form_post", "", "web_message"])
    expect([mode, asked({ ...ALL, response_mode: mode })["response_mode"]]).toEqual([mode, "none"]);
  expect(asked("response_mode=query&response_mode=fragment")["response_mode"]).toBe("none");
});

test("of prompts only none has a meaning", () => {
  for (const [prompt, goesOn] of [
    ["none", "none"],
    ["login", "consent"],
    ["select_account consent", "consent"],
  ] as const)
    expect(asked({ ...ALL, prompt })["prompt"]).toBe(goesOn);
});

test.each([
  ["", "home"],
  ["openid profile", "home"],
  ["home", "home"],
  ["home:control", "home:control"],
  ["home:control home", "home:control home"],
  ["home home", "home"],
  ["offline_access", "home offline_access"],
  ["offline_access home:control", "offline_access home:control"],
  ["openid offline_access", "home offline_access"],
])("scope %p is %p", (scope, known) => {
  expect(knownScope(scope)).toBe(known);
  expect(asked({ ...ALL, scope })["scope"]).toBe(known);
});

test("scopes that come apart are taken together", () => {
  expect(asked("scope=home&scope=offline_access")["scope"]).toBe("home offline_access");
});
