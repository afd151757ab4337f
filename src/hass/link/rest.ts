/** What Home Assistant tells by its REST API alone. */

import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { Failure } from "../../core/failure.ts";
import type { Secret } from "../../core/secret.ts";
import type { Picture } from "../gateway.ts";
import { HassError, rejectedFailure } from "../hass-error.ts";
import { notConnected, tooLate } from "./unavailable.ts";

export type RestOptions = {
  /** `http://…` or `https://…` without a trailing slash. */
  readonly url: string;
  readonly token: Secret;
  readonly ca?: string | undefined;
};

const TIMEOUT_MS = 2_000;
/** Every integration's part is read anew. */
const CHECK_MS = 30_000;

/** Home Assistant's check of its configuration; nothing is changed. As `fetchJson`. */
export function checkConfig(options: RestOptions): Promise<unknown> {
  return fetchJson("config/core/check_config", options, { method: "POST", timeoutMs: CHECK_MS });
}

/** JSON at a path under `/api/`. HASS_REJECTED (`unauthorized`, `not_found`), HASS_UNAVAILABLE. */
export function fetchJson(
  path: string,
  { url, token, ca }: RestOptions,
  { method, timeoutMs } = { method: "GET", timeoutMs: TIMEOUT_MS },
): Promise<unknown> {
  const request = url.startsWith("https:") ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/api/${path}`,
      { method, headers: { authorization: `Bearer ${token.reveal()}` }, ...(ca === undefined ? {} : { ca }) },
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
    asked.setTimeout(timeoutMs, () => asked.destroy(tooLate()));
    asked.on("error", (cause) => reject(notConnected(cause)));
    asked.end();
  });
}

const CODES: Readonly<Record<number, string>> = {
  401: "unauthorized",
  403: "unauthorized",
  404: "not_found",
};

/** A camera has to take it first. */
const PICTURE_MS = 10_000;
const MOST_PICTURE_BYTES = 20 * 1024 * 1024;
const PROXIES: Readonly<Record<string, string>> = { camera: "camera_proxy", image: "image_proxy" };

/** `/api/camera_proxy/…`, `/api/image_proxy/…`. HASS_REJECTED when it has none or is no picture, HASS_UNAVAILABLE. */
export function fetchPicture(
  entityId: string,
  { url, token, ca }: RestOptions,
  withinMs = PICTURE_MS,
): Promise<Picture> {
  const request = url.startsWith("https:") ? requestSecure : requestPlain;
  const proxy = PROXIES[entityId.split(".")[0] ?? ""] ?? "camera_proxy";
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/api/${proxy}/${encodeURIComponent(entityId)}`,
      { headers: { authorization: `Bearer ${token.reveal()}` }, ...(ca === undefined ? {} : { ca }) },
      (response) => {
        const mimeType = response.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
        const parts: Buffer[] = [];
        let bytes = 0;
        const fail = (failure: Failure) => {
          reject(failure);
          asked.destroy();
        };
        if (response.statusCode !== 200) return fail(noPicture(`HTTP ${response.statusCode}`));
        if (!mimeType.startsWith("image/")) return fail(noPicture("what it sent is no picture"));
        response.on("data", (part: Buffer) => {
          bytes += part.length;
          if (bytes > MOST_PICTURE_BYTES)
            return fail(noPicture(`it is over ${MOST_PICTURE_BYTES / 1024 / 1024} MB`));
          parts.push(part);
        });
        response.on("error", (cause) => reject(notConnected(cause)));
        response.on("end", () =>
          bytes === 0
            ? fail(noPicture("it sent nothing"))
            : resolve({ mimeType, bytes: Buffer.concat(parts) }),
        );
      },
    );
    const timer = setTimeout(() => {
      reject(noPicture(`no picture within ${withinMs / 1_000} s`));
      asked.destroy();
    }, withinMs);
    asked.on("close", () => clearTimeout(timer));
    asked.on("error", (cause) => reject(notConnected(cause)));
    asked.end();
  });
}

function noPicture(why: string): Failure {
  return new Failure("HASS_REJECTED", `There is no picture of it now (${why}).`, {
    hint: "Look with ha_read whether it is available and switched on; try again later.",
  });
}
