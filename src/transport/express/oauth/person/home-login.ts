/** To Home Assistant's login and back. */

import { createHash } from "node:crypto";
import type { Request } from "express";
import { parseAddress } from "../../../../core/address.ts";
import { Failure } from "../../../../core/failure.ts";
import type { Exchange, Step } from "../../../http/exchange.ts";
import type { HassUser } from "../../../person-road.ts";
import { type AddressLimit, giveBack, rememberAddress, takeFrom } from "../client/address-limit.ts";
import type { NoticeKind } from "../page/english.ts";
import { derived, type HeldCookie } from "./browser.ts";
import { type Kept, LOGIN_MS } from "./logins.ts";
import { type Person, refusalOf, sendNotice } from "./person-parts.ts";

export const START_PATH = "/oauth/ha/start";
export const CALLBACK_PATH = "/oauth/ha/callback";

/** The login of one asking: a browser may have several open. */
export function startPath(uid: string): string {
  return `${START_PATH}?${new URLSearchParams({ asking: uid })}`;
}

export function consentPath(uid: string): string {
  return `/oauth/consent/${encodeURIComponent(uid)}`;
}

/** Sends the browser to Home Assistant, with a state that only this browser can bring back. */
export function startStep(person: Person): Step {
  const { cookie, logins, publicUrl } = person;
  return async (request, response) => {
    const uid = new URL(request.originalUrl, publicUrl).searchParams.get("asking") ?? "";
    const held = cookie.read(request);
    const before = held === undefined ? undefined : await logins.find(held);
    if (held === undefined || before?.uid !== uid)
      return sendNotice(person, request, response, { kind: "stale", again: consentPath(uid) });
    const { browserUrl, takesPkce } = await person.person.loginPage();
    if (browserUrl === undefined)
      return sendNotice(person, request, response, {
        kind: "no_browser_url",
        again: consentPath(before.uid),
      });
    await logins.end(held);
    const next = cookie.renew(response, LOGIN_MS);
    await logins.begin(next, { uid: before.uid, stage: "away", turn: 0, challenged: takesPkce });
    const to = new URL(`${browserUrl}/auth/authorize`);
    to.searchParams.set("response_type", "code");
    to.searchParams.set("client_id", clientId(publicUrl));
    to.searchParams.set("redirect_uri", `${publicUrl}${CALLBACK_PATH}`);
    to.searchParams.set("state", stateOf(next, before.uid));
    if (takesPkce) {
      const challenge = createHash("sha256").update(verifierOf(next)).digest("base64url");
      to.searchParams.set("code_challenge", challenge);
      to.searchParams.set("code_challenge_method", "S256");
    }
    response.set({ "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" }).redirect(303, to.href);
  };
}

/** Back from Home Assistant: who it is, once. What else it carries (`storeToken`) is of no meaning here. */
export function callbackStep(person: Person): Step {
  const { cookie, logins, log } = person;
  return async (request, response) => {
    const query = new URL(request.originalUrl, person.publicUrl).searchParams;
    const held = cookie.read(request);
    const before = held === undefined ? undefined : await logins.find(held);
    if (held === undefined || before?.stage !== "away" || query.get("state") !== stateOf(held, before.uid))
      return sendNotice(person, request, response, {
        kind: "other_browser",
        // who went back in the same browser has somewhere to go
        again: before && consentPath(before.uid),
      });
    const code = query.get("code");
    const again = consentPath(before.uid);
    // whoever ends it goes on; Home Assistant counts what it refuses
    if (!(await logins.end(held)))
      return sendNotice(person, request, response, { kind: "not_logged_in", again });
    if (code === null || code === "" || code.length > MOST_CODE)
      return sendNotice(person, request, response, { kind: "not_logged_in", again });
    const user = await userOf(code, held, before, request, response, person);
    if (typeof user === "string") return sendNotice(person, request, response, { kind: user, again });
    const next = cookie.renew(response, LOGIN_MS);
    await logins.begin(next, { uid: before.uid, stage: "known", turn: 0, user });
    const { address: ip, requestId: request_id } = response.locals;
    log.auth("auth_ok", { request_id, ip, user: user.id });
    response
      .set({ "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" })
      .redirect(303, consentPath(before.uid));
  };
}

const MOST_CODE = 512;
const NOT_HERE: ReadonlySet<string> = new Set(["trusted_networks", "user_unchecked", "local_only"]);
/** Of the four logins that may be wrong in ten minutes, from everywhere, one address has not all. */
const GUESSES: AddressLimit = { name: "login_code", each: 3 };

/** Why not, where it is nobody. What Home Assistant refuses it counts against our address: few may guess. */
async function userOf(
  code: string,
  held: HeldCookie,
  { challenged }: Kept,
  request: Request,
  response: Exchange,
  { person, publicUrl, log, identity, onGood, store, now }: Person,
): Promise<HassUser | NoticeKind> {
  const { address: ip, requestId: request_id } = response.locals;
  const digest = createHash("sha256").update(code).digest("hex");
  const own = await takeFrom(store, GUESSES, { address: ip, now: now() });
  const seconds = own ?? (await identity.mayForwardLogin(digest, "code"));
  if (seconds !== undefined) {
    if (own === undefined) await giveBack(store, GUESSES, ip);
    log.security("login_cap", { request_id, ip, seconds });
    return "too_many";
  }
  try {
    const user = await person.loginWithCode({
      code,
      clientId: clientId(publicUrl),
      verifier: challenged ? verifierOf(held) : undefined,
      fromLoopback: isLoopback(ip) && !isForwarded(request),
    });
    await identity.loginAccepted(ip);
    await giveBack(store, GUESSES, ip);
    await rememberAddress(store, ip);
    onGood(ip);
    return user;
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    const { denial } = fault;
    log.auth("auth_failed", { request_id, ip, reason: denial ?? "home_assistant_unavailable" });
    if (denial === "invalid_code") await identity.failed(ip);
    else await giveBack(store, GUESSES, ip);
    // Home Assistant has said who it is, and counts nothing
    if (denial !== undefined && NOT_HERE.has(denial)) await identity.loginAccepted(ip);
    if (fault.code === "HASS_UNAVAILABLE") await identity.loginUnanswered(digest, ip);
    return refusalOf(fault) ?? "home_down";
  }
}

function isLoopback(address: string): boolean {
  return parseAddress(address)?.range() === "loopback";
}

/** By a proxy that nobody has declared everybody comes from loopback. */
function isForwarded({ headers }: Request): boolean {
  return ["forwarded", "x-forwarded-for", "x-real-ip", "via"].some((name) => headers[name] !== undefined);
}

function clientId(publicUrl: string): string {
  return `${publicUrl}/`;
}

function stateOf(held: HeldCookie, uid: string): string {
  return derived(held, "state", uid);
}

function verifierOf(held: HeldCookie): string {
  return derived(held, "verifier");
}
