/** What Home Assistant tells by its REST API alone. */

import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import type { Secret } from "../../core/secret.ts";
import { HassError, rejectedFailure } from "../hass-error.ts";
import { notConnected, tooLate } from "./unavailable.ts";

export type RestOptions = {
  /** `http://…` or `https://…` without a trailing slash. */
  readonly url: string;
  readonly token: Secret;
  readonly ca?: string | undefined;
};

const TIMEOUT_MS = 2_000;

/** JSON at a path under `/api/`. HASS_REJECTED (`unauthorized`, `not_found`), HASS_UNAVAILABLE. */
export function fetchJson(path: string, { url, token, ca }: RestOptions): Promise<unknown> {
  const request = url.startsWith("https:") ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/api/${path}`,
      { headers: { authorization: `Bearer ${token.reveal()}` }, ...(ca === undefined ? {} : { ca }) },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          text += part;
        });
        response.on("error", (cause) => reject(notConnected(cause)));
        response.on("end", () => {
          const code = CODES[response.statusCode ?? 0];
          if (response.statusCode !== 200)
            return reject(
              rejectedFailure(
                `answer ${path.split("/")[1]}`,
                new HassError(code ?? "unknown_error", code ?? ""),
              ),
            );
          try {
            resolve(JSON.parse(text));
          } catch (cause) {
            reject(notConnected(cause));
          }
        });
      },
    );
    asked.setTimeout(TIMEOUT_MS, () => asked.destroy(tooLate()));
    asked.on("error", (cause) => reject(notConnected(cause)));
    asked.end();
  });
}

const CODES: Readonly<Record<number, string>> = {
  401: "unauthorized",
  403: "unauthorized",
  404: "not_found",
};
