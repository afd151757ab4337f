/** The grant's word on a look that is an operation of its own: history, a picture, a subscription, a capability. */

import { isEntityId } from "../../core/entity-id.ts";
import { cleanName } from "../../core/text.ts";
import { askToLook } from "../../security/grant/decide/special-look.ts";
import type { Denied } from "../../security/grant/model/denied.ts";
import type { Capability } from "../../security/grant/model/grant.ts";
import { deniedFailure } from "../denials.ts";
import { whyRefused } from "../refused-why.ts";
import { findReferences, nearestNames, notFound, notNamed } from "./names.ts";
import { type Looking, lookedAt, sightToAct } from "./open-sight.ts";
import type { Sight } from "./sight.ts";

type Looked = "history" | "camera" | "subscribe";

export type PermittedLook = {
  readonly ids: readonly string[];
  /** As the caller wrote them: not there, or not to be seen. */
  readonly missing: readonly string[];
  readonly nearest: readonly string[];
  /** For what is shown beside the operation itself: names, units. */
  readonly sight: Sight;
};

/** Ids and names of entities. NOT_FOUND where none of them may be seen so; whatever the grant says against it. Counted. */
export async function permitLook(
  operation: Looked,
  texts: readonly string[],
  looking: Looking,
): Promise<PermittedLook> {
  const { gateway } = looking.deciding;
  const sight = await sightToAct(looking, lookedAt(texts));
  const named = texts.every((text) => isEntityId(text.trim().toLowerCase()))
    ? texts.map((text) => ({ text, reference: { id: text.trim().toLowerCase() }, failure: undefined }))
    : await findReferences(texts, gateway, sight, ["entity"]);
  const unknown: string[] = [];
  const asked: string[] = [];
  for (const { text, reference, failure } of named) {
    if (failure) throw failure;
    if (reference) asked.push(reference.id);
    else unknown.push(text);
  }
  const near = (text: string | undefined) => (text === undefined ? [] : nearestNames(text, gateway, sight));
  const [first] = unknown;
  if (asked.length === 0 && first !== undefined && unknown.length === 1)
    throw notNamed(first, gateway, sight);
  if (asked.length === 0)
    throw notFound(
      unknown.map((text) => cleanName(text)),
      near(unknown[0]),
    );
  const answer = await askToLook(
    { operation, entity_ids: [...new Set(asked)], ...looking.caller },
    looking.deciding,
  );
  if ("denied" in answer) {
    if (answer.denied.code === "NOT_FOUND") throw notFound(asked.slice(0, 5), near(asked[0]));
    throw refused(WORDS[operation], answer.denied, looking);
  }
  const { ids } = answer;
  const missing = [...unknown, ...asked.filter((id) => !ids.includes(id))];
  return { ids, missing: missing.map((text) => cleanName(text)), nearest: near(missing[0]), sight };
}

const WORDS: Readonly<Record<Looked, string>> = {
  history: "Looking into the past",
  camera: "Taking a picture",
  subscribe: "Watching",
};

/** Before something is delivered that was asked for a while ago: PERMISSION_DENIED or NOT_FOUND where it may no more be seen. */
export async function stillPermitted(id: string, looking: Looking): Promise<void> {
  const request = { operation: "subscribe", entity_ids: [id], delivery: true, ...looking.caller } as const;
  const answer = await askToLook(request, looking.deciding);
  if ("denied" in answer) {
    if (answer.denied.code === "NOT_FOUND") throw notFound([id], []);
    throw refused(WORDS.subscribe, answer.denied, looking);
  }
}

/** PERMISSION_DENIED where the grant does not open the capability, or not now. Counted. */
export async function permitCapability(
  capability: Capability,
  what: string,
  looking: Looking,
): Promise<void> {
  const answer = await askToLook(
    { operation: "capability", capability, ...looking.caller },
    looking.deciding,
  );
  if ("denied" in answer) throw refused(what, answer.denied, looking);
}

function refused(what: string, denied: Denied, { deciding: { grant, clock } }: Looking) {
  return deniedFailure(what, denied, whyRefused(denied, grant, clock.now(), undefined));
}
