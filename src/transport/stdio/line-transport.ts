/** MCP's stdio binding: one JSON-RPC message a line; what is no message gets an error instead of silence. */

import type { Readable, Writable } from "node:stream";
import {
  INVALID_REQUEST,
  idIn,
  isMessage,
  type JsonRpcMessage,
  NO_MESSAGE,
  PARSE_ERROR,
} from "../json-rpc.ts";
import type { MessageTransport } from "../sdk-server.ts";

/** A longer line is refused: a message of arguments is at most 1 MiB, the rest is room for escapes. */
export const LINE_MAX_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

export class LineTransport implements MessageTransport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JsonRpcMessage) => void;

  readonly #input: Readable;
  readonly #output: Writable;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Inside a line that was too long: everything up to the next newline is dropped. */
  #skipping = false;
  #closed = false;
  /** Until the reader has caught up. */
  #drained: Promise<void> | undefined;

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
  }

  async start(): Promise<void> {
    this.#input.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#input.on("end", () => this.close());
    this.#input.on("close", () => this.close());
    this.#input.on("error", (error) => this.onerror?.(error));
    // the host went away: nobody reads any more
    this.#output.on("error", () => this.close());
    if (this.#input.readableEnded || this.#input.destroyed) setImmediate(() => void this.close());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#input.pause();
    this.onclose?.();
  }

  send(message: JsonRpcMessage): Promise<void> {
    return this.#write(message);
  }

  #write(message: unknown): Promise<void> {
    if (this.#closed) return Promise.reject(new Error("the connection is closed"));
    if (this.#output.write(`${JSON.stringify(message)}\n`)) return Promise.resolve();
    this.#drained ??= new Promise((resolve) => {
      this.#output.once("drain", () => {
        this.#drained = undefined;
        resolve();
      });
    });
    return this.#drained;
  }

  #take(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, at));
      from = at + 1;
      this.#endLine();
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  #keep(part: Buffer): void {
    if (this.#skipping) return;
    this.#pending.push(part);
    this.#pendingBytes += part.length;
    if (this.#pendingBytes <= LINE_MAX_BYTES) return;
    this.#skipping = true;
    this.#drop();
    this.#refuse(INVALID_REQUEST, `Message over ${LINE_MAX_BYTES / 1024 / 1024} MiB; send less.`);
  }

  #endLine(): void {
    const line = this.#pending.length === 1 ? this.#pending[0] : Buffer.concat(this.#pending);
    this.#skipping = false;
    this.#drop();
    // of a line that is skipped nothing is kept
    if (line && line.length > 0) this.#read(line.toString("utf8").trim());
  }

  #drop(): void {
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #read(text: string): void {
    if (text === "" || this.#closed) return;
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      this.#refuse(PARSE_ERROR, "Not JSON; send one JSON-RPC message a line.");
      return;
    }
    if (isMessage(message)) this.onmessage?.(message);
    else this.#refuse(INVALID_REQUEST, NO_MESSAGE, idIn(message));
  }

  #refuse(code: number, message: string, id: string | number | null = null): void {
    this.#write({ jsonrpc: "2.0", id, error: { code, message } }).catch((error: Error) =>
      this.onerror?.(error),
    );
  }
}
