/** What clients discover: the authorization server (RFC 8414) and its endpoints, as they are known from outside. */

/** At the root: some clients that fail to discover them try just these. */
export const ENDPOINTS = {
  authorization: "/authorize",
  token: "/token",
  registration: "/register",
  revocation: "/revoke",
} as const;

export const CLIENT_AUTH_METHODS: readonly ("none" | "client_secret_post" | "client_secret_basic")[] = [
  "none",
  "client_secret_post",
  "client_secret_basic",
];

/** `issuer`: PUBLIC_URL, without a trailing slash. */
export function serverMetadata(issuer: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    authorization_endpoint: issuer + ENDPOINTS.authorization,
    token_endpoint: issuer + ENDPOINTS.token,
    registration_endpoint: issuer + ENDPOINTS.registration,
    revocation_endpoint: issuer + ENDPOINTS.revocation,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    token_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    code_challenge_methods_supported: ["S256"],
    scopes_supported: ["home", "offline_access"],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
  };
}
