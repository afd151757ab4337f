/** The syntax tree of a file, as far as finding places to change asks for it. */

import { parseSync } from "oxc-parser";

/** A node of ESTree; offsets count UTF-16 units, as in JavaScript strings. */
export type Node = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly start: number;
  readonly end: number;
};

export type Source = { readonly file: string; readonly text: string; readonly root: Node };

/** Throws where the file has a syntax error. */
export function readSource(file: string, text: string): Source {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return { file, text, root: program as unknown as Node };
}

/** Calls `visit` for every node that runs, parents (nearest last) included; types and what `visit` refuses are left out. */
export function walk(
  root: Node,
  visit: (node: Node, parents: readonly Node[]) => boolean,
  parents: readonly Node[] = [],
): void {
  if (isType(root) || !visit(root, parents)) return;
  const line = [...parents, root];
  for (const value of Object.values(root))
    for (const child of [value].flat()) if (isNode(child)) walk(child, visit, line);
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** The value under `key` when it is a node. */
export function child(node: Node, key: string): Node | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

export function children(node: Node, key: string): readonly Node[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The name of what is called: `a.b.c(…)` is `c`, `f(…)` is `f`. */
export function calleeOf(call: Node): string {
  const callee = child(call, "callee");
  const named = callee && (child(callee, "property") ?? callee);
  return String(named?.["name"] ?? "");
}

const VALUES_IN_TYPES = new Set(["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"]);

function isType(node: Node): boolean {
  if (node.type === "ImportDeclaration") return true;
  return node.type.startsWith("TS") && !VALUES_IN_TYPES.has(node.type);
}
