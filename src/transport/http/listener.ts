/** The server that listens: timeouts against slow senders, TLS, an end that lets answers out. */

import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { Failure } from "../../core/failure.ts";

export type TlsFiles = {
  readonly certPath: string;
  readonly keyPath: string;
  readonly caPath: string | undefined;
  readonly ciphers: string;
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
  readonly preferServerCiphers: boolean;
};

export type ListenRules = {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsFiles | undefined;
};

export type Listener = {
  readonly address: AddressInfo;
  /** Reads certificate and key again; throws, and keeps the old ones, when they do not hold. */
  reloadTls(): void;
  /** No new connections; what runs has `drainMs` to end. */
  close(drainMs: number): Promise<void>;
};

const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
/** Longer than the proxies' own (nginx: 60 s), or a request would meet a connection that we just closed. */
const KEEP_ALIVE_MS = 75_000;
const HANG_UP_MS = 50;
const CHECK_EVERY_MS = 2_000;

const TOO_SLOW = "ERR_HTTP_REQUEST_TIMEOUT";

const OPTIONS = {
  headersTimeout: HEADERS_MS,
  requestTimeout: REQUEST_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: CHECK_EVERY_MS,
  maxHeaderSize: 16 * 1024,
  // the step that looks at Host says it in JSON
  requireHostHeader: false,
} as const;

/** CONFIG_INVALID when the port is taken or the address is not ours. */
export async function listen(
  app: RequestListener,
  { host, port, tls }: ListenRules,
  onSlow: () => void = () => undefined,
): Promise<Listener> {
  const server: Server | TlsServer = tls
    ? createTlsServer({ ...OPTIONS, handshakeTimeout: HEADERS_MS, ...readTls(tls) }, app)
    : createServer(OPTIONS, app);
  // Node drops what comes after the 2,000th in silence, the proxy's X-Forwarded-For too; their size is bounded
  server.maxHeadersCount = 0;
  server.on("clientError", (fault: NodeJS.ErrnoException, socket: Socket) => {
    if (fault.code === TOO_SLOW) onSlow();
    answerBrokenRequest(fault, socket);
  });
  server.on("connect", (_, socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(broken("405 Method Not Allowed", "This is no proxy."));
  });
  server.on("checkExpectation", (_, response) => {
    const body = JSON.stringify({ status: 417, title: "Of the expectations only 100-continue is met." });
    response.writeHead(417, {
      "Content-Type": "application/problem+json",
      "Content-Length": Buffer.byteLength(body),
      Connection: "close",
    });
    response.end(body);
  });
  await listening(server, host, port);
  return {
    address: server.address() as AddressInfo,
    reloadTls() {
      if (tls && "setSecureContext" in server) server.setSecureContext(readTls(tls));
    },
    close: (drainMs) =>
      new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), drainMs);
        // a connection whose answer has left is kept open by its client for the next request
        const hangUp = setInterval(() => server.closeIdleConnections(), HANG_UP_MS);
        server.close(() => {
          clearTimeout(force);
          clearInterval(hangUp);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function readTls(files: TlsFiles) {
  const chain = files.caPath === undefined ? "" : `\n${readFileSync(files.caPath, "utf8")}`;
  return {
    cert: readFileSync(files.certPath, "utf8") + chain,
    key: readFileSync(files.keyPath, "utf8"),
    ciphers: files.ciphers,
    minVersion: files.minVersion,
    honorCipherOrder: files.preferServerCiphers,
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => {
      const known: Readonly<Record<string, string>> = {
        EADDRINUSE: "PORT is in use by another program",
        EACCES: "PORT may not be used by this user",
        EADDRNOTAVAIL: "HOST is no address of this machine",
        ENOTFOUND: "HOST is not known",
      };
      const what = known[cause.code ?? ""] ?? "HOST and PORT cannot be listened on";
      reject(new Failure("CONFIG_INVALID", `${what}.`, { hint: "Choose another.", cause }));
    };
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

/** What is no HTTP: an answer in JSON, then the end of the connection (RFC 9112 section 3). */
function answerBrokenRequest(fault: NodeJS.ErrnoException, socket: Socket): void {
  if (fault.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status = "", title = ""] =
    fault.code === "HPE_HEADER_OVERFLOW"
      ? ["431 Request Header Fields Too Large", "The headers are over 16 KiB or too many; send less."]
      : fault.code === TOO_SLOW
        ? ["408 Request Timeout", "The request came too slowly; send it again."]
        : ["400 Bad Request", "The request is not HTTP as it should be."];
  socket.end(broken(status, title));
}

/** A whole answer, after which the connection ends. */
function broken(status: string, title: string): string {
  const body = JSON.stringify({ status: Number(status.slice(0, 3)), title });
  return `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
}
