/** Who hears of `/health` and `/ready`, by where the probe comes from. */

import { describe, expect, test } from "bun:test";
import type { Express } from "express";
import { clientAddress, trustedProxies } from "../../../src/transport/http/client-address.ts";
import { type HealthRules, healthRoutes } from "../../../src/transport/http/health.ts";

type Answer =
  | { readonly status: number; readonly json: unknown; readonly cache: unknown }
  | "next"
  | "no route";

/** Asks as a peer of that address would; over a socket every peer of a test is this machine. */
async function probe(
  path: string,
  peer: string | undefined,
  rules: Partial<HealthRules>,
  forwarded?: string,
): Promise<Answer> {
  const routes = new Map<
    string,
    (request: unknown, response: unknown, next: () => void) => void | Promise<void>
  >();
  const trusted = trustedProxies(["10.1.0.0/16"]);
  const app = { get: (at: string, step: never) => routes.set(at, step) } as unknown as Express;
  healthRoutes(app, {
    visibility: "public",
    ready: async () => true,
    trusted,
    ...rules,
  });
  let answer: Answer = "no route";
  const headers = new Map<string, string>();
  let code = 0;
  const response = {
    locals: { address: clientAddress(peer ?? "", forwarded, trusted) },
    status(given: number) {
      code = given;
      return response;
    },
    set(name: string, value: string) {
      headers.set(name, value);
      return response;
    },
    json(json: unknown) {
      answer = { status: code, json, cache: headers.get("Cache-Control") };
    },
  };
  const request = {
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  };
  await routes.get(path)?.(request, response, () => {
    answer = "next";
  });
  return answer;
}

const OK = { status: 200, json: { status: "ok" }, cache: "no-store" };
const FAR = "203.0.113.9";

describe.each(["/health", "/ready"])("%s", (path) => {
  test("public: whoever asks", async () => {
    for (const peer of [FAR, "127.0.0.1", "::1", "10.1.2.3", undefined])
      expect(await probe(path, peer, { visibility: "public" })).toEqual(OK);
  });

  test("restricted: this machine and the proxies that are trusted", async () => {
    for (const peer of ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1", "10.1.2.3", "::ffff:10.1.2.3"])
      expect(await probe(path, peer, { visibility: "restricted" })).toEqual(OK);
    for (const peer of [FAR, "10.2.0.1", "192.168.0.1", "fe80::1", "", "nonsense", undefined])
      expect(await probe(path, peer, { visibility: "restricted" })).toBe("next");
  });

  test("restricted: who comes through a proxy is not the proxy, whether we know it or not", async () => {
    const asked = (peer: string, forwarded: string) =>
      probe(path, peer, { visibility: "restricted" }, forwarded);
    for (const [peer, forwarded] of [
      ["10.1.2.3", FAR],
      ["10.1.2.3", `127.0.0.1, ${FAR}`],
      ["127.0.0.1", FAR],
      ["127.0.0.1", "127.0.0.1"],
    ] as const)
      expect(await asked(peer, forwarded)).toBe("next");
    expect(await asked("10.1.2.3", "10.1.9.9")).toEqual(OK);
  });

  test("disabled: nobody", async () => {
    for (const peer of [FAR, "127.0.0.1"])
      expect(await probe(path, peer, { visibility: "disabled" })).toBe("no route");
  });
});

test("what is not ready says so; alive it is all the same", async () => {
  const asleep = { ready: async () => false };
  expect(await probe("/ready", FAR, asleep)).toEqual({
    status: 503,
    json: { status: "unavailable" },
    cache: "no-store",
  });
  expect(await probe("/health", FAR, asleep)).toEqual(OK);
});
