/** Home Assistant: whether it answers, whose token we have, what that token cannot do. */

import { DAY_MS } from "../../core/clock.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { type Examined, faultOf, onPart } from "./examined.ts";
import { type Finding, fault, good, unseen, warning } from "./finding.ts";
import { firstLook } from "./first-look.ts";

const OLD_DAYS = 90;
const SOON_DAYS = 14;
const SKEW_WARNING_MS = 60_000;
const SKEW_FAULT_MS = 5 * 60_000;

export async function homeChecks(examined: Examined): Promise<readonly Finding[]> {
  const { home, now } = examined;
  const parts = await Promise.all([
    reach(examined),
    [encryption(examined)],
    onPart("home.rights", home, rights),
    onPart("home.token", home, (gateway) => token(gateway, now)),
    onPart("home.running", home, running),
    outside(examined),
  ]);
  return parts.flat();
}

function reach({ home }: Examined): readonly Finding[] {
  const check = "home.reach";
  if (home instanceof Failure) return [faultOf(check, home)];
  const { version, name } = home.house;
  const called = name === "" ? "" : ` (${cleanLine(name, 40)})`;
  return [good(check, `Home Assistant ${version}${called} answers, ${home.states.size} entities.`)];
}

function encryption({ config: { hass } }: Examined): Finding {
  const check = "home.encryption";
  if (hass === undefined) return unseen(check, "HASS_URL is not set.");
  const { protocol, hostname } = new URL(hass.url);
  return protocol === "http:" && isPublicName(hostname)
    ? warning(
        check,
        "HASS_URL is http:// to a public name: the token goes over the network in clear.",
        "Use https:// there, or the address inside the house.",
      )
    : good(check, "The token does not go over a public network in clear.");
}

/** Names with a dot whose last part is no local one; addresses by their range. */
function isPublicName(host: string): boolean {
  if (/^(?:\d+\.){3}\d+$/.test(host))
    return !/^(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
      `${host}.`,
    );
  if (host.startsWith("[")) return !/^\[(?:::1\]|f[cd]|fe[89ab])/i.test(host);
  return host.includes(".") && !/\.(?:local|lan|home|internal|localdomain|home\.arpa|ts\.net)$/i.test(host);
}

function rights({ house }: Gateway): readonly Finding[] {
  const check = "home.rights";
  if (house.user.isAdmin)
    return [good(check, "The token is an administrator's: everything that Hearthgate asks is answered.")];
  return [
    warning(
      check,
      "The token is an ordinary user's: what automations do next is not known, so the owner's yes ends at what a call itself runs (helpers ask); questions to a phone, events for Home Assistant, traces and logs are off.",
      "For all of that use a long-lived token of an administrator made for Hearthgate alone.",
    ),
  ];
}

async function token({ query }: Gateway, now: number): Promise<readonly Finding[]> {
  const check = "home.token";
  const current = await currentToken(query);
  if (current === undefined) return [unseen(check, "Home Assistant does not say which token this is.")];
  if (current["type"] !== "long_lived_access_token")
    return [
      fault(
        check,
        "The token is a browser's: it ends within half an hour.",
        "Make a long-lived access token (your profile in Home Assistant, Security), and put it into HASS_TOKEN.",
      ),
    ];
  const ends = Date.parse(String(current["expire_at"] ?? ""));
  if (ends - now < SOON_DAYS * DAY_MS)
    return [
      warning(
        check,
        `The token ends in ${daysOf(ends - now)}.`,
        "Make a new long-lived access token, then put it into HASS_TOKEN.",
      ),
    ];
  const age = now - Date.parse(String(current["created_at"]));
  return age > OLD_DAYS * DAY_MS
    ? [
        warning(
          check,
          `The token is ${daysOf(age)} old.`,
          "Make a new one, put it into HASS_TOKEN (HASS_TOKEN_FILE and SIGHUP need no restart), then delete the old one in Home Assistant.",
        ),
      ]
    : [good(check, `The token is long-lived, ${daysOf(Math.max(0, age))} old.`)];
}

async function currentToken(query: Gateway["query"]): Promise<JsonObject | undefined> {
  try {
    const list = await query({ type: "auth/refresh_tokens" });
    const tokens: readonly unknown[] = Array.isArray(list) ? list : [];
    return tokens.filter(isJsonObject).find(({ is_current }) => is_current === true);
  } catch (cause) {
    if (cause instanceof Failure) return undefined;
    throw cause;
  }
}

async function running({ query }: Gateway): Promise<readonly Finding[]> {
  const check = "home.running";
  const answer = await query({ type: "get_config" });
  const config = isJsonObject(answer) ? answer : {};
  if (config["recovery_mode"] === true || config["safe_mode"] === true)
    return [
      warning(
        check,
        "Home Assistant runs in recovery or safe mode: most integrations are not loaded.",
        "Mend its configuration, then restart Home Assistant.",
      ),
    ];
  return config["state"] === "RUNNING" || config["state"] === undefined
    ? [good(check, "Home Assistant is started.")]
    : [
        warning(
          check,
          `Home Assistant says ${cleanLine(String(config["state"]), 30)}: what is not loaded yet is missing.`,
          "Wait until it is started; look at its log when it stays so.",
        ),
      ];
}

async function outside({ config, now }: Examined): Promise<readonly Finding[]> {
  const { hass } = config;
  if (hass === undefined) return [unseen("home.clock", "HASS_URL is not set.")];
  const look = await firstLook(hass);
  return look === undefined
    ? [unseen("home.clock", "Nothing answers at HASS_URL.")]
    : [clock(look.clock, now), certificate(look.certificateEnds, now)];
}

function clock(theirs: number | undefined, now: number): Finding {
  const check = "home.clock";
  if (theirs === undefined) return unseen(check, "Home Assistant does not tell the time.");
  const skew = Math.abs(theirs - now);
  const said = `This machine's clock and Home Assistant's are ${Math.round(skew / 1_000)} s apart`;
  const fix = "Let both take the time from the network (timedatectl set-ntp true).";
  if (skew > SKEW_FAULT_MS)
    return fault(check, `${said}: hours of grants and ends of tokens are wrong.`, fix);
  return skew > SKEW_WARNING_MS ? warning(check, `${said}.`, fix) : good(check, "The clocks agree.");
}

function certificate(ends: number | undefined, now: number): Finding {
  const check = "home.certificate";
  if (ends === undefined) return good(check, "HASS_URL has no certificate that could end.");
  return certificateLasts(check, "Home Assistant's certificate", ends, now);
}

/** `ends`: milliseconds since 1970. */
export function certificateLasts(check: string, whose: string, ends: number, now: number): Finding {
  const left = daysOf(ends - now);
  if (ends <= now) return fault(check, `${whose} has ended.`, "Renew it.");
  return ends - now < SOON_DAYS * DAY_MS
    ? warning(check, `${whose} ends in ${left}.`, "Renew it, and look at why that does not happen by itself.")
    : good(check, `${whose} lasts ${left}.`);
}

function daysOf(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  return `${days} ${days === 1 ? "day" : "days"}`;
}
