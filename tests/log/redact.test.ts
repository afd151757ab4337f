/** Secrets stay out of what is written. */

import { describe, expect, test } from "bun:test";
import { Secret } from "../../src/core/secret.ts";
import { HIDDEN, redact } from "../../src/log/redact.ts";

test("secrets go by key and by value, at any depth", () => {
  const token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl";
  const line = redact({
    access_token: "a",
    nested: { Password: "b", list: [{ pin: 1234 }], text: `sent ${token} on` },
    url: "http://x/?token=zzz&y=1",
    header: "Bearer abcdefghijkl",
    entity: "lock.front_door",
    fault: Object.assign(new Error(`bad ${token}`), { code: 3 }),
  });
  const text = JSON.stringify(line);
  for (const secret of [token, '"a"', '"b"', "1234", "zzz", "abcdefghijkl"])
    expect(text).not.toContain(secret);
  expect(text).toContain("lock.front_door");
  expect(text).toContain("y=1");
});

/** `inner` under so many objects, or lists. */
function under(levels: number, inner: unknown, listed: boolean): unknown {
  let value = inner;
  for (let level = 0; level < levels; level++) value = listed ? [value] : { next: value };
  return value;
}

describe("what lies deep", () => {
  test.each([0, 3, 5, 6, 7, 12, 50])("%d levels down no secret is written", (levels) => {
    for (const listed of [false, true]) {
      const text = JSON.stringify(
        redact(under(levels, { password: "hunter2", plain: "Bearer hunter2hunter2" }, listed)),
      );
      expect(text).not.toContain("hunter2");
      expect(text).toContain(levels <= 5 ? HIDDEN : "[deep]");
    }
  });

  test("an error is no way round", () => {
    const error = new Error("Bearer hunter2hunter2", { cause: { password: "hunter2" } });
    for (const levels of [0, 5, 6, 9])
      expect(JSON.stringify(redact(under(levels, error, false)))).not.toContain("hunter2");
  });

  test("a ring ends", () => {
    const ring: Record<string, unknown> = { token: "hunter2" };
    ring["next"] = ring;
    expect(JSON.stringify(redact(ring))).not.toContain("hunter2");
  });
});

describe("keys", () => {
  test.each([
    "token", "hass_token", "Authorization", "client_secret", "credentials", "apiKey", "api_key", "private_key", "passwd",
    "pin", "pins", "user pin",
  ])("%s hides its value", (key) => {
    expect(redact({ [key]: { any: "thing" } })).toEqual({ [key]: HIDDEN });
  }); // biome-ignore format: a word list

  test.each(["pinned", "spinning", "entity_id", "state", "author"])("%s does not", (key) => {
    expect(redact({ [key]: "thing" })).toEqual({ [key]: "thing" });
  });

  test("codes of alarms are digits, codes of errors are words", () => {
    expect(redact({ code: "1234", user_code: 99, status: { code: "not_found" } })).toEqual({
      code: HIDDEN,
      user_code: HIDDEN,
      status: { code: "not_found" },
    });
  });
});

test("what is no object stays as it is; long lists are cut", () => {
  for (const value of [1, true, null, undefined, "text"]) expect(redact(value)).toBe(value as never);
  expect(redact(Array.from({ length: 80 }, (_, index) => index))).toHaveLength(50);
  expect(JSON.stringify(redact({ held: new Secret("hunter2") }))).not.toContain("hunter2");
});
