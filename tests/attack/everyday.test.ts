/** Under `operator` nothing of every day asks but what opens something, each by name. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { systemClock } from "../../src/core/clock.ts";
import { domainOf } from "../../src/core/entity-id.ts";
import { Secret } from "../../src/core/secret.ts";
import { startDemoHouse } from "../../src/demo/house.ts";
import type { Gateway } from "../../src/hass/gateway.ts";
import { connectGateway } from "../../src/hass/live-gateway.ts";
import { actableBy } from "../../src/hass/service-target.ts";
import { decide } from "../../src/security/grant/decide/decide.ts";
import { builtinGrant } from "../../src/security/grant/model/builtins.ts";
import { memoryCounters } from "../../src/security/grant/restrict/store-counters.ts";
import { openHome } from "../e2e/homes.ts";
import { until } from "../until.ts";
import { DEMO_PARTS, everyday, openers, type Parts, REAL_PARTS } from "./everyday.ts";
import { openOwner, removeTraps, setTraps } from "./owner.ts";

setDefaultTimeout(120_000);

const EVERY_DAY = ["light", "switch", "input_boolean", "input_number", "input_select", "counter", "timer"];
const KINDS = [...EVERY_DAY, "scene", "media_player"];

type House = { readonly gateway: Gateway; readonly parts: Parts; close(): Promise<void> };
let house: House;

beforeAll(async () => {
  house = process.env["TEST_HOME"] === "real" ? await realHouse() : await demoHouse();
});
afterAll(() => house.close());

/** What they would do is asked, not seen: one that tells of every state would tell of itself for ever. */
const NEVER = { condition: "template", value_template: "{{ false }}" };

function configs(parts: Parts): Readonly<Record<string, object>> {
  const opening = Object.entries(openers(parts)).map(
    ([name, { by: _, ...config }]) => [name, config] as const,
  );
  return Object.fromEntries(
    [...Object.entries(everyday(parts)), ...opening].map(([name, config]) => [
      `automation.everyday_${name}`,
      { ...config, conditions: [NEVER], mode: "single" },
    ]),
  );
}

/** The demo house has the entities; what they do is answered in its place. */
async function demoHouse(): Promise<House> {
  const demo = await startDemoHouse({ restless: false });
  const added = configs(DEMO_PARTS);
  for (const id of Object.keys(added)) demo.addEntity({ id, state: "on", name: id, platform: "automation" });
  const gateway = connectGateway({ url: demo.url, token: new Secret(demo.tokens.admin) });
  await gateway.ready();
  await until(() => Object.keys(added).every((id) => gateway.states.has(id)));
  const query: Gateway["query"] = async (message) => {
    const { type, entity_id } = message as Readonly<Record<string, unknown>>;
    const config = type === "automation/config" ? added[String(entity_id)] : undefined;
    return config ? { config } : gateway.query(message);
  };
  return {
    gateway: Object.create(gateway, { query: { value: query } }),
    parts: DEMO_PARTS,
    async close() {
      gateway.close();
      await demo.close();
    },
  };
}

async function realHouse(): Promise<House> {
  const home = await openHome();
  const owner = await openOwner(home);
  const added = configs(REAL_PARTS);
  await setTraps(owner, added);
  const gateway = connectGateway({ url: home.url, token: new Secret(home.token) });
  await gateway.ready();
  await until(() => Object.keys(added).every((id) => gateway.states.has(id)));
  return {
    gateway,
    parts: REAL_PARTS,
    async close() {
      gateway.close();
      await removeTraps(owner, added);
      owner.close();
      await home.close();
    },
  };
}

/** Entities of every day on which some service is not simply allowed, with what was said. */
async function refusals(gateway: Gateway): Promise<ReadonlyMap<string, string>> {
  const grant = builtinGrant("operator");
  if (!grant) throw new Error("no operator");
  const deciding = { grant, gateway, clock: systemClock, counters: memoryCounters() };
  const found = new Map<string, string>();
  for (const [id, state] of gateway.states) {
    const domain = domainOf(id);
    if (!KINDS.includes(domain) || id.includes(".gen_")) continue;
    for (const name of Object.keys(gateway.services[domain] ?? {})) {
      const service = `${domain}.${name}`;
      if (name === "reload" || !gateway.services[domain]?.[name]?.target) continue;
      if (!actableBy(service, gateway.services)(state, gateway)) continue;
      const target = { entity_id: [id] };
      const decision = await decide({ operation: "call_service", service, target, data: {} }, deciding);
      if ("ask" in decision) found.set(id, `${decision.why} ${decision.subject ?? ""}`);
      else if ("deny" in decision && decision.code !== "service_forbidden") found.set(id, decision.code);
    }
  }
  return found;
}

test("there are thirty kinds and more", () => {
  expect(Object.keys(everyday(REAL_PARTS)).length).toBeGreaterThanOrEqual(30);
});

test("what asks is what opens something, by name", async () => {
  const { parts, gateway } = house;
  const opened = Object.fromEntries(
    Object.values(openers(parts)).map(({ by, actions }) => {
      const [{ target }] = actions as readonly [{ target: { entity_id: string } }];
      return [by, `physical ${target.entity_id}`];
    }),
  );
  expect(Object.fromEntries(await refusals(gateway))).toEqual(opened);
});
