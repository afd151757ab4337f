/** The packages of other people in the bundle, each with its licence. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "./bundle.ts";

export type BundledPackage = {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier. */
  readonly licence: string;
  /** As the package ships it; undefined where it ships none. */
  readonly text: string | undefined;
  readonly author: string | undefined;
};

/** What may be shipped under Apache-2.0 with no more than its text beside it. */
export const SHIPPABLE: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "LicenseRef-public-domain",
  "MIT",
  "Unicode-3.0",
  "Unlicense",
]);

/** Packages whose manifest names no identifier, as their text says it. */
const SAID_ELSEWHERE: Readonly<Record<string, string>> = {
  // its readme: "released as public-domain. Anybody can modify or re-license it for any purpose, without restriction."
  "uri-templates": "LicenseRef-public-domain",
};

/** Files of ours that are made of the data of a package. */
export const MADE_OF: Readonly<Record<string, string>> = {
  "src/search/words/cldr/sign-words.json": "node_modules/cldr-annotations-full",
};

/** By name and version; each once. Throws where a package names no licence. */
export function bundledPackages(inputs: Metafile["inputs"]): readonly BundledPackage[] {
  const folders = new Set(
    Object.keys(inputs).flatMap(
      (path) => MADE_OF[path] ?? /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? [],
    ),
  );
  const packages = [...folders].map(readPackage);
  const unique = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));
  return [...unique.values()].sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licence = SAID_ELSEWHERE[name] ?? license;
  if (typeof licence !== "string") throw new Error(`${name} ${version} names no licence`);
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return {
    name,
    version,
    licence,
    text: texts.length === 0 ? undefined : texts.join("\n\n"),
    author: typeof author === "string" ? author : author?.name,
  };
}

/** One part a package, its licence's text included: what MIT, BSD, ISC and Apache ask for. */
export function licencesText(packages: readonly BundledPackage[]): string {
  const parts = packages.map((each) => {
    const text = each.text ?? usualText(each, packages) ?? "(The package ships no text, and asks for none.)";
    return `${each.name} ${each.version}\n${each.licence}\n\n${text}\n`;
  });
  const head = `Hearthgate's bundle holds code of these ${packages.length} packages, each under the licence named with it.\n`;
  return [head, ...parts].join(`\n${"-".repeat(78)}\n\n`);
}

const COPYRIGHT = /^.*copyright \(c\).*$/gim;

/** For a package that names its licence and ships no text: another's of that licence, under its own name. */
function usualText(
  { name, licence, author }: BundledPackage,
  packages: readonly BundledPackage[],
): string | undefined {
  const model = packages.find(
    ({ licence: other, text }) => other === licence && text?.match(COPYRIGHT)?.length === 1,
  );
  return model?.text?.replace(COPYRIGHT, `Copyright (c) ${author ?? `the authors of ${name}`}`);
}
