/** One picture of a camera or image entity, over Home Assistant's REST API. */

import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { Failure } from "../../core/failure.ts";
import type { Picture } from "../gateway.ts";
import type { RestOptions } from "./rest.ts";
import { notConnected } from "./unavailable.ts";

/** A camera has to take it first. */
const TIMEOUT_MS = 10_000;
const MOST_BYTES = 20 * 1024 * 1024;
const PROXIES: Readonly<Record<string, string>> = { camera: "camera_proxy", image: "image_proxy" };

/** `/api/camera_proxy/…`, `/api/image_proxy/…`. HASS_REJECTED when it has none or is no picture, HASS_UNAVAILABLE. */
export function fetchPicture(entityId: string, { url, token, ca }: RestOptions): Promise<Picture> {
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
          if (bytes > MOST_BYTES) return fail(noPicture(`it is over ${MOST_BYTES / 1024 / 1024} MB`));
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
      reject(noPicture(`no picture within ${TIMEOUT_MS / 1_000} s`));
      asked.destroy();
    }, TIMEOUT_MS);
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
