/** Whether the PIN of a request is the one of a restriction. */

import type { Restriction } from "./grant.ts";
import { isPinHash, pinFits } from "./pin.ts";
import { sentPin } from "./pin-sent.ts";
import type { Request } from "./request.ts";
import type { PinState } from "./world.ts";

/** Takes about 0.1 s where a PIN was sent; does not count tries. */
export async function pinState(
  { id, params }: Restriction,
  request: Pick<Request, "pin" | "pins">,
): Promise<PinState> {
  const sent = sentPin(request, id);
  if (sent === undefined) return "absent";
  const hash = params["pin_hash"];
  return typeof hash === "string" && isPinHash(hash) && (await pinFits(sent, hash)) ? "ok" : "wrong";
}
