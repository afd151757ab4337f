/** The pages on which a person picks a grant and says yes or no. */

import type { Request } from "express";
import { cleanLine } from "../../../../core/text.ts";
import type { Exchange, Step } from "../../../http/exchange.ts";
import type { HassUser, OfferedGrant } from "../../../person-road.ts";
import type { Asking } from "../asking.ts";
import type { Asker } from "../page/asker.ts";
import { type ConsentPageData, type Last, renderConsent } from "../page/consent-page.ts";
import { renderGoing } from "../page/going-page.ts";
import { renderGrants } from "../page/grants-page.ts";
import { renderLogin } from "../page/login-page.ts";
import { derived, type HeldCookie } from "./browser.ts";
import { consentPath, startPath } from "./home-login.ts";
import { type Going, type Kept, LOGIN_MS, type Underway } from "./logins.ts";
import { type Person, sendNotice, sendPage } from "./person-parts.ts";

const CLIENT_MAX = 200;
/** In milliseconds. */
const LASTS: Readonly<Record<Last, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
  quarter: 90 * 86_400_000,
};

/** One look of a person at their asking. */
type Visit = {
  readonly asking: Asking;
  readonly held: HeldCookie;
  readonly underway: Underway;
};

/** Who asks, and the login; with a login the grants, and with `?grant=` all that this one opens. */
export function showStep(person: Person): Step {
  return async (request, response) => {
    const asking = await person.askings.find(request, response);
    if (!asking) return showEnd(person, request, response);
    const found = await visitOf(asking, request, person);
    if (found?.underway.user) {
      const { user } = found.underway;
      const wanted = new URL(request.originalUrl, person.publicUrl).searchParams.get("grant");
      const grant = wanted === null ? undefined : await person.person.preview(user, wanted);
      return grant
        ? showGrant(person, request, response, found, { user, grant })
        : showGrants(person, request, response, found, user);
    }
    await showLogin(person, request, response, asking, found);
  };
}

/** The answer. What it is about is looked at anew: it counts for what was shown alone. */
export function answerStep(person: Person): Step {
  return async (request, response) => {
    const { origin } = request.headers;
    if (origin !== new URL(person.publicUrl).origin)
      return sendNotice(person, request, response, {
        kind: "elsewhere",
        detail: `Origin: ${origin ?? "none"}`,
      });
    const form = formOf(request);
    if (!form) return sendNotice(person, request, response, { kind: "unreadable" });
    const asking = await person.askings.find(request, response);
    if (!asking) return showEnd(person, request, response);
    const visit = await visitOf(asking, request, person);
    const again = consentPath(asking.uid);
    if (!visit || form.token !== tokenOf(visit) || !(await nextTurn(person, visit)))
      return sendNotice(person, request, response, { kind: "stale", again });
    const taken = { ...visit, underway: { ...visit.underway, turn: visit.underway.turn + 1 } };
    if (form.answer === "deny") return deny(person, request, response, taken);
    if (form.answer !== "allow" || !visit.underway.user)
      return sendNotice(person, request, response, { kind: "unreadable", again });
    await allow(person, request, response, taken, { ...form, user: visit.underway.user });
  };
}

type Form = Readonly<Record<"token" | "answer" | "grant" | "digest" | "last", string>>;

/** Of `express.urlencoded`: a field that came twice is a list. */
function formOf({ body }: Request): Form | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const fields = body as Readonly<Record<string, unknown>>;
  const text = (name: keyof Form): string => {
    const value = fields[name];
    return typeof value === "string" ? value : "";
  };
  return {
    token: text("token"),
    answer: text("answer"),
    grant: text("grant"),
    digest: text("digest"),
    last: text("last"),
  };
}

type Choice = Pick<Form, "grant" | "digest" | "last"> & { readonly user: HassUser };

async function allow(
  person: Person,
  request: Request,
  response: Exchange,
  visit: Visit,
  { user, grant: grantId, digest, last }: Choice,
): Promise<void> {
  const offer = (await person.person.offersFor(user)).find(({ id }) => id === grantId);
  const until = offer && untilOf(last, offer, person.now());
  if (offer?.digest !== digest || until === "unknown") {
    const grant = await person.person.preview(user, grantId);
    // gone, or not theirs any more: what is left is shown
    if (!grant) return showGrants(person, request, response, visit, user);
    const notice = grant.digest === digest ? "expiredChoice" : "changed";
    return showGrant(person, request, response, visit, { user, grant, notice });
  }
  const goTo = await person.askings.allow(request, response, { user, grantId, until });
  if (goTo === undefined)
    return sendNotice(person, request, response, { kind: "stale", again: consentPath(visit.asking.uid) });
  note(person, response, visit, { event: "consent_given", user: user.id, grant_id: grantId });
  await leave(person, request, response, visit, { answer: "given", goTo });
}

async function deny(person: Person, request: Request, response: Exchange, visit: Visit): Promise<void> {
  const goTo = await person.askings.deny(request, response);
  note(person, response, visit, { event: "consent_denied", user: visit.underway.user?.id });
  await leave(person, request, response, visit, { answer: "denied", goTo });
}

type Noted = {
  readonly event: "consent_given" | "consent_denied";
  readonly user: string | undefined;
  readonly grant_id?: string;
};

/** Who let whom in is known also when it is long over. */
function note({ log }: Person, { locals }: Exchange, { asking }: Visit, { event, ...said }: Noted): void {
  const { requestId: request_id, address: ip } = locals;
  log.security(event, { request_id, ip, client_id: cleanLine(asking.client.id, CLIENT_MAX), ...said });
}

/** Nothing of the login stays but where this browser, and no other, goes on. */
async function leave(
  person: Person,
  request: Request,
  response: Exchange,
  { held, underway: { uid, turn } }: Visit,
  going: Going,
): Promise<void> {
  const now = await person.logins.find(held);
  if (now) await person.logins.goOn(held, now, { uid, stage: "answered", turn, going });
  sendPage(response, renderGoing({ language: person.languageFor(request), ...going }));
}

/** A button that was pressed twice: the answer stands, and the way on is the same. */
async function showEnd(person: Person, request: Request, response: Exchange): Promise<void> {
  const held = person.cookie.read(request);
  const underway = held === undefined ? undefined : await person.logins.find(held);
  const going = underway && request.path === consentPath(underway.uid) ? underway.going : undefined;
  if (going === undefined) return sendNotice(person, request, response, { kind: "over" });
  sendPage(response, renderGoing({ language: person.languageFor(request), ...going }));
}

/**
 * Before the authorization server hands out the answer: what the library knows a browser by stands in the path of its
 * pages, so that it is asked for what only the browser that answered holds. Once.
 */
export function goOnStep(person: Person): Step {
  const { cookie, logins, publicUrl } = person;
  return async (request, response, next) => {
    const held = cookie.read(request);
    const { going } = (held === undefined ? undefined : await logins.find(held)) ?? {};
    const isTheirs = going !== undefined && new URL(going.goTo, publicUrl).pathname === request.path;
    if (held === undefined || !isTheirs || !(await logins.end(held)))
      return sendNotice(person, request, response, { kind: "over" });
    cookie.clear(response);
    next();
  };
}

/** undefined = this browser has nothing underway for this asking. */
async function visitOf(asking: Asking, request: Request, { cookie, logins }: Person) {
  const held = cookie.read(request);
  const underway = held === undefined ? undefined : await logins.find(held);
  return held !== undefined && underway?.uid === asking.uid ? { asking, held, underway } : undefined;
}

/** False = the form was sent before. */
function nextTurn(
  { logins }: Person,
  { held, underway }: { held: HeldCookie; underway: Kept },
): Promise<boolean> {
  const { uid, stage, user, turn } = underway;
  return logins.goOn(held, underway, { uid, stage, user, turn: turn + 1 });
}

function tokenOf({ held, asking, underway }: Visit): string {
  return derived(held, "form", asking.uid, underway.stage, String(underway.turn));
}

function sealed(visit: Visit) {
  return { action: consentPath(visit.asking.uid), token: tokenOf(visit) };
}

function askerOf({ redirectUri, client }: Asking): Asker {
  return { clientId: client.id, redirectUri, domain: client.domain, name: client.name };
}

async function showLogin(
  person: Person,
  request: Request,
  response: Exchange,
  asking: Asking,
  found: Visit | undefined,
): Promise<void> {
  const { browserUrl } = await person.person.loginPage();
  if (browserUrl === undefined)
    return sendNotice(person, request, response, { kind: "no_browser_url", again: consentPath(asking.uid) });
  const underway: Underway = { uid: asking.uid, stage: "here", turn: 0 };
  const begin = async () => {
    const held = person.cookie.renew(response, LOGIN_MS);
    await person.logins.begin(held, underway);
    return { asking, held, underway };
  };
  const visit = found?.underway.stage === "here" ? found : await begin();
  const page = renderLogin({
    language: person.languageFor(request),
    asker: askerOf(asking),
    form: sealed(visit),
    loginPath: startPath(asking.uid),
    browserUrl,
  });
  sendPage(response, page);
}

async function showGrants(
  person: Person,
  request: Request,
  response: Exchange,
  visit: Visit,
  user: HassUser,
): Promise<void> {
  const page = renderGrants({
    language: person.languageFor(request),
    timeZone: person.person.locale().timeZone,
    asker: askerOf(visit.asking),
    form: sealed(visit),
    user: named(user),
    grants: await person.person.offersFor(user),
  });
  sendPage(response, page);
}

function showGrant(
  person: Person,
  request: Request,
  response: Exchange,
  visit: Visit,
  shown: Pick<ConsentPageData, "grant" | "notice"> & { readonly user: HassUser },
): void {
  const now = person.now();
  const { expiresAt } = shown.grant;
  const lasts = (Object.keys(LASTS) as Last[]).filter(
    (last) => expiresAt === undefined || now + LASTS[last] < expiresAt,
  );
  const page = renderConsent({
    language: person.languageFor(request),
    timeZone: person.person.locale().timeZone,
    asker: askerOf(visit.asking),
    form: sealed(visit),
    lasts,
    ...shown,
    user: named(shown.user),
  });
  sendPage(response, page);
}

/** Somebody without a name has an id all the same. */
function named({ id, name }: HassUser) {
  return { id, name: name.trim() === "" ? id : name };
}

/** Milliseconds since 1970; undefined = the grant's own end. */
function untilOf(last: string, { expiresAt }: OfferedGrant, now: number): number | undefined | "unknown" {
  if (last === "grant") return undefined;
  if (!Object.hasOwn(LASTS, last)) return "unknown";
  return Math.min(now + LASTS[last as Last], expiresAt ?? Number.POSITIVE_INFINITY);
}
