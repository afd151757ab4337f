/** Made incidents on a real Home Assistant: who or what did it, in one call. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openSuite } from "../suite.ts";

const suite = openSuite();

const AUTOMATION = {
  alias: "Incident",
  triggers: [{ trigger: "state", entity_id: "input_boolean.ci_guest_mode" }],
  actions: [{ action: "light.toggle", target: { entity_id: "light.kitchen_lights" } }],
};
const BLOCKED = {
  alias: "Blocked incident",
  triggers: [{ trigger: "state", entity_id: "light.bed_light" }],
  conditions: [{ condition: "numeric_state", entity_id: "sensor.outside_temperature", above: 50 }],
  actions: [{ action: "light.turn_on", target: { entity_id: "light.entrance_color_white_lights" } }],
};
const SCRIPT = {
  alias: "Incident script",
  sequence: [{ action: "light.toggle", target: { entity_id: "light.office_rgbw_lights" } }],
};

async function rest(method: string, path: string, body?: object, token = suite.home.token): Promise<void> {
  const response = await fetch(`${suite.home.url}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

describe.skipIf(process.env["TEST_HOME"] !== "real")("made incidents (on a real Home Assistant)", () => {
  beforeAll(async () => {
    await rest("POST", "config/automation/config/hg_incident", AUTOMATION);
    await rest("POST", "config/automation/config/hg_blocked", BLOCKED);
    await rest("POST", "config/script/config/hg_incident", SCRIPT);
    // reloading takes a moment
    await Bun.sleep(1_500);
    await rest("POST", "services/light/toggle", { entity_id: "light.bed_light" }, suite.home.userToken);
    await rest("POST", "services/input_boolean/toggle", { entity_id: "input_boolean.ci_guest_mode" });
    await rest("POST", "services/script/hg_incident", {});
    await rest("POST", "states/sensor.hg_made_up", { state: "3" });
    await rest("POST", "states/sensor.hg_made_up", { state: "4" });
    // what the recorder has written the logbook can tell
    await Bun.sleep(13_000);
  }, 40_000);
  afterAll(async () => {
    for (const path of [
      "automation/config/hg_incident",
      "automation/config/hg_blocked",
      "script/config/hg_incident",
    ])
      await rest("DELETE", `config/${path}`);
  });

  async function why(about: string): Promise<string> {
    const { structured } = await suite.host.call("ha_diagnose", { about, start: "5m" });
    return String(((structured["found"] as { why?: readonly string[] }).why ?? []).at(-1));
  }

  test("a person's hand in the app", async () =>
    expect(await why("light.bed_light")).toEndWith(": a user, in an app or a page, by light.toggle"));

  test("an automation, and what set it off", async () =>
    expect(await why("light.kitchen_lights")).toEndWith(
      ": automation Incident (automation.incident), state of input_boolean.ci_guest_mode",
    ));

  test("a script", async () => expect(await why("light.office_rgbw_lights")).toContain("script.hg_incident"));

  test("the helper that a token of ours moved", async () =>
    expect(await why("input_boolean.ci_guest_mode")).toContain("the user behind Hearthgate"));

  test("what nobody caused here is not blamed on anybody", async () => {
    const told = await why("sensor.outside_temperature");
    expect(told).toMatch(/just started|no change is recorded|no entry of it/);
  });

  test("an automation that did not run, and the condition that kept it", async () => {
    const { structured } = await suite.host.call("ha_diagnose", {
      about: "automation.blocked_incident",
      start: "5m",
    });
    const { runs = [] } = structured["found"] as { runs?: readonly string[] };
    expect(runs[0]).toContain("triggered by state of light.bed_light; did not run: a condition was false");
    expect(runs[1]).toMatch(/condition 1: false \(sensor.outside_temperature was [\d.]+, wanted above 50\)/);
  });

  test("what depends on it", async () => {
    const { structured } = await suite.host.call("ha_diagnose", { about: "input_boolean.ci_guest_mode" });
    expect((structured["found"] as Record<string, unknown>)["used_by"]).toEqual(
      expect.arrayContaining(["automation.incident Incident"]),
    );
  });
});

test("what is wrong in the home is told of entities that are gone", async () => {
  const { structured } = await suite.host.call("ha_diagnose", { about: "unavailable" });
  expect(JSON.stringify(structured["found"])).toContain(suite.home.roles.offline);
});
