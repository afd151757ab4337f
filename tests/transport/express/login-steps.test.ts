/** Logging in, staying in, logging out: what each answer of the identity and of Home Assistant becomes. */

import { afterEach, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { Failure } from "../../../src/core/failure.ts";
import type { Secret } from "../../../src/core/secret.ts";
import type { Identity, Refusal } from "../../../src/security/identity/identity.ts";
import type { Principal } from "../../../src/security/identity/principal.ts";
import {
  type LoginSteps,
  loginStep,
  logoutStep,
  refreshStep,
  sessionStep,
} from "../../../src/transport/express/login.ts";
import type { DoorLog } from "../../../src/transport/http/door-log.ts";
import { ask as askDoor } from "../../doors/exchange.ts";
import { type Served, SOMEBODY, serveFront } from "../http/served.ts";

const TOKEN = "head.payload.signature";
const DIGEST = createHash("sha256").update(TOKEN).digest("hex");
const LOGIN = { token: "jwt", expiresAt: Date.UTC(2026, 0, 2), grantId: "g", session: "s1" };
const ALEX = { id: "u1", name: "Alex", isAdmin: true, isOwner: false };
const REFUSED: Refusal = { status: 401, reason: "why", presented: true, counts: false };

type Given = {
  readonly killed?: boolean;
  /** Of the cap of forwarded logins. */
  readonly wait?: number;
  /** Of the lockout, after a failure. */
  readonly late?: number;
  readonly home?: () => Promise<unknown>;
  readonly login?: typeof LOGIN | { readonly refusal: Refusal };
};

const doors: Served[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

function partsFor({ killed = false, wait, late, home, login = LOGIN }: Given) {
  const done: string[] = [];
  const note =
    (name: string, result?: unknown) =>
    async (...given: readonly unknown[]) => {
      done.push([name, ...given.map((each) => (typeof each === "string" ? each : ""))].join(" ").trim());
      return result;
    };
  const identity = {
    killed: async () => killed,
    mayForwardLogin: note("forward", wait),
    login: note("login", login),
    failed: note("failed", late),
    tokenRefused: note("refused"),
    loginUnanswered: note("unanswered"),
    refresh: async () => login,
    logout: async ({ id }: Principal) => void done.push(`logout ${id}`),
  } as unknown as Identity;
  const logged: string[] = [];
  const write =
    (kind: string) =>
    (event: string, said: Readonly<Record<string, unknown>> = {}) =>
      void logged.push(`${kind} ${event} ${said["reason"] ?? said["seconds"] ?? said["user"] ?? ""}`.trim());
  const road = {
    async login(token: Secret) {
      done.push(`asked ${token.reveal()}`);
      return (home ?? (async () => ALEX))();
    },
  } as LoginSteps["road"];
  const parts: LoginSteps = {
    identity,
    road,
    log: { auth: write("auth"), security: write("security") } as unknown as DoorLog,
    challenge: { metadataUrl: () => "https://h.example/meta", hasLogin: true },
    onGood: (address) => void done.push(`good ${address}`),
  };
  return { parts, done, logged };
}

async function logIn(given: Given, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const { parts, done, logged } = partsFor(given);
  const door = await serveFront(loginStep(parts));
  doors.push(door);
  return { ...(await askDoor(`${door.url}/mcp`, { body, headers })), done, logged };
}

describe("a login", () => {
  test("that Home Assistant takes is answered with a token, kept by nobody on the way", async () => {
    const answer = await logIn({}, { token: ` ${TOKEN} `, grant: "viewer" });
    expect(answer).toMatchObject({
      status: 200,
      json: {
        token: "jwt",
        token_type: "Bearer",
        expires_at: "2026-01-02T00:00:00.000Z",
        grant: "g",
        session: "s1",
      },
    });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.done).toEqual([
      `forward ${DIGEST} token`,
      `asked ${TOKEN}`,
      `login  viewer ${DIGEST} 127.0.0.1`,
      "good 127.0.0.1",
    ]);
    expect(answer.logged).toEqual(["auth auth_ok u1"]);
  });

  test("may carry the token as bearer; one in the body goes first, an empty one is none", async () => {
    const bearer = { Authorization: `bearer  ${TOKEN}` };
    expect((await logIn({}, {}, bearer)).done).toContain(`asked ${TOKEN}`);
    expect((await logIn({}, { token: "" }, bearer)).done).toContain(`asked ${TOKEN}`);
    const other = await logIn({}, { token: "body.first.token" }, bearer);
    expect(other.done).toContain("asked body.first.token");
    expect((await logIn({}, {}, { Authorization: `Basic ${TOKEN}` })).status).toBe(400);
  });

  test("without a token, or with a grant that is no text, is told so and counts for nothing", async () => {
    for (const body of [{}, { token: 5 }, { token: "" }, { grant: "viewer" }]) {
      const answer = await logIn({}, body);
      expect(answer).toMatchObject({ status: 400, done: [], logged: [] });
      expect(answer.text).toContain("long-lived access token");
    }
    for (const grant of [5, null, ["viewer"], {}])
      expect(await logIn({}, { token: TOKEN, grant })).toMatchObject({
        status: 400,
        text: expect.stringContaining("grant must be a grant's id or name."),
        done: [],
      });
  });

  test("with what is no token of Home Assistant's is not forwarded, and counts as wrong", async () => {
    for (const token of ["x", "a.b.c", "head.payload", "head.pay load.signature", `${TOKEN}.more`]) {
      const answer = await logIn({}, { token });
      expect([token, answer.status, answer.done]).toEqual([token, 401, ["failed 127.0.0.1"]]);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
      expect(answer.logged).toEqual(["auth auth_failed malformed_token"]);
    }
  });

  test("while everything is switched off is for nobody", async () => {
    const answer = await logIn({ killed: true }, { token: TOKEN });
    expect(answer).toMatchObject({ status: 503, done: [] });
    expect(answer.headers.get("retry-after")).toBe("60");
  });

  test("when too many were wrong lately, from wherever, waits", async () => {
    const answer = await logIn({ wait: 42 }, { token: TOKEN });
    expect(answer).toMatchObject({ status: 429, done: [`forward ${DIGEST} token`] });
    expect(answer.headers.get("retry-after")).toBe("42");
    expect(answer.text).toContain("log in again in 42 s");
    expect(answer.logged).toEqual(["security login_cap 42"]);
  });
});

describe("what Home Assistant says of the token", () => {
  const refuse = async () => {
    throw new Failure("HASS_UNAVAILABLE", "no", { denial: "invalid_auth" });
  };

  test("refused: other logins with it end, and the address has one try less", async () => {
    const answer = await logIn({ home: refuse }, { token: TOKEN });
    expect(answer).toMatchObject({
      status: 401,
      text: expect.stringContaining("Home Assistant does not take this token."),
    });
    expect(answer.done.slice(2)).toEqual([`refused ${DIGEST}`, "failed 127.0.0.1"]);
    expect(answer.logged).toEqual(["auth auth_failed refused_by_home_assistant"]);
  });

  test("refused at an address that is locked meanwhile: that, and nothing of the token", async () => {
    const answer = await logIn({ home: refuse, late: 900 }, { token: TOKEN });
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe("900");
    expect(answer.text).not.toContain("token");
  });

  test("nothing: nobody is let in, and it is not taken for a wrong one", async () => {
    for (const fault of [new Failure("HASS_UNAVAILABLE", "away"), new Error("defect")]) {
      const answer = await logIn({ home: () => Promise.reject(fault) }, { token: TOKEN });
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("10");
      expect(answer.done.slice(2)).toEqual([`unanswered ${DIGEST} 127.0.0.1`]);
      expect(answer.logged).toEqual(["auth auth_failed home_assistant_unavailable"]);
    }
  });
});

test("a person without a grant hears one answer, another refusal its own", async () => {
  const none = await logIn({ login: { refusal: { ...REFUSED, status: 403 } } }, { token: TOKEN });
  expect(none).toMatchObject({ status: 403, logged: ["auth auth_failed why"] });
  expect(none.text).toContain("No grant of that name is open to you here and now");
  expect(none.done).not.toContain("good 127.0.0.1");
  const unchecked = await logIn({ login: { refusal: { ...REFUSED, status: 503 } } }, { token: TOKEN });
  expect(unchecked.status).toBe(503);
  expect(unchecked.text).not.toContain("No grant");
});

describe("a login that stands", () => {
  async function through(
    step: (parts: LoginSteps) => ReturnType<typeof refreshStep>,
    by: Principal,
    given = {},
  ) {
    const { parts, done, logged } = partsFor(given);
    const door = await serveFront(step(parts), {
      authenticate(_, response, next) {
        response.locals.principal = by;
        next();
      },
    });
    doors.push(door);
    return { ...(await askDoor(`${door.url}/mcp`, { body: {} })), done, logged };
  }
  const LOGGED_IN: Principal = { ...SOMEBODY, session: "s1", until: Date.UTC(2026, 0, 2) };

  test("is refreshed, or hears why it is not", async () => {
    expect(await through(refreshStep, LOGGED_IN)).toMatchObject({ status: 200, json: { token: "jwt" } });
    const over = await through(refreshStep, LOGGED_IN, { login: { refusal: REFUSED } });
    expect(over.status).toBe(401);
    expect(over.headers.get("www-authenticate")).toContain('error="invalid_token"');
  });

  test("ends with its logout; an access token has none to end", async () => {
    expect(await through(logoutStep, LOGGED_IN)).toMatchObject({
      status: 204,
      done: ["logout t"],
      logged: ["security logged_out t"],
    });
    const token = await through(logoutStep, SOMEBODY);
    expect(token).toMatchObject({ status: 400, done: [], logged: [] });
    expect(token.text).toContain("hearthgate tokens revoke");
  });

  test("shows itself", async () => {
    const own = await through(() => sessionStep, LOGGED_IN);
    expect(own.headers.get("cache-control")).toBe("no-store");
    expect(own.json).toEqual({
      user: "t",
      grant: "viewer",
      session: "s1",
      expires_at: "2026-01-02T00:00:00.000Z",
    });
    expect((await through(() => sessionStep, SOMEBODY)).json).toEqual({ user: "t", grant: "viewer" });
  });
});
