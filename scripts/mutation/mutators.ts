/** Where a file can be changed so that it says something else, and how. */

import { calleeOf, child, children, type Node, readSource, type Source, walk } from "./syntax.ts";

export type Mutant = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The whole line on which it begins, without the spaces around. */
  readonly lineText: string;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** The text that stands there, and the one that stands there instead. */
  readonly original: string;
  readonly mutated: string;
};

type Change = Pick<Mutant, "kind" | "start" | "end" | "mutated">;
type Mutator = (node: Node, parents: readonly Node[], text: string) => readonly Change[];

/** In the order of their places. */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const source = readSource(file, text);
  const changes: Change[] = [];
  walk(source.root, (node, parents) => {
    if (isForPeople(node, parents)) return false;
    changes.push(...(MUTATORS[node.type]?.(node, parents, text) ?? []));
    return true;
  });
  const seen = new Set<string>();
  return changes
    .map((change) => placed(source, change))
    .filter((mutant) => {
      const key = `${mutant.start} ${mutant.end} ${mutant.mutated}`;
      return mutant.original !== mutant.mutated && !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.start - b.start);
}

export function mutate(text: string, { start, end, mutated }: Mutant): string {
  return text.slice(0, start) + mutated + text.slice(end);
}

function placed({ file, text }: Source, change: Change): Mutant {
  const line = text.slice(0, change.start).split("\n").length;
  const lineText = (text.split("\n")[line - 1] ?? "").trim();
  return { file, line, lineText, ...change, original: text.slice(change.start, change.end) };
}

const BINARY: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
};
const TESTED: Readonly<Record<string, string>> = {
  IfStatement: "if",
  ConditionalExpression: "?:",
  WhileStatement: "while",
};

const MUTATORS: Readonly<Record<string, Mutator>> = {
  IfStatement: mutateTest,
  ConditionalExpression: mutateTest,
  WhileStatement: mutateTest,
  BinaryExpression: mutateBinary,
  LogicalExpression: mutateLogical,
  UnaryExpression(node, _, text) {
    const operand = child(node, "argument");
    return node["operator"] === "!" && operand ? [instead(node, "negation", textOf(operand, text))] : [];
  },
  Literal: mutateLiteral,
  ExpressionStatement: (node) => (isWorthRemoving(node) ? [instead(node, "statement", ";")] : []),
  ThrowStatement: (node) => [instead(node, "statement", ";")],
  ContinueStatement: (node) => [instead(node, "statement", ";")],
  ReturnStatement: (node, parents) => (isEarly(parents) ? [instead(node, "statement", ";")] : []),
  AssignmentPattern(node, parents, text) {
    const left = child(node, "left");
    return left && !isFirstOfSplit(node, parents) ? [instead(node, "default", textOf(left, text))] : [];
  },
  CallExpression: mutateCall,
};

function mutateTest(node: Node, _: readonly Node[], text: string): readonly Change[] {
  const test = child(node, "test");
  if (!test) return [];
  const kind = `condition of ${TESTED[node.type]}`;
  const negated = instead(test, kind, `!(${textOf(test, text)})`);
  // `while (true)` is a time-out and nothing else
  const fixed = node.type === "WhileStatement" ? ["false"] : ["true", "false"];
  const flips = test.type === "BinaryExpression" || test.type === "UnaryExpression";
  return [...(flips ? [] : [negated]), ...fixed.map((value) => instead(test, kind, value))];
}

function mutateBinary(node: Node, _: readonly Node[], text: string): readonly Change[] {
  const [left, right] = [child(node, "left"), child(node, "right")];
  const operator = String(node["operator"]);
  if (!left || !right || (operator === "+" && [left, right].some((side) => isText(side)))) return [];
  return (BINARY[operator] ?? []).map((other) =>
    instead(node, operator, `${textOf(left, text)} ${other} ${textOf(right, text)}`),
  );
}

function mutateLogical(node: Node, _: readonly Node[], text: string): readonly Change[] {
  const [left, right] = [child(node, "left"), child(node, "right")];
  if (!left || !right) return [];
  const operator = String(node["operator"]);
  if (operator === "??") return [instead(node, "default", `(${textOf(left, text)})`)];
  const other = operator === "&&" ? "||" : "&&";
  return [instead(node, operator, `((${textOf(left, text)}) ${other} (${textOf(right, text)}))`)];
}

/** Booleans; texts that are compared with something or stand for a code. */
function mutateLiteral(node: Node, parents: readonly Node[]): readonly Change[] {
  const { value } = node;
  if (typeof value === "boolean") return [instead(node, "boolean", String(!value))];
  return typeof value === "string" && isCode(node, parents) ? [instead(node, "text", '"mutated"')] : [];
}

const COMPARED = new Set(["===", "!=="]);
const CODE_KEYS = new Set(["code", "denial", "kind", "name", "fact", "result", "verdict"]);
const CODE_CALLS = new Set(["deny", "refuse", "Failure", "end", "includes", "has", "startsWith", "endsWith"]);

function isCode(node: Node, parents: readonly Node[]): boolean {
  const parent = parents.at(-1);
  switch (parent?.type) {
    case "BinaryExpression":
      return COMPARED.has(String(parent["operator"])) && !isTypeof(parent);
    case "SwitchCase":
    case "ReturnStatement":
    case "ConditionalExpression":
    case "ArrowFunctionExpression":
      return true;
    case "Property":
      return parent["value"] === node && CODE_KEYS.has(String(child(parent, "key")?.["name"]));
    case "CallExpression":
    case "NewExpression":
      return CODE_CALLS.has(calleeOf(parent)) && children(parent, "arguments").includes(node);
    default:
      return false;
  }
}

/** `typeof x === "text"`: the other operators see to these. */
function isTypeof(comparison: Node): boolean {
  return [child(comparison, "left"), child(comparison, "right")].some(
    (side) => side?.type === "UnaryExpression" && side["operator"] === "typeof",
  );
}

/** `const [first = ""] = text.split(".")`: there is always a first part, the default satisfies the compiler. */
function isFirstOfSplit(node: Node, parents: readonly Node[]): boolean {
  const [declarator, pattern] = parents.slice(-2);
  if (pattern?.type !== "ArrayPattern" || children(pattern, "elements")[0] !== node) return false;
  const init = declarator?.type === "VariableDeclarator" ? child(declarator, "init") : undefined;
  if (init?.type !== "CallExpression" || calleeOf(init) !== "split") return false;
  const [separator, ...limit] = children(init, "arguments");
  return (
    separator?.type === "Literal" && isText(separator) && separator["value"] !== "" && limit.length === 0
  );
}

const SWAPPED = new Map([
  ["some", "every"],
  ["every", "some"],
]);

function mutateCall(node: Node, _: readonly Node[], text: string): readonly Change[] {
  const callee = child(node, "callee");
  const property = callee && child(callee, "property");
  const receiver = callee && child(callee, "object");
  if (!property || !receiver) return [];
  const name = calleeOf(node);
  const swapped = SWAPPED.get(name);
  if (swapped !== undefined) return [instead(property, name, swapped)];
  return name === "filter" ? [instead(node, name, textOf(receiver, text))] : [];
}

/** Calls and assignments; what only writes a log is for people. */
function isWorthRemoving(node: Node): boolean {
  const expression = child(node, "expression");
  if (!expression || node["directive"] !== undefined) return false;
  return ["CallExpression", "AssignmentExpression", "UpdateExpression", "AwaitExpression"].includes(
    expression.type,
  );
}

/** A return under a condition; the last one of a function is no early exit. */
function isEarly(parents: readonly Node[]): boolean {
  const inner = parents.findLastIndex(({ type }) => /Function/.test(type));
  return parents.slice(inner + 1).some(({ type }) => type === "IfStatement" || type === "SwitchCase");
}

const LOGS = new Set(["report", "debug", "info", "warn", "error", "onEvent"]);
const HINTS = new Set(["hint", "reason", "message", "help", "description"]);

/** Sentences: the message and hint of a Failure, an Error's text, a fault of a grant's file, a line of the log. */
function isForPeople(node: Node, parents: readonly Node[]): boolean {
  if (node.type === "CallExpression" && LOGS.has(calleeOf(node))) return true;
  if (node.type === "ExpressionStatement") {
    const expression = child(node, "expression");
    if (expression?.type === "CallExpression" && LOGS.has(calleeOf(expression))) return true;
  }
  const parent = parents.at(-1);
  if (parent?.type === "Property" && HINTS.has(String(child(parent, "key")?.["name"])))
    return parent["value"] === node;
  if (parent?.type !== "NewExpression" && parent?.type !== "CallExpression") return false;
  const at = children(parent, "arguments").indexOf(node);
  const called = calleeOf(parent);
  if (called === "Failure") return at === 1;
  if (called === "add") return at === 2;
  return parent.type === "NewExpression" && /Error$/.test(called) && at === 0;
}

function isText(node: Node): boolean {
  return node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node["value"] === "string");
}

function textOf({ start, end }: Node, text: string): string {
  return text.slice(start, end);
}

function instead({ start, end }: Node, kind: string, mutated: string): Change {
  return { kind, start, end, mutated };
}
