/** Notices a half-open connection: pings, and gives the connection up when no pong comes. */

import type { Connection } from "home-assistant-js-websocket";

/** Worst case until a dead connection is noticed: interval + deadline = 20 s. */
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 10_000;

/** Runs until the returned function is called. */
export function startHeartbeat(connection: Connection, onDead: () => void): () => void {
  let pong: NodeJS.Timeout | undefined;
  const timer = setInterval(() => {
    if (!connection.connected || pong) return;
    pong = setTimeout(() => {
      pong = undefined;
      onDead();
      connection.reconnect(true);
    }, PONG_WITHIN_MS);
    pong.unref();
    const settle = () => {
      clearTimeout(pong);
      pong = undefined;
    };
    connection.ping().then(settle, settle);
  }, PING_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    clearTimeout(pong);
  };
}
