/** A client's configuration as text: a server is put in or taken out, everything else stays as it was written. */

import { isJsonObject } from "../../core/json.ts";
import type { ConfigFormat } from "./clients.ts";
import { JSON_TEXT } from "./text/json-text.ts";
import type { ServerPlace, TextWriter } from "./text/text-writer.ts";
import { TOML_TEXT } from "./text/toml-text.ts";
import { YAML_TEXT } from "./text/yaml-text.ts";

export type ConfigPlace = ServerPlace & { readonly format: ConfigFormat };

const WRITERS: Readonly<Record<ConfigFormat, TextWriter>> = {
  json: JSON_TEXT,
  toml: TOML_TEXT,
  yaml: YAML_TEXT,
};

/** CONFIG_INVALID when the text is not what its format wants: it is the client's, and is left alone. */
export function withServer(text: string, place: ConfigPlace, entry: object): string {
  const [mark, body] = marked(text);
  return mark + WRITERS[place.format].put(body, place, entry);
}

/** As it is where there is no such server. */
export function withoutServer(text: string, place: ConfigPlace): string {
  const [mark, body] = marked(text);
  return mark + WRITERS[place.format].drop(body, place);
}

/** The server as it is written there; undefined = there is none. */
export function serverIn(text: string, place: ConfigPlace): unknown {
  const [, body] = marked(text);
  const servers = WRITERS[place.format].read(body)[place.key];
  return isJsonObject(servers) && Object.hasOwn(servers, place.name) ? servers[place.name] : undefined;
}

const BYTE_ORDER_MARK = "\ufeff";

/** Editors of Windows begin a text with it; it stays. */
function marked(text: string): readonly [mark: string, body: string] {
  return text.startsWith(BYTE_ORDER_MARK) ? [BYTE_ORDER_MARK, text.slice(1)] : ["", text];
}
