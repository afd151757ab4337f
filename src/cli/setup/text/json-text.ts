/** A client's file in JSON with comments: a server is put in or taken out, the rest stays as it was written. */

import {
  applyEdits,
  findNodeAtLocation,
  modify,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
  // the package's main file loads its parts in a way that no bundler sees
} from "jsonc-parser/lib/esm/main.js";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { lineEndOf, type ServerPlace, type TextWriter, unreadable } from "./text-writer.ts";

export const JSON_TEXT: TextWriter = { read: readJson, put: putJson, drop: dropJson };

function readJson(text: string): JsonObject {
  if (text.trim() === "") return {};
  const faults: ParseError[] = [];
  const value: unknown = parse(text, faults, { allowTrailingComma: true });
  const [fault] = faults;
  if (fault) throw unreadable(`${printParseErrorCode(fault.error)} at character ${fault.offset}`);
  if (!isJsonObject(value)) throw unreadable("it is no JSON object");
  return value;
}

function putJson(text: string, { key, name }: ServerPlace, entry: object): string {
  const whole = text.trim() === "" ? "{}\n" : text;
  const servers = readJson(whole)[key];
  if (servers !== undefined && !isJsonObject(servers)) throw unreadable(`${key} is no object`);
  refuseTwice(whole, key, name);
  const formattingOptions = {
    insertSpaces: !/\n\t/.test(whole),
    tabSize: /\n {4}\S/.test(whole) && !/\n {2}\S/.test(whole) ? 4 : 2,
    eol: lineEndOf(whole),
  };
  return applyEdits(
    whole,
    modify(whole, [key, name], entry, { formattingOptions, getInsertionIndex: FIRST }),
  );
}

/** Behind the last one, the line of that one would be written anew with it. */
const FIRST = () => 0;

/** The library would write the line of its neighbour anew. */
function dropJson(text: string, { key, name }: ServerPlace): string {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  if (text.trim() !== "") refuseTwice(text, key, name);
  const property = tree && findNodeAtLocation(tree, [key, name])?.parent;
  if (!property) return text;
  const behind = text.slice(property.offset + property.length);
  const [rest = ""] = /^(?:\s*,)?[^\S\n]*\n?/.exec(behind) ?? [];
  let before = text.slice(0, property.offset).replace(/[^\S\n]*$/, "");
  // the last one: no comma may be left behind the one before it
  if (!rest.includes(",")) before = before.replace(/,(\s*)$/, "$1");
  const after = before + behind.slice(rest.length);
  readJson(after);
  return after;
}

/** Of two the client reads the last, and the library writes the first. */
function refuseTwice(text: string, key: string, name: string): void {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const servers = tree && findNodeAtLocation(tree, [key]);
  for (const [node, wanted] of [
    [tree, key],
    [servers, name],
  ] as const) {
    const found = node?.children?.filter(({ children }) => children?.[0]?.value === wanted) ?? [];
    if (found.length > 1) throw unreadable(`${wanted} stands there twice`);
  }
}
