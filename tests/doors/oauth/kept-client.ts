/** What a client that uses the official library keeps between its calls: who it is, its tokens, where it was sent. */

import type {
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from "@modelcontextprotocol/client";

export type KeptClient = {
  readonly provider: OAuthClientProvider;
  /** What it has now. */
  readonly held: {
    tokens?: StoredOAuthTokens | undefined;
    client?: StoredOAuthClientInformation | undefined;
    sent?: URL;
  };
};

/** `document`: the URL that it is known by; else it registers. */
export function keepClient(redirect: string, document?: string): KeptClient {
  const held: KeptClient["held"] & { verifier?: string; discovery?: OAuthDiscoveryState } = {};
  const provider: OAuthClientProvider = {
    redirectUrl: redirect,
    ...(document === undefined ? {} : { clientMetadataUrl: document }),
    clientMetadata: { client_name: "official", redirect_uris: [redirect] },
    clientInformation: () => held.client,
    saveClientInformation(client) {
      held.client = client;
    },
    tokens: () => held.tokens,
    saveTokens(tokens) {
      held.tokens = tokens;
    },
    redirectToAuthorization(url) {
      held.sent = url;
    },
    saveCodeVerifier(verifier) {
      held.verifier = verifier;
    },
    codeVerifier: () => held.verifier ?? "",
    invalidateCredentials(what) {
      if (what === "all" || what === "tokens") held.tokens = undefined;
      if (what === "all" || what === "client") held.client = undefined;
    },
    saveDiscoveryState(discovery) {
      held.discovery = discovery;
    },
    discoveryState: () => held.discovery,
  };
  return { provider, held };
}
