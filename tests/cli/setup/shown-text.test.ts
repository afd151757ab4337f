/** Secrets in clients' files: not on the screen, everything else is. */

import { expect, test } from "bun:test";
import { shownText } from "../../../src/cli/setup/shown-text.ts";
import { workMsSince } from "../../own-work.ts";

test.each([
  '"HASS_TOKEN": "SECRET"',
  '{"env":{"GITHUB_TOKEN":"SECRET","A":"1"}}',
  "'api_key': 'SECRET'",
  'password = "SECRET"',
  "  api-key: SECRET and SECRET",
  '"args": ["--api-key=SECRET", "x"]',
  '"args": ["--token", "SECRET"]',
  '"args": [\n  "--token",\n  "SECRET"\n]',
  '-      "--token",\n-      "SECRET"',
  "-  - --token\n-  - SECRET",
  "args:\n  - --token\n  - SECRET\n",
  '"Authorization": "Bearer SECRETSECRET"',
  '"x": "https://me:SECRET@host/"',
  '"pass\\"word_token": "a\\"SECRET"',
])("%j", (text) => {
  const shown = shownText(text);
  expect(shown).not.toContain("SECRET");
  expect(shown).toContain("[hidden]");
});

test.each([
  '"HASS_TOKEN_FILE": "/home/x/hass-token"',
  '"mcpServers": { "tokens": { "command": "x" } }',
  "extensions:\n  dev:\n    enabled: true # keep\n",
])("%j stays", (text) => {
  expect(shownText(text)).toBe(text);
});

test("a picture that somebody keeps in such a file takes no time", () => {
  const began = process.cpuUsage();
  for (const sign of ["x", '"x', "x-", '"--x", ', "- --x\n"]) shownText(sign.repeat(500_000));
  expect(workMsSince(began)).toBeLessThan(5_000);
});
