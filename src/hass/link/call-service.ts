/** One service call over the connection: sent once, never again. */

import type { Connection } from "home-assistant-js-websocket";
import { Failure } from "../../core/failure.ts";
import type { ServiceCall, ServiceResult } from "../gateway.ts";
import { commandFault, rejectedFailure } from "../hass-error.ts";
import { idOf, objectOf } from "../wire-values.ts";
import { within } from "./commands.ts";
import { redeem } from "./tickets.ts";
import { notConnected } from "./unavailable.ts";

/** Of no state: what an answer without a context changed is not known to be its doing. */
const NO_CONTEXT = "none";

/** Rejects as `Gateway.callService` does; `connected` throws HASS_UNAVAILABLE when there is no connection. */
export async function sendCall(connected: () => Connection, call: ServiceCall): Promise<ServiceResult> {
  const connection = connected();
  try {
    const sent = connection.sendMessagePromise({
      type: "call_service",
      domain: call.domain,
      service: call.service,
      service_data: call.data,
      ...(call.entityIds ? { target: { entity_id: call.entityIds } } : {}),
      ...(call.returnResponse ? { return_response: true } : {}),
    });
    const { withinMs } = call;
    const { context, response } = objectOf(
      redeem(await (withinMs === undefined ? sent : within(sent, withinMs))),
    );
    return { contextId: idOf(objectOf(context)["id"]) ?? NO_CONTEXT, response };
  } catch (rejection) {
    if (rejection instanceof Failure) throw rejection;
    throw callFailure(call, rejection);
  }
}

function callFailure(call: ServiceCall, rejection: unknown): Failure {
  const fault = commandFault(rejection);
  if (fault.kind === "rejected") {
    const service = `${call.domain}.${call.service}`;
    const hint =
      fault.error.code === "invalid_format" ? `ha_services ${service} tells its fields.` : undefined;
    return rejectedFailure(`run ${service}`, fault.error, hint);
  }
  if (fault.kind === "unsent") return notConnected(rejection);
  return new Failure("OUTCOME_UNKNOWN", "The connection to Home Assistant broke after the call was sent.", {
    hint: "It may have happened: read the state before repeating.",
    cause: rejection,
  });
}
