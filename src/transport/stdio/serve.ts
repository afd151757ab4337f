/** The stdio door's side of MCP: both protocol eras over this process's stdin and stdout. */

import { createDirectCalls } from "../direct-calls.ts";
import type { Door } from "../door.ts";
import { openHostQuestions } from "../host-questions.ts";
import { serveConnection } from "../sdk-server.ts";
import { LineTransport } from "./line-transport.ts";
import { openListens } from "./listens.ts";

/** Serves until stdin closes; `onClosed` then has 2 s to end the process. */
export function serveOverStdio(door: Door, onClosed: () => void): void {
  const transport = new LineTransport(process.stdin, process.stdout);
  const questions = openHostQuestions((message) => transport.send(message));
  const direct = createDirectCalls(questions);
  const listens = openListens(door, (message) => transport.send(message));
  let isLegacy = false;
  watchClose(transport, () => {
    direct.close();
    listens.close();
    onClosed();
  });
  serveConnection(door, transport, () => {
    isLegacy = true;
  });
  const { onmessage } = transport;
  transport.onmessage = (message) => {
    if (questions.hear(message)) return;
    if (isLegacy ? direct.take(message, door, transport) : listens.take(message, (to) => onmessage?.(to)))
      return;
    onmessage?.(message);
  };
}

/** The SDK takes `onclose` for itself; the door hears of it too. */
function watchClose(transport: LineTransport, onClosed: () => void): void {
  const close = transport.close.bind(transport);
  let told = false;
  transport.close = async () => {
    await close();
    if (!told) onClosed();
    told = true;
  };
}
