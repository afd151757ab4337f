/** Whether the PIN of a request is the one of a restriction. */

import type { Restriction } from "../model/grant.ts";
import type { Request } from "../model/request.ts";
import type { PinState } from "../model/world.ts";
import { isPinHash, pinFits } from "./pin-hash.ts";
import { sentPin } from "./pin-sent.ts";

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
