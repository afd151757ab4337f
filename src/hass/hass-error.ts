/** Home Assistant's errors as one shape, whatever shape the client library rejected with. */

import { Failure } from "../core/failure.ts";
import { withoutSecretText } from "../core/sensitive.ts";
import { cleanLine } from "../core/text.ts";

/** A command that Home Assistant refused. `code` and `message` are its own words, without secrets: foreign text. */
export class HassError extends Error {
  override readonly name = "HassError";
  readonly code: string;
  readonly translationKey: string | undefined;

  constructor(code: string, message: string, translationKey?: string) {
    super(message);
    this.code = code;
    this.translationKey = translationKey;
  }
}

/** Why a command did not end well. `lost`: it was sent and the connection broke. `unsent`: it never left. */
export type CommandFault =
  | { readonly kind: "rejected"; readonly error: HassError }
  | { readonly kind: "lost" | "unsent" };

/**
 * Reads the library's rejections: `{code, message}` from the server, `{type: "result", error: {code: 3}}` for a command
 * in flight when the connection broke, the bare number 3 for one sent while down, or an Error from the socket.
 */
export function commandFault(rejection: unknown): CommandFault {
  if (typeof rejection === "number") return { kind: "unsent" };
  if (typeof rejection === "object" && rejection !== null) {
    if ("error" in rejection && "success" in rejection) return { kind: "lost" };
    if ("code" in rejection && "message" in rejection) {
      const key = "translation_key" in rejection ? rejection.translation_key : undefined;
      return {
        kind: "rejected",
        error: new HassError(
          String(rejection.code),
          withoutSecretText(String(rejection.message), "(secret)"),
          typeof key === "string" ? key : undefined,
        ),
      };
    }
  }
  return { kind: "lost" };
}

// A denial by Home Assistant's own permissions comes as `home_assistant_error: Unauthorized` from services
// and as `unauthorized` from commands (verified on 2026.11).
export function isUnauthorized(error: HassError): boolean {
  return error.code === "unauthorized" || error.message === "Unauthorized";
}

/** What the user behind our token may not do, said once. */
export function unauthorizedFailure(what: string, cause: HassError): Failure {
  return new Failure("HASS_REJECTED", `Home Assistant's user behind Hearthgate may not ${what}.`, {
    hint: "The owner can give Hearthgate the token of a user who may.",
    cause,
  });
}

/** Home Assistant's refusal as a Failure: our sentence, its text quoted as data. */
export function rejectedFailure(what: string, cause: HassError, hint?: string): Failure {
  if (isUnauthorized(cause)) return unauthorizedFailure(what, cause);
  const text = cleanLine(cause.message.replace(/^Validation error: /, ""), 160).replace(/[«»]/g, '"');
  return new Failure("HASS_REJECTED", `Home Assistant refused to ${what}: «${text}»`, {
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** An answer of another form than Home Assistant's: taken for an empty list it would open what a grant denies. */
export function unreadable(what: string): Failure {
  return new Failure("HASS_REJECTED", `Home Assistant's answer for ${what} cannot be read.`, {
    hint: "Look into Home Assistant's log and restart it; a proxy or add-on in between may change its answers.",
  });
}
