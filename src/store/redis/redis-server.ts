/** Whether a Redis keeps what it acknowledges. */

import { Failure } from "../../core/failure.ts";
import type { RedisLink } from "./redis-link.ts";

/**
 * What the owner should know; undefined = all is as it should be. CONFIG_INVALID where Redis would throw keys away when
 * its memory is full: a revocation that is thrown away opens what it shut.
 */
export async function checkServer(link: Pick<RedisLink, "send">): Promise<string | undefined> {
  const settings = await settingsOf(link);
  if (settings === undefined)
    return "Redis does not say how it is set up; it must have appendonly yes, appendfsync always, maxmemory-policy noeviction, or it may forget a revocation.";
  const { appendonly, appendfsync, maxmemory, "maxmemory-policy": policy = "" } = settings;
  if (maxmemory !== "0" && policy !== "noeviction" && policy !== "")
    throw new Failure(
      "CONFIG_INVALID",
      "The Redis of STORE throws keys away when its memory is full (maxmemory-policy).",
      { hint: "Set maxmemory-policy noeviction there: a revocation that is thrown away opens what it shut." },
    );
  if (appendonly === "yes" && appendfsync === "always") return undefined;
  return "Redis may forget what it acknowledged when it ends, a revocation too: set appendonly yes and appendfsync always there.";
}

async function settingsOf(
  link: Pick<RedisLink, "send">,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const settings: Record<string, string> = {};
    for (const pattern of ["append*", "maxmemory*"]) {
      const flat = await link.send("CONFIG", "GET", pattern);
      if (!Array.isArray(flat)) return undefined;
      for (let at = 0; at + 1 < flat.length; at += 2) settings[String(flat[at])] = String(flat[at + 1]);
    }
    return settings;
  } catch {
    // a service that forbids it
    return undefined;
  }
}
