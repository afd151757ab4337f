/** Which entities a template may read, as far as its text tells. */

import type { TargetKind } from "../../../hass/target-kinds.ts";
import { codeOf } from "./template-code.ts";

/** Beside the entities whose whole ids stand in it. */
export type TemplateReads = {
  /** Every entity of these domains: `states.light`, or an id that is put together behind `light.`. */
  readonly domains: readonly string[];
  /** Areas, floors, labels and devices by id or name, in small letters. */
  readonly places: readonly { readonly kind: TargetKind; readonly name: string }[];
  /** Every entity of the home: `states | list`. */
  readonly everything: boolean;
  /** It may also read some that nobody can tell from the text: by a computed id, by a macro. */
  readonly unclear: boolean;
};

// states('light.x') and its like, with the whole id as text.
const BY_TEXT =
  /\b(?:states|is_state|state_attr|is_state_attr|has_value)\s*\(\s*(['"])[a-z0-9_]+\.[a-z0-9_]+\1\s*(?=[,)])/g;
// states.light.x, but not a method of states.light
const BY_PATH = /(?<![\w.])states\.[a-z0-9_]+\.[a-z0-9_]+(?![\w(]|\s*\()/g;
const OF_DOMAIN = /(?<![\w.])states(?:\.([a-z0-9_]+)|\s*\[\s*['"]([a-z0-9_]+)['"]\s*\])/g;
// the beginning of an id: 'light.' ~ name, "light.%s", 'light.{}'
const BEGINNING = /['"]([a-z0-9_]+)\.(?![a-z0-9_]+['"])/g;
const OF_PLACE = /\b(area|floor|label|device)_entities\s*\(\s*(['"])([^'"]*)\2\s*\)/g;
// states as a function computes an id; as anything else it is the whole home
const ALL_STATES = /(?<![\w.])states(?!\w|\s*\()/;
// ['light.x'] | map('states')
const AS_FILTER = /\b(?:map|select|reject)\s*\(\s*['"](?!equalto|eq|ne|int|float|lower|upper|trim|string)/;
const TEXT = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;
const NAME = /(?<![\w.])[a-z_]\w*/g;
// for s in …, set x = …: what they are bound to is looked at by itself
const BOUND = /\b(?:for|set)\s+([a-z_]\w*)/g;

// Words of the language, and functions and filters that see nothing of the house. Everything else may.
const BLIND: ReadonlySet<string> = new Set(
  `and or not in is if elif else endif for endfor set true false none defined number string
  now utcnow today_at as_timestamp as_datetime as_local timedelta strptime time_since
  int float bool default d round abs min max sum average lower upper trim replace length count
  map select reject selectattr rejectattr list first last sort unique join attribute
  state attributes last_changed last_updated`.split(/\s+/),
);

/** Nothing that a person wrote is longer; what is goes unread, since some of these forms take the square of its length. */
const LONGEST = 20_000;

export function templateReads(template: string): TemplateReads {
  if (template.length > LONGEST) return { domains: [], places: [], everything: true, unclear: true };
  const text = codeOf(template.toLowerCase());
  const domains = new Set<string>();
  const places: { readonly kind: TargetKind; readonly name: string }[] = [];
  for (const [, beginning] of text.matchAll(BEGINNING)) if (beginning) domains.add(beginning);
  const asFilter = AS_FILTER.test(text);
  const rest = text
    .replace(BY_TEXT, "( ")
    .replace(BY_PATH, " ")
    .replace(OF_DOMAIN, (_, path?: string, key?: string) => {
      domains.add(path ?? key ?? "");
      return " ";
    })
    .replace(OF_PLACE, (_, kind: TargetKind, __, name: string) => {
      places.push({ kind, name: name.trim() });
      return " ";
    })
    .replace(TEXT, " ");
  const everything = ALL_STATES.test(rest);
  const bound = new Set([...rest.matchAll(BOUND)].map(([, name]) => name));
  const isBlind = (name: string) => BLIND.has(name) || bound.has(name) || (everything && name === "states");
  const unclear = asFilter || !(rest.match(NAME) ?? []).every(isBlind);
  return { domains: [...domains], places, everything, unclear };
}
