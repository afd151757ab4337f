/** What the routes of a person are made of, and how they answer. */

import type { Request } from "express";
import { Failure } from "../../../../core/failure.ts";
import type { Identity } from "../../../../security/identity/identity.ts";
import type { Store } from "../../../../store/store.ts";
import type { DoorLog } from "../../../http/door-log.ts";
import type { Exchange, Step } from "../../../http/exchange.ts";
import type { FrontSteps } from "../../../http/front.ts";
import type { PersonRoad } from "../../../person-road.ts";
import type { Askings } from "../asking.ts";
import type { NoticeKind } from "../page/english.ts";
import { PAGE_HEADERS } from "../page/layout.ts";
import { renderNotice } from "../page/notice-page.ts";
import { languageOf, type PageLanguage } from "../page/words.ts";
import { type BrowserCookie, browserCookie } from "./browser.ts";
import { keepLogins, type Logins } from "./logins.ts";

export type PersonParts = {
  readonly askings: Askings;
  readonly person: PersonRoad;
  readonly identity: Pick<
    Identity,
    "killed" | "mayForwardLogin" | "loginUnanswered" | "loginAccepted" | "failed"
  >;
  readonly store: Store;
  readonly log: DoorLog;
  /** PUBLIC_URL, without a trailing slash. */
  readonly publicUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

export type Person = PersonParts & {
  /** Somebody logged in from this address: who is asked often is no guesser. */
  readonly onGood: FrontSteps["onGood"];
  readonly cookie: BrowserCookie;
  readonly logins: Logins;
  languageFor(request: Request): PageLanguage;
};

export function personOf(parts: PersonParts, onGood: FrontSteps["onGood"]): Person {
  return {
    ...parts,
    onGood,
    cookie: browserCookie(parts.publicUrl),
    logins: keepLogins(parts.store, parts.now),
    languageFor: ({ headers }) => languageOf(headers["accept-language"], parts.person.locale().language),
  };
}

export function sendPage(response: Exchange, page: string, status = 200): void {
  response.status(status).set(PAGE_HEADERS).send(page);
}

const STATUS: Readonly<Partial<Record<NoticeKind, number>>> = {
  over: 404,
  wrong_address: 421,
  home_down: 503,
  state_gone: 503,
  killed: 503,
  no_browser_url: 503,
  defect: 500,
  too_many: 429,
  unreadable: 400,
  stale: 409,
};

export type PageNotice = {
  readonly kind: NoticeKind;
  readonly again?: string | undefined;
  readonly detail?: string | undefined;
};

export function sendNotice(person: Person, request: Request, response: Exchange, notice: PageNotice): void {
  const language = person.languageFor(request);
  sendPage(response, renderNotice({ language, ...notice }), STATUS[notice.kind] ?? 403);
}

const STATE_DENIALS: ReadonlySet<string> = new Set(["state_unavailable", "state_full"]);

const REFUSALS: Readonly<Record<string, NoticeKind>> = {
  invalid_code: "not_logged_in",
  trusted_networks: "trusted_networks",
  user_gone: "user_gone",
  local_only: "local_only",
  user_unchecked: "user_unchecked",
};

/** What Home Assistant, or what it says of a user, refuses; undefined for anything else. */
export function refusalOf({ denial = "" }: Failure): NoticeKind | undefined {
  return Object.hasOwn(REFUSALS, denial) ? REFUSALS[denial] : undefined;
}

/** Whatever is thrown becomes a page. */
export function asPage(person: Person, step: Step): Step {
  return async (request, response, next) => {
    try {
      await step(request, response, next);
    } catch (fault) {
      if (request.socket.destroyed || response.headersSent) return next(fault);
      // a form goes to the page that it came from, and counts once
      const again = request.method === "GET" ? request.originalUrl : request.path;
      if (fault instanceof Failure && fault.code === "HASS_UNAVAILABLE")
        return sendNotice(person, request, response, { kind: "home_down", again });
      const kind = fault instanceof Failure ? refusalOf(fault) : undefined;
      if (kind) return sendNotice(person, request, response, { kind });
      person.log.defect(fault, response.locals.requestId);
      const isOfState = fault instanceof Failure && STATE_DENIALS.has(fault.denial ?? "");
      sendNotice(person, request, response, { kind: isOfState ? "state_gone" : "defect" });
    }
  };
}

/** What the steps of the door refuse is shown as a page from here on. */
export function showsProblems(person: Person): Step {
  return (request, response, next) => {
    response.locals.showProblem = ({ status, detail }) =>
      sendNotice(person, request, response, {
        kind: status === 429 ? "too_many" : status >= 500 ? "state_gone" : "unreadable",
        detail,
      });
    next();
  };
}

/** What must hold of every request to a page: the address in PUBLIC_URL, and that the owner has not switched all off. */
export function entrance(person: Person): Step {
  const { host, protocol } = new URL(person.publicUrl);
  return async (request, response, next) => {
    const shown = request.headers.host?.toLowerCase();
    // some proxies write the port that need not be written
    const at = `${protocol}//${shown}`;
    if (!URL.canParse(at) || new URL(at).host !== host)
      return sendNotice(person, request, response, {
        kind: "wrong_address",
        detail: `${shown ?? "?"} ≠ PUBLIC_URL ${person.publicUrl}`,
      });
    if (await person.identity.killed()) return sendNotice(person, request, response, { kind: "killed" });
    next();
  };
}
