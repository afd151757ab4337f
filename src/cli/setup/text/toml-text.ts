/** A client's file in TOML: a server is put in or taken out, the rest stays as it was written. */

import { parse as parseToml, stringify as stringifyToml } from "smol-toml";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { firstLine, lineEndOf, type ServerPlace, type TextWriter, unreadable } from "./text-writer.ts";

export const TOML_TEXT: TextWriter = { read: readToml, put: putToml, drop: dropToml };

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
  const end = lineEndOf(text);
  const gap = before === "" ? "" : before.endsWith("\n") ? end : end + end;
  const table = `${stringifyToml({ [place.key]: { [place.name]: entry } }).trimEnd()}\n`;
  const after = before + gap + table.replaceAll("\n", end);
  // a key that is written inline cannot be added to
  readToml(after);
  return after;
}

function dropToml(text: string, place: ServerPlace): string {
  if (!hasServer(text, place)) return text;
  const kept: string[] = [];
  /** Of our table, since its last value: what begins with a comment is about the next one. */
  let pending: string[] = [];
  let inside = false;
  const keepComments = () => {
    const from = pending.findIndex((line) => line.trimStart().startsWith("#"));
    if (from >= 0) kept.push(...pending.slice(from));
    pending = [];
  };
  for (const line of text.split("\n")) {
    const path = tableOf(line);
    if (path !== undefined) {
      keepComments();
      inside = path[0] === place.key && path[1] === place.name;
    }
    if (!inside) kept.push(line);
    else if (path !== undefined || !/^\s*(?:#.*)?$/.test(line)) pending = [];
    else pending.push(line);
  }
  if (inside) {
    keepComments();
    if (kept.at(-1) !== "") kept.push("");
  }
  const after = kept.join("\n").replace(/(?:\r?\n){2,}$/, lineEndOf(text));
  if (hasServer(after, place)) throw unreadable(`${place.key}.${place.name} is not a table of its own`);
  return after;
}

function hasServer(text: string, { key, name }: ServerPlace): boolean {
  const servers = readToml(text)[key];
  return isJsonObject(servers) && Object.hasOwn(servers, name);
}

/** The path of the table that begins in this line; undefined = none does. */
function tableOf(line: string): readonly string[] | undefined {
  if (!/^\s*\[/.test(line)) return undefined;
  const path: string[] = [];
  try {
    let value: unknown = parseToml(line.replace(/\r$/, ""));
    while (isJsonObject(value) || Array.isArray(value)) {
      const inner: unknown = Array.isArray(value) ? value[0] : value;
      const [key] = isJsonObject(inner) ? Object.keys(inner) : [];
      if (key === undefined || !isJsonObject(inner)) break;
      path.push(key);
      value = inner[key];
    }
  } catch {
    // part of a value
    return undefined;
  }
  return path;
}
