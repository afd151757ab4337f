/** The same server on the token of an ordinary user: what that one cannot do is said, nothing breaks. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { openHome, type TestHome } from "./homes.ts";
import { foundOf, type Host, rowsOf, startHost } from "./host.ts";

setDefaultTimeout(45_000);

let home: TestHome;
let host: Host;

beforeAll(async () => {
  home = await openHome();
  if (!home.userToken)
    throw new Error("HASS_USER_TOKEN: the token of a user who is no administrator is needed");
  host = await startHost({ ...home, token: home.userToken });
});
afterAll(async () => {
  await host.close();
  await home.close();
});

test("reads and acts", async () => {
  const { id } = home.roles.dimmable;
  expect(foundOf(await host.call("ha_read", { ids: [id] }))).toHaveLength(1);
  const target = { entity_id: [id] };
  await host.call("ha_call_service", { service: "light.turn_off", target });
  expect(rowsOf(await host.call("ha_call_service", { service: "light.turn_on", target }))).toMatchObject([
    { verdict: "confirmed" },
  ]);
});

test("says what Home Assistant keeps for administrators", async () => {
  const [row] = foundOf(await host.call("ha_read", { ids: [home.roles.automation], detail: "full" }));
  expect(row?.["config"]).toBe("needs an administrator's Home Assistant token");
  const access = await host.call("ha_access", {});
  expect(JSON.stringify(access.structured["not_served"])).toContain("administrator");
});

test("what cannot be seen through is refused: a script's steps are for administrators", async () => {
  const result = await host.call("ha_call_service", {
    service: "script.turn_on",
    target: { entity_id: [home.roles.slowScript] },
  });
  expect(result.error).toBe(true);
  expect(result.text).toStartWith("PERMISSION_DENIED: ");
  expect(result.text).toContain("an administrator's token alone");
});

test("the viewer's exposed entities are known without administrator rights", async () => {
  const viewer = await startHost({ ...home, token: home.userToken, env: { HEARTHGATE_GRANT: "viewer" } });
  expect(foundOf(await viewer.call("ha_read", { ids: [home.roles.dimmable.id] }))).toHaveLength(1);
  expect((await viewer.call("ha_read", { ids: [home.roles.lock] })).text).toStartWith("NOT_FOUND: ");
  await viewer.close();
});

test("an area is resolved all the same", async () => {
  const result = await host.call("ha_call_service", {
    service: "light.turn_off",
    target: { area_id: [home.roles.area.id] },
  });
  expect(rowsOf(result).map((row) => row.id)).toContain(home.roles.area.light);
});
