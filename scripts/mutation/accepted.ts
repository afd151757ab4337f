/** Mutants that no test can tell from the original, each with the reason; the list is reviewed and stays short. */

import type { Mutant } from "./mutators.ts";

/** `mutated`: one text, or several that say the same. */
type Accepted = Pick<Mutant, "file" | "lineText"> & {
  readonly mutated: string | readonly string[];
  readonly reason: string;
};

const ACCEPTED: readonly Accepted[] = [
  {
    file: "src/security/grant/reach/indirect.ts",
    lineText: 'if (!reach) return deny(17, "indirect_opaque", entityOf(root));',
    mutated: '"mutated"',
    reason: "the closure of every root was asked for, and is there: the line satisfies the compiler",
  },
  {
    file: "src/home/read/overview.ts",
    lineText: "if (JSON.stringify(page).length <= BUDGET) return page;",
    mutated: "JSON.stringify(page).length < BUDGET",
    reason: "one character more or less of a budget that is a round number",
  },
  {
    file: "src/security/grant/evaluate/open-call.ts",
    lineText: "if (selectors.length === 0) return false;",
    mutated: ";",
    reason: "a short cut: no rules deny nobody",
  },
  {
    file: "src/security/grant/scope/selectors.ts",
    lineText: "if (tests.length === 1 && only) return only;",
    mutated: ";",
    reason: "a short cut: one test says what all of one say",
  },
  {
    file: "src/security/grant/target/references.ts",
    lineText: "if (Object.hasOwn(TARGET_KINDS, key))",
    mutated: "true",
    reason: "keys of no kind are left out by collectIds, too",
  },
  {
    file: "src/registry/validate.ts",
    lineText: "const asGiven = v.safeParse(schema, raw ?? {}, { abortEarly: true });",
    mutated: "false",
    reason: "says whether it fits, at once or after a look at everything",
  },
  {
    file: "src/security/grant/book/grant-book.ts",
    lineText: "if (current === mark) return;",
    mutated: ";",
    reason: "a short cut: a file that did not change says the same when it is read again",
  },
  {
    file: "src/security/identity/guard/lockout.ts",
    lineText: 'const [, kind = "", name = ""] = key.split(":");',
    mutated: "kind",
    reason: "every key has three parts: the default satisfies the compiler",
  },
  {
    file: "src/home/act/judge.ts",
    lineText: "if (unused.length === 0) return data;",
    mutated: ";",
    reason: "a short cut: nothing unused leaves a copy of everything",
  },
  {
    file: "src/home/see/similarity.ts",
    lineText:
      "(((folded[text.charCodeAt(at - 1)] ?? 0) & 255) << 8) | ((folded[text.charCodeAt(at)] ?? 0) & 255);",
    mutated: ["(folded[text.charCodeAt(at - 1)])", "(folded[text.charCodeAt(at)])"],
    reason: "the table holds every UTF-16 unit: the default satisfies the compiler",
  },
  {
    file: "src/home/see/similarity.ts",
    lineText: "times[pair] = (times[pair] ?? 0) + 1;",
    mutated: "(times[pair])",
    reason: "the table holds every pair: the default satisfies the compiler",
  },
  {
    file: "src/home/see/similarity.ts",
    lineText: "const open = left[pair] ?? 0;",
    mutated: "(left[pair])",
    reason: "the table holds every pair: the default satisfies the compiler",
  },
  {
    file: "src/home/see/similarity.ts",
    lineText: "for (const pair of taken) left[pair] = times[pair] ?? 0;",
    mutated: "(times[pair])",
    reason: "the table holds every pair: the default satisfies the compiler",
  },
  {
    file: "src/home/see/similarity.ts",
    lineText: "if (units) return units;",
    mutated: ["false", ";"],
    reason: "a short cut: the table is the same whenever it is made",
  },
  {
    file: "src/home/see/similarity.ts",
    lineText: "for (let unit = 0; unit < UNITS; unit++) {",
    mutated: "unit <= UNITS",
    reason: "what is written behind the end of a table of numbers is dropped",
  },
  {
    file: "src/home/read/activity.ts",
    lineText: 'const deviceClass = String(attributes["device_class"] ?? "");',
    mutated: '(attributes["device_class"])',
    reason: "the text undefined is the name of no class",
  },
  {
    file: "src/home/service/check.ts",
    lineText: "if (Object.keys(data).length === 0) return unused;",
    mutated: ["false", ";"],
    reason: "a short cut: without data nobody lacks a use for any",
  },
  {
    file: "src/security/identity/login/jwt.ts",
    lineText: 'const header = parts && decode(parts[1] ?? "");',
    mutated: "(parts[1])",
    reason: "FORM has both groups: the default satisfies the compiler",
  },
  {
    file: "src/security/identity/login/jwt.ts",
    lineText: 'const payload = parts && decode(parts[2] ?? "");',
    mutated: "(parts[2])",
    reason: "FORM has both groups: the default satisfies the compiler",
  },
  {
    file: "src/security/grant/target/input.ts",
    lineText: 'const name = typeof service === "string" ? service.trim().toLowerCase() : "";',
    mutated: '"mutated"',
    reason: "neither text is a service",
  },
  {
    file: "src/security/grant/target/input.ts",
    lineText: "selection: parts.some(hasSelectors) ? selectionOf(parts) : NO_SELECTION,",
    mutated: "true",
    reason: "a short cut: without selectors the lists are empty",
  },
  {
    file: "src/security/grant/target/input.ts",
    lineText: 'exclude: parts.some((part) => "exclude" in part) ? excludeOf(parts) : NO_EXCLUSION,',
    mutated: "true",
    reason: "a short cut: where nothing is excluded the lists are empty",
  },
  {
    file: "src/security/grant/target/input.ts",
    lineText: "area_id: area_id ?? [],",
    mutated: "(area_id)",
    reason: "there are four keys: the default satisfies the compiler",
  },
  {
    file: "src/security/grant/target/input.ts",
    lineText: "floor_id: floor_id ?? [],",
    mutated: "(floor_id)",
    reason: "there are four keys: the default satisfies the compiler",
  },
  {
    file: "src/security/grant/target/input.ts",
    lineText: "label_id: label_id ?? [],",
    mutated: "(label_id)",
    reason: "there are four keys: the default satisfies the compiler",
  },
  {
    file: "src/security/grant/target/input.ts",
    lineText: "device_id: device_id ?? [],",
    mutated: "(device_id)",
    reason: "there are four keys: the default satisfies the compiler",
  },
  {
    file: "src/security/grant/target/input.ts",
    lineText: 'for (const part of text.includes(",") ? text.split(",") : [text]) {',
    mutated: "true",
    reason: "a short cut: a text without commas splits into itself",
  },
  {
    file: "src/security/grant/restrict/rates.ts",
    lineText: 'const [year = 0, month = 0, day = 0] = time.date.split("-").map(Number);',
    mutated: ["year", "month", "day"],
    reason: "a date has three parts: the defaults satisfy the compiler",
  },
  {
    file: "src/security/grant/restrict/restrictions.ts",
    lineText: "if (restrictions.length === 0) return UNRESTRICTED;",
    mutated: ["false", ";"],
    reason: "a short cut: no restrictions refuse nothing and count nothing",
  },
  {
    file: "src/security/grant/restrict/counter-refusal.ts",
    lineText: "const next = (usage.lastAt ?? Number.NEGATIVE_INFINITY) + reservation.cooldownSeconds * 1000;",
    mutated: "(usage.lastAt)",
    reason: "a sum with undefined is no number, and nothing is less than that",
  },
  {
    file: "src/security/grant/restrict/data-limits.ts",
    lineText: "if (isEmpty(grant.data_keys) && isEmpty(grant.data_limits)) return undefined;",
    mutated: ["false", ";"],
    reason: "a short cut: empty tables limit nothing",
  },
  {
    file: "src/hass/link/connection.ts",
    lineText: 'if (phases.name !== "final") phases.enter({ name: "lost", why: lost() });',
    mutated: "true",
    reason: "the library tells of no end of a connection that we closed, and only such a one is final",
  },
];

export function isAccepted({ file, lineText, mutated }: Mutant): boolean {
  return ACCEPTED.some(
    (each) => each.file === file && each.lineText === lineText && [each.mutated].flat().includes(mutated),
  );
}
