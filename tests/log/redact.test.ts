import { expect, test } from "bun:test";
import { redact } from "../../src/log/redact.ts";

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
