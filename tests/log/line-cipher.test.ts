import { expect, test } from "bun:test";
import { Secret } from "../../src/core/secret.ts";
import { decryptLine, encrypting, encryptLine, isEncrypted } from "../../src/log/line-cipher.ts";

const KEY = new Secret("0123456789abcdef".repeat(4));
const LINE = '{"level":"warn","event":"auth_failed","ip":"192.168.1.5","user":"ü"}';

test("what was encrypted comes back, each time as another text", () => {
  const [one, other] = [encryptLine(LINE, KEY), encryptLine(LINE, KEY)];
  expect(one).not.toBe(other);
  expect(one).not.toContain("\n");
  expect([isEncrypted(one), isEncrypted(LINE)]).toEqual([true, false]);
  expect([decryptLine(one, KEY), decryptLine(other, KEY), decryptLine(encryptLine("", KEY), KEY)]).toEqual([
    LINE,
    LINE,
    "",
  ]);
});

test("one byte that is another, a cut and another key are noticed", () => {
  const line = encryptLine(LINE, KEY);
  const bytes = Buffer.from(line.split(":")[1] ?? "", "base64");
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(decryptLine(`hglog1:${changed.toString("base64")}`, KEY)).toBeUndefined();
    expect(decryptLine(`hglog1:${bytes.subarray(0, at).toString("base64")}`, KEY)).toBeUndefined();
  }
  for (const more of ["!", " ", "\r", "AAAA", "="]) expect(decryptLine(line + more, KEY)).toBeUndefined();
  expect(decryptLine(line, new Secret("f".repeat(64)))).toBeUndefined();
});

test("a stream gets whole lines", () => {
  const got: string[] = [];
  const to = encrypting({ write: (line: string) => got.push(line) }, KEY);
  to.write(`${LINE}\n`);
  to.write(`${LINE}\n`);
  expect(got.map((line) => line.endsWith("\n") && decryptLine(line.trimEnd(), KEY))).toEqual([LINE, LINE]);
});
