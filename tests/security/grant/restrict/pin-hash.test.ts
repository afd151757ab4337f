/** PIN hashes against known answers. */

import { describe, expect, test } from "bun:test";
import { hashPinSync, isPinHash, pinFits } from "../../../../src/security/grant/restrict/pin-hash.ts";
import { sentPin } from "../../../../src/security/grant/restrict/pin-sent.ts";

const SALT = Buffer.from([...Array(16).keys()]);
// known answers: PINs 1234 and 0000 with the salt 00..0f
const KNOWN = "pbkdf2_sha256$120000$AAECAwQFBgcICQoLDA0ODw$UHAyHKNNva_pslNx0cD4O8r-Bz-64fInTwCm1saOmJk";
const NEWER = "pbkdf2_sha256$600000$AAECAwQFBgcICQoLDA0ODw$nznZxxwixMRZvCy6zG104hhBhdZx2R8KNKaDRBOghJ0";

describe("PINs", () => {
  test("hashes are the known ones", () => {
    expect(hashPinSync("1234", SALT, 120_000)).toBe(KNOWN);
    expect(hashPinSync("1234", SALT)).toBe(NEWER);
  });

  test("the right PIN fits, an older count too", async () => {
    expect(await pinFits("1234", KNOWN)).toBe(true);
    expect(await pinFits("1235", KNOWN)).toBe(false);
    expect(await pinFits("", KNOWN)).toBe(false);
  });

  test("a damaged, foreign or endless hash fits nothing", async () => {
    for (const hash of [
      "",
      "1234",
      KNOWN.slice(0, -1),
      KNOWN.replace("sha256", "sha512"),
      KNOWN.replace("120000", "9999999"),
      KNOWN.replace("120000", "0"),
    ]) {
      expect(await pinFits("1234", hash)).toBe(false);
      expect(isPinHash(hash)).toBe(false);
    }
  });

  test("the PIN of a restriction wins, even when it is wrong; numbers are their digits", () => {
    expect(sentPin({ pin: "1", pins: { a: "2" } }, "a")).toBe("2");
    expect(sentPin({ pin: "1", pins: { a: "2" } }, "b")).toBe("1");
    expect(sentPin({ pin: 1234 }, "a")).toBe("1234");
    expect(sentPin({}, "a")).toBeUndefined();
  });
});
