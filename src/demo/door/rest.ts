/** The few REST routes the house answers. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { configOf } from "../commands/config.ts";
import type { Premises } from "../commands/premises.ts";
import { stateOf } from "../world/states.ts";
import { answerLogin, isOfLogin } from "./login-pages.ts";
import { gardenPicture } from "./picture.ts";

const CAMERAS = "/api/camera_proxy/";
const CHECK = "/api/config/core/check_config";

const manifest = {
  name: "Home Assistant",
  short_name: "Home Assistant",
  start_url: "/?homescreen=1",
  display: "standalone",
};

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": type, "x-content-type-options": "nosniff", ...headers });
  response.end(body);
}

function json(response: ServerResponse, status: number, value: unknown): void {
  answer(response, status, "application/json", JSON.stringify(value));
}

const plain = "text/plain; charset=utf-8";

/** Never throws; what the house does not have is `404: Not Found`. */
export function answerRequest(premises: Premises, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path === "/manifest.json") {
    answer(response, 200, "application/manifest+json; charset=utf-8", JSON.stringify(manifest));
    return;
  }
  if (isOfLogin(path)) {
    answerLogin(premises, request, response).catch(() => response.destroy());
    return;
  }
  if (!path.startsWith("/api/")) {
    answer(response, 404, plain, "404: Not Found");
    return;
  }
  const { world } = premises;
  const known = routeOf(premises, path);
  if (!known) {
    answer(response, 404, plain, "404: Not Found");
    return;
  }
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined || !premises.userOf(token)) {
    const metadata = `${premises.url}/.well-known/oauth-protected-resource`;
    answer(response, 401, plain, "401: Unauthorized", {
      "www-authenticate": `Bearer resource_metadata="${metadata}"`,
    });
    return;
  }
  if (request.method === "POST" && path === CHECK) {
    json(response, 200, { result: "valid", errors: null, warnings: null });
    return;
  }
  if (request.method !== "GET") {
    answer(response, 405, plain, "405: Method Not Allowed");
    return;
  }
  if (path.startsWith(CAMERAS)) {
    const shown = world.states.get(path.slice(CAMERAS.length));
    if (!shown || shown.state === "unavailable") {
      answer(response, 404, plain, "404: Not Found");
      return;
    }
    response.writeHead(200, { "content-type": "image/png" });
    response.end(gardenPicture(world.ticker.date().getHours()));
    return;
  }
  if (path.startsWith("/api/states/") && !world.states.get(path.slice("/api/states/".length))) {
    json(response, 404, { message: "Entity not found." });
    return;
  }
  json(response, 200, known());
}

function routeOf(premises: Premises, path: string): (() => unknown) | undefined {
  const { states } = premises.world;
  if (path.startsWith(CAMERAS) || path === CHECK) return () => null;
  if (path === "/api/") return () => ({ message: "API running." });
  if (path === "/api/config") return () => configOf(premises);
  if (path === "/api/states") return () => [...states.all()].map(stateOf);
  if (path.startsWith("/api/states/")) {
    return () => {
      const state = states.get(path.slice("/api/states/".length));
      return state ? stateOf(state) : null;
    };
  }
  return undefined;
}
