/** Commands over one connection: each has a deadline and fails as a Failure. */

import type { Connection, MessageBase } from "home-assistant-js-websocket";
import { Failure } from "../../core/failure.ts";
import { commandFault, rejectedFailure } from "../hass-error.ts";
import { redeem } from "./tickets.ts";
import { notConnected, tooLate } from "./unavailable.ts";

/** Until a command that only reads is given up. */
export const COMMAND_TIMEOUT_MS = 10_000;

/**
 * Sends a command that only reads. HASS_REJECTED (`cause` is the HassError), HASS_UNAVAILABLE when unsent, lost or late.
 */
export async function ask(
  connection: Connection,
  message: MessageBase,
  timeoutMs = COMMAND_TIMEOUT_MS,
): Promise<unknown> {
  return redeem(await answered(connection.sendMessagePromise(message), message, timeoutMs));
}

/**
 * Subscribes without the library's resubscription: that one resends while Home Assistant is still starting, and its
 * refusal then is an unhandled rejection. Whoever subscribes does so again after each `ready`.
 */
export async function subscribe(
  connection: Connection,
  message: MessageBase,
  onEvent: (event: unknown) => void,
): Promise<void> {
  const options = { resubscribe: false };
  const subscribed = connection.subscribeMessage(
    (event: unknown) => onEvent(redeem(event)),
    message,
    options,
  );
  await answered(subscribed, message, COMMAND_TIMEOUT_MS);
}

/** The answer, or the Failure that tells what became of it. */
async function answered<T>(sent: Promise<T>, message: MessageBase, timeoutMs: number): Promise<T> {
  try {
    return await within(sent, timeoutMs);
  } catch (rejection) {
    if (rejection instanceof Failure) throw rejection;
    const fault = commandFault(rejection);
    throw fault.kind === "rejected"
      ? rejectedFailure(`answer ${message.type}`, fault.error)
      : notConnected(rejection);
  }
}

/** What was sent, unless it takes longer: then the Failure that says so. */
export async function within<T>(sent: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), timeoutMs);
  });
  try {
    return await Promise.race([sent, late]);
  } finally {
    clearTimeout(timer);
  }
}
