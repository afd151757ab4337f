/** Signed requests: HArvest's text, ours, and what somebody could make of a signature that he has seen. */

import { describe, expect, test } from "bun:test";
import { createHash, createHmac } from "node:crypto";
import {
  type RequestSignature,
  signatureFault,
} from "../../../../src/security/identity/guard/signed-request.ts";
import { memoryStore } from "../../../../src/store/memory-store.ts";
import { ADDRESS, asked, issue, openHouse, START_MS, testClock } from "../house.ts";

const SECRET = "0123456789abcdef";
const ID = "abcdEFG1";
const NOW_S = START_MS / 1000;
const POST = { method: "POST", target: "/mcp", body: Buffer.from('{"jsonrpc":"2.0"}') };

function hmac(text: string, secret = SECRET): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

function first(timestamp: number | string, nonce = "n-1", secret = SECRET): RequestSignature {
  return {
    ...POST,
    timestamp: String(timestamp),
    nonce,
    signature: hmac(`${ID}:${timestamp}:${nonce}`, secret),
  };
}

function second(timestamp: number, nonce = "n-1", { method, target, body } = POST): RequestSignature {
  const digest = createHash("sha256").update(body).digest("hex");
  const text = `v2:${ID}:${timestamp}:${nonce}:${method}:${target}:${digest}`;
  return { ...POST, timestamp: String(timestamp), nonce, signature: `v2=${hmac(text)}` };
}

async function fault(request: RequestSignature | undefined, secret: string | undefined = SECRET) {
  const store = memoryStore(testClock());
  return (await signatureFault(store, { tokenId: ID, secret }, request, START_MS))?.fault ?? "ok";
}

describe("a signature", () => {
  test("the known answers of HArvest", () => {
    const id = "hwt_0000000000000000000000:1767225600";
    expect(hmac(`${id}:n-1`)).toBe("f1c94aac643599f277d53a7808b2e58b7da52ec927443a2f9372fa48f57ea506");
    expect(hmac(`${id}:a:b`)).toBe("a4957a757beec7f56b0d2ab161171c18af6270b7a3831766ce087c01b86524ab");
  });

  test("from 5 s ahead to 60 s behind", async () => {
    for (const make of [first, second])
      for (const [age, wanted] of [
        [-6, "timestamp_skew"],
        [-5, "ok"],
        [0, "ok"],
        [60, "ok"],
        [61, "timestamp_skew"],
      ] as const)
        expect(await fault(make(NOW_S - age))).toBe(wanted);
  });

  test("nothing at all is required, everything else is invalid", async () => {
    expect(await fault(undefined)).toBe("signature_required");
    expect(await fault({ ...POST })).toBe("signature_required");
    const good = first(NOW_S);
    for (const changes of [
      { timestamp: undefined },
      { nonce: undefined },
      { signature: undefined },
      { nonce: "" },
      { nonce: "a b" },
      { nonce: "é" },
      { nonce: "n".repeat(201) },
      { signature: good.signature?.toUpperCase() },
      { signature: `${good.signature}00` },
      { signature: good.signature?.slice(2) },
      { signature: "é".repeat(64) },
      { signature: `v2=${good.signature}` },
      { signature: `v1=${good.signature}` },
    ])
      expect(await fault({ ...good, ...changes })).toBe("signature_invalid");
    for (const timestamp of [
      "",
      "true",
      "1.5",
      "-1",
      " 1",
      "1e9",
      `${NOW_S}\n`,
      "1234567890123",
      "0x10",
      "١٢",
    ])
      expect(await fault(first(timestamp))).toBe("signature_invalid");
    expect(await fault(first(NOW_S, "n-1", "another secret!!"))).toBe("signature_invalid");
  });

  test("a secret that can be guessed signs nothing, whatever was signed with it", async () => {
    for (const [secret, signs] of [
      ["x".repeat(15), false],
      ["x".repeat(16), true],
    ] as const) {
      const asked = fault(first(NOW_S, "n-1", secret), secret);
      if (signs) expect(await asked).toBe("ok");
      else await expect(asked).rejects.toMatchObject({ code: "DEFECT" });
    }
  });

  test("a guess counts, a clock that is wrong and a second use do not", async () => {
    const store = memoryStore(testClock());
    const ask = (request: RequestSignature) =>
      signatureFault(store, { tokenId: ID, secret: SECRET }, request, START_MS);
    expect(await ask(first(NOW_S, "n", "another secret!!"))).toEqual({
      fault: "signature_invalid",
      counts: true,
    });
    expect(await ask(first(NOW_S - 100))).toEqual({ fault: "timestamp_skew", counts: false });
    expect(await ask(first(NOW_S))).toBeUndefined();
    expect(await ask(first(NOW_S))).toEqual({ fault: "signature_invalid", counts: false });
  });

  test("is good once, for as long as its time is good, in each millisecond", async () => {
    const clock = testClock();
    const store = memoryStore(clock);
    const request = first(NOW_S + 5);
    const ask = () => signatureFault(store, { tokenId: ID, secret: SECRET }, request, clock.now());
    expect(await ask()).toBeUndefined();
    for (const ms of [1, 1_000, 64_999, 65_000, 65_001, 65_999, 66_000, 66_001, 70_000]) {
      clock.ms = START_MS + ms;
      expect(await ask()).toBeDefined();
    }
  });

  test("over the request covers method, target and body", async () => {
    expect(await fault(second(NOW_S))).toBe("ok");
    for (const changes of [{ method: "DELETE" }, { target: "/mcp?x=1" }, { body: Buffer.from("{}") }])
      expect(await fault({ ...second(NOW_S), ...changes })).toBe("signature_invalid");
  });

  test("neither text passes for the other, and no part for another", async () => {
    const digest = createHash("sha256").update(POST.body).digest("hex");
    const seen = second(NOW_S);
    const bare = seen.signature?.slice(3);
    expect(await fault({ ...seen, signature: bare })).toBe("signature_invalid");
    expect(await fault({ ...seen, signature: bare, nonce: `n-1:POST:/mcp:${digest}` })).toBe(
      "signature_invalid",
    );
    const odd = { ...POST, target: "/a:GET:/x" };
    const moved = { ...second(NOW_S, "n-1", odd), nonce: "n-1:POST:/a", method: "GET", target: "/x" };
    expect(await fault(moved)).toBe("signature_invalid");
  });
});

describe("a grant that wants signatures", () => {
  const GRANTS = [{ name: "panel", network: { require_signature: true } }];

  test("lets in who signs, and nobody else with the same token", async () => {
    const house = await openHouse({ grants: GRANTS });
    const { token, signingSecret = "" } = await issue(house, { grantId: "panel", signs: true });
    const id = token.slice(3, 11);
    expect(signingSecret.length).toBeGreaterThanOrEqual(43);
    const text = `${id}:${NOW_S}:once`;
    const signature = {
      ...POST,
      timestamp: String(NOW_S),
      nonce: "once",
      signature: hmac(text, signingSecret),
    };
    expect(await asked(house.identity, token)).toBe("signature_required");
    expect(await asked(house.identity, token, { signature: { ...signature, nonce: "two" } })).toBe(
      "signature_invalid",
    );
    expect(await asked(house.identity, token, { signature })).toBe("ok");
    expect(await asked(house.identity, token, { signature })).toBe("signature_invalid");
  });

  test("lets in no token that cannot sign, and asks nothing once it wants none any more", async () => {
    const house = await openHouse({ grants: GRANTS });
    const { token } = await issue(house, { grantId: "panel" });
    const answer = await house.identity.authenticate({
      authorization: `Bearer ${token}`,
      address: ADDRESS,
      signature: first(NOW_S),
    });
    expect(answer).toMatchObject({ refusal: { reason: "signature_required", status: 401, counts: false } });
    house.write([{ name: "panel" }]);
    expect(await asked(house.identity, token)).toBe("ok");
  });
});

test("any one of the three alone is a signature that is invalid; none of them is required", async () => {
  for (const part of [{ timestamp: String(NOW_S) }, { nonce: "n-1" }, { signature: "0".repeat(64) }])
    expect(await fault({ ...POST, ...part })).toBe("signature_invalid");
  expect(await fault(POST)).toBe("signature_required");
  expect(await fault(undefined)).toBe("signature_required");
});
