/** The words after a command: its help where that is asked for, else every fault in them at once. */

import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { Failure } from "../core/failure.ts";
import { nearestTo } from "../core/nearest.ts";
import { cleanLine } from "../core/text.ts";

export type CommandForm<Options extends ParseArgsOptionsConfig> = {
  /** As it is typed: `tokens`. */
  readonly command: string;
  /**
   * One sub-command a line, `hearthgate tokens` before the first and blanks before the others; an option stands in the
   * lines of those that take it, or in the last lines, which begin with neither and are for all.
   */
  readonly usage: string;
  /** Of sub-commands; without them the words are the command's own. */
  readonly names?: readonly string[];
  readonly options: Options;
};

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>["values"];

export type CommandLine<Options extends ParseArgsOptionsConfig> = {
  /** The sub-command; empty where the command has none, or none was given. */
  readonly name: string;
  readonly words: readonly string[];
  readonly values: Values<Options>;
};

/** Undefined when help was asked for, which is on stdout then. CONFIG_INVALID with every fault and the usage. */
export function readCommandLine<const Options extends ParseArgsOptionsConfig>(
  form: CommandForm<Options>,
  args: readonly string[],
): CommandLine<Options> | undefined {
  const { options, names } = form;
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const asked = helpAsked(args, positionals);
  if (asked !== undefined) {
    process.stdout.write(`${usageOf(form, asked)}\n`);
    return undefined;
  }
  const [name = "", ...rest] = names ? positionals : ["", ...positionals];
  const faults: string[] = [];
  const known = names === undefined || names.includes(name);
  if (!known) faults.push(noSuchName(form, name));
  const taken = optionsIn(usageOf(form, known ? name : ""));
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const fault = optionFault(token, options, taken, `${form.command} ${name}`.trim());
    if (fault !== undefined) faults.push(fault);
  }
  if (faults.length > 0)
    throw new Failure("CONFIG_INVALID", `${faults.join(" ")}\n${usageOf(form, known ? name : "")}`);
  const { values } = parseArgs({ args: [...args], options, allowPositionals: true });
  return { name, words: rest, values };
}

/** The sub-command that help is asked for, empty for the whole; undefined = it is not asked for. */
function helpAsked(args: readonly string[], [first = "", ...rest]: readonly string[]): string | undefined {
  if (first === "help") return rest[0] ?? "";
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  if (own.includes("--help") || own.includes("-h")) return first;
  return rest.length === 1 && rest[0] === "help" ? first : undefined;
}

function noSuchName({ command, names = [] }: CommandForm<ParseArgsOptionsConfig>, name: string): string {
  if (name === "") return `${command}: give one of ${names.join(", ")}; alone there is no such command.`;
  return `${command} ${cleanLine(name, 30)}: there is no such command.${nearestHint(name, names)}`;
}

/** A sentence with a blank before it; empty where nothing is near. */
export function nearestHint(word: string, names: Iterable<string>, mark = ""): string {
  const nearest = nearestTo(word, names);
  return nearest === undefined ? "" : ` The nearest is ${mark}${nearest}.`;
}

type OptionToken = { readonly name: string; readonly rawName: string; readonly value?: string | undefined };

function optionFault(
  { name, rawName, value, inlineValue }: OptionToken & { readonly inlineValue?: boolean | undefined },
  options: ParseArgsOptionsConfig,
  taken: ReadonlySet<string>,
  command: string,
): string | undefined {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) {
    const known = taken.size > 0 ? taken : Object.keys(options);
    return `Unknown option '${cleanLine(rawName, 30)}'.${nearestHint(name, known, "--")}`;
  }
  if (!taken.has(name)) return `${command} takes no --${name}.`;
  if (option.type === "boolean") return value === undefined ? undefined : `--${name} takes no value.`;
  if (value === undefined || value === "") return `--${name} needs a value.`;
  return inlineValue !== true && value.startsWith("-")
    ? `--${name} needs a value; one that begins with - is written --${name}=…`
    : undefined;
}

/** The lines of one sub-command, those of all where there is none of that name; each as it is typed. */
function usageOf({ command, usage, names }: CommandForm<ParseArgsOptionsConfig>, name: string): string {
  const typed = `hearthgate ${command}`;
  const lines = usage.split("\n").map((line) => ({
    text: line.startsWith(" ") ? `${typed} ${line.trimStart()}` : line,
    own: line.startsWith(" ") || line.startsWith(typed),
  }));
  if (!names?.includes(name)) return lines.map(({ text }) => text).join("\n");
  const wanted = lines.filter(
    ({ text, own }) => !own || text.slice(typed.length).trim().split(" ")[0] === name,
  );
  return wanted.map(({ text }) => text).join("\n");
}

function optionsIn(usage: string): ReadonlySet<string> {
  return new Set([...usage.matchAll(/--([a-z][a-z-]*)/g)].map(([, option = ""]) => option));
}
