/** That a token of nobody is held against a digest like any other, counted: how long that takes is for the bench. */

import { expect, mock, test } from "bun:test";
import * as crypto from "node:crypto";
import { memoryStore } from "../../../src/store/memory-store.ts";

const compared = mock(crypto.timingSafeEqual);
mock.module("node:crypto", () => ({ ...crypto, timingSafeEqual: compared }));
const { proveToken } = await import("../../../src/security/identity/token/prove.ts");
const { newTokenText } = await import("../../../src/security/identity/token/token-text.ts");

test("an unknown id is compared like a wrong secret", async () => {
  const text = newTokenText("zzzzzzzz");
  expect(await proveToken(memoryStore({ now: () => 0 }), text, 0)).toEqual({ unknown: "unknown_token" });
  expect(compared).toHaveBeenCalledTimes(1);
  const [shown, known] = compared.mock.calls[0] ?? [];
  expect(shown).toHaveLength(32);
  expect(known).toHaveLength(32);
  expect(Buffer.from(shown as Uint8Array).toString("hex")).toBe(
    crypto.createHash("sha256").update(text).digest("hex"),
  );
});
