/** JSON.parse for frames of many megabytes that gives the event loop a turn in between. */

/** Containers whose text is shorter than this are handed to JSON.parse whole. */
const LEAF_CHARACTERS = 16_384;
const SLICE_MS = 8;

type Cursor = { readonly text: string; at: number; sliceEnds: number };

/** Parses `text` like JSON.parse, in slices of about 8 ms. Throws SyntaxError like it. */
export async function parseSliced(text: string): Promise<unknown> {
  const cursor: Cursor = { text, at: 0, sliceEnds: performance.now() + SLICE_MS };
  skipTo(cursor);
  const value = await parseValue(cursor);
  if (skipTo(cursor) !== undefined) throw new SyntaxError(`JSON: end expected at ${cursor.at}`);
  return value;
}

/** Decodes UTF-8 in turns: a frame of 12 MB takes 25 ms in one piece. */
export async function decodeSliced(bytes: Uint8Array): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (let at = 0; at < bytes.length; at += DECODE_BYTES) {
    text += decoder.decode(bytes.subarray(at, at + DECODE_BYTES), { stream: true });
    await nextTurn();
  }
  return text + decoder.decode();
}

const DECODE_BYTES = 1_000_000;

/** Resolves in a later turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function parseValue(cursor: Cursor): Promise<unknown> {
  const end = endOfValue(cursor.text, cursor.at, cursor.at + LEAF_CHARACTERS);
  if (end !== undefined) {
    const value: unknown = JSON.parse(cursor.text.slice(cursor.at, end));
    cursor.at = end;
    return value;
  }
  return cursor.text[cursor.at] === "[" ? await parseArray(cursor) : await parseObject(cursor);
}

/** One member: synchronous when it is small, so that a container of 50,000 members makes no 50,000 promises. */
function parseSmall(cursor: Cursor): { readonly value: unknown } | undefined {
  const end = endOfValue(cursor.text, cursor.at, cursor.at + LEAF_CHARACTERS);
  if (end === undefined) return undefined;
  const value: unknown = JSON.parse(cursor.text.slice(cursor.at, end));
  cursor.at = end;
  return { value };
}

async function parseArray(cursor: Cursor): Promise<unknown[]> {
  const values: unknown[] = [];
  expect(cursor, "[");
  if (skipTo(cursor) === "]") {
    cursor.at++;
    return values;
  }
  for (;;) {
    skipTo(cursor);
    const small = parseSmall(cursor);
    values.push(small ? small.value : await parseValue(cursor));
    if (!nextMember(cursor, "]")) return values;
    if (performance.now() > cursor.sliceEnds) await yieldTurn(cursor);
  }
}

async function parseObject(cursor: Cursor): Promise<Record<string, unknown>> {
  const object: Record<string, unknown> = {};
  expect(cursor, "{");
  if (skipTo(cursor) === "}") {
    cursor.at++;
    return object;
  }
  for (;;) {
    skipTo(cursor);
    const key = parseSmall(cursor)?.value;
    if (typeof key !== "string") throw new SyntaxError("JSON key expected");
    skipTo(cursor);
    expect(cursor, ":");
    skipTo(cursor);
    const small = parseSmall(cursor);
    const value = small ? small.value : await parseValue(cursor);
    // defineProperty as JSON.parse does: a key named __proto__ is a key
    if (key === "__proto__")
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    else object[key] = value;
    if (!nextMember(cursor, "}")) return object;
    if (performance.now() > cursor.sliceEnds) await yieldTurn(cursor);
  }
}

/** True when another member follows, false when the container ended here. */
function nextMember(cursor: Cursor, closing: "]" | "}"): boolean {
  const mark = skipTo(cursor);
  cursor.at++;
  if (mark === ",") return true;
  if (mark === closing) return false;
  throw new SyntaxError(`JSON: "," or "${closing}" expected at ${cursor.at - 1}`);
}

async function yieldTurn(cursor: Cursor): Promise<void> {
  await nextTurn();
  cursor.sliceEnds = performance.now() + SLICE_MS;
}

function expect(cursor: Cursor, mark: string): void {
  if (cursor.text[cursor.at] !== mark) throw new SyntaxError(`JSON: "${mark}" expected at ${cursor.at}`);
  cursor.at++;
}

function skipTo(cursor: Cursor): string | undefined {
  while (" \n\r\t".includes(cursor.text[cursor.at] ?? "x")) cursor.at++;
  return cursor.text[cursor.at];
}

/** Index behind the value that starts at `from`; undefined when it does not end before `limit`. */
function endOfValue(text: string, from: number, limit: number): number | undefined {
  const stop = Math.min(limit, text.length);
  let depth = 0;
  for (let at = from; at < stop; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = closingQuote(text, at);
      if (depth === 0) return at + 1;
    } else if (code === 0x7b || code === 0x5b) depth++;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (
      depth === 0 &&
      (code === 0x2c || code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)
    ) {
      return at;
    }
  }
  return stop === text.length && depth === 0 ? stop : undefined;
}

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at !== -1) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  throw new SyntaxError("JSON: unterminated string");
}
