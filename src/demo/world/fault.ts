/** The errors Home Assistant answers with, as values that can be thrown. */

export type Placeholders = Readonly<Record<string, unknown>> | null;

/** What a client reads under `error` of a failed result. */
export class Fault extends Error {
  readonly code: string;
  readonly translation:
    | { readonly domain: string; readonly key: string; readonly placeholders: Placeholders }
    | undefined;

  constructor(
    code: string,
    message: string,
    translation?: { readonly domain: string; readonly key: string; readonly placeholders: Placeholders },
  ) {
    super(message);
    this.name = "Fault";
    this.code = code;
    this.translation = translation;
  }
}

/** The device or the integration failed. */
export function hassError(message: string): Fault {
  return new Fault("home_assistant_error", message);
}

/** The values were understood but do not fit; Home Assistant puts its prefix before the message. */
export function invalidValue(
  message: string,
  domain?: string,
  key?: string,
  placeholders: Placeholders = null,
): Fault {
  const translation = domain === undefined || key === undefined ? undefined : { domain, key, placeholders };
  return new Fault("service_validation_error", `Validation error: ${message}`, translation);
}

/** The message does not fit its schema. */
export function invalidFormat(message: string): Fault {
  return new Fault("invalid_format", message);
}

export function unauthorized(): Fault {
  return new Fault("unauthorized", "Unauthorized");
}

export function notSupported(domain: string, service: string, entityId: string): Fault {
  return invalidValue(
    `Entity ${entityId} does not support action ${domain}.${service}`,
    "homeassistant",
    "service_not_supported",
    { domain, service, entity_id: entityId },
  );
}

/** The `error` object of a result; anything that is no Fault becomes what Home Assistant says of its own defects. */
export function errorOf(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Fault)) return { code: "unknown_error", message: "Unknown error" };
  if (!thrown.translation) return { code: thrown.code, message: thrown.message };
  return {
    code: thrown.code,
    message: thrown.message,
    translation_key: thrown.translation.key,
    translation_placeholders: thrown.translation.placeholders,
    translation_domain: thrown.translation.domain,
  };
}
