/** Whether a template reads no entities but those whose ids stand in it. */

// states('light.x') and its like, with the whole id as text.
const BY_TEXT =
  /\b(?:states|is_state|state_attr|is_state_attr|has_value)\s*\(\s*(['"])[a-z0-9_]+\.[a-z0-9_]+\1\s*(?=[,)])/g;
// states.light.x, but not a method of states.light
const BY_PATH = /(?<![\w.])states\.[a-z0-9_]+\.[a-z0-9_]+(?![\w(]|\s*\()/g;
const TEXT = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;
const COMMENT = /\{#.*?#\}/gs;
const NAME = /(?<![\w.])[a-z_]\w*/g;

// Words of the language, and functions and filters that see nothing of the house. Everything else may.
const BLIND: ReadonlySet<string> = new Set(
  `and or not in is if elif else endif true false none defined number string
  now utcnow today_at as_timestamp as_datetime as_local timedelta strptime time_since
  int float bool default d round abs min max sum average lower upper trim replace length count
  state attributes last_changed last_updated`.split(/\s+/),
);

/** `false` = it may read any entity: by a computed id, by a list, by a macro. */
export function readsOnlyNamed(template: string): boolean {
  const rest = template
    .toLowerCase()
    .replace(COMMENT, " ")
    .replace(BY_TEXT, "( ")
    .replace(BY_PATH, " ")
    .replace(TEXT, " ");
  return (rest.match(NAME) ?? []).every((name) => BLIND.has(name));
}
