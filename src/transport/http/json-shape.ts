/** Whether a JSON text has a shape that anybody could have meant: looked at before it is parsed. */

const DEEPEST = 64;
const MOST_KEYS = 10_000;
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_LIST = 0x5d;

/** What is wrong, one sentence; undefined = nothing. Says nothing of whether the text is JSON. */
export function shapeFault(text: string): string | undefined {
  /** Keys of the objects that are open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let keys = 0;
  for (let at = 0; at < text.length; at++) {
    if (open.length > DEEPEST) return `Nested more than ${DEEPEST} deep; send it flatter.`;
    const code = text.charCodeAt(at);
    if (code !== QUOTE) {
      nest(open, code);
      continue;
    }
    const end = endOfText(text, at);
    const inside = open.at(-1);
    if (inside && isKey(text, end)) {
      const fault = keyFault(inside, text.slice(at, end));
      if (fault !== undefined) return fault;
      if (++keys > MOST_KEYS) return `More than ${MOST_KEYS} keys; send less.`;
    }
    at = end - 1;
  }
  return undefined;
}

function nest(open: (Set<string> | undefined)[], code: number): void {
  if (code === OPEN_OBJECT) open.push(new Set());
  else if (code === OPEN_LIST) open.push(undefined);
  else if (code === CLOSE_OBJECT || code === CLOSE_LIST) open.pop();
}

/** Takes down that the object has `quoted`: a key as it is spelled, with its quotes. */
function keyFault(object: Set<string>, quoted: string): string | undefined {
  const key = nameOf(quoted);
  if (object.has(key)) return "A key stands twice in one object; send it once.";
  if (RESERVED.has(key)) return `The key ${key} is reserved; leave it out.`;
  object.add(key);
  return undefined;
}

/** A key may be spelled with escapes; what is no JSON is told of when it is parsed. */
function nameOf(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

/** Behind the closing quote; the end of an unterminated text. */
function endOfText(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (" \n\r\t".includes(text[at] ?? "x")) at++;
  return text[at] === ":";
}
