/** The owner's phone: questions as actionable notifications of Home Assistant, answers as the events that its app sends. */

import type { Clock } from "../../core/clock.ts";
import { Failure } from "../../core/failure.ts";
import { plainText } from "../../core/json.ts";
import type { Gateway, HomeEvent, HomeEvents } from "../../hass/gateway.ts";
import type { Store } from "../../store/store.ts";
import type { Approval } from "./approval.ts";
import { answerApproval, isOpen, listApprovals } from "./approvals.ts";
import type { Notice } from "./desk.ts";
import { nonceHash } from "./question.ts";
import { questionText } from "./summary.ts";

/** Who may answer: named ones, else Home Assistant's owner and administrators. */
export type Approvers = (userId: string) => Promise<boolean>;

export type PhoneParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly gateway: Pick<Gateway, "callService" | "house" | "connected" | "services">;
  readonly events: HomeEvents;
  /** `notify.mobile_app_…` of the owner's phones; empty = there is none. */
  readonly services: readonly string[];
  readonly mayApprove: Approvers;
  /** Whether `hearthgate approvals` of another process reaches the store. */
  readonly hasCommand: boolean;
  /** Whether the event of a question is switched on. */
  readonly fires: boolean;
  /** For the audit. */
  readonly onAnswer: (approval: Approval) => void;
  /** For the log: `what` is ours. */
  readonly onFault: (what: string, detail: unknown) => void;
};

const ANSWER = /^HEARTHGATE_(YES|NO)_([0-9a-f]{32})$/;

/** Asks on the phone, and hears its answers from now on. */
export function openPhone(parts: PhoneParts): Notice {
  const { services, hasCommand, events } = parts;
  const reaches = () => isAdmin(parts) && servicesThere(parts).length > 0;
  if (services.length > 0)
    events.listen("mobile_app_notification_action", (event) => {
      hear(event, parts).catch((fault) => parts.onFault("approval_answer", fault));
    });
  return {
    get notifies() {
      return reaches();
    },
    how(id, notified) {
      const phone = notified
        ? "on the phone"
        : "on the phone (one question a minute goes there: repeat the call)";
      const ways = [
        ...(reaches() ? [phone] : []),
        ...(hasCommand ? [`with hearthgate approvals approve ${id}`] : []),
      ];
      return ways.length === 0 ? undefined : ways.join(" or ");
    },
    tell(approval, nonce) {
      tell(approval, nonce, parts).catch((fault) => parts.onFault("approval_notice", fault));
    },
    notify(approval, nonce) {
      notify(approval, nonce, parts).catch((fault) => parts.onFault("approval_notice", fault));
    },
  };
}

/** A phone that was given away leaves its name in the settings. */
function servicesThere({ services, gateway }: PhoneParts): readonly string[] {
  return services.filter((name) => {
    const [domain = "", service = ""] = name.split(".");
    return gateway.services[domain]?.[service] !== undefined;
  });
}

/** Firing and hearing these events is for administrators. */
function isAdmin({ gateway }: PhoneParts): boolean {
  return gateway.connected && gateway.house.user.isAdmin;
}

async function tell(approval: Approval, nonce: string | undefined, parts: PhoneParts): Promise<void> {
  const { id: approval_id, grant: grant_id, summary } = approval;
  if (isAdmin(parts) && parts.fires)
    await parts.events.fire("hearthgate_approval_requested", { approval_id, grant_id, summary });
  if (nonce !== undefined) await notify(approval, nonce, parts);
}

async function notify(approval: Approval, nonce: string, parts: PhoneParts): Promise<void> {
  const data = {
    title: "Hearthgate asks",
    message: questionText(approval),
    data: {
      tag: approval.id,
      actions: [
        { action: `HEARTHGATE_YES_${nonce}`, title: "Allow once", authenticationRequired: true },
        { action: `HEARTHGATE_NO_${nonce}`, title: "Refuse", destructive: true },
      ],
    },
  };
  for (const name of servicesThere(parts)) {
    const [domain = "", service = ""] = name.split(".");
    await parts.gateway.callService({ domain, service, data, entityIds: undefined });
  }
}

async function hear({ data, context }: HomeEvent, parts: PhoneParts): Promise<void> {
  const [, word, nonce] = ANSWER.exec(plainText(data["action"])) ?? [];
  if (nonce === undefined) return;
  const { store, clock, gateway, mayApprove, onAnswer, onFault } = parts;
  const by = context.user_id;
  // what we caused ourselves, or an automation: nobody has said anything
  if (by === null || by === gateway.house.user.id || !(await mayApprove(by)))
    return onFault("approval_refused_answer", { user: by });
  const hashed = nonceHash(nonce);
  const at = clock.now();
  const rows = await listApprovals(store);
  const asked = rows.find((row) => row.nonce_hash === hashed && isOpen(row, at));
  if (asked === undefined) return onFault("approval_late_answer", { user: by });
  try {
    onAnswer(await answerApproval(store, asked.id, { yes: word === "YES", by, at }));
  } catch (fault) {
    // every process on the store hears the event: one of them is the first
    if (!(fault instanceof Failure) || fault.code !== "INPUT_INVALID") throw fault;
  }
}
