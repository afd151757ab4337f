/** Whose a token of Home Assistant is: learnt by logging in with it. */

import { type Connection, createConnection, createLongLivedTokenAuth } from "home-assistant-js-websocket";
import type { Secret } from "../../core/secret.ts";
import { unreadable } from "../hass-error.ts";
import { idOf, objectOf, textOf } from "../wire-values.ts";
import { ask, COMMAND_TIMEOUT_MS } from "./commands.ts";
import { openSocket } from "./socket.ts";

export type TokenOwner = {
  readonly id: string;
  readonly isAdmin: boolean;
  readonly isOwner: boolean;
  readonly name: string;
};

/**
 * HASS_UNAVAILABLE when Home Assistant cannot be asked; `denial: "invalid_auth"` when it refused the token. The token is
 * used for this one connection.
 */
export async function ownerOf(options: {
  readonly url: string;
  readonly token: Secret;
  readonly ca?: string;
}): Promise<TokenOwner> {
  const connection = await connectOnce(options);
  try {
    const { id, is_admin, is_owner, name } = objectOf(await ask(connection, { type: "auth/current_user" }));
    const userId = idOf(id);
    if (userId === undefined) throw unreadable("whose the token is");
    return { id: userId, isAdmin: is_admin === true, isOwner: is_owner === true, name: textOf(name) ?? "" };
  } finally {
    connection.close();
  }
}

function connectOnce(options: Parameters<typeof ownerOf>[0]): Promise<Connection> {
  return createConnection({
    auth: createLongLivedTokenAuth(options.url, ""), // the socket authenticates itself
    setupRetry: 0,
    createSocket: () => openSocket({ ...options, timeoutMs: COMMAND_TIMEOUT_MS, settled: () => undefined }),
  });
}
