/** A client's file in YAML: a server is put in or taken out, the rest stays as it was written. */

import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isScalar, parseDocument, stringify, type YAMLMap } from "yaml";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { firstLine, lineEndOf, type ServerPlace, type TextWriter, unreadable } from "./text-writer.ts";

export const YAML_TEXT: TextWriter = { read: readYaml, put: putYaml, drop: dropYaml };

function documentOf(text: string): Document.Parsed {
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault) throw unreadable(firstLine(fault), fault);
  if (document.contents !== null && !isMap(document.contents)) throw unreadable("it is no mapping");
  return document;
}

function readYaml(text: string): JsonObject {
  const value: unknown = documentOf(text).toJS();
  return isJsonObject(value) ? value : {};
}

function putYaml(text: string, place: ServerPlace, entry: object): string {
  const { key, name } = place;
  const before = dropYaml(text, place);
  const document = documentOf(before);
  // without a value it is there as well
  const servers = document.has(key) ? (document.get(key) ?? null) : undefined;
  if (servers !== undefined && servers !== null && !isMap(servers)) throw unreadable(`${key} is no mapping`);
  const all = readYaml(before);
  const others = isJsonObject(all[key]) ? all[key] : {};
  const wanted = { ...all, [key]: { ...others, [name]: entry } };
  const written = putLines(before, { key, name, entry, servers });
  if (written !== undefined && holds(written, wanted)) return written;
  // written in a way that lines cannot be put into
  if (servers === null) document.delete(key);
  document.setIn([key, name], document.createNode(entry));
  return rewritten(document, text);
}

type Putting = ServerPlace & { readonly entry: object; readonly servers: YAMLMap | null | undefined };

/** Right behind the line of the key, or with it at the end; undefined where it has no line of its own. */
function putLines(text: string, { key, name, entry, servers }: Putting): string | undefined {
  const end = lineEndOf(text);
  const linesAt = (indent: string) =>
    stringify({ [name]: entry }, { lineWidth: 0 })
      .replaceAll(/^(?=.)/gm, indent)
      .replaceAll("\n", end);
  const whole = text === "" || text.endsWith("\n") ? text : text + end;
  if (servers === undefined) return `${whole}${key}:${end}${linesAt("  ")}`;
  const line = keyLine(whole, key);
  if (line === undefined) return undefined;
  const first = servers?.items[0]?.key;
  const from = isScalar(first) ? (first.range?.[0] ?? 0) : 0;
  const indent = from > 0 ? " ".repeat(from - (whole.lastIndexOf("\n", from - 1) + 1)) : "  ";
  const opened = whole.slice(line.from, line.to).replace(/:[^\S\n]*\{\}/, ":");
  return whole.slice(0, line.from) + opened + linesAt(indent) + whole.slice(line.to);
}

function dropYaml(text: string, place: ServerPlace): string {
  const { key, name } = place;
  const all = readYaml(text);
  const servers = all[key];
  if (!isJsonObject(servers) || !Object.hasOwn(servers, name)) return text;
  const { [name]: _, ...others } = servers;
  const wanted = { ...all, [key]: others };
  const document = documentOf(text);
  const written = dropLines(text, document, place);
  if (written !== undefined && holds(written, wanted)) return written;
  document.deleteIn([key, name]);
  return rewritten(document, text);
}

/** Its line and those that are indented deeper; undefined where it has no line of its own. */
function dropLines(text: string, document: Document, { key, name }: ServerPlace): string | undefined {
  const servers = document.get(key);
  if (!isMap(servers) || servers.flow === true) return undefined;
  const own = servers.items.map((pair) => pair.key).find((one) => isScalar(one) && one.value === name);
  const at = isScalar(own) ? own.range?.[0] : undefined;
  if (at === undefined) return undefined;
  const from = text.lastIndexOf("\n", at) + 1;
  const [first = "", ...lines] = text.slice(from).split(/(?<=\n)/);
  const depth = at - from;
  let taken = first.length;
  let seen = taken;
  for (const line of lines) {
    const indent = line.search(/\S/);
    if (indent >= 0 && indent <= depth) break;
    seen += line.length;
    if (indent >= 0) taken = seen;
  }
  const before = text.slice(0, from);
  const line = servers.items.length === 1 ? keyLine(before, key) : undefined;
  // a key without a value would be null
  const kept = line ? before.slice(0, line.from) + before.slice(line.from).replace(":", ": {}") : before;
  return kept + text.slice(from + taken);
}

/** Where the line of a key of the whole file begins, and where the next one does. */
function keyLine(text: string, key: string): { readonly from: number; readonly to: number } | undefined {
  const found = new RegExp(`^${key}[^\\S\\n]*:[^\\S\\n]*(?:\\{\\}[^\\S\\n]*)?(?:#.*)?\\n`, "m").exec(text);
  return found ? { from: found.index, to: found.index + found[0].length } : undefined;
}

function holds(text: string, wanted: object): boolean {
  const document = parseDocument(text);
  return document.errors.length === 0 && isDeepStrictEqual(document.toJS(), wanted);
}

function rewritten(document: Document, text: string): string {
  return document.toString({ lineWidth: 0 }).replaceAll("\n", lineEndOf(text));
}
