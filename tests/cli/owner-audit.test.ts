/** Each command that changes what callers may do is in the audit, with what it was done to. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hearthgate, home } from "./owner-home.ts";

setDefaultTimeout(60_000);

type Line = { readonly action: string; readonly credential: string; readonly user: string };

function auditLines(homePath: string): readonly Line[] {
  const folder = join(homePath, "audit");
  return readdirSync(folder)
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n").filter(Boolean))
    .map((line) => JSON.parse(line));
}

test("one line each", async () => {
  const homePath = home();
  const file = (name: string, content: object) => {
    writeFileSync(join(homePath, name), JSON.stringify(content));
    return join(homePath, name);
  };
  const narrower = file("edit.json", { expires_at: "never" });
  const ceiling = file("wide.json", { read: ["*"], actions: ["light.*"] });
  const backup = join(homePath, "backup.json");
  const params = { days: ["sat"], start_time: "10:00", end_time: "22:00" };
  const hours = JSON.stringify({ id: "hours", type: "schedule", params });
  const commands: readonly (readonly [action: string, ...words: string[]])[] = [
    ["grants.create", "grants", "create", "--preset", "viewer", "--name", "Reader", "--demo"],
    ["grants.edit", "grants", "edit", "Reader", "--from", narrower, "--demo"],
    ["grants.edit", "grants", "restrict", "Reader", "add", hours, "--demo"],
    ["grants.pause", "grants", "pause", "Reader"],
    ["grants.resume", "grants", "resume", "Reader"],
    ["grants.ceiling", "grants", "ceiling", "set", ceiling, "--demo"],
    ["tokens.issue", "tokens", "issue", "--grant", "Reader", "--label", "panel"],
    ["tokens.rotate", "tokens", "rotate", "panel"],
    ["tokens.revoke", "tokens", "revoke", "panel"],
    ["keys.rotate", "keys", "rotate"],
    ["lockouts.block", "lockouts", "block", "203.0.113.0/24"],
    ["lockouts.clear", "lockouts", "clear", "203.0.113.0/24"],
    ["kill.on", "kill", "on"],
    ["kill.off", "kill", "off"],
    ["clock.accept", "clock", "accept"],
    ["state.backup", "backup", backup],
    ["state.restore", "restore", backup],
    ["grants.revoke", "grants", "revoke", "Reader"],
    ["grants.delete", "grants", "delete", "Reader"],
  ];
  let before = 0;
  for (const [action, ...words] of commands) {
    const { code, err } = await hearthgate(homePath, words);
    expect([words.join(" "), code, err]).toEqual([words.join(" "), 0, expect.any(String)]);
    const lines = auditLines(homePath);
    const last = lines.filter(({ action: each }) => each === action).at(-1);
    expect([words.join(" "), lines.length - before, last?.user]).toEqual([words.join(" "), 1, "owner/cli"]);
    expect(last?.credential.length).toBeGreaterThan(0);
    before = lines.length;
  }
});
