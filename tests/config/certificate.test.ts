import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { certificateFault } from "../../src/config/http-config.ts";
import { makeCertificate } from "../doors/certificate.ts";

const DAY_MS = 86_400_000;
const [one, other] = [makeCertificate(), makeCertificate()].map(({ cert, key }) => ({
  cert: readFileSync(cert, "utf8"),
  key: readFileSync(key, "utf8"),
}));
if (!one || !other) throw new Error("no certificates");

const ROWS: readonly [string, string, string, number, RegExp | undefined][] = [
  ["a pair that fits", one.cert, one.key, 0, undefined],
  ["expired", one.cert, one.key, 40, /has expired/],
  ["not valid yet", one.cert, one.key, -10, /not valid yet/],
  ["another's key", one.cert, other.key, 0, /is not the key/],
  ["a key that is none", one.cert, "x", 0, /no PEM private key/],
  ["a certificate for a key", one.cert, one.cert, 0, /no PEM private key/],
  ["a certificate that is none", one.key, one.key, 0, /no PEM certificate/],
];

for (const [name, cert, key, days, words] of ROWS)
  test(`certificate: ${name}`, () => {
    const fault = certificateFault(cert, key, Date.now() + days * DAY_MS);
    if (words === undefined) expect(fault).toBeUndefined();
    else expect(fault).toMatch(words);
  });
