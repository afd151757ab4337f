/** `hearthgate audit`: who did what, whether every line is still there, all of it for another program. */

import type { AuditEvent } from "../../audit/event.ts";
import { auditParts, linesOf } from "../../audit/read-audit.ts";
import { verifyAudit } from "../../audit/verify.ts";
import { readConfig } from "../../config/config.ts";
import { Failure } from "../../core/failure.ts";
import { cleanLine } from "../../core/text.ts";
import { readCommandLine } from "../command-line.ts";
import { say, table } from "../grants-command.ts";
import { endOption, noSuchCommand } from "./command-words.ts";
import { answer } from "./state.ts";

const USAGE = `hearthgate audit tail [--lines N]        the latest lines, 20 unless told
                 verify                  names the first line of each chain that was changed or taken out; what is missing at the end of one, or a whole file, nobody can tell
                 export [--since TIME]   every line as JSON, in the order of time; TIME as 24h, 7d or 2027-01-31T18:00:00+01:00
--json prints for machines.`;

const MOST_LINES = 10_000;

type AuditCommand = {
  readonly json: boolean;
  readonly lines: number;
  /** RFC 3339 in UTC; everything before it is left out. */
  readonly since: string | undefined;
};

const COMMANDS: Readonly<Record<string, (command: AuditCommand) => void>> = {
  tail,
  verify,
  export: exportAll,
};

const OPTIONS = {
  json: { type: "boolean", default: false },
  lines: { type: "string", default: "20" },
  since: { type: "string" },
} as const;

/** CONFIG_INVALID for other words; `verify` ends with exit code 1 where a line is broken. */
export function audit(args: readonly string[]): void {
  const form = { command: "audit", usage: USAGE, names: Object.keys(COMMANDS), options: OPTIONS };
  const line = readCommandLine(form, args);
  if (!line) return;
  const { name, words, values } = line;
  if (words.length > 0) throw noSuchCommand("audit", [name, ...words].join(" "), USAGE);
  const lines = /^\d{1,5}$/.test(values.lines) ? Number(values.lines) : 0;
  if (lines < 1 || lines > MOST_LINES)
    throw new Failure("CONFIG_INVALID", `--lines is a whole number from 1 to ${MOST_LINES}.`);
  COMMANDS[name]?.({ json: values.json, lines, since: sinceOption(values.since) });
}

function sinceOption(text: string | undefined): string | undefined {
  const now = Date.now();
  const end = endOption("since", text, now);
  if (end === undefined) return undefined;
  if (end === "never") throw new Failure("CONFIG_INVALID", "--since is a duration or a time.");
  // a duration counts back here
  return new Date(end > now ? 2 * now - end : end).toISOString();
}

function place() {
  const { homePath, audit: settings } = readConfig({ hass: false });
  return { homePath, file: settings.file };
}

/** Every line that is one, in the order of time. */
function events(since?: string): readonly AuditLine[] {
  const all = auditParts(place()).flatMap((part) => linesOf(part).flatMap(eventIn));
  const wanted = since === undefined ? all : all.filter(({ timestamp }) => timestamp >= since);
  return wanted.sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
}

type AuditLine = AuditEvent & { readonly timestamp: string };

/** What is no line is `verify`'s to tell. */
function eventIn(text: string): readonly AuditLine[] {
  try {
    const event: unknown = JSON.parse(text);
    return typeof event === "object" && event !== null && "timestamp" in event ? [event as AuditLine] : [];
  } catch {
    return [];
  }
}

function tail({ json, lines }: AuditCommand): void {
  const latest = events().slice(-lines);
  const rows = latest.map(({ timestamp, user, action, entity, result, code, denial, entity_count }) => [
    `${timestamp.slice(0, 19).replace("T", " ")}Z`,
    cleanLine(user, 60),
    cleanLine(action, 60),
    `${entity.slice(0, 3).join(" ")}${entity_count > 3 ? ` +${entity_count - 3}` : ""}`,
    [result, denial ?? code].filter(Boolean).join(" "),
  ]);
  const text = table(["time", "who", "what", "on", "result"], rows);
  answer(json, latest, rows.length === 0 ? "The audit is empty." : text);
}

function exportAll({ since }: AuditCommand): void {
  for (const event of events(since)) say(JSON.stringify(event));
}

function verify({ json }: AuditCommand): void {
  const found = verifyAudit(auditParts(place()));
  const { lines, chains, broken, unwritten, unended } = found;
  const text = [
    ...broken.map(({ file, line, why }) => `BROKEN ${file} line ${line}: ${why}.`),
    ...(unwritten > 0
      ? [`${unwritten} lines could not be written when they happened; their place is marked.`]
      : []),
    ...(unended > 0
      ? [`${unended} calls have no end: their process was ended before it could be written.`]
      : []),
    `${lines} lines of ${chains} processes${broken.length === 0 ? ", every one as it was written" : ""}.`,
  ].join("\n");
  answer(json, found, text);
  if (broken.length > 0) process.exitCode = 1;
}
