/** What the commands of every client work on. */

import type { Recorder } from "../past/recorder.ts";
import type { Notification } from "../services/core.ts";
import type { ServiceTable } from "../services/service.ts";
import type { AutomationConfig, ScriptConfig } from "../world/routine.ts";
import type { User, World } from "../world/world.ts";
import type { Calls } from "./calls.ts";

/** A call as it came in, for tests to look at. */
export type ReceivedCall = {
  readonly domain: string;
  readonly service: string;
  /** Service data and target, merged. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly entityIds: readonly string[];
  readonly userId: string;
};

export type AskedCode = {
  readonly clientId: string;
  readonly challenge: string | undefined;
};

/** Logins in a browser: codes, refresh tokens, access tokens. */
export type Logins = {
  /** For the user of that id; good once, for ten minutes. */
  code(userId: string, asked: AskedCode): string;
  /** Home Assistant's answer: status and body. */
  exchange(form: URLSearchParams): readonly [number, object];
  revoke(refreshToken: string): void;
  /** Who holds an access token. */
  userOf(accessToken: string): User | undefined;
};

export type Premises = {
  readonly world: World;
  readonly services: ServiceTable;
  readonly run: Calls;
  readonly calls: ReceivedCall[];
  readonly recorder: Recorder;
  readonly notifications: Map<string, Notification>;
  readonly scripts: Readonly<Record<string, ScriptConfig>>;
  readonly automations: Readonly<Record<string, AutomationConfig>>;
  /** Who holds a token; undefined for a wrong or revoked one. */
  userOf(token: string): User | undefined;
  users(): Iterable<User>;
  readonly logins: Logins;
  readonly url: string;
};
