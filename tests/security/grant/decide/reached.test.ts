/** What a grant reaches of a whole home is what single decisions say of each thing. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { systemClock } from "../../../../src/core/clock.ts";
import { domainOf } from "../../../../src/core/entity-id.ts";
import { Secret } from "../../../../src/core/secret.ts";
import { type DemoHouse, startDemoHouse } from "../../../../src/demo/house.ts";
import { connectGateway, type LiveGateway } from "../../../../src/hass/live-gateway.ts";
import { actableBy } from "../../../../src/hass/service-target.ts";
import { decide } from "../../../../src/security/grant/decide/decide.ts";
import { always, countReached, reachedBy } from "../../../../src/security/grant/decide/reached.ts";
import { type Access, NO_ACCESS } from "../../../../src/security/grant/model/access.ts";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import { memoryCounters } from "../../../../src/security/grant/restrict/store-counters.ts";

let house: DemoHouse;
let gateway: LiveGateway;
beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
  gateway = connectGateway({ url: house.url, token: new Secret(house.tokens.admin) });
  await gateway.ready();
});
afterAll(async () => {
  gateway.close();
  await house.close();
});

const BUILT_IN = ["viewer", "operator", "editor", "admin"];
const KITCHEN: Access = {
  ...NO_ACCESS,
  read: [{ area: ["kitchen"] }, "lock.*"],
  actions: [{ service: "*", target: { area: ["kitchen"] } }, "lock.*", "script.*"],
  deny: ["light.kitchen_ceiling"],
};

function grantOf(name: string, access?: Access): Grant {
  const grant = builtinGrant(name);
  if (!grant) throw new Error(name);
  return access ? { ...grant, id: "own", access } : grant;
}

const CASES: readonly (readonly [string, Grant, Access | undefined])[] = [
  ...BUILT_IN.map((name) => [name, grantOf(name), undefined] as const),
  ["a kitchen", grantOf("operator", KITCHEN), undefined],
  ["all of it below a ceiling", grantOf("admin"), KITCHEN],
  [
    "nothing that is physical",
    { ...grantOf("operator"), gates: { physical: "deny", special: "deny" } },
    undefined,
  ],
];

test.each(CASES)("%s: the same as one decision after another", async (_, grant, ceiling) => {
  const acts: string[] = [];
  const asks: string[] = [];
  for (const state of gateway.states.values())
    for (const [name, { target }] of Object.entries(gateway.services[domainOf(state.id)] ?? {})) {
      const service = `${domainOf(state.id)}.${name}`;
      if (!target || !actableBy(service, gateway.services)(state, gateway)) continue;
      const decision = await decide(
        { operation: "call_service", service, target: { entity_id: [state.id] }, data: {} },
        { grant, ceiling, gateway, clock: systemClock, counters: memoryCounters() },
      );
      if ("allow" in decision) acts.push(`${service} ${state.id}`);
      else if ("ask" in decision || decision.code === "approval_unavailable")
        asks.push(`${service} ${state.id}`);
    }
  const reached = await Array.fromAsync(reachedBy(grant, ceiling, gateway));
  const listed = (which: "acts" | "asks") =>
    reached.flatMap((each) => each[which].map((name) => `${domainOf(each.id)}.${name} ${each.id}`)).sort();
  expect(listed("acts")).toEqual(acts.sort());
  expect(listed("asks")).toEqual(asks.sort());
});

test("the operator reaches the whole house, and locks ask", async () => {
  const reached = await Array.fromAsync(reachedBy(grantOf("operator"), undefined, gateway));
  const counts = countReached(reached);
  expect(counts).toMatchObject({ entities: gateway.states.size, read: gateway.states.size });
  expect(counts.asks).toBeGreaterThan(0);
  expect(reached.find(({ id }) => id === "lock.front_door")).toMatchObject({
    asks: expect.arrayContaining(["unlock"]),
  });
});

test("hours and PINs do not hide what a grant reaches at other times", () => {
  const restriction = { id: "r", enabled: true, type: "pin", applies_to: "grant", params: {} };
  const grant = { ...grantOf("operator"), restrictions: [restriction] };
  expect(always(grant).restrictions).toEqual([]);
});
