/** The one road: every call from every door goes through `call`, in this order, and no other way. */

import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { Audit } from "../audit/event.ts";
import type { Clock } from "../core/clock.ts";
import type { Effect } from "../core/effect.ts";
import { Failure } from "../core/failure.ts";
import { nearestTo } from "../core/nearest.ts";
import type { Gateway } from "../hass/gateway.ts";
import { type Changes, createChanges } from "../home/follow/changes.ts";
import type { FollowInput, Heard } from "../home/follow/hearing.ts";
import type { Home } from "../home/home.ts";
import { type Narrowing, narrow } from "../home/narrow.ts";
import type { BeforeSending } from "../home/sent-call.ts";
import type { Logger } from "../log/logger.ts";
import type { Approval } from "../security/approval/approval.ts";
import type { Desk } from "../security/approval/desk.ts";
import type { GrantBook } from "../security/grant/book/grant-book.ts";
import { builtinGrant } from "../security/grant/model/builtins.ts";
import { DEFAULT_CONCURRENCY, DEFAULT_SUBSCRIPTIONS, type Grant } from "../security/grant/model/grant.ts";
import type { Caller } from "../security/grant/model/request.ts";
import type { Counters } from "../security/grant/restrict/counters.ts";
import { asksForPin, offersTool } from "../security/grant/scope/tool-list.ts";
import type { Halts } from "../security/identity/keep/halts.ts";
import type { Principal } from "../security/identity/principal.ts";
import type { AnyTool, ToolContext } from "../tools/tool.ts";
import type { Answer, CallContext } from "./answer.ts";
import { type CallAudit, createAuditor } from "./auditor.ts";
import { countFollowers, followAccess } from "./followers.ts";
import { type Pins, takePins } from "./pins.ts";
import { withPlainText } from "./plain-text.ts";
import { createQueues } from "./queue.ts";
import { endingsOf, grantChanged, grantHeld, type Held } from "./standing.ts";
import { validateInput } from "./validate.ts";

export type RegistryParts = {
  readonly tools: readonly AnyTool[];
  readonly gateway: Gateway;
  readonly audit: Audit;
  readonly grants: Pick<GrantBook, "byId" | "ceiling">;
  /** What the owner has stopped. */
  readonly halts: () => Promise<Halts>;
  readonly index: Narrowing["index"];
  readonly counters: Counters;
  /** Where the owner is asked. */
  readonly desk: Desk;
  readonly clock: Clock;
  readonly logger: Logger;
};

export type Registry = {
  /** Any Failure; TOOL_UNKNOWN also for a tool that the grant can never use. */
  call(principal: Principal, name: string, args: unknown, context: CallContext): Promise<Answer>;
  /** Follows what a resource shows; `method` is MCP's. Any Failure. Returns the way to stop. */
  follow(
    principal: Principal,
    { method, input }: { readonly method: string; readonly input: FollowInput },
    heard: Heard,
    context: CallContext,
  ): Promise<() => void>;
  /** Ends the audit: open calls get the end `unknown`. */
  close(): void;
};

/** One deed of a caller on its way: who it is, under which grant, and where it is written down. */
type Walk = Held & {
  readonly principal: Principal;
  readonly lines: CallAudit;
  readonly context: CallContext;
};

export function createRegistry(parts: RegistryParts): Registry {
  const tools = new Map(parts.tools.map((tool) => [tool.name, tool]));
  const { gateway, grants, logger } = parts;
  const endings = endingsOf(parts);
  const { refuseWhenHalted, refuseWhenOver, whyOver } = endings;
  const auditor = createAuditor(parts.audit, (fault) => logger.error("audit_unwritable", { fault }));
  const inTurn = createQueues();
  const followers = countFollowers();
  const changes = createChanges(gateway, (fault) => logger.error("follower", { fault }));
  const narrowFor = narrower(parts, changes, endings);

  /** In its turn, by a grant that stands, with its line in the audit whatever comes of it. */
  const walk = async <T>(
    principal: Principal,
    deed: { readonly name: string; readonly args: unknown; readonly waits: boolean },
    context: CallContext,
    run: (walk: Walk) => Promise<T>,
  ): Promise<T> => {
    const callId = randomUUID();
    const grant = grants.byId(principal.grantId);
    const lines = auditor.open(principal, grant?.name ?? principal.grantId, deed.name, deed.args, callId);
    try {
      const atOnce = grant?.limits.concurrency ?? DEFAULT_CONCURRENCY;
      const turn = deed.waits ? WAITING_TURN : { of: "", most: atOnce };
      const done = await inTurn(principal.credential + turn.of, turn.most, context, async (waited) => {
        await refuseWhenHalted(principal.grantId);
        const held = grantHeld(waited ? grants.byId(principal.grantId) : grant);
        return run({ principal, held, ceiling: grants.ceiling(), lines, context });
      });
      lines.done(undefined);
      return done;
    } catch (thrown) {
      const failure = toFailure(thrown, { callId, requestId: principal.requestId }, logger);
      lines.done(failure);
      throw failure;
    }
  };

  return {
    async call(principal, name, args, context) {
      const { waits = false } = tools.get(name) ?? {};
      // a name that is nobody's is the caller's own text: it could be any length, and read like another's deed
      const deed = { name: tools.has(name) ? name : "unknown_tool", args, waits };
      return walk(principal, deed, context, async (under) => {
        const { held } = under;
        const { effects, ...tool } = find(tools, held, name);
        const { pins, rest } = asksForPin(held, effects) ? takePins(args) : { pins: {}, rest: args };
        const input = await withPlainText(tool.input, validateInput(tool.input, rest));
        under.lines.meant(input);
        if (!gateway.connected && effects.some((effect) => effect !== "none")) await gateway.ready(context);
        const home = narrowFor(under, { name, effects, pins });
        const answered = await tool.handle(input, handed(home, context));
        if (waits) await refuseWhenOver(under);
        return shape(tool, answered);
      });
    },
    async follow(principal, { method, input }, heard, context) {
      return walk(principal, { name: method, args: input, waits: false }, context, async (under) => {
        const most = under.held.limits.subscriptions ?? DEFAULT_SUBSCRIPTIONS;
        return followers.within(principal.credential, most, heard, async (hearing) => {
          if ("access" in input) return followAccess(under, hearing, { changes, grants, whyOver });
          if (!gateway.connected) await gateway.ready(context);
          const home: Home<"read"> = narrowFor(under, { name: method, effects: ["read"], pins: {} });
          return home.follow(input, { ...hearing, over: () => whyOver(under) });
        });
      });
    },
    close() {
      changes.close();
      auditor.close();
    },
  };
}

/** The home as one deed may see it and act on it. */
function narrower(
  parts: RegistryParts,
  changes: Changes,
  { refuseWhenHalted, stands }: ReturnType<typeof endingsOf>,
) {
  const { gateway, index, counters, clock, desk } = parts;
  return (
    { principal, held, ceiling, lines, context }: Walk,
    tool: { readonly name: string; readonly effects: readonly Effect[]; readonly pins: Pins },
  ): Home<Effect> => {
    const before: BeforeSending = (sent) => {
      if (context.signal.aborted) throw givenUp();
      if (!stands({ held, ceiling })) throw grantChanged();
      return lines.before(sent);
    };
    const asking = { grant: held, credential: principal.credential, tool: tool.name };
    const host = hostIsOwner(held, principal) ? context.askHost : undefined;
    return narrow({
      gateway,
      index,
      counters,
      changes,
      clock,
      grant: held,
      ceiling,
      effects: tool.effects,
      caller: callerOf(principal, tool.pins),
      waiting: context,
      before,
      refused: lines.refused,
      owner: desk.ownerFor({ ...asking, host }),
      picked: principal.client !== undefined,
      asked: async () => (await desk.waitingFor(asking)).map(askedText),
      refuseWhenHalted: () => refuseWhenHalted(principal.grantId),
    });
  };
}

/** What mostly waits has a queue of its own. */
const WAITING_TURN = { of: " waits", most: 50 } as const;

function callerOf({ address, origin, path, attenuations }: Principal, pins: Pins): Caller {
  return {
    ...pins,
    ...(address === undefined ? {} : { address }),
    ...(origin === undefined ? {} : { origin }),
    ...(path === undefined ? {} : { path }),
    ...(attenuations === undefined ? {} : { attenuations }),
  };
}

/** At a local host with a built-in grant the person there is the owner; elsewhere only where the grant says so. */
function hostIsOwner({ id, approve_by }: Grant, { credential }: Principal): boolean {
  if (approve_by !== undefined) return approve_by.includes("host");
  return credential === "stdio" && builtinGrant(id) !== undefined;
}

function askedText({ id, asked, state, expires_at }: Approval): string {
  const word = state === "approved" ? "agreed, repeat it" : "waits for the owner";
  return `${asked}: ${word} until ${new Date(expires_at).toISOString().slice(0, 16)}Z (${id})`;
}

function givenUp(): Failure {
  return new Failure("CANCELLED", "The caller gave up before it was sent.", { hint: "Nothing was done." });
}

/** The signal is made when somebody looks at it: most calls never do. */
function handed(home: Home<Effect>, context: CallContext): ToolContext<Effect> {
  return {
    home,
    progress: context.progress,
    get signal() {
      return context.signal;
    },
  };
}

function find(tools: ReadonlyMap<string, AnyTool>, grant: Grant, name: string): AnyTool {
  const tool = tools.get(name);
  if (tool && offersTool(grant, tool)) return tool;
  const offered = [...tools.values()].filter((each) => offersTool(grant, each)).map((each) => each.name);
  const nearest = nearestTo(name, offered);
  const hint = nearest === undefined ? "" : ` The nearest is ${nearest}.`;
  throw new Failure("TOOL_UNKNOWN", `No such tool for this grant; tools/list has them all.${hint}`);
}

function shape(tool: Pick<AnyTool, "name" | "output" | "text">, handled: object): Answer {
  const { picture, ...answered } = handled as { readonly picture?: NonNullable<Answer["picture"]> };
  const checked = v.safeParse(tool.output, answered);
  if (!checked.success) {
    throw new Error(
      `${tool.name} answered outside its schema: ${checked.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join("; ")}`,
    );
  }
  const said = { structured: answered, text: tool.text(answered) };
  return picture === undefined ? said : { ...said, picture };
}

/** What was not foreseen is our fault: the log has it under the call's id, the caller gets the id. */
function toFailure(
  thrown: unknown,
  { callId, requestId }: { readonly callId: string; readonly requestId: string | undefined },
  logger: Logger,
): Failure {
  const ids = { call_id: callId, ...(requestId === undefined ? {} : { request_id: requestId }) };
  if (thrown instanceof Failure) {
    if (thrown.code === "DEFECT") logger.error("defect", { ...ids, fault: thrown.cause ?? thrown });
    else logger.debug("failure", { ...ids, code: thrown.code, denial: thrown.denial });
    return thrown;
  }
  if (thrown instanceof Error && thrown.name === "AbortError")
    return new Failure("CANCELLED", "The caller gave up.");
  logger.error("defect", {
    ...ids,
    fault: thrown,
    stack: thrown instanceof Error ? thrown.stack : undefined,
  });
  return new Failure("DEFECT", `Something inside Hearthgate failed (reference ${callId.slice(0, 8)}).`, {
    hint: "The owner finds it in the log under this reference.",
    cause: thrown,
  });
}
