/** Rows of the vectors about access tokens and signed requests, each bound to a test that does what it says. */

import { createHmac } from "node:crypto";
import {
  type RequestSignature,
  signatureFault,
} from "../../../src/security/identity/guard/signed-request.ts";
import { newTokenText } from "../../../src/security/identity/token/token-text.ts";
import { memoryStore } from "../../../src/store/memory-store.ts";
import type { Outcome } from "../grant/vector-cases.ts";
import { START_MS as NOW, openHouse } from "./house.ts";

type RowTest = () => Promise<Outcome>;

/** What is there instead of what should be. */
function expect(actual: unknown, wanted: unknown): Outcome {
  return actual === wanted ? undefined : `${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`;
}

const KEY = { tokenId: "abcdEFG1", secret: "0123456789abcdef" };

/** A request of that age in seconds, signed, with what the row says is wrong with it. */
function signed(
  age: number,
  changes: Partial<RequestSignature>,
  wanted: string,
  secret = KEY.secret,
): RowTest {
  return async () => {
    const timestamp = changes.timestamp ?? String(NOW / 1000 - age);
    const nonce = changes.nonce ?? "n-1";
    const text = `${KEY.tokenId}:${timestamp}:${nonce}`;
    const signature = createHmac("sha256", secret).update(text).digest("hex");
    const request = { method: "POST", target: "/mcp", body: Buffer.from(""), timestamp, nonce, signature };
    const store = memoryStore({ now: () => NOW });
    const found = await signatureFault(store, KEY, { ...request, ...changes }, NOW);
    return expect(found?.fault ?? "allow", wanted);
  };
}

/** An access token that was never issued, and a text that is none: the same answer, a 401. */
async function unknownToken(): Promise<string> {
  const { identity } = await openHouse();
  const answers: unknown[] = [];
  for (const text of [newTokenText("abcdEFG1"), "hg_nonsense"]) {
    const answer = await identity.authenticate({ authorization: `Bearer ${text}`, address: "10.0.0.1" });
    answers.push("refusal" in answer ? { ...answer.refusal, reason: "invalid_token" } : "let in");
  }
  const [unknown, malformed] = answers.map((answer) => JSON.stringify(answer));
  return unknown === malformed ? String(unknown) : "told apart";
}

const INVALID = JSON.stringify({ status: 401, reason: "invalid_token", presented: true, counts: true });

export const TOKEN_ROWS: readonly (readonly [string, RowTest])[] = [
  ["tokens_network-001", async () => expect(await unknownToken(), INVALID)],
  ["tokens_network-037", signed(-5, {}, "allow")],
  ["tokens_network-038", signed(-6, {}, "timestamp_skew")],
  ["tokens_network-039", signed(60, {}, "allow")],
  ["tokens_network-040", signed(61, {}, "timestamp_skew")],
  [
    "tokens_network-041",
    async () => {
      const bare = { method: "POST", target: "/mcp", body: Buffer.from("") };
      const found = await signatureFault(memoryStore({ now: () => NOW }), KEY, bare, NOW);
      return expect(found?.fault, "signature_required");
    },
  ],
  ["tokens_network-043", signed(0, { signature: "A".repeat(64) }, "signature_invalid")],
  ["tokens_network-044", signed(0, { timestamp: '"1781265600"' }, "signature_invalid")],
  ["tokens_network-045", signed(0, { timestamp: "true" }, "signature_invalid")],
  ["tokens_network-047", signed(0, { nonce: "" }, "signature_invalid")],
  ["tokens_network-049", signed(0, {}, "signature_invalid", "another secret!!")],
];
