/** Whether a Home Assistant answers at an address: its first word on the websocket, before any login. */

import WebSocket from "ws";
import { isJsonObject } from "../../core/json.ts";

export type HomeAt = { readonly url: string; readonly version: string };

/** Undefined where nothing answers within `timeoutMs`, or something else does. Nothing is sent. */
export function homeAt(url: string, timeoutMs: number): Promise<HomeAt | undefined> {
  return new Promise((resolve) => {
    let socket: WebSocket;
    const end = (found: HomeAt | undefined) => {
      clearTimeout(timer);
      socket?.terminate();
      resolve(found);
    };
    const timer = setTimeout(() => end(undefined), timeoutMs);
    try {
      const address = new URL(url);
      address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
      address.pathname = `${address.pathname.replace(/\/$/, "")}/api/websocket`;
      socket = new WebSocket(address);
    } catch {
      clearTimeout(timer);
      resolve(undefined);
      return;
    }
    socket.on("error", () => end(undefined));
    socket.on("close", () => end(undefined));
    socket.on("message", (data) => end(versionIn(String(data), url)));
  });
}

function versionIn(text: string, url: string): HomeAt | undefined {
  try {
    const message: unknown = JSON.parse(text);
    if (!isJsonObject(message) || message["type"] !== "auth_required") return undefined;
    return { url, version: String(message["ha_version"]).slice(0, 30) };
  } catch {
    // not what Home Assistant says first
    return undefined;
  }
}
