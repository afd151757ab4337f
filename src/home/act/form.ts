/** The form of a call: the service in its one spelling, every name of the target an id. */

import { domainOf, inOneSpelling, isEntityId, isService } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import { quote } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";
import { KEY_OF_KIND, TARGET_KINDS } from "../../hass/target-kinds.ts";
import { EVERYTHING } from "../../security/grant/decide/look.ts";
import type { CallRequest } from "../../security/grant/model/request.ts";
import type { CallInput, TargetInput } from "../acting.ts";
import { findReference, findReferences, notNamed, notNamedAtAll, partsOf } from "../see/names.ts";
import { namesLikeIds } from "../see/names-like-ids.ts";
import { isVisible, KINDS, type Kind, type Reference } from "../see/reference.ts";
import { asKnown, type Sight } from "../see/sight.ts";
import { givesOption, mendData, mendOptions } from "../service/mend-data.ts";
import { namesInData } from "./names-in-data.ts";

type Selected = Omit<TargetInput, "exclude">;
type Ids = Omit<Selected, "name">;

const KEY_OF = { entity: "entity_id", ...KEY_OF_KIND } as const;

/** A call as the grant is asked about it. */
export type CallForm = Pick<CallRequest, "service"> & {
  readonly target: (Ids & { readonly exclude?: Ids }) | undefined;
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
  const service = inOneSpelling(input.service);
  if (!isService(service)) {
    throw new Failure("INPUT_INVALID", `${quote(input.service, 40)} is no service.`, {
      hint: "Write domain.service, e.g. light.turn_on.",
    });
  }
  const { gateway } = scope;
  const { target } = input;
  const given = mendData(service, input.data ?? {}, gateway);
  const inData = namesInData(service, given, gateway);
  if (target) refuseEmptyTarget(service, target);
  const { exclude, ...selected } = target ?? {};
  const names = [selected, exclude ?? {}].flatMap((part) => namesIn(part, gateway)).concat(inData.texts);
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
  const data = sight && inData.texts.length > 0 ? await inData.resolved(sight) : given;
  if (!target) return { service, target, data: await inOwnWords(service, target, data, scope) };
  const ids = await idsFor(selected, sight, gateway, false);
  return {
    service,
    target: exclude ? { ...ids, exclude: await idsFor(exclude, sight, gateway, true) } : ids,
    data: await inOwnWords(service, ids, data, scope),
  };
}

/** With options as the entities spell them: those named, else all of the service's domain that may be seen. */
async function inOwnWords(
  service: string,
  target: Ids | undefined,
  data: JsonObject,
  { gateway: { states }, look }: FormScope,
): Promise<JsonObject> {
  if (!givesOption(data)) return data;
  const { entity_id: ids = [] } = target ?? {};
  const texts = ids.flatMap((text) => text.split(",").map((id) => id.trim().toLowerCase()));
  const named = texts.flatMap((id) => states.get(id) ?? []);
  if (named.length > 0) return mendOptions(data, named);
  const sight = await look(EVERYTHING);
  const seen = [...sight.ids()].flatMap((id) => (domainOf(id) === domainOf(service) && states.get(id)) || []);
  return mendOptions(
    data,
    seen.map((state) => asKnown(state, sight)),
  );
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
function namesIn({ name = [], ...target }: Selected, place: Place): readonly string[] {
  const other = TARGET_KINDS.flatMap((kind) => target[KEY_OF_KIND[kind]] ?? []);
  return [...other, ...[...name, ...(target.entity_id ?? [])].filter((text) => !looksLikeId(text, place))];
}

/** Ids in lower case, one or several in a text; `all`. What another entity goes by as its name is not one. */
function looksLikeId(text: string, place: Place): boolean {
  return text.split(",").every((part) => {
    const word = part.trim().toLowerCase();
    if (word === "") return true;
    return (word === "all" || word === "none" || isEntityId(word)) && !namesLikeIds(place).has(word);
  });
}

function meansAll(word: string, id: string): Failure {
  return new Failure(
    "INPUT_INVALID",
    `${word} is the name of ${id} here, and means every entity elsewhere.`,
    {
      hint: "Use the id, or name areas. Nothing was sent.",
    },
  );
}

/** What nobody can tell from an id: the grant decides on it. */
const MAY_BE_ID = /^[\w-]{1,255}$/;

/** `strict`: what is excluded must be there, or it would go unspared without a word. `sight` is there where there are names. */
async function idsFor(
  { name = [], ...target }: Selected,
  sight: Sight | undefined,
  gateway: Gateway,
  strict: boolean,
): Promise<Ids> {
  const ids: Partial<Record<keyof Ids, string[]>> = {};
  const add = (kind: Kind, more: readonly string[]) => {
    const known = ids[KEY_OF[kind]] ?? [];
    for (const id of more) known.push(id);
    ids[KEY_OF[kind]] = known;
  };
  for (const kind of KINDS) {
    const given = target[KEY_OF[kind]];
    if (given) add(kind, []);
    for (const text of given ?? []) {
      const isId = text.trim() === "" || (kind === "entity" && looksLikeId(text, gateway));
      add(kind, isId || !sight ? [text] : await idsOfText(text, kind, sight, gateway, strict));
    }
  }
  for (const text of name) {
    if (!sight || looksLikeId(text, gateway)) add("entity", [text]);
    else for (const { kind, id } of await bearing(text, sight, gateway, strict)) add(kind, [id]);
  }
  return ids;
}

/** What names stand for whose kind nobody said: the entity that bears one, else the one place, device or label. */
async function bearing(
  text: string,
  sight: Sight,
  gateway: Gateway,
  strict: boolean,
): Promise<readonly Reference[]> {
  await gateway.aliasesLoaded();
  const meant = (word: string) =>
    findReference(word, gateway, sight, ["entity"]) ?? findReference(word, gateway, sight, TARGET_KINDS);
  const whole = meant(text);
  if (whole && whole.kind !== "entity") return [whole];
  const parts = whole ? [text] : partsOf(text);
  const found = parts.map(async (part): Promise<readonly Reference[]> => {
    const one = whole ?? meant(part);
    if (one && one.kind !== "entity") return [one];
    if (!one && !mayBeId(part.trim(), "entity")) throw sight.refused ?? notNamedAtAll(part, gateway, sight);
    const ids = await idsOfText(part, "entity", sight, gateway, strict);
    return ids.map((id) => ({ kind: "entity", id }));
  });
  return (await Promise.all(found)).flat();
}

const MEANS_ALL = /^(all|none)$/i;

function mayBeId(word: string, kind: Kind): boolean {
  return kind === "entity" ? /^\S*\.\S*$/.test(word) || word === "all" : MAY_BE_ID.test(word);
}

/** The ids of a name, or of several with commas between them. */
export async function idsOfText(
  text: string,
  kind: Kind,
  sight: Sight,
  gateway: Gateway,
  strict: boolean,
): Promise<readonly string[]> {
  const found = await findReferences([text], gateway, sight, [kind]);
  return found.map((each) => {
    if (each.failure) throw each.failure;
    const word = each.text.trim();
    if (each.reference && kind === "entity" && MEANS_ALL.test(word)) throw meansAll(word, each.reference.id);
    if (each.reference) return each.reference.id;
    if (!mayBeId(word, kind) || (strict && !isVisible({ kind, id: word }, gateway, sight)))
      throw sight.refused ?? notNamed(each.text, gateway, sight, kind);
    return each.text;
  });
}
