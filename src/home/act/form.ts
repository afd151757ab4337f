/** The form of a call: the service in its one spelling, every name of the target an id. */

import { isService } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { cleanLine, quote } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { KEY_OF_KIND, TARGET_KINDS } from "../../hass/target-kinds.ts";
import type { CallRequest } from "../../security/grant/model/request.ts";
import type { CallInput, TargetInput } from "../home.ts";
import { findReference, isVisible, type Kind, nearestNames, notFound } from "../see/names.ts";
import type { Sight } from "../see/sight.ts";

type Selected = Omit<TargetInput, "exclude">;

const KIND_OF_KEY: readonly (readonly [keyof Selected, Kind])[] = [
  ["entity_id", "entity"],
  ...TARGET_KINDS.map((kind) => [KEY_OF_KIND[kind], kind] as const),
];

/** A call as the grant is asked about it. */
export type CallForm = Pick<CallRequest, "service"> & {
  readonly target: TargetInput | undefined;
  readonly data: NonNullable<CallInput["data"]>;
};

/** Each is looked for in the whole home. */
const MOST_NAMES = 200;

type FormScope = {
  readonly gateway: Gateway;
  /** What may be seen, for the names among the texts. */
  readonly look: (texts: readonly string[]) => Promise<Sight>;
};

/** INPUT_INVALID for what is no call; NOT_FOUND for a name that nothing here bears. Ids stay for the grant to judge. */
export async function formOf(input: CallInput, scope: FormScope): Promise<CallForm> {
  const service = input.service.trim().toLowerCase();
  if (!isService(service)) {
    throw new Failure("INPUT_INVALID", `${quote(input.service, 40)} is no service.`, {
      hint: "Write domain.service, e.g. light.turn_on.",
    });
  }
  const { target, data = {} } = input;
  if (!target) return { service, target: undefined, data };
  refuseEmptyTarget(service, target);
  const { exclude, ...selected } = target;
  const names = [selected, exclude ?? {}].flatMap(namesIn);
  if (names.length > MOST_NAMES) {
    throw new Failure(
      "INPUT_INVALID",
      `${service}: ${names.length} names in one target, at most ${MOST_NAMES}.`,
      {
        hint: "Name an area, a floor or a label instead of what is in it. Nothing was sent.",
      },
    );
  }
  const sight = names.length === 0 ? undefined : await scope.look(names);
  if (!sight) return { service, target, data };
  const ids = idsFor(selected, sight, scope.gateway, false);
  return {
    service,
    target: exclude ? { ...ids, exclude: idsFor(exclude, sight, scope.gateway, true) } : ids,
    data,
  };
}

/** Lists without anything in them select nothing; Home Assistant would read some of them as everything. */
function refuseEmptyTarget(service: string, { exclude: _, ...selected }: TargetInput): void {
  const lists = Object.values(selected);
  if (lists.length === 0 || lists.some((list) => list === undefined || list.length > 0)) return;
  throw new Failure("INPUT_INVALID", `${service}: target is empty.`, {
    hint: "Name entities, areas, floors, labels or devices. Nothing was sent.",
  });
}

/** Texts that have to be looked up: only entities go by what has the look of an id. */
function namesIn(target: Selected): readonly string[] {
  return KIND_OF_KEY.flatMap(([key]) =>
    (target[key] ?? []).filter((text) => key !== "entity_id" || !looksLikeId(text)),
  );
}

function looksLikeId(text: string): boolean {
  const word = text.trim();
  return !/\s/.test(word) && (word === "" || word.includes(".") || /^(all|none)$/i.test(word));
}

/** `strict`: what is excluded must be there, or it would go unspared without a word. */
function idsFor(target: Selected, sight: Sight, gateway: Gateway, strict: boolean): Selected {
  const ids: Record<string, readonly string[]> = {};
  for (const [key, kind] of KIND_OF_KEY) {
    const given = target[key];
    if (!given) continue;
    ids[key] = given.map((text) => {
      if (text.trim() === "" || (kind === "entity" && looksLikeId(text))) return text;
      const found = findReference(text, gateway, sight, [kind]);
      if (found) return found.id;
      if (
        (kind === "entity" && !text.includes(",")) ||
        (strict && !isVisible({ kind, id: text.trim() }, gateway, sight))
      )
        throw sight.refused ?? notFound([cleanLine(text, 60)], nearestNames(text, gateway, sight));
      return text;
    });
  }
  return ids;
}
