/** Whether a JSON text has a shape that anybody could have meant: looked at before it is parsed. */

import { cleanLine, quote } from "./text.ts";

const DEEPEST = 64;
const MOST_KEYS = 10_000;
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

/** Keys of the objects that are open; undefined for a list. */
type Open = (Set<string> | undefined)[];

type Fault = { readonly message: string; readonly twice?: { readonly key: string; readonly at: number } };

type Limits = {
  readonly deepest: number;
  readonly mostKeys: number;
  readonly reserved: ReadonlySet<string>;
};

const SENT: Limits = { deepest: DEEPEST, mostKeys: MOST_KEYS, reserved: RESERVED };
const OWN: Limits = { deepest: Infinity, mostKeys: Infinity, reserved: new Set() };

/** What is wrong, one sentence; undefined = nothing. Says nothing of whether the text is JSON. */
export function shapeFault(text: string): string | undefined {
  return scan(text, SENT)?.message;
}

/** One sentence that names a key which stands twice in one object, and where; undefined = there is none. */
export function keyTwice(text: string): string | undefined {
  const twice = scan(text, OWN)?.twice;
  if (twice === undefined) return undefined;
  const path = cleanLine(pathTo(text, twice.at), PATH_SHOWN);
  return `The key ${quote(twice.key, KEY_SHOWN)} stands twice${path === "" ? "" : ` in ${path}`}.`;
}

const KEY_SHOWN = 60;
const PATH_SHOWN = 200;

function scan(text: string, limits: Limits): Fault | undefined {
  const open: Open = [];
  let keys = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== QUOTE) {
      if (!bracket(code, open, limits.deepest))
        return { message: `Nested more than ${limits.deepest} deep; send it flatter.` };
      continue;
    }
    const end = endOfText(text, at);
    const inside = open.at(-1);
    if (inside && isKey(text, end)) {
      if (++keys > limits.mostKeys) return { message: `More than ${limits.mostKeys} keys; send less.` };
      const fault = keyFault(text.slice(at + 1, end - 1), inside, at, limits);
      if (fault) return fault;
    }
    at = end - 1;
  }
  return undefined;
}

/** The objects and lists that are open at an offset, by key and place. */
function pathTo(text: string, offset: number): string {
  const open: { key: string | undefined; index: number }[] = [];
  for (let at = 0; at < offset; at++) {
    const code = text.charCodeAt(at);
    const inside = open.at(-1);
    if (code === OPEN_OBJECT) open.push({ key: "", index: 0 });
    else if (code === OPEN_LIST) open.push({ key: undefined, index: 0 });
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) open.pop();
    else if (code === COMMA && inside) inside.index++;
    else if (code === QUOTE) {
      const end = endOfText(text, at);
      if (inside?.key !== undefined && isKey(text, end)) inside.key = unescaped(text.slice(at + 1, end - 1));
      at = end - 1;
    }
  }
  return open
    .slice(0, -1)
    .reduce((path, { key, index }) => (key === undefined ? `${path}[${index}]` : `${path}.${key}`), "")
    .replace(/^\./, "");
}

/** `false` = too deep. */
function bracket(code: number, open: Open, deepest: number): boolean {
  if (code === OPEN_OBJECT || code === OPEN_LIST) {
    if (open.length >= deepest) return false;
    open.push(code === OPEN_OBJECT ? new Set() : undefined);
  } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) open.pop();
  return true;
}

function keyFault(key: string, inside: Set<string>, at: number, { reserved }: Limits): Fault | undefined {
  // a key may be spelled with escapes: compared as it will be read
  const read = key.includes("\\") ? unescaped(key) : key;
  if (inside.has(read))
    return { message: "A key stands twice in one object; send it once.", twice: { key: read, at } };
  if (reserved.has(read)) return { message: `The key ${read} is reserved; leave it out.` };
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
