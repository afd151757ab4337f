import { expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hearthgate, home, json, openDoor } from "./owner-home.ts";

setDefaultTimeout(60_000);

test("the list says of each token what a door says, whatever became of its parent or its grant", async () => {
  const homePath = home();
  const write = (grants: readonly object[]) =>
    writeFileSync(join(homePath, "grants.json"), JSON.stringify({ version: 1, grants }));
  const [far, past] = ["2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z"];
  const grant = (id: string, more: object = {}) => ({
    id,
    name: id,
    created_at: "2026-01-01T00:00:00Z",
    expires_at: "never",
    ...more,
  });
  write(["a", "paused", "over", "later", "gone", "revoked"].map((id) => grant(id)));
  const door = await openDoor(homePath);
  const tokens = new Map<string, string>();
  const issue = async (label: string, ...words: string[]) =>
    tokens.set(label, (await json(homePath, "tokens", "issue", "--label", label, ...words)).token);
  for (const id of ["paused", "over", "later", "gone", "revoked"]) await issue(id, "--grant", id);
  await issue("old", "--grant", "a");
  await issue("of-old", "--parent", "old");
  await issue("lost", "--grant", "a");
  await issue("of-lost", "--parent", "lost");
  await issue("of-of-lost", "--parent", "of-lost");
  await json(homePath, "tokens", "rotate", "old", "--overlap", "0");
  await json(homePath, "tokens", "revoke", "lost");
  await json(homePath, "grants", "revoke", "revoked");
  write([
    ...[grant("a"), grant("paused", { status: "paused" }), grant("over", { expires_at: past })],
    ...[grant("later", { not_before: far }), grant("revoked")],
  ]);
  const rows: { label: string; state: string; parent_state?: string; replaced_by?: string }[] = (
    await json(homePath, "tokens", "list")
  ).tokens;
  const said = rows
    .filter(({ label, replaced_by }) => label !== "old" || replaced_by !== undefined)
    .map(({ label, state, parent_state }) => [label, state, parent_state].filter(Boolean).join(": "));
  expect(said.toSorted()).toEqual([
    "gone: grant gone",
    "later: grant not yet valid",
    "lost: revoked",
    "of-lost: revoked: revoked",
    "of-of-lost: revoked: revoked",
    "of-old: active: replaced",
    "old: replaced",
    "over: grant expired",
    "paused: grant paused",
    "revoked: grant revoked",
  ]);
  for (const { label, state } of rows) {
    if (label === "old") continue;
    const asked = await door.ask(tokens.get(label) ?? "");
    expect([label, asked === "ok"]).toEqual([label, state === "active"]);
  }
  expect(await door.ask(tokens.get("old") ?? "")).toBe("replaced");
  expect((await hearthgate(homePath, ["tokens", "list"])).out).toContain("(replaced)");
});
