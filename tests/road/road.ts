/** The whole road over the vectors' home: what a caller is answered, what left for Home Assistant, what the audit says. */

import type { Audit, AuditEvent } from "../../src/audit/event.ts";
import { memoryAudit } from "../../src/audit/memory-audit.ts";
import type { Failure } from "../../src/core/failure.ts";
import type { Gateway } from "../../src/hass/gateway.ts";
import type { FollowInput, Heard } from "../../src/home/follow/hearing.ts";
import type { CallContext } from "../../src/registry/answer.ts";
import { createRegistry } from "../../src/registry/registry.ts";
import { createSearchIndex } from "../../src/search/search-index.ts";
import type { Access } from "../../src/security/grant/model/access.ts";
import type { Grant } from "../../src/security/grant/model/grant.ts";
import { parseGrant } from "../../src/security/grant/parse/parse-grant.ts";
import type { Counters } from "../../src/security/grant/restrict/counters.ts";
import { memoryCounters } from "../../src/security/grant/restrict/store-counters.ts";
import { CATALOGUE } from "../../src/tools/catalogue.ts";
import type { AnyTool } from "../../src/tools/tool.ts";
import { type TestDesk, testDesk } from "../security/approval-desk.ts";
import { type Fake, type FakeOptions, fakeGateway } from "../security/grant/fake-gateway.ts";

/** A Friday, noon in UTC. */
export const NOW = Date.parse("2026-06-12T12:00:00Z");

export type Said = {
  /** `ok`, or the code of the Failure. */
  readonly code: string;
  readonly denial: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly approvalId: string | undefined;
  /** Everything that the caller reads. */
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
};

export type Road = Fake & {
  call(tool: string, args: unknown, more?: Partial<CallContext>): Promise<Said>;
  /** The code of the Failure, or the way to stop. */
  follow(input: FollowInput, heard: Heard): Promise<string | (() => void)>;
  /** Acts with `wait_s: 0`. */
  act(service: string, target: object | undefined, more?: object): Promise<Said>;
  /** `action result`, of every line so far. */
  audited(): readonly string[];
  readonly events: readonly AuditEvent[];
  readonly desk: TestDesk;
};

export type RoadOptions = FakeOptions & {
  /** In place of the catalogue. */
  readonly tools?: readonly AnyTool[];
  /** What the log is told, by its name. */
  readonly logged?: (name: string, facts: unknown) => void;
  /** Stands in for the audit's `append`. */
  readonly append?: (event: AuditEvent) => void;
  readonly counters?: Counters;
  readonly now?: number | (() => number);
  /** How the owner can be asked; absent = not at all. */
  readonly how?: string;
  /** Whether the owner's phone is notified. */
  readonly notifies?: boolean;
  /** Whose credential calls; `test` unless told. */
  readonly credential?: string;
  /** The gateway as the registry has it. */
  readonly through?: (gateway: Gateway) => Gateway;
  /** The grant as its owner has it now; asked at every look. */
  readonly grantNow?: () => Grant | undefined;
  readonly ceiling?: Access;
  readonly killed?: () => boolean;
  /** Whether the grant is revoked, whatever its owner's file says. */
  readonly revoked?: () => boolean;
};

/** A grant as its owner writes it, without an end. */
export function grantOf(input: object): Grant {
  const parsed = parseGrant({ id: "g", name: "test", expires_at: "never", ...input }, NOW);
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.grant;
}

export async function openRoad(grant: Grant, options: RoadOptions = {}): Promise<Road> {
  const { through = (gateway: Gateway) => gateway } = options;
  const fake = fakeGateway(options);
  const memory = memoryAudit();
  const audit: Audit = { ...memory, append: options.append ?? memory.append };
  const index = createSearchIndex(fake.gateway);
  await index.build();
  const silent = () => undefined;
  const { now = NOW } = options;
  const clock = { now: () => (typeof now === "number" ? now : now()) };
  const desk = testDesk({
    clock,
    place: () => fake.gateway,
    notifies: options.notifies ?? false,
    ...(options.how === undefined ? {} : { how: options.how }),
  });
  const registry = createRegistry({
    tools: options.tools ?? CATALOGUE,
    gateway: through(fake.gateway),
    index: async () => index,
    audit,
    halts: async () => ({
      killed: options.killed?.() ?? false,
      revokedGrants: new Set(options.revoked?.() === true ? [grant.id] : []),
    }),
    grants: {
      byId: (id) => (id !== grant.id ? undefined : options.grantNow ? options.grantNow() : grant),
      ceiling: () => options.ceiling,
    },
    counters: options.counters ?? memoryCounters(),
    desk,
    clock,
    logger: { debug: silent, info: silent, warn: silent, error: options.logged ?? silent },
  });
  const principal = { id: "test", grantId: grant.id, credential: options.credential ?? "test" };
  const events = () => memory.lines.map((line) => JSON.parse(line) as AuditEvent);
  const call: Road["call"] = (tool, args, more = {}) =>
    registry
      .call(principal, tool, args, { signal: new AbortController().signal, progress: silent, ...more })
      .then(
        ({ structured, text }) => ({
          code: "ok",
          denial: undefined,
          retryAfterSeconds: undefined,
          approvalId: undefined,
          text: `${text}\n${JSON.stringify(structured)}`,
          structured: { ...structured },
        }),
        ({ code, denial, retryAfterSeconds, approvalId, message, hint = "" }: Failure) => ({
          code: String(code),
          denial,
          retryAfterSeconds,
          approvalId,
          text: `${code}: ${message} ${hint}`,
          structured: {},
        }),
      );
  return {
    ...fake,
    desk,
    call,
    follow: (input, heard) =>
      registry
        .follow(principal, { method: "resources/subscribe", input }, heard, {
          signal: new AbortController().signal,
          progress: silent,
        })
        .catch(({ code }: Failure) => String(code)),
    act: (service, target, more = {}) =>
      call("ha_call_service", { service, ...(target ? { target } : {}), wait_s: 0, ...more }),
    audited: () => events().map(({ action, result }) => `${action} ${result}`),
    get events() {
      return events();
    },
  };
}
