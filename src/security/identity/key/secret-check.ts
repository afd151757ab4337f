/** Whether a secret that the owner chose may sign logins. */

/** `jsonwebtoken` takes any length: this check is the only one. */
const LEAST_LENGTH = 32;
/** What `openssl rand -base64 32` makes has 44. */
const GOOD_LENGTH = 44;
const LEAST_SIGNS = 8;

/** Everybody has read these: example values of this product's guides and of its kind, without case and punctuation. */
const EXAMPLES: readonly string[] = [
  "yoursupersecretkeymin32characterslong",
  "yoursupersecretjwtkeymin32charslong",
  "yoursupersecurejwtsecretkeyminimum32characters",
  "yoursupersecurerandomstringheremin32chars",
  "yourjwtsecretkeymin32chars",
];
/** The same with other words: letters, and a number here and there. */
const PLACEHOLDER =
  /^(?:your|change|replace|example|placeholder|jwtsecret|insert)[a-z]*(?:\d{1,3}[a-z]*){0,3}$/;

/** What is wrong with it, to follow its setting's name; undefined = it may be used. Never says the secret. */
export function secretFault(secret: string): string | undefined {
  if (secret.length < LEAST_LENGTH) return `must have at least ${LEAST_LENGTH} characters`;
  if (secret.includes("-----BEGIN"))
    return "is a PEM key or certificate: those are not secret, or not for this";
  const bare = secret.toLowerCase().replace(/[^a-z\d]/g, "");
  if (EXAMPLES.some((each) => bare.includes(each)) || PLACEHOLDER.test(bare))
    return "is an example that everybody knows";
  if (new Set(secret).size < LEAST_SIGNS) return "repeats too few signs";
  return undefined;
}

/** May be used, and the owner is told that a longer one is better. */
export function isShortSecret(secret: string): boolean {
  return secret.length < GOOD_LENGTH;
}
