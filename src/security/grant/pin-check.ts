/** Which PIN of a request is meant for which restriction. */

import type { Restriction } from "./grant.ts";
import { isPinHash, pinFits } from "./pin.ts";
import type { Request } from "./request.ts";
import type { PinState } from "./world.ts";

/** `pins[id]` wins even when it is wrong; without it, `pin`. A number counts as its decimal text. */
export function sentPin(
  { pin, pins }: Pick<Request, "pin" | "pins">,
  restriction: string,
): string | undefined {
  const own = pins && Object.hasOwn(pins, restriction) ? pins[restriction] : undefined;
  const sent = own ?? pin;
  return typeof sent === "string" || typeof sent === "number" ? String(sent) : undefined;
}

export async function pinState(
  { id, params }: Restriction,
  request: Pick<Request, "pin" | "pins">,
): Promise<PinState> {
  const sent = sentPin(request, id);
  if (sent === undefined) return "absent";
  const hash = params["pin_hash"];
  return typeof hash === "string" && isPinHash(hash) && (await pinFits(sent, hash)) ? "ok" : "wrong";
}
