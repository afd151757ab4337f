/** Gates and special services: by effect, through every way in. */

import { describe, expect, test } from "bun:test";
import type { Place } from "../../../../src/hass/place.ts";
import { kindOfService, readKindOf } from "../../../../src/security/grant/model/service-kinds.ts";
import { isPhysical, isPhysicalAlone } from "../../../../src/security/grant/reach/physical.ts";
import { stateOf, vectorHome } from "../vector-home.ts";

const HOME = vectorHome().place;

function labelled(id: string, label: string, attributes = {}): Place {
  const entry = {
    entityId: id,
    platform: "x",
    areaId: undefined,
    deviceId: undefined,
    labels: [label],
    category: undefined,
    hidden: false,
  };
  return {
    states: new Map([...HOME.states, [id, stateOf(id, attributes)]]),
    registries: { ...HOME.registries, entities: new Map([...HOME.registries.entities, [id, entry]]) },
  };
}

function onDevices(devices: Readonly<Record<string, string>>, attributes: object): Place {
  const entry = { platform: "x", areaId: undefined, labels: [], category: undefined, hidden: false };
  const ids = Object.keys(devices);
  return {
    states: new Map(ids.map((id) => [id, stateOf(id, { ...attributes })])),
    registries: {
      ...HOME.registries,
      entities: new Map(ids.map((id) => [id, { ...entry, entityId: id, deviceId: devices[id] }])),
    },
  };
}

/** A home with what a switch is shown as, and the switch, with or without a device. */
function shownAs(as: string, device: string | undefined, attributes = {}): Place {
  const entry = { areaId: undefined, labels: [], category: undefined, hidden: false, deviceId: device };
  return {
    states: new Map([as, "switch.x"].map((id) => [id, stateOf(id, { ...attributes })])),
    registries: {
      ...HOME.registries,
      entities: new Map([
        [as, { ...entry, entityId: as, platform: "switch_as_x" }],
        ["switch.x", { ...entry, entityId: "switch.x", platform: "mqtt" }],
      ]),
    },
  };
}

describe("a switch that is shown as something else", () => {
  test.each(["lock.x", "siren.x", "valve.x", "cover.x"])("%s is worked by the switch", (as) => {
    for (const device of ["d", undefined])
      expect(isPhysical("switch.turn_off", "switch.x", shownAs(as, device))).toBe(true);
    const place = shownAs(as, undefined);
    const bare = {
      ...place,
      registries: { ...place.registries, entities: new Map(place.registries.entities) },
    };
    bare.registries.entities.delete("switch.x");
    expect(isPhysical("switch.turn_off", "switch.x", bare)).toBe(true);
  });

  test("light, fan and blind are not", () => {
    for (const [as, attributes] of [
      ["light.x", {}],
      ["fan.x", {}],
      ["cover.x", { device_class: "blind" }],
    ] as const)
      expect(isPhysical("switch.turn_on", "switch.x", shownAs(as, undefined, attributes))).toBe(false);
  });
});

describe("the physical gate", () => {
  test("locks and alarms: opening and disarming, never securing", () => {
    for (const service of [
      "lock.unlock",
      "lock.open",
      "homeassistant.turn_on",
      "homeassistant.toggle",
      undefined,
    ]) {
      expect(isPhysical(service, "lock.front", HOME)).toBe(true);
    }
    expect(isPhysical("lock.lock", "lock.front", HOME)).toBe(false);
    for (const service of ["alarm_control_panel.alarm_disarm", "alarm_control_panel.alarm_arm_home"]) {
      expect(isPhysical(service, "alarm_control_panel.home", HOME)).toBe(true);
    }
  });

  test("covers that let in, whatever opens them", () => {
    for (const service of [
      "cover.open_cover",
      "cover.toggle",
      "cover.set_cover_position",
      "cover.open_cover_tilt",
      "homeassistant.turn_off",
    ]) {
      expect(isPhysical(service, "cover.garage", HOME)).toBe(true);
      expect(isPhysical(service, "cover.awning", HOME)).toBe(false);
    }
    for (const service of ["cover.close_cover", "cover.stop_cover"])
      expect(isPhysical(service, "cover.garage", HOME)).toBe(false);
  });

  test("a cover of no class may be a door, unless the owner labelled it a blind", () => {
    expect(isPhysical("cover.open_cover", "cover.new", labelled("cover.new", "x"))).toBe(true);
    expect(isPhysical("cover.open_cover", "cover.new", labelled("cover.new", "blind"))).toBe(false);
    expect(
      isPhysical("cover.open_cover", "cover.new", labelled("cover.new", "blind", { device_class: "gate" })),
    ).toBe(true);
  });

  test("a class that nobody knows says no more than none", () => {
    for (const device_class of ["Garage", "GATE", "hatch", " blind", 5]) {
      expect(isPhysical("cover.open_cover", "cover.x", labelled("cover.x", "x", { device_class }))).toBe(
        true,
      );
      expect(isPhysical("cover.open_cover", "cover.x", labelled("cover.x", "blind", { device_class }))).toBe(
        false,
      );
    }
    for (const device_class of ["curtain", "shutter", "damper"])
      expect(isPhysical("cover.open_cover", "cover.x", labelled("cover.x", "x", { device_class }))).toBe(
        false,
      );
    for (const device_class of ["water", "gas"])
      expect(isPhysical("valve.open_valve", "valve.x", labelled("valve.x", "x", { device_class }))).toBe(
        false,
      );
  });

  test("buttons and switches by the owner's label, sirens that sound", () => {
    expect(isPhysical("button.press", "button.gate", labelled("button.gate", "physical"))).toBe(true);
    expect(isPhysical("button.press", "button.gate", labelled("button.gate", "x"))).toBe(false);
    expect(isPhysical("switch.turn_on", "switch.heater", HOME)).toBe(false);
    expect(isPhysical("siren.turn_on", "siren.x", HOME)).toBe(true);
    expect(isPhysical("siren.turn_off", "siren.x", HOME)).toBe(false);
  });

  test("whatever carries the owner's label; a lock that does is locked unasked all the same", () => {
    for (const [service, id] of [
      ["light.turn_on", "light.x"],
      ["input_boolean.toggle", "input_boolean.x"],
      ["select.select_option", "select.x"],
      ["script.turn_on", "script.x"],
    ] as const) {
      expect(isPhysical(service, id, labelled(id, "physical"))).toBe(true);
      expect(isPhysical("homeassistant.update_entity", id, labelled(id, "physical"))).toBe(false);
      expect(isPhysical(service, id, labelled(id, "x"))).toBe(false);
    }
    const awning = labelled("cover.x", "physical", { device_class: "awning" });
    expect(isPhysical("cover.open_cover", "cover.x", awning)).toBe(true);
    expect(isPhysical("cover.close_cover", "cover.x", awning)).toBe(false);
    expect(isPhysical("lock.lock", "lock.x", labelled("lock.x", "physical"))).toBe(false);
    const renamed = labelled("light.x", "l1");
    const labels = new Map([["l1", { id: "l1", name: " Physical" }]]);
    const place = { ...renamed, registries: { ...renamed.registries, labels } };
    expect(isPhysical("light.turn_on", "light.x", place)).toBe(true);
  });

  test.each([
    ["lock.x", {}, true],
    ["alarm_control_panel.x", {}, true],
    ["cover.x", { device_class: "garage" }, true],
    ["cover.x", { device_class: "awning" }, false],
    ["siren.x", {}, false],
    ["light.x", {}, false],
  ])("what %s %j is worked by, on the same device", (guarded, attributes, asks) => {
    for (const [service, part] of [
      ["button.press", "button.unlatch"],
      ["switch.turn_on", "switch.passage_mode"],
      ["select.select_option", "select.mode"],
      ["number.set_value", "number.position"],
      ["text.set_value", "text.code_1"],
    ] as const) {
      expect(isPhysical(service, part, onDevices({ [guarded]: "d", [part]: "d" }, attributes))).toBe(asks);
      const child = onDevices({ [guarded]: "d", [part]: "e" }, attributes);
      const device = { name: "x", manufacturer: undefined, model: undefined, areaId: undefined, labels: [] };
      const standsOn = (parentId: string) =>
        new Map([
          ["e", { ...device, id: "e", parentId }],
          [parentId, { ...device, id: parentId, parentId: undefined }],
        ]);
      for (const [parentId, counts] of [
        ["d", asks],
        ["f", false],
      ] as const)
        expect(
          isPhysical(service, part, {
            ...child,
            registries: { ...child.registries, devices: standsOn(parentId) },
          }),
        ).toBe(counts);
      expect(isPhysical(service, part, onDevices({ [guarded]: "d", [part]: "e" }, attributes))).toBe(false);
    }
    const sensor = onDevices({ [guarded]: "d", "light.lamp": "d" }, attributes);
    expect(isPhysical("light.turn_on", "light.lamp", sensor)).toBe(false);
  });

  test("a call without entities counts by its domain", () => {
    expect(
      ["lock", "cover", "valve", "siren", "alarm_control_panel"].every((each) =>
        isPhysicalAlone(`${each}.x`, HOME),
      ),
    ).toBe(true);
    expect(isPhysicalAlone("switch.x", HOME)).toBe(false);
    expect(isPhysicalAlone("switch.x", labelled("switch.gate", "physical"))).toBe(true);
  });

  test("a sentence or a program may do anything; loading them anew does nothing", () => {
    for (const service of ["conversation.process", "python_script.x", "pyscript.x"])
      expect(isPhysicalAlone(service, HOME)).toBe(true);
    for (const service of ["conversation.reload", "python_script.reload", "shell_command.x", "notify.x"])
      expect(isPhysicalAlone(service, HOME)).toBe(false);
  });
});

describe("special services", () => {
  test("are kept from wildcards by name", () => {
    for (const service of [
      "homeassistant.restart",
      "homeassistant.reload_all",
      "shell_command.x",
      "recorder.purge_entities",
      "mqtt.publish",
      "camera.record",
      "x.generate_content",
      "zwave_js.set_lock_usercode",
      "simplisafe.set_pin",
      "update.install",
      "remote.send_command",
    ]) {
      expect(kindOfService(service)).toBe("special");
    }
    for (const service of [
      "light.turn_on",
      "homeassistant.turn_on",
      "scene.turn_on",
      "scene.apply",
      "group.reload",
      "recorder.enable",
    ]) {
      expect(kindOfService(service)).toBe("ordinary");
    }
    for (const service of ["profiler.start", "debugpy.start"]) expect(kindOfService(service)).toBe("never");
  });

  test("reads by service are a closed list", () => {
    expect(readKindOf("calendar.get_events")).toBe("read");
    expect(readKindOf("recorder.get_statistics")).toBe("history");
    expect(readKindOf("assist_satellite.ask_question")).toBeUndefined();
  });
});
