/** `hearthgate tokens list --oauth` and `revoke --client`: what people have allowed to OAuth clients. */

import { Failure } from "../../core/failure.ts";
import { cleanLine } from "../../core/text.ts";
import { lastUseOf } from "../../security/identity/keep/last-used.ts";
import {
  type Consent,
  consentState,
  endConsent,
  listConsents,
} from "../../security/identity/oauth/consents.ts";
import { table } from "../grants-command.ts";
import { type TokensCommand, when } from "./command-words.ts";
import { shutGrants } from "./shut-grants.ts";
import { answer, changeState, type OwnerState } from "./state.ts";

export async function showConsents(state: OwnerState, json: boolean): Promise<void> {
  const { store, now } = state;
  const whyShut = await shutGrants(state);
  const rows = [];
  for (const consent of await listConsents(store)) {
    const { privileged: _, ...told } = consent;
    const own = await consentState(store, consent, now);
    rows.push({
      ...told,
      state: own === "active" ? (whyShut(consent.grant, consent) ?? own) : own,
      last_used_at: (await lastUseOf(store, consent.id))?.at,
    });
  }
  const text = table(
    ["id", "client", "goes to", "grant", "user", "state", "since", "expires", "last used"],
    rows.map(({ id, client, client_name, redirect_uri, grant, user, user_name, ...row }) => [
      ...[
        id,
        shownClient({ client, client_name }),
        cleanLine(redirect_uri, 60),
        grant,
        cleanLine(user_name, 30) || user,
      ],
      ...[row.state, when(row.created_at), whenOver(row.expires_at), when(row.last_used_at)],
    ]),
  );
  answer(
    json,
    { consents: rows },
    rows.length === 0 ? "Nobody has allowed anything to an OAuth client." : text,
  );
}

/** The id first: the name is what the client says of itself. */
function shownClient({ client, client_name }: Pick<Consent, "client" | "client_name">): string {
  const id = cleanLine(client, 80);
  return client_name === null ? id : `${id} ("${cleanLine(client_name, 40)}")`;
}

function whenOver(instant: number | null): string {
  return instant === null ? "with the grant" : when(instant);
}

/** Ends every consent of the client at once; whoever wants it can allow it anew. */
export async function revokeClient(
  client: string,
  { values: { json, reason } }: TokensCommand,
): Promise<void> {
  await changeState(async ({ store, now }, changed) => {
    const ended = (await listConsents(store)).filter((consent) => consent.client === client);
    if (ended.length === 0)
      throw new Failure("CONFIG_INVALID", "Nobody has allowed anything to a client of that id.", {
        hint: "hearthgate tokens list --oauth shows them all.",
      });
    for (const { id } of ended) await endConsent(store, id, cleanLine(reason ?? "", 200), now);
    changed({ action: "tokens.revoke", id: cleanLine(client, 200) });
    answer(
      json,
      { revoked: client, kind: "client", consents: ended.map(({ id }) => id) },
      `${cleanLine(client, 200)} is revoked, with ${ended.length === 1 ? "its consent" : `its ${ended.length} consents`}: none of its tokens passes any more.`,
    );
  });
}
