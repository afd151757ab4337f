/** A client's configuration as text: a server is put in or taken out, everything else stays as it was written. */

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
import { parse as parseToml, stringify as stringifyToml } from "smol-toml";
import { isMap, parseDocument } from "yaml";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { ConfigFormat } from "./clients.ts";

export type ServerPlace = { readonly format: ConfigFormat; readonly key: string; readonly name: string };

/** CONFIG_INVALID when the text is not what its format wants: it is the client's, and is left alone. */
export function withServer(text: string, place: ServerPlace, entry: object): string {
  return WRITERS[place.format].put(text, place, entry);
}

/** As it is where there is no such server. */
export function withoutServer(text: string, place: ServerPlace): string {
  return WRITERS[place.format].drop(text, place);
}

/** The server as it is written there; undefined = there is none. */
export function serverIn(text: string, place: ServerPlace): unknown {
  const servers = WRITERS[place.format].read(text)[place.key];
  return isJsonObject(servers) && Object.hasOwn(servers, place.name) ? servers[place.name] : undefined;
}

type Writer = {
  read(text: string): JsonObject;
  put(text: string, place: ServerPlace, entry: object): string;
  drop(text: string, place: ServerPlace): string;
};

const WRITERS: Readonly<Record<ConfigFormat, Writer>> = {
  json: {
    read: readJson,
    put: (text, { key, name }, entry) => changedJson(text, [key, name], entry),
    drop: dropJson,
  },
  toml: { read: readToml, put: putToml, drop: dropToml },
  yaml: { read: readYaml, put: putYaml, drop: dropYaml },
};

function readJson(text: string): JsonObject {
  if (text.trim() === "") return {};
  const faults: ParseError[] = [];
  const value: unknown = parse(text, faults, { allowTrailingComma: true });
  const [fault] = faults;
  if (fault) throw unreadable(`${printParseErrorCode(fault.error)} at character ${fault.offset}`);
  if (!isJsonObject(value)) throw unreadable("it is no JSON object");
  return value;
}

function changedJson(text: string, path: string[], value: object): string {
  const whole = text.trim() === "" ? "{}\n" : text;
  const servers = readJson(whole)[path[0] ?? ""];
  if (servers !== undefined && !isJsonObject(servers)) throw unreadable(`${path[0]} is no object`);
  const formattingOptions = {
    insertSpaces: !/\n\t/.test(whole),
    tabSize: /\n {4}\S/.test(whole) && !/\n {2}\S/.test(whole) ? 4 : 2,
    eol: whole.includes("\r\n") ? "\r\n" : "\n",
  };
  return applyEdits(whole, modify(whole, path, value, { formattingOptions, getInsertionIndex: FIRST }));
}

/** Behind the last one, the line of that one would be written anew with it. */
const FIRST = () => 0;

/** The library would write the line of its neighbour anew. */
function dropJson(text: string, { key, name }: ServerPlace): string {
  const tree = parseTree(text, [], { allowTrailingComma: true });
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

function readToml(text: string): JsonObject {
  try {
    return parseToml(text) as JsonObject;
  } catch (cause) {
    throw unreadable(firstLine(cause), cause);
  }
}

/** A table of its own at the end, which needs no rewriting of the rest. */
function putToml(text: string, place: ServerPlace, entry: object): string {
  const before = dropToml(text, place);
  const servers = readToml(before)[place.key];
  if (servers !== undefined && !isJsonObject(servers)) throw unreadable(`${place.key} is no table`);
  const gap = before === "" ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const after = `${before}${gap}${stringifyToml({ [place.key]: { [place.name]: entry } }).trimEnd()}\n`;
  // a key that is written inline cannot be added to
  readToml(after);
  return after;
}

function dropToml(text: string, place: ServerPlace): string {
  if (serverIn(text, place) === undefined) return text;
  const own = `${place.key}.${place.name}`;
  const kept: string[] = [];
  let inside = false;
  for (const line of text.split("\n")) {
    const [, table] = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$/.exec(line) ?? [];
    if (table !== undefined) {
      const path = table.replaceAll(/["'\s]/g, "");
      inside = path === own || path.startsWith(`${own}.`);
    }
    if (!inside) kept.push(line);
  }
  const after = kept.join("\n").replace(/\n{2,}$/, "\n");
  if (serverIn(after, place) !== undefined) throw unreadable(`${own} is not a table of its own`);
  return after;
}

function documentOf(text: string) {
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

function putYaml(text: string, { key, name }: ServerPlace, entry: object): string {
  const document = documentOf(text);
  const servers = document.get(key);
  if (servers !== undefined && servers !== null && !isMap(servers)) throw unreadable(`${key} is no mapping`);
  document.setIn([key, name], document.createNode(entry));
  return document.toString({ lineWidth: 0 });
}

function dropYaml(text: string, place: ServerPlace): string {
  if (serverIn(text, place) === undefined) return text;
  const document = documentOf(text);
  document.deleteIn([place.key, place.name]);
  return document.toString({ lineWidth: 0 });
}

function firstLine(fault: unknown): string {
  return String(fault instanceof Error ? fault.message : fault).split("\n")[0] ?? "";
}

function unreadable(why: string, cause?: unknown): Failure {
  return new Failure("CONFIG_INVALID", `The file cannot be read: ${why}.`, {
    hint: "Mend it, or add the server by hand; nothing was changed in it.",
    cause,
  });
}
