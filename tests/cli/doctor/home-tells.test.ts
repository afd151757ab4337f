/** What `hearthgate doctor` reads out of what Home Assistant tells of itself. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Examined } from "../../../src/cli/doctor/examined.ts";
import { grantChecks } from "../../../src/cli/doctor/grants.ts";
import { homeChecks } from "../../../src/cli/doctor/home.ts";
import { checkConfig } from "../../../src/config/config.ts";
import { DAY_MS, processClock } from "../../../src/core/clock.ts";
import { type DemoHouse, startDemoHouse } from "../../../src/demo/house.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { fakeGateway } from "../../security/grant/fake-gateway.ts";
import { house as houseWith, UNLOCK } from "../../security/grant/reach/house.ts";

let house: DemoHouse;
beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
});
afterAll(() => house.close());

describe("what Home Assistant tells of itself", () => {
  const TOKEN = { type: "long_lived_access_token", is_current: true, expire_at: null };
  const created = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY_MS).toISOString();
  const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

  async function toldBy(answers: Record<string, () => unknown>, nowShift = 0) {
    const { config } = checkConfig({ hass: true }, { HASS_URL: house.url, HASS_TOKEN: "t" });
    const { gateway } = fakeGateway({
      isAdmin: true,
      answers: {
        "auth/refresh_tokens": () => [{ ...TOKEN, created_at: created(1) }],
        get_config: () => ({ state: "RUNNING" }),
        ...answers,
      },
    });
    const examined = { config, home: gateway, now: Date.now() + nowShift } as unknown as Examined;
    const findings = await homeChecks(examined);
    return findings.flatMap(({ check, result }) => (result === "good" ? [] : [`${check} ${result}`]));
  }

  test("nothing to tell", async () => expect(await toldBy({})).toEqual([]));

  test.each([
    ["a browser's token", { type: "normal", created_at: created(1) }, ["home.token fault"]],
    ["an old token", { created_at: created(100) }, ["home.token warning"]],
    ["a token that ends", { created_at: created(1), expire_at: at(3) }, ["home.token warning"]],
    ["another token", { created_at: created(1), is_current: false }, ["home.token unseen"]],
  ])("%s", async (_, token, told) =>
    expect(await toldBy({ "auth/refresh_tokens": () => [{ ...TOKEN, ...token }] })).toEqual(told),
  );

  test("recovery, a start that lasts", async () => {
    expect(await toldBy({ get_config: () => ({ state: "RUNNING", recovery_mode: true }) })).toEqual([
      "home.running warning",
    ]);
    expect(await toldBy({ get_config: () => ({ state: "STARTING" }) })).toEqual(["home.running warning"]);
  });

  test("clocks that are apart", async () => {
    expect(await toldBy({}, 2 * 60_000)).toEqual(["home.clock warning"]);
    expect(await toldBy({}, -10 * 60_000)).toEqual(["home.clock fault"]);
  });

  test("an automation that anything may set off, and that opens a door", async () => {
    const { gateway } = houseWith([{ trigger: "webhook", webhook_id: "x" }], UNLOCK);
    const { config } = checkConfig(
      { hass: true },
      { HEARTHGATE_HOME: mkdtempSync(join(tmpdir(), "hearthgate-doctor-")) },
    );
    const examined = { config, door: "stdio", home: gateway, now: Date.now() } as unknown as Examined;
    const findings = await grantChecks({
      ...examined,
      grants: { grants: [], broken: [] },
      store: await openStore("memory", "", processClock),
    });
    expect(
      findings.filter(({ result }) => result === "warning").map(({ check, said }) => [check, said]),
    ).toEqual([["automations.untied", "automation.leave may be set off by anything, and opens lock.front."]]);
  });
});
