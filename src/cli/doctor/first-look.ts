/** What Home Assistant's web server shows to anybody: its clock, how long its certificate lasts. */

import type { IncomingMessage } from "node:http";
import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { TLSSocket } from "node:tls";

const TIMEOUT_MS = 5_000;

export type FirstLook = {
  /** Its `Date` header, in milliseconds since 1970; undefined = it sends none. */
  readonly clock: number | undefined;
  /** Milliseconds since 1970; undefined without TLS. */
  readonly certificateEnds: number | undefined;
};

/** No credential is sent. `url`: without a trailing slash. undefined = nothing answers. */
export function firstLook({
  url,
  ca,
}: {
  readonly url: string;
  readonly ca?: string;
}): Promise<FirstLook | undefined> {
  const request = url.startsWith("https:") ? requestSecure : requestPlain;
  return new Promise((resolve) => {
    const options = { method: "HEAD", timeout: TIMEOUT_MS, ...(ca === undefined ? {} : { ca }) };
    const asked = request(`${url}/manifest.json`, options, (response) => {
      response.resume();
      resolve(seen(response));
      asked.destroy();
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer in time")));
    asked.on("error", () => resolve(undefined));
    asked.end();
  });
}

function seen({ headers, socket }: IncomingMessage): FirstLook {
  const clock = Date.parse(headers.date ?? "");
  const ends = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : Number.NaN;
  return {
    clock: Number.isNaN(clock) ? undefined : clock,
    certificateEnds: Number.isNaN(ends) ? undefined : ends,
  };
}
