/** What a client says of itself, reduced to what this server goes by. */

import { isJsonObject, type JsonObject } from "../../../../core/json.ts";
import { cleanLine } from "../../../../core/text.ts";
import { redirectFault, redirectKind } from "./redirect-rules.ts";

const SECRET_METHODS = ["client_secret_post", "client_secret_basic"] as const;
export type AuthMethod = "none" | (typeof SECRET_METHODS)[number];

/** Member names of RFC 7591. Nothing of it makes anybody fetch anything. */
export type ClientMetadata = {
  readonly client_name?: string;
  readonly application_type: "native" | "web";
  readonly redirect_uris: readonly string[];
  readonly grant_types: readonly ["authorization_code", "refresh_token"];
  readonly response_types: readonly ["code"];
  readonly token_endpoint_auth_method: AuthMethod;
};

/** As RFC 7591 section 3.2.2 has it; the description is ours and safe to show. */
export type MetadataFault = {
  readonly error: "invalid_redirect_uri" | "invalid_client_metadata";
  readonly error_description: string;
};

export type MetadataAnswer = { readonly metadata: ClientMetadata } | { readonly fault: MetadataFault };

const MOST_REDIRECTS = 20;
const LONGEST_NAME = 64;
/** Where the name was cut and says by how much. */
const CUT_NAME = 56;

/** Of one that registers itself: any fault refuses it. */
export function readRegistration(body: unknown): MetadataAnswer {
  if (!isJsonObject(body)) return invalid("The request is a JSON object.");
  const listed = redirectsOf(body);
  if (typeof listed === "string") return { fault: redirectInvalid(listed) };
  const wrong = listed.map((uri) => redirectFault(uri)).find((fault) => fault !== undefined);
  if (wrong !== undefined) return { fault: redirectInvalid(wrong) };
  const fallback = typeOf(listed) === "native" ? "none" : "client_secret_basic";
  return metadataOf(body, listed, authMethod(body, ["none", ...SECRET_METHODS], fallback));
}

/**
 * Of a metadata document on that domain. Redirect URIs that nobody may be sent to are left out, since a document speaks
 * to every server; it is refused when none is left.
 */
export function readDocument(document: JsonObject, domain: string): MetadataAnswer {
  if ("client_secret" in document || "client_secret_expires_at" in document)
    return invalid("A metadata document holds no secret.");
  const listed = redirectsOf(document);
  if (typeof listed === "string") return { fault: redirectInvalid(listed) };
  const redirects = listed.filter((uri) => redirectFault(uri, domain) === undefined);
  if (redirects.length === 0)
    return { fault: redirectInvalid("Nobody may be sent to any of its redirect URIs.") };
  return metadataOf(document, redirects, authMethod(document, ["none"], "none"));
}

function metadataOf(
  source: JsonObject,
  redirects: readonly string[],
  method: AuthMethod | undefined,
): MetadataAnswer {
  const { client_name: name, grant_types: grants, response_types: responses } = source;
  if (method === undefined)
    return invalid(
      "This server offers none, client_secret_post and client_secret_basic, documents none alone.",
    );
  if (name !== undefined && typeof name !== "string") return invalid("client_name is a text.");
  if (lacks(grants, "authorization_code")) return invalid("grant_types has authorization_code in it.");
  if (lacks(responses, "code")) return invalid("response_types has code in it.");
  const shown = shownName(name ?? "");
  return {
    metadata: {
      ...(shown === "" ? {} : { client_name: shown }),
      application_type: typeOf(redirects),
      redirect_uris: redirects,
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: method,
    },
  };
}

/** A sentence where there is no list to look at. */
function redirectsOf({ redirect_uris: uris }: JsonObject): readonly string[] | string {
  if (!Array.isArray(uris) || uris.length === 0) return "redirect_uris is a list with at least one URI.";
  if (uris.length > MOST_REDIRECTS) return `redirect_uris has at most ${MOST_REDIRECTS} URIs.`;
  const texts = uris.filter((uri) => typeof uri === "string");
  return texts.length === uris.length ? [...new Set(texts)] : "redirect_uris has texts alone.";
}

/** Whatever it calls itself: only a native client's ports are free. */
function typeOf(redirects: readonly string[]): ClientMetadata["application_type"] {
  return redirects.some((uri) => redirectKind(uri) !== "web") ? "native" : "web";
}

/** undefined = it wants another. `known` in the order in which one of those that it offers is taken. */
function authMethod(
  { token_endpoint_auth_method: wanted, token_endpoint_auth_methods_supported: offered }: JsonObject,
  known: readonly AuthMethod[],
  fallback: AuthMethod,
): AuthMethod | undefined {
  const choices = Array.isArray(offered) ? offered : [];
  if (wanted === undefined && choices.length === 0) return fallback;
  return known.find((method) => method === wanted) ?? known.find((method) => choices.includes(method));
}

function lacks(list: unknown, word: string): boolean {
  return list !== undefined && !(Array.isArray(list) && list.includes(word));
}

function shownName(text: string): string {
  const line = cleanLine(text, LONGEST_NAME);
  return line.length <= LONGEST_NAME ? line : cleanLine(text, CUT_NAME);
}

function invalid(description: string): { readonly fault: MetadataFault } {
  return { fault: { error: "invalid_client_metadata", error_description: description } };
}

function redirectInvalid(description: string): MetadataFault {
  return { error: "invalid_redirect_uri", error_description: description };
}
