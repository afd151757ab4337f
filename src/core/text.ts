/** Text that came from the home or a caller, made fit to stand in an answer. */

/** Longest name that stands unfenced; Home Assistant's own names are shorter. */
export const NAME_MAX = 80;
/** Longest single value (state, attribute) in an answer. */
export const VALUE_MAX = 500;

// C0 and C1 controls, soft hyphen, zero-width, bidi marks, isolates and overrides, invisible operators, tags, BOM,
// interlinear annotation, variation selectors used as a hidden channel (Unicode 16, "Default_Ignorable_Code_Point").
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: these code points are meant one by one
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;
const PLAIN = /^[\x20-\x7e]*$/;
const LINE_BREAKS = /[\t\n\u2028\u2029]+/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * One line without control, bidi or zero-width characters, at most `max` characters; what was cut is said (`… +120`).
 */
export function cleanLine(text: string, max: number): string {
  let line = text;
  if (!PLAIN.test(text)) {
    line = text.replace(LINE_BREAKS, " ").replace(INVISIBLE, "").replace(LONE_SURROGATE, "\ufffd");
  }
  line = line.trim();
  return line.length <= max ? line : `${sliceWhole(line, max)}… +${line.length - max}`;
}

/** Cuts without leaving half of a surrogate pair. */
function sliceWhole(text: string, length: number): string {
  const code = text.charCodeAt(length - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? length - 1 : length);
}

/** A name as people give it: cleaned, short. Longer ones are somebody's text and are fenced as data. */
export function cleanName(name: string): string {
  const known = cleaned.get(name);
  if (known !== undefined) return known;
  const line = cleanLine(name, NAME_MAX);
  const clean = looksLikeOrders(line) ? fence(line) : line;
  // texts of callers come here too: what is kept must not grow with them
  if (cleaned.size >= NAMES_KEPT) cleaned.clear();
  if (name.length <= NAME_MAX) cleaned.set(name, clean);
  return clean;
}

/** The same names are said again and again. */
const cleaned = new Map<string, string>();
const NAMES_KEPT = 2_000;

/** A state or attribute value: short words stand as they are, anything longer is fenced as data. */
export function cleanValue(text: string, max = VALUE_MAX): string {
  const line = cleanLine(text, max);
  return line.length > FENCE_FROM || looksLikeOrders(line) ? fence(line) : line;
}

/** A value longer than this is more than a short name. */
const FENCE_FROM = 64;

// Markup, or the wording of an order to a model. Not a defence by itself: the fence and the grant are.
const ORDERS =
  /<\/?[a-z!][^>]*>|\b(ignore|disregard|forget)\b.{0,40}\b(previous|prior|above|earlier|all)\b|\b(system|assistant)\s*(prompt|message|:)|\binstructions?\b|!?\[[^\]]*\]\(\s*[a-z]+:/i;

function looksLikeOrders(line: string): boolean {
  return line.length > 8 && ORDERS.test(line);
}

/**
 * Foreign text as data. The fence cannot be closed from inside: guillemets in the text become plain quotes.
 */
export function fence(text: string): string {
  return `«${text.replace(/[«»]/g, '"')}»`;
}

/** Foreign text inside one of our sentences: cleaned, capped and fenced. */
export function quote(text: string, max = 160): string {
  return fence(cleanLine(text, max));
}
