/** Hours, PINs, rates on the past and on pictures, templates that never end: through a real host. */

import { describe, expect, test } from "bun:test";
import { type Host, startHost } from "../host.ts";
import { openSuite } from "../suite.ts";

const suite = openSuite();
const IS_REAL = process.env["TEST_HOME"] === "real";

/** A host whose grant opens everything to be read, with these restrictions. */
async function restricted(
  restrictions: readonly object[],
  use: (host: Host) => Promise<void>,
): Promise<void> {
  const access = { read: ["*"], history: ["*"], camera: ["*"] };
  const host = await startHost({
    ...suite.home,
    grant: { id: "some", name: "some", expires_at: "never", access, restrictions },
  });
  try {
    await use(host);
  } finally {
    await host.close();
  }
}

const history = (more: object = {}) =>
  ["ha_history", { ids: [suite.home.roles.dimmable.id], ...more }] as const;

async function camera(): Promise<string> {
  const { structured } = await suite.host.call("ha_search", { domain: ["camera"], limit: 1 });
  return (structured["hits"] as readonly { readonly id: string }[])[0]?.id ?? "";
}

describe("restrictions", () => {
  test("a PIN on the past", async () => {
    const pin = { id: "p", type: "pin", applies_to: "history", params: { pin: "2468" } };
    await restricted([pin], async (host) => {
      expect((await host.call(...history())).text).toContain("needs a PIN");
      expect((await host.call(...history({ pin: "1111" }))).text).toContain("the PIN is wrong");
      expect((await host.call(...history({ pin: "2468" }))).error).toBe(false);
      expect((await host.call("ha_camera", { id: await camera() })).error).toBe(false);
    });
  });

  test("a rate on pictures", async () => {
    const rate = {
      id: "r",
      type: "rate_limit",
      applies_to: "camera",
      params: { limit: 1, window_seconds: 600 },
    };
    const id = await camera();
    await restricted([rate], async (host) => {
      expect((await host.call("ha_camera", { id })).error).toBe(false);
      expect((await host.call("ha_camera", { id })).text).toStartWith("RATE_LIMITED");
      expect((await host.call(...history())).error).toBe(false);
    });
  });

  test("hours on both", async () => {
    const hour = (new Date().getUTCHours() + 12) % 24;
    const time = (minute: number) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
    const params = { start_time: time(0), end_time: time(30), timezone: "UTC" };
    await restricted(
      [{ id: "h", type: "schedule", applies_to: ["history", "camera"], params }],
      async (host) => {
        expect((await host.call(...history())).text).toContain("outside the hours");
        expect((await host.call("ha_camera", { id: await camera() })).text).toContain("outside the hours");
        expect((await host.call("ha_read", { ids: [suite.home.roles.dimmable.id] })).error).toBe(false);
      },
    );
  });
});

test("the configuration is checked by Home Assistant itself", async () => {
  const { structured } = await suite.host.call("ha_diagnose", { about: "config" });
  expect(JSON.stringify(structured["found"])).toMatch(/valid|error|warning/);
});

describe.skipIf(!IS_REAL)("templates (on a real Home Assistant)", () => {
  test.each([
    [
      "that never ends",
      "{% for i in range(99999) %}{% for j in range(99999) %}{{ i * j }}{% endfor %}{% endfor %}",
    ],
    ["that throws", "{{ 1 / 0 }}"],
    ["that is none", "{% if %}"],
  ])("one %s is refused in time", async (_, template) => {
    const host = await startHost({
      ...suite.home,
      grant: {
        id: "t",
        name: "t",
        expires_at: "never",
        access: { read: ["*"] },
        capabilities: { templates: "allow" },
      },
    });
    const started = performance.now();
    const { text } = await host.call("ha_template", { template });
    expect(text).toStartWith("INPUT_INVALID: The template does not hold");
    expect(performance.now() - started).toBeLessThan(8_000);
    expect((await host.call("ha_template", { template: "{{ 1 + 1 }}" })).structured).toEqual({ result: "2" });
    await host.close();
  });
});
