/** What a question is bound to: the arguments of the call, the grant, and what the owner is shown of it. */

import { createHash, createHmac, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import type { Place } from "../../hass/place.ts";
import { storeKey } from "../../store/namespaces.ts";
import type { Store } from "../../store/store.ts";
import type { Ask } from "../grant/model/decision.ts";
import type { Grant } from "../grant/model/grant.ts";
import type { Request } from "../grant/model/request.ts";
import { isPhysical, isPhysicalLeaf } from "../grant/reach/physical.ts";
import type { Stake } from "./approval.ts";

/** Keyed with what never leaves the store: four digits in the data of a call are not to be found by trying. */
export type Hash = (value: unknown) => string;

const KEY = storeKey("switch", "approval-key");

/** HMAC-SHA-256 over RFC 8785 JSON, hex; the key is made at the first question. */
export async function openHash(store: Store): Promise<Hash> {
  const fresh = randomBytes(32).toString("base64");
  await store.putIfUnchanged(KEY, "absent", fresh, { durability: "acknowledged" });
  const key = Buffer.from(String((await store.get(KEY))?.value), "base64");
  return (value) => createHmac("sha256", key).update(canonicalText(value)).digest("hex");
}

/** SHA-256 over RFC 8785 JSON, hex: for what is no secret. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(canonicalText(value)).digest("hex");
}

/** Hash under which a nonce is kept. */
export function nonceHash(nonce: string): string {
  return createHash("sha256").update(nonce).digest("hex");
}

export type AskingTool = { readonly grant: Grant; readonly credential: string; readonly tool: string };

/** The call alone: what it is sent with, less PIN, waiting time and dry run, which are no part of a request. */
export function exactBinding(request: Request, { credential, tool }: AskingTool, hash: Hash): string {
  return hash(["once", credential, tool, callOf(request)]);
}

/** What answers for more than one call are kept under, in the words of `Approval`; neither where the request is no call. */
export type KeptUnder = { readonly wide?: string; readonly no_under?: string };

/**
 * The service and its targets; of a call without any nothing says what it would be done to: a no is kept under what of
 * it wants the yes, whatever else the data hold.
 */
export function keptUnder(
  request: Request,
  { targets, why, subject }: Ask,
  { credential, tool }: AskingTool,
  hash: Hash,
): KeptUnder {
  if (request.operation !== "call_service") return {};
  const { service } = request;
  if (targets === undefined)
    return { no_under: hash(["no", credential, tool, service, why, subject ?? null]) };
  return { wide: hash(["while", credential, tool, service, [...targets].sort()]) };
}

/** What the gate is about, else all the targets: what a caller puts beside them makes no other question of it. */
export function stakeOf(request: Request, { targets = [], leaves }: Ask, place: Place): Stake | undefined {
  if (request.operation !== "call_service") return undefined;
  const { service } = request;
  const gated = [
    ...targets.filter((id) => isPhysical(service, id, place)),
    ...leaves.flatMap((leaf) => (isPhysicalLeaf(leaf, place) ? (leaf.entityId ?? []) : [])),
  ];
  const entities = [...new Set(gated.length > 0 ? gated : targets)].sort();
  return entities.length > 0 ? { service, entities } : undefined;
}

/** What a yes rests on. Another leaf, area, class or name is another question. */
export function shownHash({ why, targets, leaves }: Ask, summary: string): string {
  const reached = leaves.map(({ service, entityId }) => `${service ?? "*"}@${entityId ?? "*"}`);
  return digestOf([why, [...(targets ?? [])].sort(), [...new Set(reached)].sort(), summary]);
}

export function grantHash({ compiled: _, ...saved }: Grant): string {
  return digestOf(saved);
}

function callOf(request: Request): unknown {
  switch (request.operation) {
    case "call_service":
      return { service: request.service, target: request.target ?? null, data: request.data ?? null };
    case "capability":
      return { capability: request.capability };
    default:
      return { operation: request.operation, entity_ids: request.entity_ids };
  }
}

function canonicalText(value: unknown): string {
  // keys that are undefined are none
  return canonicalize(JSON.parse(JSON.stringify(value))) ?? "null";
}
