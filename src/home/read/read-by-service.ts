/** The few services that only read, answered under read scope: forecasts, calendar events, to-do lists, media. */

import { inOneSpelling, objectOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject, plainNumber } from "../../core/json.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { descriptionOf } from "../../hass/service-description.ts";
import type { Permission } from "../../security/grant/decide/permission.ts";
import { READ_SERVICES } from "../../security/grant/model/service-kinds.ts";
import { deniedFailure } from "../denials.ts";
import { blotted, blottedFailure } from "../see/blot.ts";
import { findReferences, notNamed } from "../see/names.ts";
import { safe, WHOLE } from "../see/rows.ts";
import { allInHomeTime } from "../see/said.ts";
import type { Sight } from "../see/sight.ts";
import { checkAgainstDescription } from "../service/check.ts";
import { mendData } from "../service/mend-data.ts";
import { asRows } from "./as-rows.ts";

/** Characters of one response: about 2,000 tokens. */
const RESPONSE_CHARACTERS = 7_000;
/** Of its rows, beside what stands around them. */
const ROWS_CHARACTERS = 6_000;

/** Browsing the media of a slow device takes its time; nothing that is read takes longer. */
const ANSWERS_WITHIN_MS = 30_000;

type ServiceRead = {
  readonly ids: readonly string[];
  readonly service: string;
  readonly data: JsonObject;
};
type Scope = {
  readonly gateway: Gateway;
  readonly sight: Sight;
  readonly permit: (call: EntityCall) => Promise<Permission>;
};
type EntityCall = {
  readonly service: string;
  readonly target: { readonly entity_id: readonly string[] };
  readonly data: JsonObject;
};

/** INPUT_INVALID for any other service or an answer that is too long; NOT_FOUND for what may not be seen. */
export async function readByService(
  { ids, service: said, data }: ServiceRead,
  { gateway, sight, permit }: Scope,
): Promise<unknown> {
  const service = readServiceOf(said);
  if (service === undefined) {
    throw new Failure("INPUT_INVALID", `${cleanLine(said, 60)} does not only read.`, {
      hint: `ha_read takes ${READ_SERVICES.join(", ")}; everything else is ha_call_service.`,
    });
  }
  const found = await findReferences(ids, gateway, sight, ["entity"]);
  const entityIds = found.map(({ text, reference, failure }) => {
    if (failure) throw failure;
    if (!reference) throw notNamed(text, gateway, sight);
    return reference.id;
  });
  const { after = 0, ...own } = mendData(service, data, gateway);
  const permission = await permit({ service, target: { entity_id: entityIds }, data: own });
  if (!permission.allowed)
    throw deniedFailure(`${service} on ${entityIds.slice(0, 3).join(", ")}`, permission.denied);
  const description = descriptionOf(gateway.services, service);
  const targets = entityIds.flatMap((id) => gateway.states.get(id) ?? []);
  if (description) checkAgainstDescription(service, description, own, targets, gateway);
  const over = permission.reserve && (await permission.reserve());
  if (over) throw deniedFailure(service, over);
  const response = await answerOf({ service, data: permission.data, entityIds }, gateway, sight);
  const all = safe(allInHomeTime(response, gateway), sight, WHOLE);
  if (all === undefined) return {};
  const clean = asRows(all, {
    budget: ROWS_CHARACTERS,
    after: Math.max(0, Math.floor(plainNumber(after)) || 0),
  });
  const length = JSON.stringify(clean).length;
  if (length <= RESPONSE_CHARACTERS) return clean;
  throw new Failure("INPUT_INVALID", `The answer would be ${length} characters long.`, {
    hint: "Ask for a shorter time or fewer ids.",
  });
}

/** By its name alone too: `get_forecasts`. */
function readServiceOf(said: string): string | undefined {
  const text = inOneSpelling(said);
  return READ_SERVICES.find((each) => each === text || objectOf(each) === text);
}

type Question = {
  readonly service: string;
  readonly data: JsonObject;
  readonly entityIds: readonly string[];
};

/** Home Assistant refuses all for the sake of one: then each is asked by itself, and says what is against it. */
async function answerOf(question: Question, gateway: Gateway, sight: Sight): Promise<unknown> {
  const { entityIds } = question;
  try {
    return await ask(question, gateway);
  } catch (fault) {
    if (!isRefusal(fault)) throw fault;
    const refused = blottedFailure(fault, gateway, sight);
    if (entityIds.length < 2) throw refused;
    const answers: [string, unknown][] = [];
    for (const id of entityIds) {
      const answer = await ask({ ...question, entityIds: [id] }, gateway).catch((fault: unknown) => {
        if (!isRefusal(fault)) throw fault;
        return { [id]: { refused: blotted(fault.message, gateway, sight) } };
      });
      if (isJsonObject(answer)) answers.push(...Object.entries(answer));
    }
    const isAnswered = answers.some(([, answer]) => !isJsonObject(answer) || !("refused" in answer));
    if (!isAnswered) throw refused;
    return Object.fromEntries(answers);
  }
}

function isRefusal(fault: unknown): fault is Failure {
  return fault instanceof Failure && fault.code === "HASS_REJECTED";
}

async function ask({ service, data, entityIds }: Question, gateway: Gateway): Promise<unknown> {
  const [domain = "", name = ""] = service.split(".");
  const { response } = await gateway.callService({
    domain,
    service: name,
    data,
    entityIds,
    returnResponse: true,
    withinMs: ANSWERS_WITHIN_MS,
  });
  return response;
}
