/** `hearthgate tokens issue`, `rotate` and `revoke`. */

import { readFileSync } from "node:fs";
import { Failure } from "../../core/failure.ts";
import { cleanLine } from "../../core/text.ts";
import { findGrant } from "../../security/grant/book/grant-file.ts";
import type { Access } from "../../security/grant/model/access.ts";
import { newFaults } from "../../security/grant/parse/fault.ts";
import { readAccess } from "../../security/grant/parse/parse-access.ts";
import { endChain, endJwt, isLoginId, listChains, readChain } from "../../security/identity/login/chains.ts";
import { endConsent, readConsent } from "../../security/identity/oauth/consents.ts";
import { findCredential } from "../../security/identity/token/credential.ts";
import {
  type IssuedToken,
  issueToken,
  revokeToken,
  rotateToken,
} from "../../security/identity/token/issue.ts";
import { jsonGiven } from "../grants-command.ts";
import { durationOption, endOption, onlyWord, type TokensCommand, when } from "./command-words.ts";
import { revokeClient } from "./consents.ts";
import { answer, changeState } from "./state.ts";

const DEFAULT_OVERLAP_MS = 24 * 3_600_000;
const MOST_OVERLAP_MS = 30 * 86_400_000;
const MAX_LABEL = 80;

export async function issue({ words, values, usage }: TokensCommand): Promise<void> {
  const { grant: wanted, parent, json } = values;
  if (words.length > 0 || (wanted === undefined && parent === undefined))
    throw new Failure("CONFIG_INVALID", `issue needs --grant or --parent.\n${usage}`);
  const narrow = values.narrow === undefined ? undefined : readNarrow(values.narrow);
  await changeState(async ({ store, homePath, now }, changed) => {
    const above = parent === undefined ? undefined : await findCredential(store, parent);
    const grant = findGrant(homePath, wanted ?? above?.grant ?? "", now);
    const wish = {
      grantId: grant.id,
      label: labelOf(values.label ?? ""),
      expiresAt: endOption("expires", values.expires, now),
      parent: above?.id,
      narrow,
      signs: grant.network?.require_signature === true,
    };
    const issued = await issueToken(store, wish, now);
    changed({ action: "tokens.issue", id: issued.credential.id });
    show(json, issued, grant.name);
  });
}

export async function rotate({ words, values, usage }: TokensCommand): Promise<void> {
  const name = onlyWord("token", words, usage);
  const overlapMs = durationOption("overlap", values.overlap) ?? DEFAULT_OVERLAP_MS;
  if (overlapMs > MOST_OVERLAP_MS) throw new Failure("CONFIG_INVALID", "An overlap is at most 30 days.");
  await changeState(async ({ store, now }, changed) => {
    const expiresAt = endOption("expires", values.expires, now);
    const issued = await rotateToken(store, name, { overlapMs, expiresAt }, now);
    const { id, replaces = "", grant } = issued.credential;
    changed({ action: "tokens.rotate", id: `${replaces} → ${id}` });
    show(values.json, issued, grant, `${replaces} goes on until ${when(now + overlapMs)}.`);
  });
}

export async function revoke({ words, values, usage }: TokensCommand): Promise<void> {
  const { json, jwt, client } = values;
  if (client !== undefined) {
    if (jwt !== undefined || words.length > 0)
      throw new Failure("CONFIG_INVALID", `Give --client alone.\n${usage}`);
    return revokeClient(client, { words, values, usage });
  }
  const name = jwt ?? onlyWord("token, login or consent", words, usage);
  const reason = cleanLine(values.reason ?? "", 200);
  await changeState(async ({ store, now }, changed) => {
    const told = (kind: string, id: string) => {
      changed({ action: "tokens.revoke", id });
      answer(json, { revoked: id, kind }, `${id} is revoked: it passes nowhere any more.`);
    };
    if (jwt !== undefined) {
      if (!isLoginId(jwt)) throw NO_JTI;
      const login = (await listChains(store)).find((chain) => chain.jti === jwt || chain.before === jwt)?.sid;
      await endJwt(store, jwt, reason, now);
      changed({ action: "tokens.revoke", id: jwt });
      const whose =
        login === undefined
          ? "No login shows it now; of an older JWT of a login, or of none at all, nothing more is known."
          : `The login ${login} goes on with its other JWTs: hearthgate tokens revoke ${login} ends it whole.`;
      return answer(
        json,
        { revoked: jwt, kind: "jwt", login: login ?? null },
        `A JWT of the id ${jwt} passes nowhere any more. ${whose}`,
      );
    }
    if (await readChain(store, name)) {
      await endChain(store, name, reason, now);
      return told("login", name);
    }
    if (await readConsent(store, name, now)) {
      await endConsent(store, name, reason, now);
      return told("consent", name);
    }
    const { id } = await revokeToken(store, name, reason, now);
    told("token", id);
  });
}

const NO_JTI = new Failure(
  "CONFIG_INVALID",
  "That is no id of a JWT: 32 hexadecimal digits, its claim jti.",
  {
    hint: "hearthgate tokens list --logins shows logins; revoking one ends all its JWTs.",
  },
);

function show(json: boolean, issued: IssuedToken, grant: string, more = ""): void {
  const { token, signingSecret, credential } = issued;
  const { id, label, expires_at } = credential;
  const expires = expires_at === null ? "never" : new Date(expires_at).toISOString();
  const signing = signingSecret === undefined ? {} : { signing_secret: signingSecret };
  const lines = [
    token,
    ...(signingSecret === undefined ? [] : [`signing secret: ${signingSecret}`]),
    `Token ${id}${label === "" ? "" : ` (${label})`} of the grant ${grant}, expires ${expires}. It is shown this once.`,
    ...(more === "" ? [] : [more]),
  ];
  answer(json, { token, id, label, grant, expires, ...signing }, lines.join("\n"));
}

function labelOf(text: string): string {
  if (text === cleanLine(text, MAX_LABEL)) return text;
  throw new Failure("CONFIG_INVALID", `--label is one line of at most ${MAX_LABEL} signs.`);
}

/** Names of areas and labels are not looked up here: ids are wanted. */
function readNarrow(path: string): Access {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", "--narrow: the file cannot be read.", { cause });
  }
  const faults = newFaults();
  const access = readAccess(jsonGiven("--narrow", text), "narrow", faults);
  if (faults.list.length === 0) return access;
  const shown = faults.list.slice(0, 20).map(({ path: at, message }) => `\n  ${at}: ${message}`);
  throw new Failure("CONFIG_INVALID", `The token was not issued:${shown.join("")}`);
}
