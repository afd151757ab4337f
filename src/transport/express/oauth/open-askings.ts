/** What clients ask for, from the library's interactions. */

import type { Request } from "express";
import type { OAuthState } from "../../../security/identity/oauth-state.ts";
import type { Exchange } from "../../http/exchange.ts";
import type { Allowed, Asking, AskingClient, Askings } from "./asking.ts";

/** The part of the library that this needs. */
export type Interactions = {
  interactionDetails(request: Request, response: Exchange): Promise<Interaction>;
  interactionResult(
    request: Request,
    response: Exchange,
    result: InteractionResult,
    options: { readonly mergeWithLastSubmission: boolean },
  ): Promise<string>;
  readonly Client: { find(id: string): Promise<{ readonly clientName?: string | undefined } | undefined> };
};

type Interaction = {
  readonly uid: string;
  readonly exp: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
};

type InteractionResult =
  | {
      readonly login: { readonly accountId: string; readonly remember: false };
      readonly consent: { readonly grantId: string };
    }
  | { readonly error: string; readonly error_description: string };

const ONE_ANSWER = { mergeWithLastSubmission: false } as const;

export function openAskings(library: Interactions, state: OAuthState): Askings {
  const find = async (request: Request, response: Exchange): Promise<Interaction | undefined> => {
    const interaction = await library.interactionDetails(request, response).catch(() => undefined);
    // the cookie names it, and so does the path: one of two tabs is not answered by the other
    const isOfPath = interaction !== undefined && request.path.split("/").includes(interaction.uid);
    return isOfPath && interaction.result === undefined ? interaction : undefined;
  };
  const found = async (request: Request, response: Exchange): Promise<Interaction> => {
    const interaction = await find(request, response);
    if (interaction === undefined) throw new Error("an answer to what nobody asks");
    return interaction;
  };
  return {
    async find(request, response) {
      const interaction = await find(request, response);
      return interaction && askingOf(interaction, library);
    },
    async allow(request, response, allowed) {
      const { params } = await found(request, response);
      const consent = await state.consent(await givenIn(allowed, params, library), response.locals.address);
      if (consent === undefined) return undefined;
      const login = { accountId: allowed.user.id, remember: false } as const;
      return library.interactionResult(
        request,
        response,
        { login, consent: { grantId: consent.id } },
        ONE_ANSWER,
      );
    },
    async deny(request, response) {
      await found(request, response);
      const error = { error: "access_denied", error_description: "The person said no." };
      return library.interactionResult(request, response, error, ONE_ANSWER);
    },
  };
}

async function askingOf(
  { uid, exp, params }: Interaction,
  library: Interactions,
): Promise<Asking | undefined> {
  const client = await clientOf(textIn(params, "client_id"), library);
  return client && { uid, client, redirectUri: textIn(params, "redirect_uri"), expiresAt: exp * 1_000 };
}

async function clientOf(id: string, library: Interactions): Promise<AskingClient | undefined> {
  const client = await library.Client.find(id);
  if (client === undefined) return undefined;
  const domain = id.startsWith("https://") ? new URL(id).host : undefined;
  return { id, domain, name: client.clientName };
}

async function givenIn(
  { user, grantId, until }: Allowed,
  params: Interaction["params"],
  library: Interactions,
) {
  const client = textIn(params, "client_id");
  return {
    client,
    client_name: (await clientOf(client, library))?.name ?? null,
    redirect_uri: textIn(params, "redirect_uri"),
    user: user.id,
    user_name: user.name,
    privileged: user.isAdmin || user.isOwner,
    grant: grantId,
    scope: textIn(params, "scope"),
    expires_at: until ?? null,
  };
}

function textIn(params: Interaction["params"], name: string): string {
  const value = params[name];
  return typeof value === "string" ? value : "";
}
