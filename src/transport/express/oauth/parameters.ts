/** The authorization request as the authorization server takes it: what clients leave out or add is put right here. */

/** What a request may ask for: `home` opens what the grant that is picked opens, the others ask for a wider one. */
export const RESOURCE_SCOPES: readonly string[] = ["home", "home:control"];
export const OFFLINE = "offline_access";

const ALLOWED: ReadonlySet<string> = new Set([
  "client_id",
  "redirect_uri",
  "response_type",
  "response_mode",
  "state",
  "scope",
  "resource",
  "code_challenge",
  "code_challenge_method",
]);

/**
 * The query of `/authorize` anew. Scopes that there are not are left out, none at all is `home`, and no resource is this
 * one. What belongs to OpenID Connect (nonce, claims, max_age …) has no meaning here and is left out; every person logs in
 * and is asked each time, so `prompt` says nothing but `none`.
 */
export function authorizationQuery(given: URLSearchParams, resource: string): URLSearchParams {
  const query = new URLSearchParams([...given].filter(([name]) => ALLOWED.has(name) && name !== "scope"));
  query.set("scope", knownScope(given.getAll("scope").join(" ")));
  // the library would send codes in pages and fragments, too; a mode that it does not know is refused
  if (given.getAll("response_mode").some((mode) => mode !== "query")) query.set("response_mode", "none");
  if (!query.has("resource")) query.set("resource", resource);
  // without `consent` the library would take offline_access away
  query.set("prompt", given.get("prompt") === "none" ? "none" : "consent");
  return query;
}

/** In the order in which they came, each once. */
export function knownScope(scope: string): string {
  const asked = new Set(scope.split(" "));
  const known = [...asked].filter((each) => RESOURCE_SCOPES.includes(each) || each === OFFLINE);
  return known.some((each) => each !== OFFLINE) ? known.join(" ") : ["home", ...known].join(" ");
}
