/** A real Redis in a process of its own, with a folder of its own, on a port that is free. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../scripts/free-port.ts";
import { programOf } from "../../../scripts/programs.ts";
import { startProgram } from "../../program.ts";

export type RedisServer = {
  readonly port: number;
  /** `redis://…`, with the password. */
  readonly url: string;
  readonly password: string;
  /** As a machine that loses power: nothing is written any more. */
  kill(): Promise<void>;
  /** Again on the same port and folder. */
  start(): Promise<void>;
  /** It hears and does nothing. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
  /** One command in Redis's own protocol; what it answers, as it comes. */
  tell(...words: readonly string[]): Promise<string>;
  /** As another user. */
  tellAs(user: readonly [name: string, password: string], ...words: readonly string[]): Promise<string>;
  /** In the database that an address names. */
  tellIn(url: string, ...words: readonly string[]): Promise<string>;
  close(): Promise<void>;
};

const DURABLE = ["--appendonly", "yes", "--appendfsync", "always"];

/** `more`: settings of redis-server, in place of those of the file; without either it keeps what it acknowledges. */
export async function startRedis(more: readonly string[] = DURABLE, file?: string): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-redis-"));
  const port = await freePort();
  const password = "canary-redis-Passw0rd";
  let child: Bun.Subprocess | undefined;
  const tell = (...words: readonly string[]) => talk(port, [["AUTH", password], words]);
  const tellAs = (user: readonly [string, string], ...words: readonly string[]) =>
    talk(port, [["AUTH", ...user], words]);
  const tellIn = (url: string, ...words: readonly string[]) =>
    talk(port, [["AUTH", password], ["SELECT", new URL(url).pathname.slice(1) || "0"], words]);
  const start = async () => {
    const command = [
      programOf("redis-server"),
      ...(file === undefined ? ["--save", ""] : [file]),
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder],
      ...["--requirepass", password, ...more],
    ];
    child = await startProgram(command, {
      folder,
      answers: async () => (await tell("PING")).includes("PONG"),
    });
  };
  const kill = async () => {
    child?.kill("SIGKILL");
    await child?.exited;
  };
  await start();
  return {
    port,
    password,
    url: `redis://:${password}@127.0.0.1:${port}`,
    kill,
    start,
    signal: (signal) => child?.kill(signal),
    tell,
    tellAs,
    tellIn,
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Without a client library: what it does must not rest on what is tested. Ends when Redis has answered to all. */
async function talk(port: number, commands: readonly (readonly string[])[]): Promise<string> {
  let said = "";
  const done = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_, part) {
        said += part.toString();
        if (said.includes("+BYE\r\n")) done.resolve();
      },
      close: () => done.resolve(),
      error: (_, fault) => done.reject(fault),
    },
  });
  const lines = [...commands, ["ECHO", "BYE"]].map(
    (words) =>
      `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`,
  );
  socket.write(`${lines.join("")}*1\r\n$4\r\nQUIT\r\n`);
  await done.promise;
  socket.end();
  return said;
}
