/** The secrets that a process was given, so that they can be kept out of what it says at its end. */

import { readFileSync } from "node:fs";
import { isSecretKey } from "../core/sensitive.ts";

/** What is shorter stands in ordinary text too. */
const SHORTEST_SECRET = 8;

/** What the environment says is a secret, itself or by a file that it names; as it stands, unchecked. */
export function givenSecrets(): readonly string[] {
  const values = Object.entries(process.env).flatMap(([name, value = ""]) => {
    const setting = name.replace(/_FILE$/, "");
    if (setting !== "STORE" && !isSecretKey(setting)) return [];
    return [value, ...(setting === name ? [] : [textOf(value)])];
  });
  const passwords = values.map((value) => (URL.canParse(value) ? new URL(value).password : ""));
  return [...values, ...passwords, ...passwords.map(decoded)].filter(
    (value) => value.length >= SHORTEST_SECRET,
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
