/** What clients ask for, by the library's interactions: each is answered on its own path, once. */

import { expect, test } from "bun:test";
import type { Request } from "express";
import type { GivenConsent, OAuthState } from "../../../../src/security/identity/oauth-state.ts";
import { type Interactions, openAskings } from "../../../../src/transport/express/oauth/open-askings.ts";
import type { Exchange } from "../../../../src/transport/http/exchange.ts";

const ASKED = {
  uid: "u1",
  exp: 1_800_000_000,
  params: { client_id: "https://app.example/client", redirect_uri: "https://app.example/cb", scope: "home" },
};
const ALLOWED = {
  user: { id: "u", name: "Alex", isAdmin: false, isOwner: true },
  grantId: "g",
  until: 5_000,
};
const RESPONSE = { locals: { address: "192.0.2.1" } } as unknown as Exchange;
const at = (path: string) => ({ path }) as Request;

function askings({
  asked = ASKED as Awaited<ReturnType<Interactions["interactionDetails"]>> | Error,
  client = { clientName: "App" } as { clientName?: string } | null,
  stands = true,
} = {}) {
  const results: unknown[] = [];
  const consents: unknown[] = [];
  const library: Interactions = {
    interactionDetails: async () => {
      if (asked instanceof Error) throw asked;
      return asked;
    },
    async interactionResult(_, __, result, options) {
      results.push(result, options);
      return "https://h.example/authorize/u1";
    },
    Client: { find: async () => client ?? undefined },
  };
  const state = {
    async consent(given: GivenConsent, address: string) {
      consents.push(given, address);
      return stands ? { id: "consent" } : undefined;
    },
  } as unknown as OAuthState;
  return { open: openAskings(library, state), results, consents };
}

test("an asking is found on its own path alone, while nobody has answered it", async () => {
  expect(await askings().open.find(at("/oauth/consent/u1"), RESPONSE)).toEqual({
    uid: "u1",
    client: { id: "https://app.example/client", domain: "app.example", name: "App" },
    redirectUri: "https://app.example/cb",
    expiresAt: 1_800_000_000_000,
  });
  for (const path of ["/oauth/consent/u2", "/oauth/consent/u11", "/oauth/consent/"])
    expect([path, await askings().open.find(at(path), RESPONSE)]).toEqual([path, undefined]);
  const answered = askings({ asked: { ...ASKED, result: {} } });
  expect(await answered.open.find(at("/oauth/consent/u1"), RESPONSE)).toBeUndefined();
  const over = askings({ asked: new Error("session not found") });
  expect(await over.open.find(at("/oauth/consent/u1"), RESPONSE)).toBeUndefined();
});

test("of a client that is gone nobody is asked; one with an id of ours has no domain", async () => {
  const gone = askings({ client: null });
  expect(await gone.open.find(at("/oauth/consent/u1"), RESPONSE)).toBeUndefined();
  const own = askings({
    asked: { ...ASKED, params: { ...ASKED.params, client_id: "c1", redirect_uri: 5 } },
    client: {},
  });
  expect(await own.open.find(at("/oauth/consent/u1"), RESPONSE)).toMatchObject({
    client: { id: "c1", domain: undefined, name: undefined },
    redirectUri: "",
  });
});

test("a yes is kept with all that was asked, and what the library is told rests on it", async () => {
  const { open, results, consents } = askings();
  expect(await open.allow(at("/oauth/consent/u1"), RESPONSE, ALLOWED)).toBe("https://h.example/authorize/u1");
  expect(consents).toEqual([
    {
      client: "https://app.example/client",
      client_name: "App",
      redirect_uri: "https://app.example/cb",
      user: "u",
      user_name: "Alex",
      privileged: true,
      grant: "g",
      scope: "home",
      expires_at: 5_000,
    },
    "192.0.2.1",
  ]);
  expect(results).toEqual([
    { login: { accountId: "u", remember: false }, consent: { grantId: "consent" } },
    { mergeWithLastSubmission: false },
  ]);
});

test("a yes without an end, of nobody special, to a client without a name", async () => {
  const { open, consents } = askings({ client: {} });
  const plain = { ...ALLOWED, user: { ...ALLOWED.user, isOwner: false }, until: undefined };
  await open.allow(at("/oauth/consent/u1"), RESPONSE, plain);
  expect(consents[0]).toMatchObject({ client_name: null, privileged: false, expires_at: null });
});

test("a yes to what is not open any more is none", async () => {
  const { open, results } = askings({ stands: false });
  expect(await open.allow(at("/oauth/consent/u1"), RESPONSE, ALLOWED)).toBeUndefined();
  expect(results).toEqual([]);
});

test("a no is told the client in its own words", async () => {
  const { open, results } = askings();
  await open.deny(at("/oauth/consent/u1"), RESPONSE);
  expect(results[0]).toEqual({ error: "access_denied", error_description: "The person said no." });
});

test("what nobody asks cannot be answered", async () => {
  const { open, consents, results } = askings({ asked: { ...ASKED, result: {} } });
  await expect(open.allow(at("/oauth/consent/u1"), RESPONSE, ALLOWED)).rejects.toThrow("nobody asks");
  await expect(open.deny(at("/oauth/consent/u2"), RESPONSE)).rejects.toThrow("nobody asks");
  expect([consents, results]).toEqual([[], []]);
});
