/** Rendering one template once: in Home Assistant it is a subscription. */

import type { Connection } from "home-assistant-js-websocket";
import { plainText } from "../../core/json.ts";
import { commandFault } from "../hass-error.ts";
import { objectOf } from "../wire-values.ts";
import { redeem } from "./tickets.ts";

/** The text of the first result. Rejects on a template error, a refusal, or after `timeoutMs`. */
export async function renderOnce(
  connection: Connection,
  template: string,
  timeoutMs: number,
): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  let subscribed: Promise<() => Promise<void>> | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("the template took too long")), timeoutMs);
      // `timeout` cuts an endless loop on Home Assistant's side; without `report_errors` a faulty template says nothing
      const message = { type: "render_template", template, timeout: timeoutMs / 1_000, report_errors: true };
      const onEvent = (event: unknown) => {
        const { result, error } = objectOf(redeem(event));
        if (error !== undefined) reject(new Error("the template failed", { cause: plainText(error) }));
        else resolve(plainText(result ?? ""));
      };
      subscribed = connection.subscribeMessage(onEvent, message, { resubscribe: false });
      subscribed.catch((rejection: unknown) =>
        reject(new Error(`the template was refused (${commandFault(rejection).kind})`)),
      );
    });
  } finally {
    clearTimeout(timer);
    // Home Assistant may confirm it after its first result, or after the time-out; without a connection there is none
    subscribed?.then((unsubscribe) => unsubscribe()).catch(() => undefined);
  }
}
