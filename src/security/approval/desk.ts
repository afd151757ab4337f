/** The owner's desk: where questions are put, looked up again, and a yes is used. */

import { randomBytes } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import type { Place } from "../../hass/place.ts";
import { type EntryKey, storeKey } from "../../store/namespaces.ts";
import type { Entry, Store } from "../../store/store.ts";
import type { Ask } from "../grant/model/decision.ts";
import type { Asked, Owner, OwnersSay } from "../grant/model/owner.ts";
import type { Request } from "../grant/model/request.ts";
import type { ApprovalState } from "../grant/model/world.ts";
import { type Approval, MOST_OPEN, REMEMBERED_MS } from "./approval.ts";
import { answerApproval, approvalKey, approvalOf, isOpen, listApprovals, plain } from "./approvals.ts";
import {
  type AskingTool,
  exactBinding,
  grantHash,
  type Hash,
  keptUnder,
  nonceHash,
  openHash,
  shownHash,
  stakeOf,
} from "./question.ts";
import { endOf, isLater, isNo, isYes, noTo } from "./standing.ts";
import { callerWords, carriedBy, questionText, summaryOf } from "./summary.ts";

/** `later`: the answer comes with the same call, sent again; undefined = this host cannot ask anybody. */
export type HostAnswer = "accept" | "decline" | "cancel" | "later" | undefined;

/** A question to the person at the host. */
export type HostQuestion = {
  readonly id: string;
  readonly text: string;
  /** Sealed: an answer that comes later has to bring it along. */
  readonly state: string;
  /** After it no answer counts. */
  readonly lifetimeMs: number;
};
export type AskHost = (question: HostQuestion) => Promise<HostAnswer>;

export type AskingCaller = AskingTool & {
  /** There where the grant says that the host's answer is the owner's. */
  readonly host?: AskHost | undefined;
};

/** How the owner hears of a question away from the host. */
export type Notice = {
  /**
   * Half a sentence: `on the phone or with hearthgate approvals approve apr_1`; undefined = nobody can be asked.
   * `notified`: whether a notification of this question went out.
   */
  how(id: string, notified: boolean): string | undefined;
  /** Whether a notification can be sent: a nonce is made for it then. */
  readonly notifies: boolean;
  /** Tells of a question that is new; in the background, and without a nonce where no notification is to go. */
  tell(approval: Approval, nonce: string | undefined): void;
  /** Notifies of one that was told of before, when there was no room for its notification. */
  notify(approval: Approval, nonce: string): void;
};

export type DeskParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: () => Place;
  readonly notice: Notice;
  /** For the audit: what the person at the host said. */
  readonly onAnswer: (approval: Approval) => void;
  /** Until a question ends. */
  readonly lifetimeMs: number;
};

export type Desk = {
  ownerFor(caller: AskingCaller): Owner;
  /** Questions of this caller that are open, or were answered and not used yet. */
  waitingFor(caller: AskingTool): Promise<readonly Approval[]>;
};

const NOTICE_EVERY_MS = 60_000;
const NONCE_BYTES = 16;

export function openDesk(parts: DeskParts): Desk {
  const heard = new WeakMap<Request, OwnersSay>();
  let hash: Promise<Hash> | undefined;
  const hashed = () => {
    hash ??= openHash(parts.store);
    return hash;
  };
  return {
    ownerFor(caller) {
      return {
        hear(request) {
          const say = heard.get(request) ?? new Say(request, caller, parts, hashed);
          heard.set(request, say);
          return say;
        },
      };
    },
    async waitingFor({ grant, credential }) {
      const now = parts.clock.now();
      const rows = await listApprovals(parts.store, grant.id);
      return rows.filter(
        (row) => row.credential === credential && row.state !== "denied" && now < row.expires_at,
      );
    },
  };
}

class Say implements OwnersSay {
  readonly #request: Request;
  readonly #caller: AskingCaller;
  readonly #parts: DeskParts;
  readonly #hash: () => Promise<Hash>;
  #found: Approval | undefined;
  #key: EntryKey | undefined;

  constructor(request: Request, caller: AskingCaller, parts: DeskParts, hash: () => Promise<Hash>) {
    this.#request = request;
    this.#caller = caller;
    this.#parts = parts;
    this.#hash = hash;
  }

  get id(): string | undefined {
    return this.#found?.id;
  }

  async stateOf(ask: Ask): Promise<ApprovalState> {
    const { store, clock } = this.#parts;
    const keys = await this.#keysOf(ask);
    const now = clock.now();
    const lasting = keys.wide === undefined ? undefined : await this.#rowAt(keys.wide);
    if (isYes(lasting?.row, now) && this.#changed(lasting.row, ask) === undefined) {
      this.#found = lasting.row;
      return "approved";
    }
    const single = await this.#rowAt(keys.exact);
    const refused = keys.no === undefined ? lasting : await this.#rowAt(keys.no);
    const rows = await listApprovals(store, this.#caller.grant.id);
    const no = isNo(refused?.row, now) ? refused.row : noTo(this.#describe(ask), rows, now);
    if (no && !isLater(single?.row, no)) {
      this.#found = no;
      return "denied";
    }
    if (!single) return "none";
    const { row, entry } = single;
    const state = endOf(row, now) ?? (row.state === "approved" ? this.#changed(row, ask) : undefined);
    if (state !== undefined) {
      // told once; a no is remembered
      if (state !== "denied") await store.remove(entry.key, "acknowledged");
      return state;
    }
    // what the owner would answer is no longer what is asked
    if (row.state === "open" && this.#changed(row, ask) !== undefined) return "none";
    this.#found = row;
    this.#key = keys.exact;
    return row.state;
  }

  async ask(ask: Ask): Promise<Asked> {
    const { notice } = this.#parts;
    const { host } = this.#caller;
    if (host === undefined && notice.how("", true) === undefined) return { answer: "unavailable" };
    const row = await this.#put(ask, host === undefined);
    if (row === undefined) return { answer: "too many" };
    this.#found = row;
    if (row.state !== "open") return { answer: row.state };
    const said = await host?.({
      id: row.id,
      text: questionText(row),
      state: await this.#seal(row),
      lifetimeMs: row.expires_at - this.#parts.clock.now(),
    });
    if (said === "later") return { answer: "waiting", id: row.id, until: row.expires_at, how: "at the host" };
    if (said !== undefined) return this.#answeredByHost(row, said === "accept");
    const how = notice.how(row.id, row.nonce_hash !== undefined);
    if (how === undefined) return { answer: "unavailable" };
    return { answer: "waiting", id: row.id, until: row.expires_at, how };
  }

  async use(): Promise<boolean> {
    const { store, clock } = this.#parts;
    const row = this.#found;
    const now = clock.now();
    if (row?.state !== "approved" || now >= row.expires_at) return false;
    if (row.lasting === true) return true;
    const ttlMs = row.expires_at - now + REMEMBERED_MS;
    const taken = await store.take(storeKey("spent", "approval", row.id), ttlMs, "acknowledged");
    // the next one who asks the same asks anew
    if (taken && this.#key !== undefined) await store.remove(this.#key, "acknowledged");
    return taken;
  }

  /** Whoever holds it has it from us, for this question of this caller. */
  async #seal({ id, expires_at }: Approval): Promise<string> {
    const { grant, credential, tool } = this.#caller;
    const hash = await this.#hash();
    const args = exactBinding(this.#request, this.#caller, hash);
    return `${id}.${hash(["state", id, expires_at, grant.id, credential, tool, args])}`;
  }

  async #answeredByHost({ id }: Approval, yes: boolean): Promise<Asked> {
    const { store, clock, onAnswer } = this.#parts;
    this.#found = await answerApproval(store, id, { yes, by: "host", at: clock.now() });
    onAnswer(this.#found);
    return { answer: yes ? "approved" : "denied" };
  }

  /** The open question as it stands in the store now, whoever put it there; undefined = too many wait. */
  async #put(ask: Ask, tells: boolean): Promise<Approval | undefined> {
    const { store, clock, notice, lifetimeMs } = this.#parts;
    const { grant } = this.#caller;
    const now = clock.now();
    const keys = await this.#keysOf(ask);
    const before = await store.get(keys.exact);
    if (before && isOpen(approvalOf(before), now) && this.#changed(approvalOf(before), ask) === undefined)
      return tells ? this.#notifyLate(before) : approvalOf(before);
    const open = (await listApprovals(store, grant.id)).filter((row) => isOpen(row, now));
    if (open.length >= MOST_OPEN) return undefined;
    const nonce = tells ? await this.#nonce() : undefined;
    const row: Approval = {
      ...this.#describe(ask),
      id: `apr_${randomBytes(6).toString("hex")}`,
      ...keys.kept,
      ...(nonce === undefined ? {} : { nonce_hash: nonceHash(nonce) }),
      state: "open",
      requested_at: now,
      expires_at: now + lifetimeMs,
    };
    const put = { durability: "acknowledged", expiresAt: row.expires_at + REMEMBERED_MS } as const;
    const version = await store.putIfUnchanged(keys.exact, before?.version ?? "absent", plain(row), put);
    // somebody asked the same at the same moment
    if (version === undefined) return (await this.#rowAt(keys.exact))?.row;
    if (tells) notice.tell(row, nonce);
    return row;
  }

  /** For a notification, where one may go now. */
  async #nonce(): Promise<string | undefined> {
    const { store, notice } = this.#parts;
    const key = storeKey("spent", "notice", this.#caller.grant.id);
    if (!notice.notifies || !(await store.take(key, NOTICE_EVERY_MS, "counted"))) return undefined;
    return randomBytes(NONCE_BYTES).toString("hex");
  }

  /** There was no room for its notification; whoever asks again brings it on the phone. */
  async #notifyLate({ key, version, value, expiresAt }: Entry): Promise<Approval> {
    const { store, notice } = this.#parts;
    const row = value as unknown as Approval;
    const nonce = row.nonce_hash === undefined ? await this.#nonce() : undefined;
    if (nonce === undefined) return row;
    const told: Approval = { ...row, nonce_hash: nonceHash(nonce) };
    const put = { durability: "acknowledged", ...(expiresAt === undefined ? {} : { expiresAt }) } as const;
    // answered at this moment: the next one who looks finds it
    if ((await store.putIfUnchanged(key as EntryKey, version, plain(told), put)) === undefined) return row;
    notice.notify(told, nonce);
    return told;
  }

  #describe(ask: Ask) {
    const { grant, credential, tool } = this.#caller;
    const place = this.#parts.place();
    const summary = summaryOf(this.#request, ask, place);
    const carried = carriedBy(this.#request);
    const stake = stakeOf(this.#request, ask, place);
    return {
      grant: grant.id,
      grant_name: grant.name,
      credential,
      tool,
      summary,
      ...(carried === "" ? {} : { carried }),
      ...(stake === undefined ? {} : { stake }),
      asked: callerWords(this.#request),
      shown: shownHash(ask, summary),
      grant_hash: grantHash(grant),
    };
  }

  /** Why an answer does not hold for what is asked now. */
  #changed(row: Approval, ask: Ask): "mismatch" | "closure_changed" | undefined {
    const now = this.#describe(ask);
    if (row.grant_hash !== now.grant_hash) return "mismatch";
    return row.shown === now.shown ? undefined : "closure_changed";
  }

  async #keysOf(ask: Ask) {
    const { grant } = this.#caller;
    const hash = await this.#hash();
    const exact = exactBinding(this.#request, this.#caller, hash);
    const kept = keptUnder(this.#request, ask, this.#caller, hash);
    const keyOf = (under?: string) => (under === undefined ? undefined : approvalKey(grant.id, under));
    return { kept, exact: approvalKey(grant.id, exact), wide: keyOf(kept.wide), no: keyOf(kept.no_under) };
  }

  async #rowAt(key: EntryKey): Promise<{ readonly row: Approval; readonly entry: Entry } | undefined> {
    const entry = await this.#parts.store.get(key);
    return entry && { row: approvalOf(entry), entry };
  }
}
