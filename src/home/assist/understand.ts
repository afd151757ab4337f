/** What a sentence means to Home Assistant's own Assist, which is asked without anything being done. */

import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { HassError } from "../../hass/hass-error.ts";

export type Understood = {
  /** As Home Assistant names it, e.g. `HassTurnOn`. */
  readonly intent: string;
  /** Values, without those that are empty. */
  readonly slots: JsonObject;
  /** The words of the sentence that each value came from. */
  readonly heard: Readonly<Record<string, string>>;
  /** Entity ids that it is about, whether or not they may be seen. */
  readonly targets: readonly string[];
  /** Those of them whose state is what a question asks for. */
  readonly matched: ReadonlySet<string>;
};

/** Why it is not known what the sentence would do. */
export type Unclear = "nothing fits" | "a sentence of the owner's own";

/** HASS_UNAVAILABLE; HASS_REJECTED where Home Assistant is too old to be asked. */
export async function understand(text: string, gateway: Gateway): Promise<Understood | Unclear> {
  const answer = await asked(text, gateway);
  const results: readonly unknown[] =
    isJsonObject(answer) && Array.isArray(answer["results"]) ? answer["results"] : [];
  const [result] = results;
  if (!isJsonObject(result)) return "nothing fits";
  // automations that wait for a sentence, and sentences with an answer of their own
  if (result["source"] !== "builtin") return "a sentence of the owner's own";
  const { intent, details, targets, match } = result;
  const name = isJsonObject(intent) ? intent["name"] : undefined;
  if (match !== true || typeof name !== "string") return "nothing fits";
  const found = isJsonObject(targets) ? Object.entries(targets) : [];
  const slots = Object.entries(isJsonObject(details) ? details : {}).flatMap(([key, detail]) =>
    isJsonObject(detail) && detail["value"] !== null && detail["value"] !== undefined
      ? [[key, detail] as const]
      : [],
  );
  return {
    intent: name,
    slots: Object.fromEntries(slots.map(([key, { value }]) => [key, value])),
    heard: Object.fromEntries(
      slots.flatMap(([key, { text: words }]) =>
        typeof words === "string" && words !== "" ? [[key, words]] : [],
      ),
    ),
    targets: found.map(([id]) => id),
    matched: new Set(
      found.flatMap(([id, how]) => (isJsonObject(how) && how["matched"] === true ? [id] : [])),
    ),
  };
}

async function asked(text: string, gateway: Gateway): Promise<unknown> {
  try {
    return await gateway.query({ type: "conversation/agent/homeassistant/debug", sentences: [text] });
  } catch (fault) {
    const cause = fault instanceof Failure ? fault.cause : undefined;
    if (!(cause instanceof HassError)) throw fault;
    throw new Failure("HASS_REJECTED", "Home Assistant cannot say what a sentence would do.", {
      hint: "Nothing was sent. Use ha_search and ha_call_service instead.",
      cause,
    });
  }
}
