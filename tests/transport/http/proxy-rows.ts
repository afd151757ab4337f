/** Rows of the vectors about proxies, which say all that is needed in their own words. */

import { clientAddress, trustedProxies } from "../../../src/transport/http/client-address.ts";
import type { Outcome, Row } from "../../security/grant/vector-cases.ts";

const FORM = /^trusted (?<trusted>.+); peer (?<peer>\S+); XFF (?<forwarded>.*)$/;

/** undefined: the row is of another kind. */
export function runProxy(row: Row): Promise<Outcome> | undefined {
  const { input, ours } = row as { readonly input?: unknown; readonly ours?: unknown };
  const { trusted = "", peer = "", forwarded = "" } = FORM.exec(String(input))?.groups ?? {};
  if (peer === "") return undefined;
  const networks = trusted === "none" ? [] : trusted.split(/[,\s]+/);
  const header = forwarded === "(empty)" ? "" : forwarded === "(absent)" ? undefined : forwarded;
  const client = `client ${clientAddress(peer, header, trustedProxies(networks))}`;
  return Promise.resolve(client === ours ? undefined : `${client} instead of ${String(ours)}`);
}
