import { expect, test } from "bun:test";
import { memoryAudit } from "../../src/audit/memory-audit.ts";
import { createAuditor } from "../../src/registry/auditor.ts";
import { grantOf, openRoad } from "../road/road.ts";

const PRINCIPAL = { id: "local", grantId: "operator", credential: "stdio" };
const FACTS = { service: "light.turn_on", entityIds: ["light.a"], data: {} };

test("a name that is no tool's is the caller's own text: it does not stand in the audit", async () => {
  const road = await openRoad(grantOf({ access: { read: ["*"] } }));
  for (const name of ["x".repeat(1_000_000), "lock.unlock", "\u202Egpj.exe"]) await road.call(name, {});
  for (const event of road.events) {
    expect(event).toMatchObject({ action: "unknown_tool", result: "failed", entity: [] });
    expect(JSON.stringify(event).length).toBeLessThan(1_000);
  }
  expect(road.events).toHaveLength(3);
});

test("a refusal says what was refused, in ids alone", async () => {
  const road = await openRoad(grantOf({ access: { read: ["*"] } }));
  await road.act("lock.unlock", { entity_id: ["lock.front", "The back door", "Light.Hall"] });
  await road.act("no service\n", { entity_id: "lock.front" });
  expect(road.events.map(({ action, entity, entity_count }) => [action, entity, entity_count])).toEqual([
    ["lock.unlock", ["lock.front", "light.hall"], 2],
    ["ha_call_service", ["lock.front"], 1],
  ]);
});

test("a refusal names what was meant, in whatever words it was written", async () => {
  const road = await openRoad(grantOf({ access: { read: ["*"], actions: ["light.*"] } }));
  const entity_id = "lock.front";
  for (const written of [
    { domain: "lock", service: "unlock", entity_id },
    { service: "lock.unlock", target: entity_id },
    { service: "lock.unlock", target: JSON.stringify({ entity_id }) },
    { service: ["lock.unlock"], service_data: { entity_id } },
    { service: "lock.unlock", data: { entity_id: [entity_id] } },
  ])
    await road.call("ha_call_service", written);
  expect(road.events).toHaveLength(5);
  for (const event of road.events)
    expect(event).toMatchObject({
      action: "lock.unlock",
      entity: [entity_id],
      entity_count: 1,
      result: "denied",
    });
});

test("what is known of a call when the process ends is what its last line says", () => {
  const audit = memoryAudit();
  const auditor = createAuditor(audit, () => undefined);
  const answered = auditor.open(PRINCIPAL, "operator", "ha_call_service", {}, "1").before(FACTS);
  auditor.open(PRINCIPAL, "operator", "ha_call_service", {}, "2").before(FACTS);
  answered("accepted");
  auditor.close();
  const lines = audit.lines.map((line) => JSON.parse(line));
  expect(lines.map(({ call_id, result, ha_result }) => [call_id, result, ha_result])).toEqual([
    ["1", "begin", undefined],
    ["2", "begin", undefined],
    ["1", "end", "accepted"],
    ["2", "end", "unknown"],
  ]);
});
