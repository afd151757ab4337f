/** The authorization server: whether clients find it where they are told, and whether a person could log in. */

import { type HttpConfig, isLoopbackHost } from "../../config/http-config.ts";
import { isJsonObject } from "../../core/json.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { type Examined, onPart } from "./examined.ts";
import { type Finding, fault, good, unseen, warning } from "./finding.ts";

const ANSWER_MS = 5_000;
/** By these names clients come from the cloud, and are turned away on the way. */
const CLOUD_CLIENTS = ["Claude-User", "ChatGPT-User"] as const;

export async function oauthChecks({ config, door, home }: Examined): Promise<readonly Finding[]> {
  const { http } = config;
  if (door !== "serve" || http?.oauth === undefined || http.publicUrl === undefined) return [];
  const { publicUrl, oauth } = http;
  const [found, people] = await Promise.all([
    discovery(publicUrl),
    onPart("oauth.login", home, async (gateway) => [await login(gateway, oauth)]),
  ]);
  const isFound = found.result === "good";
  return [found, ...(isFound ? await Promise.all([clients(publicUrl), reach(publicUrl)]) : []), ...people];
}

async function discovery(publicUrl: string): Promise<Finding> {
  const check = "oauth.discovery";
  const answer = await asked(`${publicUrl}/.well-known/oauth-authorization-server`);
  if (typeof answer === "string")
    return unseen(check, `PUBLIC_URL cannot be asked from here: ${answer}. Start the door, then look again.`);
  const body: unknown = await answer.json().catch(() => undefined);
  const issuer = isJsonObject(body) ? body["issuer"] : undefined;
  if (issuer === publicUrl) return good(check, "The authorization server is found at PUBLIC_URL.");
  return fault(
    check,
    issuer === undefined
      ? `PUBLIC_URL has no authorization server (HTTP ${answer.status}).`
      : `What answers at PUBLIC_URL calls itself ${cleanLine(String(issuer), 80)}.`,
    "Let the proxy pass every path of this host name to Hearthgate; give it a host name of its own, not Home Assistant's.",
  );
}

/** Whether somebody on the way turns away who comes by the name of an assistant. */
async function clients(publicUrl: string): Promise<Finding> {
  const check = "oauth.clients";
  for (const name of CLOUD_CLIENTS) {
    const answer = await asked(`${publicUrl}/mcp`, { method: "HEAD", headers: { "User-Agent": name } });
    const isOurs =
      typeof answer !== "string" &&
      answer.status === 401 &&
      answer.headers.get("www-authenticate")?.includes("resource_metadata=") === true;
    if (isOurs) continue;
    const said = typeof answer === "string" ? answer : `HTTP ${answer.status}`;
    return fault(
      check,
      `Whoever calls itself ${name} is turned away before it reaches Hearthgate (${said}).`,
      "At Cloudflare turn Block AI bots and challenge pages off for this host name; elsewhere let HEAD and unknown clients pass.",
    );
  }
  return good(check, "Assistants are let through to Hearthgate, and told where to log in.");
}

async function reach(publicUrl: string): Promise<Finding> {
  const check = "oauth.port";
  const { hostname, port } = new URL(publicUrl);
  if (isLoopbackHost(hostname))
    return warning(
      check,
      "PUBLIC_URL is this machine: only clients on it can connect.",
      "For claude.ai and ChatGPT give it a name on the internet (docs/oauth.md).",
    );
  return port === ""
    ? good(check, "PUBLIC_URL is at port 443, where every client comes.")
    : warning(
        check,
        `PUBLIC_URL is at port ${port}; claude.ai comes to port 443 alone.`,
        "Put a proxy or tunnel at port 443 in front (docs/oauth.md).",
      );
}

async function login(gateway: Gateway, { browserUrl }: NonNullable<HttpConfig["oauth"]>): Promise<Finding> {
  const check = "oauth.login";
  if (!gateway.house.user.isAdmin)
    return fault(
      check,
      "HASS_TOKEN is an ordinary user's: whether a person may still log in cannot be seen, and nobody is let in.",
      "Use a long-lived token of an administrator.",
    );
  if (browserUrl !== undefined) return loginAt(browserUrl, "HASS_BROWSER_URL");
  const said = await gateway.query({ type: "get_config" });
  const external = isJsonObject(said) ? said["external_url"] : undefined;
  return typeof external === "string"
    ? loginAt(external, "Home Assistant's external URL")
    : warning(
        check,
        "Home Assistant has no external URL, and HASS_BROWSER_URL is not set: a browser elsewhere does not find its login.",
        "Set HASS_BROWSER_URL to where people's browsers find Home Assistant.",
      );
}

/** Hearthgate is reached encrypted; what is typed on the way there should be, too. */
function loginAt(url: string, which: string): Finding {
  const check = "oauth.login";
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  return protocol === "http:" && !isLoopbackHost(hostname)
    ? warning(
        check,
        `People log in at ${which}, which is http://: their passwords go over the network in clear.`,
        "Give Home Assistant a certificate, and browsers an https:// URL.",
      )
    : good(check, `People log in at ${which}.`);
}

/** The answer, or why there is none. */
async function asked(url: string, init: RequestInit = {}): Promise<Response | string> {
  try {
    return await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (cause) {
    const inner = cause instanceof Error && isJsonObject(cause.cause) ? cause.cause["code"] : undefined;
    return cleanLine(String(inner ?? (cause instanceof Error ? cause.name : "no answer")), 40);
  }
}
