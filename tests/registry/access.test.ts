/** What `ha_access` says of the grant, to whoever holds it. */

import { describe, expect, test } from "bun:test";
import { grantOf, openRoad, type RoadOptions } from "../road/road.ts";

describe("ha_access", () => {
  const access = async (input: object, options?: RoadOptions) =>
    (await (await openRoad(grantOf(input), options)).call("ha_access", {})).structured;

  test("what is open, what is never, what needs the owner", async () => {
    const said = await access({
      access: {
        read: [
          "*",
          "light.*",
          { area: ["hall"], device_class: ["door", "window"] },
          {},
          { exposed: "conversation" },
        ],
        actions: [
          "light.turn_on@light.a",
          { service: "*", target: { domain: ["light"] } },
          { service: "light.*" },
        ],
        services: ["notify.me"],
        deny: ["lock.*", "light.hidden", { area: ["vault"] }],
      },
      expires_at: "2027-01-01T00:00:00Z",
      capabilities: { logbook: "allow", traces: "confirm" },
      limits: { burst: 3, requests_per_minute: 60 },
    });
    expect(JSON.stringify(said)).not.toContain("pick another");
    expect(said).toMatchObject({
      grant: "test",
      until: "2027-01-01T00:00:00Z",
      read: [
        "everything",
        "light.*",
        "device class door or window, area hall",
        "everything",
        "exposed to Assist",
      ].map((line) =>
        line.startsWith("device")
          ? expect.stringMatching(
              /^(area hall, device class door or window|device class door or window, area hall)$/,
            )
          : line,
      ),
      control: [
        "light.turn_on@light.a",
        "every service on domain light",
        "light.* without a target",
        "notify.me",
      ],
      never: ["lock.*", "2 more, not named here", expect.stringContaining("system services")],
      needs_owner: [expect.stringContaining("unlocking locks"), "traces"],
      capabilities: ["logbook"],
      not_served: [
        expect.stringContaining("administrator's token"),
        expect.stringContaining("the owner's gate ends at what a call itself runs"),
      ],
    });
    expect(said["limits"]).toEqual(expect.arrayContaining(["requests per minute 60", "burst 3"]));
    expect(JSON.stringify(said)).not.toMatch(/hidden|vault/);
  });

  test("what is not so is not said", async () => {
    const said = await access({ access: { read: ["light.a"] } }, { isAdmin: true, answers: {} });
    expect(said).toEqual({ grant: "test", read: ["light.a"], control: [] });
    const open = await access({ access: { read: [], actions: ["light.*"] }, gates: { physical: "allow" } });
    expect(open).not.toHaveProperty("needs_owner");
  });

  test("restrictions in words", async () => {
    const one = async (type: string, params: object, more: object = {}) =>
      (
        (await access({ access: { read: ["*"] }, restrictions: [{ id: "r", type, params, ...more }] }))[
          "limits"
        ] as string[]
      )?.[0];
    const hours = { start_time: "08:00", end_time: "20:00" };
    expect(await one("expiry", { expires_at: "2027-01-01T00:00:00Z" })).toBe("until 2027-01-01T00:00:00Z");
    expect(await one("schedule", { windows: [{ days: ["mon"], ...hours }, hours], timezone: "UTC" })).toBe(
      "hours: mon 08:00–20:00 UTC, 08:00–20:00 UTC",
    );
    expect(await one("max_entities", { max: 3 })).toBe("a limit to the entities of one call");
    expect(await one("quota", { limit: 3 }, { applies_to: "actions" })).toBe("a quota (actions)");
    expect(await one("approval", {}, { applies_to: { entities: ["light.a"] } })).toBe(
      "the owner is asked (for some)",
    );
    expect(await one("template", { value_template: "x" })).toBe("only while a condition of the owner holds");
    expect(await one("ip", { allowed_ips: ["10.0.0.1"] }, { applies_to: "grant" })).toBe(
      "only from some addresses (grant)",
    );
    expect(await one("rate_limit", { limit: 1, window_seconds: 1 }, { enabled: false })).toBeUndefined();
  });

  test("more than twenty-five lines are counted", async () => {
    const read = Array.from({ length: 27 }, (_, at) => `light.l${at}`);
    const said = await access({ access: { read } });
    expect(said["read"]).toEqual([...read.slice(0, 25), "… 2 more"]);
    const fits = await access({ access: { read: read.slice(0, 25) } });
    expect(fits["read"]).toHaveLength(25);
  });
});
