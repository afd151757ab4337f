/** The logbook of entities: what happened, and by what, as far as the caller may see that. */

import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { isPassword } from "../../hass/secret-state.ts";
import { blotted } from "../see/blot.ts";
import { isTold } from "../see/hidden-names.ts";
import { SECRET, safe } from "../see/rows.ts";
import { inHomeTime } from "../see/said.ts";
import { nameOf, type Sight } from "../see/sight.ts";
import type { PastQuestion } from "./past-question.ts";
import { timeline } from "./range.ts";

type Logbook = { readonly events: readonly string[]; readonly more?: string };

/** `11-28 07:00:12 light.hall on by automation Morning`; the newest last. */
export async function logbookLines({ look, range, zone, points, looking }: PastQuestion): Promise<Logbook> {
  const { gateway } = looking.deciding;
  const answer = await gateway.query({
    type: "logbook/get_events",
    start_time: new Date(range.start).toISOString(),
    end_time: new Date(range.end).toISOString(),
    entity_ids: look.ids,
  });
  const list: readonly unknown[] = Array.isArray(answer) ? answer : [];
  // Home Assistant adds what it thinks belongs to it
  const own = list.filter(isJsonObject).filter(({ entity_id }) => look.ids.some((id) => id === entity_id));
  const shown = own.slice(-points);
  const more = own.length - shown.length;
  return {
    events: timeline(
      shown.map((event) => ({ at: Number(event["when"]) * 1_000, text: textOf(event, gateway, look.sight) })),
      zone,
      true,
    ),
    ...(own.length === 0 ? { more: "nothing in the logbook of that time" } : {}),
    ...(more > 0 ? { more: `${more} earlier; ask with an earlier end or more points (at most 200)` } : {}),
  };
}

function textOf(event: JsonObject, gateway: Gateway, sight: Sight): string {
  const { entity_id, state, message } = event;
  // what was pressed or sent has for its state when that was
  const text = typeof message === "string" ? message : inHomeTime(String(state ?? ""), gateway);
  const now = gateway.states.get(String(entity_id));
  const what = now && isPassword(now) ? SECRET : String(safe(blotted(text, gateway, sight), sight));
  return `${String(entity_id)} ${what}${causeOf(event, gateway, sight)}`;
}

/** What is not to be seen is not there: then it is no cause that can be told. */
function causeOf(event: JsonObject, gateway: Gateway, sight: Sight): string {
  const {
    context_entity_id: by,
    context_domain: domain,
    context_service: service,
    context_user_id: user,
  } = event;
  if (typeof by === "string") {
    if (!sight.sees(by)) return " (by something else)";
    const how = by.startsWith("automation.") ? "automation " : by.startsWith("script.") ? "script " : "";
    return ` by ${how}${cleanName(nameOf(gateway, by))} (${by})`;
  }
  const call = typeof domain === "string" && typeof service === "string" ? `${domain}.${service}` : undefined;
  if (call !== undefined && !isTold(call, gateway.registries, sight)) return " (by something else)";
  const action = call === undefined ? "" : ` with ${cleanName(call)}`;
  return typeof user === "string" ? ` by a user${action}` : action;
}
