/** Reading through a real host. */

import { describe, expect, test } from "bun:test";
import { foundOf } from "./host.ts";
import { openSuite } from "./suite.ts";

const suite = openSuite();

describe("ha_read", () => {
  test("one light, brief", async () => {
    const { id, name } = suite.home.roles.dimmable;
    const [row] = foundOf(await suite.host.call("ha_read", { ids: [id] }));
    expect(row).toMatchObject({ id, name });
    expect(["on", "off"]).toContain(String(row?.["state"]));
  });

  test("by name, by area, and what is not there beside what is", async () => {
    const { dimmable, area } = suite.home.roles;
    const result = await suite.host.call("ha_read", {
      ids: [dimmable.name, `area:${area.id}`, area.name, "light.no_such_light"],
    });
    expect(foundOf(result).map((row) => row.id)).toEqual([dimmable.id, `area:${area.id}`, `area:${area.id}`]);
    expect(result.structured["not_found"]).toEqual(["light.no_such_light"]);
  });

  test("full has attributes; fields are projected; an unknown field is named", async () => {
    const [full] = foundOf(
      await suite.host.call("ha_read", { ids: [suite.home.roles.climate], detail: "full" }),
    );
    expect(full?.["attributes"]).toMatchObject({ min_temp: expect.any(Number) });
    const [projected] = foundOf(
      await suite.host.call("ha_read", { ids: [suite.home.roles.climate], fields: ["temperature"] }),
    );
    expect(Object.keys(projected ?? {}).sort()).toEqual(["id", "name", "temperature"]);
    const wrong = await suite.host.call("ha_read", {
      ids: [suite.home.roles.climate],
      fields: ["temprature"],
    });
    expect(wrong.text).toStartWith("INPUT_INVALID: ");
    expect(wrong.text).toContain("temperature");
  });

  test("an automation is read with its configuration and a hash", async () => {
    const [row] = foundOf(
      await suite.host.call("ha_read", { ids: [suite.home.roles.automation], detail: "full" }),
    );
    expect(row?.["config"]).toBeObject();
    expect(row?.["hash"]).toMatch(/^[0-9a-f]{16}$/);
  });

  test("a forecast is a read; any other service is not", async () => {
    const forecast = await suite.host.call("ha_read", {
      ids: [suite.home.roles.weather],
      service: "weather.get_forecasts",
      data: { type: "daily" },
    });
    expect(forecast.error).toBe(false);
    expect(forecast.structured["response"]).toBeObject();
    const other = await suite.host.call("ha_read", {
      ids: [suite.home.roles.dimmable.id],
      service: "light.turn_on",
    });
    expect(other.text).toStartWith("INPUT_INVALID: ");
  });

  test("hostile text is fenced, and never carries a control or bidi character", async () => {
    const result = await suite.host.call("ha_read", { ids: suite.home.roles.hostile, detail: "full" });
    const everything = result.text + JSON.stringify(result.structured);
    expect(everything).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    for (const { index } of everything.matchAll(/IGNORE ALL PREVIOUS|<script>/g)) {
      const opened = everything.lastIndexOf("«", index);
      expect(opened).toBeGreaterThan(everything.lastIndexOf("»", index));
    }
  });
});

describe("ha_services", () => {
  test("an entity's services, a domain's, one with every field", async () => {
    const names = async (id: string) =>
      (await suite.host.call("ha_services", { id })).structured["services"] as {
        service: string;
        fields?: string[];
      }[];
    expect((await names(suite.home.roles.dimmable.id)).map((row) => row.service)).toEqual(
      expect.arrayContaining(["light.turn_on", "light.turn_off", "light.toggle"]),
    );
    expect((await names("lock")).map((row) => row.service)).toContain("lock.lock");
    const [one] = await names("light.turn_on");
    expect(one?.fields?.join()).toContain("brightness_pct: 0–100 %");
    const missing = await suite.host.call("ha_services", { id: "light.no_such_light" });
    expect(missing.text).toStartWith("NOT_FOUND: ");
  });
});

describe("ha_access", () => {
  test("says what the operator may", async () => {
    const result = await suite.host.call("ha_access", {});
    expect(result.structured).toMatchObject({ grant: "operator", read: ["everything"] });
    expect(JSON.stringify(result.structured["needs_owner"])).toContain("locks");
  });
});
