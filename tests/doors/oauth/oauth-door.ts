/** An Express door with the authorization server on, as strangers' clients find it. */

import { fileURLToPath } from "node:url";
import { freePort } from "../../../scripts/free-port.ts";
import { DOCUMENTS } from "../../transport/express/oauth/client/published-clients.ts";
import {
  type StrangeServer,
  startStrangeServer,
} from "../../transport/express/oauth/client/strange-server.ts";
import { type DoorOptions, startDoor, type TestDoor } from "../door.ts";

export type OAuthDoor = TestDoor & {
  /** PUBLIC_URL. */
  readonly issuer: string;
  readonly resource: string;
  /** Ends the process and starts another on the same folder, house and port. `aheadMs`: its clock before this one's. */
  again(aheadMs: number): Promise<OAuthDoor>;
};

export type OAuthDoorOptions = DoorOptions & {
  /** Before the clock of the tests. */
  readonly aheadMs?: number;
  readonly web?: Web;
  readonly port?: number;
};

/** The internet, as far as the clients' documents are on it. */
export type Web = StrangeServer & {
  /** What was asked for, as `host/path`. */
  readonly asked: string[];
  /** URL → document; another or none takes its place at once. */
  readonly documents: Map<string, object>;
  /** Answers 503 to everything. */
  isDown: boolean;
};

const PRELOAD = fileURLToPath(new URL("strange-web.mjs", import.meta.url));

export async function startWeb(): Promise<Web> {
  const documents = new Map<string, object>(Object.entries(DOCUMENTS));
  const names = [...new Set(Object.keys(DOCUMENTS).map((url) => new URL(url).hostname))];
  const asked: string[] = [];
  const state = { isDown: false };
  const server = await startStrangeServer(names, ({ headers, url }, response) => {
    asked.push(`${headers.host}${url}`);
    const document = documents.get(`https://${headers.host}${url}`);
    response.writeHead(state.isDown ? 503 : document ? 200 : 404, { "Content-Type": "application/json" });
    response.end(JSON.stringify(document ?? {}));
  });
  return Object.assign(state, server, { asked, documents });
}

export async function startOAuthDoor(options: OAuthDoorOptions = {}): Promise<OAuthDoor> {
  const web = options.web ?? (await startWeb());
  const port = options.port ?? (await freePort());
  const issuer = `http://127.0.0.1:${port}`;
  const door = await startDoor({
    ...options,
    env: {
      NODE_OPTIONS: `--import=${PRELOAD}`,
      BUN_OPTIONS: `--preload=${PRELOAD}`,
      STRANGE_WEB_PORT: String(web.port),
      STRANGE_WEB_CA: web.caPath,
      STRANGE_CLOCK_AHEAD_MS: String(options.aheadMs ?? 0),
      OAUTH_ENABLED: "true",
      PUBLIC_URL: issuer,
      PORT: String(port),
      // each client comes from an address of its own
      TRUSTED_PROXIES: "127.0.0.1",
      ...options.env,
    },
  });
  return {
    ...door,
    issuer,
    resource: `${issuer}/mcp`,
    async again(aheadMs) {
      await door.stop();
      return startOAuthDoor({ ...options, web, port, aheadMs, home: door.home, house: door.house });
    },
  };
}
