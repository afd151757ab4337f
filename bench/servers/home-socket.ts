/** The least that speaks to Home Assistant: a socket, its authentication, one answer for each message. */

import { WebSocket } from "ws";

/** Sends a command and gives its result, or rejects with Home Assistant's error object. */
export type Send = (message: object) => Promise<unknown>;

type Reply = { readonly success: boolean; readonly result?: unknown; readonly error?: unknown };

/** Address and token from HASS_URL and HASS_TOKEN; resolves when authenticated. */
export function openHomeSocket(): Promise<Send> {
  const { HASS_URL = "", HASS_TOKEN = "" } = process.env;
  const socket = new WebSocket(`${HASS_URL.replace(/^http/, "ws")}/api/websocket`, {
    perMessageDeflate: false,
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  let lastId = 0;
  const send: Send = (message) =>
    new Promise((done, fail) => {
      const id = ++lastId;
      waiting.set(id, (reply) => (reply.success ? done(reply.result) : fail(reply.error)));
      socket.send(JSON.stringify({ id, ...message }));
    });
  return new Promise((resolve) => {
    socket.on("message", (data) => {
      const message = JSON.parse(data.toString());
      if (message.type === "auth_required")
        socket.send(JSON.stringify({ type: "auth", access_token: HASS_TOKEN }));
      else if (message.type === "auth_ok") resolve(send);
      else {
        waiting.get(message.id)?.(message);
        waiting.delete(message.id);
      }
    });
  });
}
