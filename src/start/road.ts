/** The whole road: connection, grants, audit, registry. Loaded when the first call needs it, not before. */

import { openJournal } from "../audit/journal.ts";
import { memoryAudit } from "../audit/memory-audit.ts";
import type { Config } from "../config/config.ts";
import { processClock, systemClock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import { isJsonObject } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";
import type { HomeEvents } from "../hass/gateway.ts";
import { ownerOf } from "../hass/link/token-owner.ts";
import { connectGateway, type GatewayOptions } from "../hass/live-gateway.ts";
import type { Logger } from "../log/logger.ts";
import { createRegistry, type Registry } from "../registry/registry.ts";
import type { GrantBook } from "../security/grant/book/grant-book.ts";
import type { Counters } from "../security/grant/restrict/counters.ts";
import type { Accounts } from "../security/identity/accounts.ts";
import type { Halts } from "../security/identity/keep/halts.ts";
import { CATALOGUE } from "../tools/catalogue.ts";
import type { HassUser, PersonRoad } from "../transport/person-road.ts";
import { readAccounts } from "./accounts.ts";
import { preferMemoryWhile } from "./heap.ts";
import { followHome } from "./live-index.ts";
import { type DeskState, openOwnersDesk } from "./owners-desk.ts";
import { openPersonRoad } from "./person/person-road.ts";

export type WholeRoad = Pick<Registry, "call" | "follow"> & {
  connected(): boolean;
  login(token: Secret): Promise<HassUser>;
  accounts(): Promise<Accounts>;
  readonly person: PersonRoad;
  /** Another token of Home Assistant's, from the next connection on. */
  useToken(token: Secret): void;
  readonly events: HomeEvents;
  /** Whether the user behind our token is an administrator, as far as it is known. */
  isAdmin(): boolean;
  auditLagMs(): number;
  close(): void;
};

/** What lasts longer than the process, and what every process on the folder shares. */
export type RoadState = DeskState & { readonly counters: Counters; halts(): Promise<Halts> };

/** Connects and opens the audit. CONFIG_INVALID when the audit's folder cannot be used. */
export function openRoad(
  config: Config,
  hass: Pick<GatewayOptions, "url" | "token" | "ca">,
  grants: GrantBook,
  state: RoadState,
  logger: Logger,
): WholeRoad {
  const audit = openAudit(config, (fault) => logger.error("audit_fsync", { fault }));
  const gateway = connectGateway({
    ...hass,
    onEvent: hearHome(logger, config.log.file !== undefined),
  });
  const index = followHome(gateway, (fault) => logger.debug("index_waits", { fault }));
  preferMemoryWhile(index());
  const clock = processClock;
  const desk = openOwnersDesk(config, state, { gateway, clock, audit, logger });
  const tools = CATALOGUE.filter(({ effects }) => config.aiFeatures || !effects.includes("converse"));
  const registry = createRegistry({
    tools,
    gateway,
    grants,
    index,
    audit,
    counters: state.counters,
    halts: state.halts,
    desk,
    clock,
    logger,
  });
  return {
    call: registry.call,
    follow: registry.follow,
    connected: () => gateway.connected,
    login: (token) => ownerOf({ ...hass, token }),
    accounts: () => readAccounts(gateway),
    person: openPersonRoad(
      { publicUrl: config.http?.publicUrl, browserUrl: config.http?.oauth?.browserUrl },
      { gateway, hass, grants, clock, tools },
    ),
    useToken: gateway.useToken,
    events: gateway.events,
    isAdmin: () => gateway.connected && gateway.house.user.isAdmin,
    auditLagMs: audit.lagMs,
    close() {
      gateway.close();
      registry.close();
    },
  };
}

/**
 * Into the log, and on stderr, in one line, why there was no home at the start: who has just set it up looks there first.
 * A refused token is an error in the log, which is on stderr unless it goes into a file.
 */
function hearHome(logger: Logger, logsToFile: boolean): (event: string, detail?: unknown) => void {
  let silent = false;
  return (event, detail) => {
    // what nobody but the owner can mend
    logger[event === "hass_final" ? "error" : "info"](event, { detail });
    const ended = event === "hass_lost" || event === "hass_final";
    if (ended && !silent && (event === "hass_lost" || logsToFile))
      process.stderr.write(`${lineOf(detail)}\n`);
    silent ||= ended || event === "hass_running";
  };
}

function lineOf(detail: unknown): string {
  const { why, hint } = isJsonObject(detail) ? detail : {};
  return ["hearthgate:", why, hint].filter((part) => typeof part === "string").join(" ");
}

function openAudit(config: Config, onFault: (fault: unknown) => void) {
  if (!config.audit.enabled) return memoryAudit();
  try {
    return openJournal({ ...config.audit, homePath: config.homePath, clock: systemClock, onFault });
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", "The audit cannot be written to HEARTHGATE_HOME or AUDIT_LOG_FILE.", {
      hint: "Make the folder writable, or name another.",
      cause,
    });
  }
}
