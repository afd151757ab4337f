/** What of a call stands in the audit. */

import { describe, expect, test } from "bun:test";
import type { Audit, AuditEvent } from "../../src/audit/event.ts";
import { memoryAudit } from "../../src/audit/memory-audit.ts";
import { Failure } from "../../src/core/failure.ts";
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

/** An audit whose lines say by which way they came; `params` as where the owner wants them written. */
function noted(params: object | undefined = undefined) {
  const lines: (readonly [way: string, event: Partial<AuditEvent>])[] = [];
  const audit: Audit = {
    ...memoryAudit(),
    params: () => params as never,
    append: (event) => lines.push(["at once", event]),
    appendSoon: (event) => lines.push(["soon", event]),
  };
  return { lines, auditor: createAuditor(audit, () => undefined) };
}

describe("the lines of a call", () => {
  const open = (auditor: ReturnType<typeof createAuditor>, principal = PRINCIPAL) =>
    auditor.open(principal, "operator", "ha_x", {}, "1");

  test("say who called, as far as that is known", () => {
    const { auditor, lines } = noted();
    open(auditor).done(undefined);
    const known = { address: "10.0.0.9", session: "s", client: "c", requestId: "r" };
    open(auditor, { ...PRINCIPAL, ...known }).done(undefined);
    const [local, remote] = lines.map(([, event]) => event);
    expect(local).toMatchObject({ user: "operator/stdio", ip: "local", action: "ha_x", entity: [] });
    expect(local).not.toContainAnyKeys(["session_id", "client_id", "request_id", "code", "denial"]);
    expect(remote).toMatchObject({ ip: "10.0.0.9", session_id: "s", client_id: "c", request_id: "r" });
  });

  test("of what was read need not be on disk at once, of what was refused or sent they do", () => {
    const { auditor, lines } = noted();
    open(auditor).done(undefined);
    open(auditor).done(new Failure("NOT_FOUND", "Nothing there."));
    open(auditor).before(FACTS);
    expect(lines.map(([way, { result }]) => [way, result])).toEqual([
      ["soon", "ok"],
      ["at once", "denied"],
      ["at once", "begin"],
    ]);
  });

  test.each([
    ["PERMISSION_DENIED", "denied"],
    ["NOT_FOUND", "denied"],
    ["INPUT_INVALID", "failed"],
    ["HASS_UNAVAILABLE", "failed"],
  ] as const)("of a %s say %s", (code, result) => {
    const { auditor, lines } = noted();
    open(auditor).done(new Failure(code, "No."));
    expect(lines[0]?.[1]).toMatchObject({ result, code });
  });

  test("have what the caller was not told of the refusal", () => {
    const { auditor, lines } = noted();
    const told = new Failure("PERMISSION_DENIED", "No.", { denial: "scope_denied", approvalId: "a1" });
    open(auditor).done(told);
    open(auditor).done(told.recording({ denial: "time_window", step: 7, restriction: "night" }));
    expect(lines[0]?.[1]).toMatchObject({ denial: "scope_denied", approval_id: "a1" });
    expect(lines[0]?.[1]).not.toContainAnyKeys(["restriction_id", "step"]);
    expect(lines[1]?.[1]).toMatchObject({ denial: "time_window", step: 7, restriction_id: "night" });
  });

  test("of a call that was sent are begin and end, and no third", async () => {
    const { auditor, lines } = noted();
    const call = open(auditor);
    const ended = call.before({ ...FACTS, approvalId: "a1" });
    ended("refused");
    call.done(undefined);
    await new Promise((resolve) => setImmediate(resolve));
    auditor.close();
    expect(lines.map(([, { result, ha_result, approval_id }]) => [result, ha_result, approval_id])).toEqual([
      ["begin", undefined, "a1"],
      ["end", "refused", "a1"],
    ]);
  });

  test("of an entry that was refused is its own, and the call's is not written again", () => {
    const { auditor, lines } = noted();
    const call = open(auditor);
    call.refused({ service: "light.turn_on" }, new Failure("NOT_FOUND", "Nothing there."));
    call.done(undefined);
    expect(lines.map(([, { action, result }]) => [action, result])).toEqual([["light.turn_on", "denied"]]);
  });

  test("name fifty entities, and how many there were", () => {
    const { auditor, lines } = noted();
    const ids = (count: number) => Array.from({ length: count }, (_, at) => `light.l${at}`);
    for (const count of [50, 60]) open(auditor).before({ ...FACTS, entityIds: ids(count) });
    const refused = open(auditor);
    refused.meant({ ids: ids(60) });
    refused.done(new Failure("NOT_FOUND", "Nothing there."));
    expect(lines.map(([, { entity, entity_count }]) => [entity?.length, entity_count])).toEqual([
      [50, 50],
      [50, 60],
      [50, 60],
    ]);
  });

  test("have the data where the owner wants them", () => {
    const without = noted();
    open(without.auditor).before(FACTS);
    expect(without.lines[0]?.[1]).not.toContainKey("params");
    const wanted = noted({ brightness: 5 });
    open(wanted.auditor).before(FACTS);
    expect(wanted.lines[0]?.[1]).toMatchObject({ params: { brightness: 5 } });
  });
});

test("a line that cannot be written refuses what would be sent, and is reported where the call went on", () => {
  const faults: unknown[] = [];
  const full = () => {
    throw new Error("disk full");
  };
  const audit: Audit = { ...memoryAudit(), append: full, appendSoon: full };
  const auditor = createAuditor(audit, (fault) => faults.push(fault));
  const call = auditor.open(PRINCIPAL, "operator", "ha_x", {}, "1");
  expect(() => call.before(FACTS)).toThrow("the audit cannot be written");
  call.done(undefined);
  expect(faults.map(String)).toEqual(["Error: disk full", "Error: disk full"]);
});
