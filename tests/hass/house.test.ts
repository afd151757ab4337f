/** What a home says of itself, and what stands for what it leaves unsaid. */

import { afterEach, expect, test } from "bun:test";
import { closeAll, openGateway, openHass } from "./fake-hass.ts";

afterEach(closeAll);

test("what a home does not say of itself is the plainest", async () => {
  const cases: readonly (readonly [unknown, unknown, object])[] = [
    [
      {},
      {},
      { version: "", timeZone: "UTC", language: "en", name: "Home", user: { id: "", isAdmin: false } },
    ],
    [
      { unit_system: { temperature: "°F" }, location_name: "Cabin", time_zone: ["x"], language: null },
      { id: "u", is_admin: "true" },
      {
        version: "",
        timeZone: "UTC",
        language: "en",
        name: "Cabin",
        temperatureUnit: "°F",
        user: { id: "u", isAdmin: false },
      },
    ],
  ];
  for (const [config, user, house] of cases) {
    const hass = await openHass();
    hass.answers
      .set("get_config", () => ({ state: "RUNNING", ...(config as object) }))
      .set("auth/current_user", () => user);
    const gateway = openGateway(hass.url);
    await gateway.ready();
    expect(gateway.house).toEqual(house as never);
  }
});
