import { expect, test } from "bun:test";
import { memoryAudit } from "../../src/audit/memory-audit.ts";
import { createAuditor } from "../../src/registry/auditor.ts";

const PRINCIPAL = { id: "local", grantId: "operator", credential: "stdio" };
const FACTS = { service: "light.turn_on", entityIds: ["light.a"], data: {} };

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
