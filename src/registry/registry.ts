/** The one road: every call from every door goes through `call`, in this order, and no other way. */

import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { Audit } from "../audit/event.ts";
import type { Clock } from "../core/clock.ts";
import type { Effect } from "../core/effect.ts";
import { Failure } from "../core/failure.ts";
import { nearestTo } from "../core/nearest.ts";
import type { Gateway } from "../hass/gateway.ts";
import { type Narrowing, narrow } from "../home/narrow.ts";
import type { BeforeSending } from "../home/sent-call.ts";
import type { Logger } from "../log/logger.ts";
import type { Approval } from "../security/approval/approval.ts";
import type { Desk } from "../security/approval/desk.ts";
import type { GrantBook } from "../security/grant/book/grant-book.ts";
import { builtinGrant } from "../security/grant/model/builtins.ts";
import { DEFAULT_CONCURRENCY, type Grant } from "../security/grant/model/grant.ts";
import type { Caller } from "../security/grant/model/request.ts";
import type { Counters } from "../security/grant/restrict/counters.ts";
import { asksForPin, offersTool } from "../security/grant/scope/tool-list.ts";
import type { Halts } from "../security/identity/keep/halts.ts";
import type { Principal } from "../security/identity/principal.ts";
import type { AnyTool, ToolContext } from "../tools/tool.ts";
import type { Answer, CallContext } from "./answer.ts";
import { createAuditor } from "./auditor.ts";
import { type Pins, takePins } from "./pins.ts";
import { withPlainText } from "./plain-text.ts";
import { createQueues } from "./queue.ts";
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
  /** Ends the audit: open calls get the end `unknown`. */
  close(): void;
};

export function createRegistry(parts: RegistryParts): Registry {
  const tools = new Map(parts.tools.map((tool) => [tool.name, tool]));
  const { gateway, index, counters, clock, grants, desk, logger } = parts;
  const { refuseWhenHalted, refuseWhenOver } = endingsOf(parts);
  const auditor = createAuditor(parts.audit, (fault) => logger.error("audit_unwritable", { fault }));
  const inTurn = createQueues();

  return {
    async call(principal, name, args, context) {
      const callId = randomUUID();
      const grant = grants.byId(principal.grantId);
      // a name that is nobody's is the caller's own text: it could be any length, and read like another's deed
      const known = tools.has(name) ? name : "unknown_tool";
      const lines = auditor.open(principal, grant?.name ?? principal.grantId, known, args, callId);
      const run = async (waited: boolean) => {
        await refuseWhenHalted(principal.grantId);
        const held = grantHeld(waited ? grants.byId(principal.grantId) : grant);
        const { effects, ...tool } = find(tools, held, name);
        const { pins, rest } = asksForPin(held, effects) ? takePins(args) : { pins: {}, rest: args };
        const input = await withPlainText(tool.input, validateInput(tool.input, rest));
        if (!gateway.connected && effects.some((effect) => effect !== "none")) await gateway.ready(context);
        const caller = callerOf(principal, pins);
        const before: BeforeSending = (sent) => {
          if (context.signal.aborted) throw givenUp();
          if (!isSame(held, grants.byId(principal.grantId))) throw grantChanged();
          return lines.before(sent);
        };
        const asking = { grant: held, credential: principal.credential, tool: name };
        const host = hostIsOwner(held, principal) ? context.askHost : undefined;
        const home = narrow({
          gateway,
          index,
          counters,
          clock,
          grant: held,
          ceiling: grants.ceiling(),
          effects,
          caller,
          waiting: context,
          before,
          refused: lines.refused,
          owner: desk.ownerFor({ ...asking, host }),
          asked: async () => (await desk.waitingFor(asking)).map(askedText),
          refuseWhenHalted: () => refuseWhenHalted(principal.grantId),
        });
        const answered = await tool.handle(input, handed(home, context));
        if (tool.waits === true) await refuseWhenOver(held, principal.grantId);
        return shape(tool, answered);
      };
      try {
        const atOnce = grant?.limits.concurrency ?? DEFAULT_CONCURRENCY;
        const turn = tools.get(name)?.waits === true ? WAITING_TURN : { of: "", most: atOnce };
        const answer = await inTurn(principal.credential + turn.of, turn.most, context, run);
        lines.done(undefined);
        return answer;
      } catch (thrown) {
        const failure = toFailure(thrown, callId, logger);
        lines.done(failure);
        throw failure;
      }
    },
    close: auditor.close,
  };
}

/** What mostly waits has a queue of its own. */
const WAITING_TURN = { of: " waits", most: 50 } as const;

/** What the owner may do to a caller while its call is under way. */
function endingsOf({ halts, grants }: RegistryParts) {
  const refuseWhenHalted = async (grantId: string) => {
    const { killed, revokedGrants } = await halts();
    if (killed) throw switchedOff();
    if (revokedGrants.has(grantId)) throw grantGone();
  };
  return {
    refuseWhenHalted,
    /** For what waited: also where the grant is another by now. */
    async refuseWhenOver(held: Grant, grantId: string) {
      await refuseWhenHalted(grantId);
      if (!isSame(held, grants.byId(grantId))) throw grantChanged();
    },
  };
}

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

/** A grant read again from its file is another object that may say the same. */
function isSame(held: Grant, now: Grant | undefined): boolean {
  return now === held || (now !== undefined && JSON.stringify(now) === JSON.stringify(held));
}

function grantChanged(): Failure {
  return new Failure(
    "PERMISSION_DENIED",
    "The grant was changed while the call was under way; it was not sent.",
    {
      hint: "Call again: what is permitted now counts.",
      denial: "revoked",
    },
  );
}

function givenUp(): Failure {
  return new Failure("CANCELLED", "The caller gave up before it was sent.", { hint: "Nothing was done." });
}

function switchedOff(): Failure {
  return new Failure("PERMISSION_DENIED", "The owner has switched everything off.", {
    hint: "The owner can switch it on again.",
    denial: "kill_switch",
  });
}

function grantHeld(grant: Grant | undefined): Grant {
  if (grant) return grant;
  throw grantGone();
}

function grantGone(): Failure {
  return new Failure("PERMISSION_DENIED", "The grant of this caller is not there any more.", {
    hint: "Its owner can make another.",
    denial: "revoked",
  });
}

/** The signal is made when somebody looks at it: most calls never do. */
function handed(home: ReturnType<typeof narrow>, context: CallContext): ToolContext<Effect> {
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
function toFailure(thrown: unknown, callId: string, logger: Logger): Failure {
  if (thrown instanceof Failure) {
    if (thrown.code === "DEFECT") logger.error("defect", { call_id: callId, fault: thrown.cause ?? thrown });
    else logger.debug("failure", { call_id: callId, code: thrown.code, denial: thrown.denial });
    return thrown;
  }
  if (thrown instanceof Error && thrown.name === "AbortError")
    return new Failure("CANCELLED", "The caller gave up.");
  logger.error("defect", {
    call_id: callId,
    fault: thrown,
    stack: thrown instanceof Error ? thrown.stack : undefined,
  });
  return new Failure("DEFECT", `Something inside Hearthgate failed (reference ${callId.slice(0, 8)}).`, {
    hint: "The owner finds it in the log under this reference.",
    cause: thrown,
  });
}
