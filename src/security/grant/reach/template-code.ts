/** The code of a template, as Jinja's lexer finds it: what is neither plain text nor comment. */

const OPENING = /\{[{%#]/g;
const STRING = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;

/** The insides of `{{ }}`, each behind the sign `$`, and of `{% %}`, behind `;`. What is never closed is code to its end: whoever looks for reads must see it. */
export function codeOf(template: string): string {
  const code: string[] = [];
  OPENING.lastIndex = 0;
  for (let found = OPENING.exec(template); found; found = OPENING.exec(template)) {
    const begin = found.index + 2;
    const isComment = found[0] === "{#";
    const end = isComment
      ? template.indexOf("#}", begin)
      : endOf(template, begin, found[0] === "{{" ? "}}" : "%}");
    if (!isComment || end < 0)
      code.push(`${found[0] === "{{" ? "$" : ";"} ${template.slice(begin, end < 0 ? template.length : end)}`);
    if (end < 0) break;
    OPENING.lastIndex = end + 2;
  }
  return code.join(" ");
}

/** Where it is closed: neither within a string nor within brackets. -1 = nowhere. */
function endOf(template: string, begin: number, closing: string): number {
  let depth = 0;
  for (let at = begin; at < template.length; at++) {
    const sign = template[at] ?? "";
    if (depth === 0 && template.startsWith(closing, at)) return at;
    if (sign === "'" || sign === '"') {
      STRING.lastIndex = at;
      if (!STRING.test(template)) return -1;
      at = STRING.lastIndex - 1;
    } else if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign)) depth = Math.max(0, depth - 1);
  }
  return -1;
}

export type Token = {
  readonly kind: "name" | "text" | "number" | "sign";
  /** Of a text what stands between its quotes, escapes as they are. */
  readonly value: string;
  readonly at: number;
  readonly end: number;
};

const TOKEN =
  /(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<number>\d[\d_]*(?:\.\d[\d_]*)?(?:e[+-]?\d+)?)|(?<name>[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{N}\p{M}_]*)|(?<sign>\S)/gsu;

/** What the code of `codeOf` consists of. */
export function tokensOf(code: string): readonly Token[] {
  return [...code.matchAll(TOKEN)].map(({ 0: found, index, groups = {} }): Token => {
    const kind = (["text", "number", "name"] as const).find((each) => groups[each] !== undefined) ?? "sign";
    const value = kind === "text" ? found.slice(1, -1) : found;
    return { kind, value, at: index, end: index + found.length };
  });
}
