/** Rows of the vectors about access tokens and signed requests, each bound to a test that does what it says. */

import { createHmac, generateKeyPairSync } from "node:crypto";
import {
  type RequestSignature,
  signatureFault,
} from "../../../src/security/identity/guard/signed-request.ts";
import { type Ring, rotated } from "../../../src/security/identity/key/ring.ts";
import { changeRing, readRing } from "../../../src/security/identity/key/ring-store.ts";
import { newTokenText } from "../../../src/security/identity/token/token-text.ts";
import { memoryStore } from "../../../src/store/memory-store.ts";
import { askedOf, callOf } from "../../transport/express/oauth/stepped-up.ts";
import type { Outcome } from "../grant/vector-cases.ts";
import { asked, DAY_MS, HOUR_MS, logIn, START_MS as NOW, openHouse, refused } from "./house.ts";

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

type Parts = { header: Record<string, unknown>; payload: Record<string, unknown>; secret: string };

/** A good JWT of a house, changed and signed again by whoever holds the secret that `change` answers. */
function forged(change: (parts: Parts) => string): RowTest {
  return async () => {
    const house = await openHouse();
    const { token } = await logIn(house.identity);
    const [header, payload] = token.split(".").map((part) => Buffer.from(part, "base64url"));
    const { keys } = await readRing(house.store);
    const parts: Parts = {
      header: JSON.parse(String(header)),
      payload: JSON.parse(String(payload)),
      secret: keys[0]?.secret ?? "",
    };
    if ((await asked(house.identity, resigned(parts, parts.secret))) !== "ok")
      return "the good one is refused";
    const secret = change(parts);
    const { status, presented } = await refused(house.identity, `Bearer ${resigned(parts, secret)}`);
    return expect(`${status} ${presented}`, "401 true");
  };
}

function resigned({ header, payload }: Parts, secret: string): string {
  const text = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

function publicKey(): string {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return pair.publicKey.export({ type: "spki", format: "pem" }).toString();
}

/** What a token signed before a rotation is told just before and at the end of its key. */
async function aroundTheEnd(): Promise<string> {
  const house = await openHouse({ settings: { expirationMs: DAY_MS } });
  const { token } = await logIn(house.identity);
  const turn = (ring: Ring) => rotated(ring, DAY_MS, NOW - HOUR_MS);
  await changeRing(house.store, turn);
  const told: string[] = [];
  for (const at of [NOW, NOW + DAY_MS - HOUR_MS - 1, NOW + DAY_MS - HOUR_MS]) {
    house.clock.ms = at;
    told.push(await asked(house.identity, token));
  }
  return told.join(" ");
}

async function twoActive(): Promise<string> {
  const house = await openHouse();
  await changeRing(house.store, (ring) => ({ ...ring, keys: [...ring.keys, ...ring.keys] }));
  return house.open().then(
    () => "started",
    () => "start refused",
  );
}

/** The vector's scopes are ha:read and ha:control; ours are home and home:control. */
async function wider(): Promise<string> {
  const caller = { grant: "viewer", scope: "home", person: "Alex" } as const;
  const { status, challenge } = await askedOf(caller, callOf("ha_call_service"));
  const [, error, scope] = /error="(\w+)", scope=("[^"]+")/.exec(challenge ?? "") ?? [];
  return `${status} ${error} ${scope}`;
}

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
  [
    "mcp-014",
    forged(({ header, secret }) => {
      header["alg"] = "none";
      return secret;
    }),
  ],
  ["mcp-015", forged(() => publicKey())],
  [
    "mcp-016",
    forged(({ payload, secret }) => {
      payload["aud"] = "https://another/mcp";
      return secret;
    }),
  ],
  [
    "mcp-017",
    forged(({ header, secret }) => {
      header["kid"] = "../../etc/passwd";
      return secret;
    }),
  ],
  ["mcp-019", async () => expect(await wider(), '403 insufficient_scope "home home:control"')],
  ["mcp-020", async () => expect(await aroundTheEnd(), "ok ok unknown_key")],
  ["mcp-024", async () => expect(await twoActive(), "start refused")],
];
