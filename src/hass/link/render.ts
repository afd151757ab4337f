/** Rendering one template once: in Home Assistant it is a subscription. */

import type { Connection } from "home-assistant-js-websocket";
import { commandFault } from "../hass-error.ts";

/** The text of the first result. Rejects on a template error, a refusal, or after `timeoutMs`. */
export async function renderOnce(
  connection: Connection,
  template: string,
  timeoutMs: number,
): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  let stop: (() => Promise<void>) | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("the template took too long")), timeoutMs);
      // `timeout` cuts an endless loop on Home Assistant's side; without `report_errors` a faulty template says nothing
      const message = { type: "render_template", template, timeout: timeoutMs / 1_000, report_errors: true };
      const onEvent = (event: { result?: unknown; error?: unknown }) => {
        if (event.error !== undefined) reject(new Error("the template failed"));
        else resolve(String(event.result ?? ""));
      };
      connection.subscribeMessage(onEvent, message, { resubscribe: false }).then(
        (unsubscribe) => {
          stop = unsubscribe;
        },
        (rejection) => reject(new Error(`the template was refused (${commandFault(rejection).kind})`)),
      );
    });
  } finally {
    clearTimeout(timer);
    stop?.().catch(() => undefined);
  }
}
