/** The first messages on a socket: Home Assistant asks who is there. */

import type { WebSocket } from "ws";
import type { Failure } from "../../core/failure.ts";
import type { Secret } from "../../core/secret.ts";
import { closedDuringLogin, otherProtocol, silent, tokenRefused, unreachable } from "./unavailable.ts";

export type HassCredentials = {
  readonly token: Secret;
  /** Until the socket is open and authenticated. */
  readonly timeoutMs: number;
};

/** Resolves to Home Assistant's version; rejects with the HASS_UNAVAILABLE that says why not. */
export function authenticate(raw: WebSocket, { token, timeoutMs }: HassCredentials): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      raw.off("message", onMessage);
      raw.off("close", onClose);
      // an "error" event without a listener would end the process
      raw.off("error", onError);
      raw.on("error", () => raw.terminate());
    };
    const fail = (failure: Failure) => {
      done();
      reject(failure);
    };
    const onMessage = (data: { toString(): string }) => {
      const step = stepAfter(data.toString(), token);
      if ("reply" in step) return raw.send(step.reply);
      if ("failure" in step) return fail(step.failure);
      done();
      resolve(step.version);
    };
    const onError = (cause: unknown) => fail(unreachable(cause));
    const onClose = () => fail(closedDuringLogin());
    const timer = setTimeout(() => fail(silent()), timeoutMs);
    raw.on("message", onMessage);
    raw.on("error", onError);
    raw.on("close", onClose);
  });
}

type Step = { readonly reply: string } | { readonly version: string } | { readonly failure: Failure };

function stepAfter(text: string, token: Secret): Step {
  const message = readMessage(text);
  switch (message?.type) {
    case "auth_required":
      return { reply: JSON.stringify({ type: "auth", access_token: token.reveal() }) };
    case "auth_ok":
      return { version: message.ha_version ?? "" };
    case "auth_invalid":
      return { failure: tokenRefused() };
    default:
      return { failure: otherProtocol() };
  }
}

function readMessage(text: string): { type?: unknown; ha_version?: string } | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
