/** Whether a JSON text has a shape that anybody could have meant: looked at before it is parsed. */

const DEEPEST = 64;
const MOST_KEYS = 10_000;
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Keys of the objects that are open; undefined for a list. */
type Open = (Set<string> | undefined)[];

/** What is wrong, one sentence; undefined = nothing. Says nothing of whether the text is JSON. */
export function shapeFault(text: string): string | undefined {
  const open: Open = [];
  let keys = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== QUOTE) {
      if (!bracket(code, open)) return `Nested more than ${DEEPEST} deep; send it flatter.`;
      continue;
    }
    const end = endOfText(text, at);
    const inside = open.at(-1);
    if (inside && isKey(text, end)) {
      const fault = ++keys > MOST_KEYS ? TOO_MANY : keyFault(text.slice(at + 1, end - 1), inside);
      if (fault) return fault;
    }
    at = end - 1;
  }
  return undefined;
}

/** `false` = too deep. */
function bracket(code: number, open: Open): boolean {
  if (code === OPEN_OBJECT || code === OPEN_LIST) {
    if (open.length >= DEEPEST) return false;
    open.push(code === OPEN_OBJECT ? new Set() : undefined);
  } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) open.pop();
  return true;
}

const TOO_MANY = `More than ${MOST_KEYS} keys; send less.`;

function keyFault(key: string, inside: Set<string>): string | undefined {
  // a key may be spelled with escapes: compared as it will be read
  const read = key.includes("\\") ? unescaped(key) : key;
  if (inside.has(read)) return "A key stands twice in one object; send it once.";
  if (RESERVED.has(read)) return `The key ${read} is reserved; leave it out.`;
  inside.add(read);
  return undefined;
}

function unescaped(key: string): string {
  try {
    return String(JSON.parse(`"${key}"`));
  } catch {
    return key; // no JSON: the parser says so
  }
}

/** Behind the closing quote; the end of an unterminated text. */
function endOfText(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (" \n\r\t".includes(text[at] ?? "x")) at++;
  return text[at] === ":";
}
