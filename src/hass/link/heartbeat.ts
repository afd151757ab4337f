/** Notices a half-open connection: pings, and gives the connection up when no pong comes. */

import type { Connection } from "home-assistant-js-websocket";

/** Worst case until a dead connection is noticed: interval + deadline = 20 s. */
const PACE = { pingEveryMs: 10_000, pongWithinMs: 10_000 };

/** Runs until the returned function is called. */
export function startHeartbeat(
  connection: Pick<Connection, "connected" | "ping" | "reconnect">,
  onDead: () => void,
  { pingEveryMs, pongWithinMs } = PACE,
): () => void {
  let pong: NodeJS.Timeout | undefined;
  const timer = setInterval(() => {
    if (!connection.connected || pong) return;
    pong = setTimeout(() => {
      pong = undefined;
      onDead();
      connection.reconnect(true);
    }, pongWithinMs);
    pong.unref();
    const settle = () => {
      clearTimeout(pong);
      pong = undefined;
    };
    connection.ping().then(settle, settle);
  }, pingEveryMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    clearTimeout(pong);
  };
}
