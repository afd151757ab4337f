/** What a grant names is there, or the grant is refused with the nearest. */

import { describe, expect, test } from "bun:test";
import { newFaults } from "../../../../src/security/grant/parse/fault.ts";
import { findUnknownNames } from "../../../../src/security/grant/parse/home-names.ts";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { vectorHome } from "../vector-home.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const SERVICES = { light: { turn_on: {}, turn_off: {} }, lock: { unlock: {} }, notify: { family: {} } };
const HOME = { ...vectorHome().place, services: SERVICES as never };

/** `path: message` of each. */
function said(fields: object): readonly string[] {
  const parsed = parseGrant({ name: "x", expires_at: "never", ...fields }, NOW);
  if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
  const faults = newFaults();
  findUnknownNames(parsed.grant, HOME, faults);
  for (const { code } of faults.list) expect(code).toBe("unknown_name");
  return faults.list.map(({ path, message }) => `${path}: ${message}`);
}

const pin = {
  id: "p",
  type: "pin",
  params: {
    pin_hash: "pbkdf2_sha256$120000$AAECAwQFBgcICQoLDA0ODw$UHAyHKNNva_pslNx0cD4O8r-Bz-64fInTwCm1saOmJk",
  },
};

describe("what the home has not", () => {
  test.each<readonly [object, string, string, string | undefined]>([
    [
      { access: { read: ["light.*", "light.kichen"] } },
      "access.read[1]",
      "entity «light.kichen»",
      "light.kitchen",
    ],
    [{ access: { subscribe: ["lihgt.*"] } }, "access.subscribe[0]", "domain «lihgt»", "light"],
    [
      { access: { history: ["sensor.temprature"] } },
      "access.history[0]",
      "entity «sensor.temprature»",
      "sensor.temperature",
    ],
    [{ access: { camera: ["camera.dor"] } }, "access.camera[0]", "entity «camera.dor»", "camera.door"],
    [{ access: { deny: ["lock.frnt"] } }, "access.deny[0]", "entity «lock.frnt»", "lock.front"],
    [{ access: { deny: [{ domain: ["lock", "lok"] }] } }, "access.deny[0].domain", "domain «lok»", "lock"],
    [
      { access: { deny: [{ device_class: "garge" }] } },
      "access.deny[0].device_class",
      "device class «garge»",
      "garage",
    ],
    [
      { access: { deny: [{ integration: "heu" }] } },
      "access.deny[0].integration",
      "integration «heu»",
      "hue",
    ],
    [
      { access: { deny: [{ integration: "groop" }] } },
      "access.deny[0].integration",
      "integration «groop»",
      "group",
    ],
    [
      { access: { actions: ["light.turn_onn@light.hall"] } },
      "access.actions[0]",
      "service «light.turn_onn»",
      "light.turn_on",
    ],
    [
      { access: { actions: ["light.turn_on@light.hal"] } },
      "access.actions[0]",
      "entity «light.hal»",
      "light.hall",
    ],
    [{ access: { actions: ["lihgt.*@light.hall"] } }, "access.actions[0]", "domain «lihgt»", "light"],
    [{ access: { actions: ["*@light.hal"] } }, "access.actions[0]", "entity «light.hal»", "light.hall"],
    [{ access: { actions: ["lihgt.*"] } }, "access.actions[0]", "domain «lihgt»", "light"],
    [
      { access: { actions: [{ service: "light.turn_on", target: { domain: "lihgt" } }] } },
      "access.actions[0].target.domain",
      "domain «lihgt»",
      "light",
    ],
    [
      { access: { actions: [{ service: "lock.unlok" }] } },
      "access.actions[0]",
      "service «lock.unlok»",
      "lock.unlock",
    ],
    [
      { access: { services: ["notify.famly"] } },
      "access.services[0]",
      "service «notify.famly»",
      "notify.family",
    ],
    [{ access: { services: ["nobody.knows"] } }, "access.services[0]", "domain «nobody»", undefined],
    [
      { access: { exclude_attributes: { "light.hal": ["x"] } } },
      "access.exclude_attributes.light.hal",
      "entity «light.hal»",
      "light.hall",
    ],
    [
      { access: { bound: { "light.hal": "x" } } },
      "access.bound.light.hal",
      "entity «light.hal»",
      "light.hall",
    ],
    [
      { data_limits: { "light.turn_onn": { brightness: [1, 2] } } },
      "data_limits.light.turn_onn",
      "service «light.turn_onn»",
      "light.turn_on",
    ],
    [{ data_keys: { "lihgt.turn_on": ["x"] } }, "data_keys.lihgt.turn_on", "domain «lihgt»", "light"],
    [
      { pinned: { "group.downstair": ["light.hall"] } },
      "pinned.group.downstair",
      "entity «group.downstair»",
      "group.downstairs",
    ],
    [
      { pinned: { "group.downstairs": ["light.hal"] } },
      "pinned.group.downstairs",
      "entity «light.hal»",
      "light.hall",
    ],
    [
      { restrictions: [{ ...pin, applies_to: "lok.*" }] },
      "restrictions[0].applies_to",
      "domain «lok»",
      "lock",
    ],
    [
      { restrictions: [{ ...pin, applies_to: ["read", { entities: "lock.frnt" }] }] },
      "restrictions[0].applies_to",
      "entity «lock.frnt»",
      "lock.front",
    ],
    [
      { restrictions: [{ ...pin, applies_to: { scopes: ["lock.unlok@lock.front"] } }] },
      "restrictions[0].applies_to",
      "service «lock.unlok»",
      "lock.unlock",
    ],
    [
      { restrictions: [{ id: "c", type: "condition", params: { entity_id: "sensor.humidty", above: 1 } }] },
      "restrictions[0].params.entity_id",
      "entity «sensor.humidty»",
      "sensor.humidity",
    ],
  ])("%j", (fields, path, what, nearest) => {
    const hint = nearest === undefined ? "" : `; the nearest is ${nearest}`;
    expect(said(fields)).toEqual([`${path}: This home has no ${what}${hint}.`]);
  });

  test("nothing of what it has, or may have", () => {
    expect(
      said({
        access: {
          read: [
            "*",
            "light.*",
            "light.hall",
            { domain: "light", device_class: "tv", integration: "hue" },
            {},
          ],
          actions: [
            "siren.*",
            "vacuum.start@light.hall",
            "*@light.hall",
            { service: "*", target: {} },
            { service: "light.*" },
            { service: "light.turn_on", target: { exposed: "conversation" } },
          ],
          services: ["notify.family", "vacuum.anything"],
          deny: ["alarm_control_panel.*", { device_class: "garage" }, { integration: "light" }],
          exclude_attributes: { "*": ["x"], "camera.*": ["y"] },
        },
        pinned: { "group.downstairs": ["light.hall", "notify.family"] },
        restrictions: [
          {
            ...pin,
            applies_to: ["read", "lock.*", "*@lock.front", { operation: "write", entities: ["lock.*"] }],
          },
          { ...pin, id: "q", applies_to: "grant" },
        ],
      }),
    ).toEqual([]);
  });
});
