/** The connection to Redis: opened with a deadline, kept alive, never repeating what it sent. */

import { createHash } from "node:crypto";
import { createClient } from "redis";
import { closedStore } from "../store-fault.ts";
import { openingFailure, redisFailure, slowRedis } from "./redis-fault.ts";

export type RedisLink = {
  /** Any Failure of `redisFailure`; also when there was no answer in time, and it may have been done then. */
  send(...command: readonly string[]): Promise<unknown>;
  /** A script by its digest, by its text where this Redis has not seen it yet. */
  run(script: string, ...values: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
};

export type LinkOptions = {
  /** `redis://` or `rediss://`, with user and password. */
  readonly url: string;
  /** How long an answer may take. */
  readonly timeoutMs: number;
  /** The connection is gone, or back. */
  readonly onChange: (isThere: boolean) => void;
};

const CONNECT_MS = 3_000;
const PING_EVERY_MS = 1_000;
/** A Redis that hangs is as good as gone. */
const SILENT_MS = 4_000;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1_000;

/** CONFIG_INVALID when it does not come about. */
export async function openLink({ url, timeoutMs, onChange }: LinkOptions): Promise<RedisLink> {
  let isOpen = false;
  let isThere = true;
  /** It owes an answer: until it gives one, nobody else waits. */
  let isSilent = false;
  let firstFault: unknown;
  const client = newClient(url, () => isOpen);
  const change = (now: boolean) => {
    if (isOpen && isThere !== now) onChange(now);
    isThere = now;
  };
  client.on("error", (fault) => {
    firstFault ??= fault;
    change(false);
  });
  client.on("ready", () => {
    isSilent = false;
    change(true);
  });
  client.on("ping-interval", () => {
    isSilent = false;
  });
  const ask = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        isSilent = true;
        reject(slowRedis());
      }, timeoutMs);
    });
    try {
      if (!client.isOpen) throw closedStore();
      if (isSilent) throw slowRedis();
      return await Promise.race([work(), late]);
    } catch (fault) {
      throw redisFailure(fault);
    } finally {
      clearTimeout(timer);
    }
  };
  const send = (...command: readonly string[]) => ask(() => client.sendCommand([...command]));
  try {
    await withinDeadline(client.connect());
    isOpen = true;
  } catch (fault) {
    if (client.isOpen) client.destroy();
    throw openingFailure(firstFault ?? fault);
  }
  return {
    send,
    run: (script, ...values) =>
      ask(async () => {
        try {
          return await client.sendCommand(["EVALSHA", digestOf(script), "0", ...values]);
        } catch (fault) {
          // it has not run
          if (!(fault instanceof Error && fault.message.startsWith("NOSCRIPT"))) throw fault;
          return client.sendCommand(["EVAL", script, "0", ...values]);
        }
      }),
    async close() {
      isOpen = false;
      if (!client.isOpen) return;
      // what was sent is answered first, where there is somebody to answer
      if (client.isReady) await ask(() => client.close()).catch(() => undefined);
      if (client.isOpen) client.destroy();
    },
  };
}

/** `reconnects`: whether a connection that is gone is made anew. */
function newClient(url: string, reconnects: () => boolean) {
  return createClient({
    url,
    name: "hearthgate",
    RESP: 2,
    maintNotifications: "disabled",
    // what comes while it is away is refused: nobody knows what would be true when it is back
    disableOfflineQueue: true,
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: CONNECT_MS,
      socketTimeout: SILENT_MS,
      reconnectStrategy: (tries) =>
        reconnects() && Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries, 10)),
    },
  });
}

async function withinDeadline(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(slowRedis()), CONNECT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const digests = new Map<string, string>();

function digestOf(script: string): string {
  let digest = digests.get(script);
  if (digest === undefined) {
    digest = createHash("sha1").update(script).digest("hex");
    digests.set(script, digest);
  }
  return digest;
}
