/** What is a secret in data of others: by the name of a key, by the look of a text. One rule for answers, log and audit. */

// Compared in snake case, because integrations are not consistent: apiKey, API_KEY and api-key are one.
const SECRET_WORDS =
  /token|passw|passphrase|passcode|pass_?key|secret|credential|authori[sz]ation|bearer|cookie|api_?key|(?:private|access|encryption|signing|auth|network|master|pre_?shared|wifi|wpa|ssh)_?key|pin_?code|(?:^|_)(?:pins?|psk|pwd|otp|totp|jwt)(?:_|$)/;
// Codes of locks and alarms; those of places, errors and languages are none.
const SECRET_CODES =
  /^codes?$|(?:alarm|user|access|lock|unlock|entry|door|gate|arm|disarm|security|pass|guest|master)_?codes?$/;

const known = new Map<string, boolean>();
const KEYS_KEPT = 5_000;

/** Whether a key's name says that its value is a secret. */
export function isSecretKey(key: string): boolean {
  let secret = known.get(key);
  if (secret === undefined) {
    const snake = key
      .replace(/([a-z\d])([A-Z])/g, "$1_$2")
      .replace(/[\s-]+/g, "_")
      .toLowerCase();
    secret = SECRET_WORDS.test(snake) || SECRET_CODES.test(snake);
    // callers choose names: what is kept must not grow with them
    if (known.size < KEYS_KEPT) known.set(key, secret);
  }
  return secret;
}

// What stands before a value and stays: a signed path (`entity_picture?token=…`, `authSig=`); an address that lets in
// whoever knows it (webhooks of Home Assistant, Slack, Discord, Teams, Telegram's bots).
const KEPT =
  /[?&](?:token|access_token|refresh_token|authsig|api_?key|password|secret|sig|signature)=|\/api\/webhook\/|hooks\.nabu\.casa\/|hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/|\.webhook\.office\.com\/|api\.telegram\.org\/bot/;
// A bearer or basic header (RFC 6750, RFC 7617); a JSON Web Token (RFC 7519 section 3); an access token of ours; a PEM
// block (RFC 7468), also one that was cut short; tokens that say what they are: GitHub, GitLab, Slack, OpenAI and its
// like, Stripe, AWS, Google, npm, Hugging Face, SendGrid.
const WHOLE =
  /\b(?:bearer|basic)\s+[\w.~+/=-]{8,}|\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?|\bhg_\w{8}_\w{20,}|-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)|\bgh[pousr]_[a-z0-9]{30,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[a-z]-[\w-]{10,}|\bxapp-[\w-]{10,}|\bsk-[\w-]{16,}|\b[rs]k_(?:live|test)_\w{10,}|\bA(?:KIA|SIA)[A-Z0-9]{16}\b|\bAIza[\w-]{30,}|\bnpm_[a-z0-9]{30,}|\bhf_[a-z0-9]{30,}|\bSG\.[\w-]{16,}\.[\w-]{16,}/;
// User information inside a URL (RFC 3986 section 3.2.1).
const USER = /(:\/\/)[^/\s:@"']*:[^/\s@"']+(?=@)/;
const SECRET_TEXTS = new RegExp(`(${KEPT.source})[^&\\s"'<>]+|${WHOLE.source}|${USER.source}`, "gi");

/** Whether a text holds a secret. */
export function isSecretText(text: string): boolean {
  if (text.length <= 8) return false;
  SECRET_TEXTS.lastIndex = 0;
  return SECRET_TEXTS.test(text);
}

/** The text with `mark` in place of every secret in it; what stands before a value (`?token=`) stays. */
export function withoutSecretText(text: string, mark: string): string {
  if (text.length <= 8) return text;
  return text.replace(
    SECRET_TEXTS,
    (_, parameter?: string, slashes?: string) => `${parameter ?? slashes ?? ""}${mark}`,
  );
}

/** Nobody looks deeper: what lies there counts as a secret. */
const DEEPEST = 6;

/** Whether a value holds a secret, at any depth. */
export function holdsSecret(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return isSecretText(value);
  if (typeof value !== "object" || value === null) return false;
  if (depth >= DEEPEST) return true;
  for (const [key, inner] of Object.entries(value)) {
    if ((!Array.isArray(value) && isSecretKey(key)) || holdsSecret(inner, depth + 1)) return true;
  }
  return false;
}
