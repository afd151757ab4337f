/** Whether a JSON text has a shape that anybody could have meant: looked at before it is parsed. */

const DEEPEST = 64;
const MOST_KEYS = 10_000;
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What is wrong, one sentence; undefined = nothing. Says nothing of whether the text is JSON. */
export function shapeFault(text: string): string | undefined {
  /** Keys of the objects that are open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let keys = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfText(text, at);
      const inside = open.at(-1);
      if (inside && isKey(text, end)) {
        const key = text.slice(at, end);
        if (inside.has(key)) return "A key stands twice in one object; send it once.";
        if (RESERVED.has(key.slice(1, -1))) return `The key ${key.slice(1, -1)} is reserved; leave it out.`;
        inside.add(key);
        if (++keys > MOST_KEYS) return `More than ${MOST_KEYS} keys; send less.`;
      }
      at = end - 1;
    } else if (code === 0x7b || code === 0x5b) {
      if (open.length >= DEEPEST) return `Nested more than ${DEEPEST} deep; send it flatter.`;
      open.push(code === 0x7b ? new Set() : undefined);
    } else if (code === 0x7d || code === 0x5d) open.pop();
  }
  return undefined;
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
