/** Answers, events and frames in another form than Home Assistant's. */

import { afterEach, describe, expect, test } from "bun:test";
import { memberListOf } from "../../../src/hass/group-members.ts";
import { templateReads } from "../../../src/security/grant/reach/template-reads.ts";
import { readAccounts } from "../../../src/start/accounts.ts";
import { stateOf } from "../../security/grant/vector-home.ts";
import { closeAll, HELD, openGateway, openHass } from "../fake-hass.ts";

afterEach(closeAll);

const CALL = { domain: "light", service: "turn_on", data: {}, entityIds: ["light.a"] };

describe("frames", () => {
  test.each(["null", "[null]", "no JSON"])("%s ends the connection, and a new one is made", async (text) => {
    const hass = await openHass();
    const gateway = openGateway(hass.url);
    await gateway.ready();
    const gone = hass.gone();
    hass.sendText(text);
    await gone;
    while (gateway.connected) await new Promise((resolve) => setImmediate(resolve));
    await gateway.ready();
    expect(await gateway.query({ type: "config/floor_registry/list" })).toEqual([]);
  });

  test.each([
    '"text"',
    "5",
    "{}",
    '{"type":"event"}',
    '{"id":{},"type":"pong"}',
    '{"id":99,"type":"result"}',
  ])("%s says nothing", async (text) => {
    const hass = await openHass();
    const gateway = openGateway(hass.url);
    await gateway.ready();
    hass.sendText(text);
    expect(await gateway.query({ type: "config/floor_registry/list" })).toEqual([]);
  });
});

describe("answers", () => {
  test("of a call without a context stand for no state's change", async () => {
    const hass = await openHass();
    const gateway = openGateway(hass.url);
    await gateway.ready();
    for (const answer of [null, 5, [], {}, { context: null }, { context: { id: 5 } }]) {
      hass.answers.set("call_service", () => answer);
      const { contextId } = await gateway.callService(CALL);
      expect(contextId).not.toBe(gateway.states.get("light.a")?.contextId ?? "");
    }
  });

  test("that do not come are given up, where the call only reads", async () => {
    const hass = await openHass();
    const gateway = openGateway(hass.url);
    await gateway.ready();
    hass.answers.set("call_service", () => HELD);
    await expect(gateway.callService({ ...CALL, withinMs: 20 })).rejects.toMatchObject({
      code: "HASS_UNAVAILABLE",
      message: "Home Assistant did not answer in time.",
    });
  });

  test("of what a target holds are whole or none", async () => {
    const hass = await openHass();
    const gateway = openGateway(hass.url);
    await gateway.ready();
    const whole = {
      referenced_entities: ["light.a"],
      missing_devices: [],
      missing_areas: [],
      missing_floors: [],
      missing_labels: [],
    };
    hass.answers.set("extract_from_target", () => whole);
    expect(await gateway.extractFromTarget({ area_id: "x" })).toEqual(whole);
    for (const odd of [
      null,
      [],
      {},
      { ...whole, referenced_entities: [5] },
      { ...whole, missing_areas: "x" },
    ]) {
      hass.answers.set("extract_from_target", () => odd);
      await expect(gateway.extractFromTarget({ area_id: "x" })).rejects.toThrow("cannot be read");
    }
  });

  test("of users: what cannot be read is no one who may come", async () => {
    const accounts = (answer: unknown) =>
      readAccounts({ connected: true, ready: async () => undefined, query: async () => answer });
    await expect(accounts(null)).rejects.toThrow("cannot be read");
    const odd = { id: "a", is_active: 1, local_only: null, is_owner: "yes", group_ids: "system-admin" };
    expect([...((await accounts([null, odd])) ?? [])]).toEqual([
      ["a", expect.objectContaining({ isActive: false, localOnly: true, isPrivileged: false })],
    ]);
  });
});

describe("what is huge or of another kind", () => {
  test("members that are no list are members that nobody can see through", () => {
    for (const entity_id of [5, {}, true, [5]])
      expect(memberListOf(stateOf("light.g", { entity_id }))).toHaveLength(1);
    for (const entity_id of [null, undefined])
      expect(memberListOf(stateOf("light.g", { entity_id }))).toBeUndefined();
  });

  test("a template longer than any that a person writes may read anything", () => {
    expect(templateReads("{#".repeat(200_000))).toMatchObject({ everything: true, unclear: true });
  });
});
