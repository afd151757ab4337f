/** Requests to see: what is found, what is not, what no list may ask for. */

import { expect, test } from "bun:test";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { decidePlain } from "../plain-world.ts";
import { vectorHome } from "../vector-home.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const HOME = vectorHome();
const ACCESS = {
  read: ["light.*", "camera.door"],
  subscribe: ["switch.heater"],
  history: ["sensor.*", "light.hall"],
  camera: ["camera.door"],
  deny: ["light.bedroom"],
};

async function ask(
  operation: "read" | "subscribe" | "history" | "camera",
  entity_ids: unknown,
  access: object = ACCESS,
) {
  const parsed = parseGrant({ name: "x", expires_at: "never", access }, NOW);
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  const decision = await decidePlain({ operation, entity_ids } as never, parsed.grant, {
    home: HOME,
    services: {},
    now: NOW,
  });
  if ("allow" in decision) return [decision.targets, decision.left_out];
  return "code" in decision ? `${decision.step} ${decision.code}` : "ask";
}

const sensors = (count: number) => Array.from({ length: count }, (_, at) => `sensor.s${at}`);

test.each<readonly ["read" | "subscribe" | "history" | "camera", unknown, unknown]>([
  ["read", ["light.hall"], [["light.hall"], []]],
  ["read", "light.hall", [["light.hall"], []]],
  ["read", "light.hall, light.kitchen", [["light.hall", "light.kitchen"], []]],
  ["read", ["LIGHT.Hall", "light.hall"], [["light.hall"], []]],
  [
    "read",
    ["light.hall", "light.bedroom", "light.ghost", "lock.front"],
    [["light.hall"], ["light.bedroom", "light.ghost", "lock.front"]],
  ],
  ["read", ["camera.*", "lock.*"], [["camera.door"], ["lock.*"]]],
  ["read", ["light.bedroom"], "16 not_found"],
  ["read", ["light.ghost"], "16 not_found"],
  ["read", ["lock.*"], "16 not_found"],
  ["read", [], "11 invalid_input"],
  ["read", undefined, "11 invalid_input"],
  ["read", [3], "11 invalid_input"],
  ["read", ["light"], "11 invalid_input"],
  ["read", ["{{ x }}"], "11 template_in_input"],
  ["subscribe", ["switch.*", "light.hall"], [["switch.heater", "light.hall"], []]],
  ["subscribe", ["lock.front"], "16 not_found"],
  ["read", ["switch.heater"], "16 not_found"],
  ["history", ["light.hall"], [["light.hall"], []]],
  ["history", ["*"], "11 invalid_input"],
  ["history", ["sensor.*"], "11 invalid_input"],
  ["history", sensors(10), [sensors(10), []]],
  ["history", sensors(11), "11 history_limit_exceeded"],
  ["history", [...sensors(10), "sensor.ghost"], "11 history_limit_exceeded"],
  ["camera", ["camera.door"], [["camera.door"], []]],
  ["camera", ["camera.yard"], "16 not_found"],
  ["camera", ["camera.*"], "11 invalid_input"],
  ["camera", ["light.hall"], "11 invalid_input"],
])("%s %j", async (operation, ids, answer) => {
  expect(await ask(operation, ids)).toEqual(answer as never);
});

test("everything is what may be read of it, and what a list does not open is not there", async () => {
  const [found = []] = (await ask("read", ["*"])) as readonly (readonly string[])[];
  expect(found).toContain("light.hall");
  expect(found).toContain("camera.door");
  expect(found.filter((id) => !id.startsWith("light.") && id !== "camera.door")).toEqual([]);
  expect(found).not.toContain("light.bedroom");
  for (const operation of ["history", "camera"] as const)
    expect(await ask(operation, ["light.hall"], { read: ["*"] })).toBe("10 capability_denied");
});
