/** A log that only its owner can read, and the ids by which a caller's complaint is found in it. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { appendFileSync, chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNode } from "../../../scripts/newer-node.ts";
import { processEnv } from "../../process-env.ts";
import { until } from "../../until.ts";
import { failedStart, startDoor } from "../door.ts";
import { ask, INITIALIZE } from "../exchange.ts";

setDefaultTimeout(60_000);

function keyFile(content: string | Buffer = "0123456789abcdef".repeat(4), mode = 0o600): string {
  const path = join(mkdtempSync(join(tmpdir(), "hearthgate-key-")), "log.key");
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

function decrypt(file: string, key: string) {
  const env = { ...processEnv(), LOG_ENCRYPTION_KEY: key, HEARTHGATE_HOME: tmpdir() };
  const run = Bun.spawnSync([findNode() ?? "node", "dist/cli.js", "logs", "decrypt", file], { env });
  return { code: run.exitCode, out: run.stdout.toString(), said: run.stderr.toString() };
}

test("nobody reads it without the key; a changed line is named", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-log-"));
  const key = keyFile();
  const env = { LOG_FILE: join(folder, "door.log"), LOG_ENCRYPTION: "true", LOG_ENCRYPTION_KEY: key };
  const door = await startDoor({ env: { ...env, LOG_FAILED_REQUESTS: "true" } });
  const wrong = await ask(`${door.url}/mcp`, { token: "hg_nonsense", body: INITIALIZE });
  const nowhere = await ask(`${door.url}/nowhere`);
  const [name = ""] = readdirSync(folder);
  const file = join(folder, name);
  const lines = () => readFileSync(file, "utf8").trimEnd().split("\n");
  await until(() => lines().length >= 3);
  for (const line of lines()) expect(line).toMatch(/^hglog1:[\w+/]+=*$/);
  const { code, out } = decrypt(file, key);
  expect(code).toBe(0);
  const events = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const [asked, missed] = [wrong, nowhere].map(({ headers }) => headers.get("x-request-id"));
  expect(events).toContainEqual(
    expect.objectContaining({ event: "auth_failed", ip: "127.0.0.1", request_id: asked }),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ event: "request_failed", status: 404, request_id: missed }),
  );
  expect(asked).not.toBe(missed);
  await door.close();

  const before = lines().length;
  appendFileSync(file, `${lines()[0]?.replace(/.{6}$/, "AAAAA=")}\nan open \x1b]0;x\x07line\nhglog2:AAAA\n`);
  const changed = decrypt(file, key);
  expect([changed.code, changed.out.trimEnd().split("\n").length]).toEqual([78, before + 2]);
  expect(changed.said).toContain(`could not be decrypted: ${before + 1}.`);
  expect(changed.said).toContain(`were not encrypted: ${before + 2}, ${before + 3}.`);
  expect(decrypt(file, keyFile("f".repeat(64))).out).toBe("an open \ufffd]0;x\ufffdline\nhglog2:AAAA\n");
  expect(decrypt(join(folder, "none"), key)).toMatchObject({ code: 78, out: "" });
});

test("without a good key the start fails, and says what is wrong with it", async () => {
  const encrypting = { LOG_ENCRYPTION: "true" };
  for (const [env, fault] of [
    [encrypting, "LOG_ENCRYPTION needs LOG_ENCRYPTION_KEY"],
    [{ ...encrypting, LOG_ENCRYPTION_KEY: "/nowhere" }, "LOG_ENCRYPTION_KEY cannot be read"],
    [{ ...encrypting, LOG_ENCRYPTION_KEY: keyFile("short") }, "must hold 32 bytes"],
    [{ ...encrypting, LOG_ENCRYPTION_KEY: keyFile(undefined, 0o644) }, "can be read by others"],
  ] as const) {
    const { code, said } = await failedStart({ env });
    expect([code, said.includes(fault)]).toEqual([78, true]);
    expect(said).not.toContain("0123456789abcdef");
  }
  for (const content of [
    Buffer.alloc(32, 7),
    Buffer.alloc(32, 7).toString("base64"),
    `${"AB".repeat(32)}\n`,
  ]) {
    const door = await startDoor({ env: { ...encrypting, LOG_ENCRYPTION_KEY: keyFile(content) } });
    await door.close();
  }
});
