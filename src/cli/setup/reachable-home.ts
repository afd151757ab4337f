/** The home that the clients' server will open: found, asked for its version, its token tried. */

import { readConfig } from "../../config/config.ts";
import { setupSettings } from "../../config/setup-settings.ts";
import { Failure } from "../../core/failure.ts";
import { Secret } from "../../core/secret.ts";
import { homeAt } from "../../hass/find/home-at.ts";
import { ownerOf } from "../../hass/link/token-owner.ts";
import { say } from "../grants-command.ts";
import { askHidden, needTerminal } from "../owner/hidden-input.ts";
import { askYes } from "./ask-yes.ts";
import type { SetupManner } from "./carry-out.ts";
import { findHomes } from "./find-home.ts";
import { keepToken, tokenFileOf } from "./token-file.ts";

const PROBE_MS = 5_000;

export type ReachableHome = {
  readonly url: string;
  readonly version: string;
  /** What a server that opens it is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts the token into the file that `env` names; nothing where it comes from one. CONFIG_INVALID when it cannot. */
  keepToken(): void;
};

/** CONFIG_INVALID without a home or a token; HASS_REJECTED for a token that Home Assistant refuses. */
export async function reachableHome(given: string | undefined, asking: SetupManner): Promise<ReachableHome> {
  const settings = setupSettings(given === undefined ? {} : { HASS_URL: given });
  if (settings.faults.length > 0)
    throw new Failure("CONFIG_INVALID", `Configuration: ${settings.faults.join("; ")}.`, {
      hint: "Each setting is explained in docs/configuration.md.",
    });
  const url = (settings.url ?? (await foundUrl(asking))).replace(/\/$/, "");
  const home = await homeAt(url, PROBE_MS);
  if (!home)
    throw new Failure("CONFIG_INVALID", "No Home Assistant answers at that address.", {
      hint: "Give the address that you open in a browser, with http or https and the port, as --url.",
    });
  const token = settings.token ?? (await askedToken(url, asking));
  const { isAdmin } = await ownerOf({ url, token });
  if (!asking.json)
    say(
      `Home Assistant ${home.version} at ${url}; the token is ${isAdmin ? "an administrator's" : "an ordinary user's: automations, traces and logs cannot be looked into with it"}.`,
    );
  const { homePath } = readConfig({ hass: false });
  const file = settings.tokenFile ?? tokenFileOf(homePath, url);
  return {
    url,
    version: home.version,
    env: { HASS_URL: url, HASS_TOKEN_FILE: file },
    keepToken: () => {
      if (settings.tokenFile === undefined) keepToken(file, token);
    },
  };
}

/**
 * Anybody in the network can announce a home: no token goes to one that the person has not looked at. CONFIG_INVALID where
 * none is found, or none is taken.
 */
export async function foundUrl({ json, yes }: SetupManner, find = findHomes): Promise<string> {
  if (!json) say("Looking for Home Assistant …");
  const urls = (await find()).map(({ url }) => url);
  const [first] = urls;
  if (first === undefined)
    throw new Failure("CONFIG_INVALID", "No Home Assistant was found in this network.", {
      hint: "Give its address as --url or HASS_URL, or try --demo.",
    });
  const isAsked = urls.length === 1 && !yes && !json;
  if (isAsked && (await askYes("setup without --url", `Is ${first} yours, and to be given its token?`)))
    return first;
  throw new Failure("CONFIG_INVALID", `Found in this network: ${urls.join(", ")}.`, {
    hint: "Give the one that is yours as --url: whoever is in the network can announce one.",
  });
}

async function askedToken(url: string, { json }: SetupManner): Promise<Secret> {
  if (json)
    throw new Failure("CONFIG_INVALID", "There is no token.", { hint: "Set HASS_TOKEN or HASS_TOKEN_FILE." });
  needTerminal("setup without HASS_TOKEN");
  say(`Open ${url}/profile/security, make a long-lived access token at its end, and paste it here.`);
  return new Secret((await askHidden("Token: ")).trim());
}
