/** The door of the house: one HTTP server on loopback, its websocket, its sockets. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Command } from "../commands/command.ts";
import type { Premises } from "../commands/premises.ts";
import { answerRequest } from "./rest.ts";
import { type SessionHandle, serveSession } from "./session.ts";

/** Larger messages are refused with code 1009, as by Home Assistant. */
const maxPayload = 4 * 1024 * 1024;

const host = "127.0.0.1";

export type Door = {
  /** Resolves to the port; the same one again after `shut`. */
  open(port: number): Promise<number>;
  /** Closes every socket with code 1000 and refuses new ones. */
  shut(): Promise<void>;
  /** Cuts every socket without a word. */
  drop(): void;
  /** Closes every websocket with code 1000, goes on listening. */
  sendAway(): void;
  /** Half-open: sockets stay, nothing is heard, nothing is said. */
  freeze(frozen: boolean): void;
};

export function createDoor(premises: () => Premises, commands: ReadonlyMap<string, Command>): Door {
  const sockets = new Set<Duplex>();
  const sessions = new Set<SessionHandle>();
  let server: Server | undefined;
  let frozen = false;

  const build = (): Server => {
    const websockets = new WebSocketServer({
      noServer: true,
      maxPayload,
      perMessageDeflate: false,
      autoPong: false,
    });
    const http = createServer((request, response) => {
      if (!frozen) answerRequest(premises(), request, response);
    });
    http.on("connection", (socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
    });
    http.on("upgrade", (request, socket, head) => {
      if (frozen) return;
      if (request.url !== "/api/websocket") {
        socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
        return;
      }
      websockets.handleUpgrade(request, socket, head, (websocket) => {
        const session = serveSession(websocket, premises(), commands, () => frozen);
        sessions.add(session);
        websocket.on("close", () => sessions.delete(session));
      });
    });
    return http;
  };

  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  const sendAway = (): void => {
    for (const session of sessions) session.close();
  };

  return {
    open(port) {
      const http = build();
      server = http;
      return new Promise((resolve, reject) => {
        http.once("error", reject);
        http.listen(port, host, () => resolve((http.address() as AddressInfo).port));
      });
    },
    async shut() {
      const closing = server;
      server = undefined;
      if (!closing) return;
      const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
      sendAway();
      closing.closeIdleConnections();
      // Whoever does not answer the close frame is cut off.
      const cut = setTimeout(drop, 200);
      await closed;
      clearTimeout(cut);
    },
    drop,
    sendAway,
    freeze(on) {
      frozen = on;
    },
  };
}
