/** Which PIN of a request is meant for which restriction. */

import type { Request } from "../model/request.ts";

/** `pins[id]` wins even when it is wrong; without it, `pin`. A number counts as its decimal text. */
export function sentPin(
  { pin, pins }: Pick<Request, "pin" | "pins">,
  restriction: string,
): string | undefined {
  const own = pins && Object.hasOwn(pins, restriction) ? pins[restriction] : undefined;
  const sent = own ?? pin;
  return typeof sent === "string" || typeof sent === "number" ? String(sent) : undefined;
}
