/** What a browser holds of a login, and what is made from it for one use each. */

import { createHash, randomBytes } from "node:crypto";
import type { Request } from "express";
import type { Exchange } from "../../../http/exchange.ts";

/** Random, 256 bits; only the browser has it. */
export type HeldCookie = string;

export type BrowserCookie = {
  read(request: Request): HeldCookie | undefined;
  /** Something new, which the browser sends from now on; `maxAgeMs` as long as what it stands for. */
  renew(response: Exchange, maxAgeMs: number): HeldCookie;
  clear(response: Exchange): void;
};

const FORM = /^[\w-]{43}$/;

/** Over http (loopback) no cookie may be `Secure` everywhere. Cookies know no port: another server at this host has another name. */
export function browserCookie(publicUrl: string): BrowserCookie {
  const { protocol, port } = new URL(publicUrl);
  const encrypted = protocol === "https:";
  const name = `${encrypted ? "__Host-" : ""}hearthgate-login${port === "" ? "" : `-${port}`}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${encrypted ? "; Secure" : ""}`;
  const set = (response: Exchange, value: string, seconds: number) =>
    response.append("Set-Cookie", `${name}=${value}; Max-Age=${seconds}; ${attributes}`);
  return {
    read(request) {
      const values = (request.headers.cookie ?? "")
        .split(";")
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      const [value] = values;
      // two of one name: somebody else has set one of them
      return values.length === 1 && value !== undefined && FORM.test(value) ? value : undefined;
    },
    renew(response, maxAgeMs) {
      const held = randomBytes(32).toString("base64url");
      set(response, held, Math.floor(maxAgeMs / 1_000));
      return held;
    },
    clear: (response) => void set(response, "", 0),
  };
}

/** Key of what is kept: whoever reads the store cannot send it. */
export function digestOf(held: HeldCookie): string {
  return createHash("sha256").update(held).digest("hex");
}

/**
 * A value that only who holds `held` can know, another one for each purpose: the state and the code verifier of a login,
 * the token of a form.
 */
export function derived(held: HeldCookie, ...purpose: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([held, ...purpose]))
    .digest("base64url");
}
