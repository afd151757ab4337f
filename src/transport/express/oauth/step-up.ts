/** Where a person has a wider grant than the client was given, the client hears which scope to ask for (RFC 6750 section 3.1). */

import { isJsonObject } from "../../../core/json.ts";
import type { Challenge } from "../../http/credentials.ts";
import type { Exchange, Step } from "../../http/exchange.ts";
import { refuse } from "../../http/problems.ts";
import type { PersonRoad } from "../../person-road.ts";

/**
 * Before the MCP endpoint. Only for a tool that the grant has not at all, and only where the person has another grant with
 * it: anything else is denied as it always is. A token that has the scope already is not sent round again.
 */
export function stepUpStep(person: Pick<PersonRoad, "widerScope">, challenge: Challenge): Step {
  return async (request, response, next) => {
    const { client, scope = "", id, grantId } = response.locals.principal;
    const tool = toolIn(response.locals.message);
    if (client === undefined || tool === undefined) return next();
    const wider = await person.widerScope(id, grantId, tool).catch(() => undefined);
    if (wider === undefined || scope.split(" ").includes(wider)) return next();
    const wanted = [...new Set(["home", ...scope.split(" "), wider])].filter(Boolean).join(" ");
    refuse(request, response, {
      status: 403,
      detail:
        "The grant that was picked has no such tool; the person can pick another by allowing this client anew.",
      headers: {
        "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${wanted}", resource_metadata="${challenge.metadataUrl(request)}"`,
      },
    });
  };
}

function toolIn(message: Exchange["locals"]["message"]): string | undefined {
  if (!isJsonObject(message) || message["method"] !== "tools/call") return undefined;
  const { params } = message;
  return isJsonObject(params) && typeof params["name"] === "string" ? params["name"] : undefined;
}
