/** Entities, areas and devices that hide in the data of a call. */

import { describe, expect, test } from "bun:test";
import type { WireServices } from "../../../../src/hass/wire.ts";
import { findReferences } from "../../../../src/security/grant/target/references.ts";
import { vectorHome } from "../vector-home.ts";

const { place } = vectorHome();
const field = (selector: string) => ({ selector: { [selector]: {} } });
const SERVICES: WireServices = {
  light: {},
  x: {
    y: {
      fields: {
        who: field("entity"),
        where: field("area"),
        what: field("target"),
        advanced: { fields: { device: field("device") } },
        ids: field("statistic"),
      },
    },
  },
};

describe("references", () => {
  test.each(["\u001c", "\u001d", "\u001e", "\u001f", "\u0085", "\u00a0", " \u001f\t\u0085"])(
    "between blanks that Home Assistant takes off (%j)",
    (blank) => {
      const text = `light.hall,${blank}lock.front${blank}`;
      for (const data of [{ who: text }, { other: text }, { [text]: 1 }])
        expect(findReferences(data, "x.y", SERVICES, place).entityIds).toEqual(["light.hall", "lock.front"]);
    },
  );

  test("any text, list item or key that is an entity of this home", () => {
    const data = {
      message: " Light.hall ",
      deep: [{ "lock.front": "on" }],
      both: "light.kitchen, light.bedroom",
      other: "https://a.example/x.png",
    };
    expect(findReferences(data, "x.z", SERVICES, place).entityIds).toEqual([
      "light.hall",
      "lock.front",
      "light.kitchen",
      "light.bedroom",
    ]);
  });

  test("fields made for references, inside sections too", () => {
    const data = {
      who: "light.ghost",
      where: "kitchen",
      what: { device_id: ["d1"], entity_id: "light.hall" },
      device: "d2",
      ids: ["ext:grid"],
    };
    const found = findReferences(data, "x.y", SERVICES, place);
    expect(found.entityIds).toEqual(["light.hall", "light.ghost"]);
    expect(found.selection).toMatchObject({ area_id: ["kitchen"], device_id: ["d1", "d2"] });
    expect(found.statisticIds).toEqual(["ext:grid"]);
  });

  test.each([
    "media-source://camera/lock.front",
    " media-source://camera/lock.front",
    "/api/camera_proxy/lock.front",
    "//host/api/camera_proxy_stream/lock.front?x=1",
    '{"a": ["/api/x/lock.front"]}',
  ])("an id within an address: %s", (text) => {
    expect(findReferences({ media_content_id: text }, "x.z", SERVICES, place).entityIds).toEqual([
      "lock.front",
    ]);
  });

  test("an id nobody has is said apart; a template is not read", () => {
    expect(findReferences({ message: "light.nobody" }, "x.y", SERVICES, place).absent).toEqual([
      "light.nobody",
    ]);
    expect(findReferences({ message: "song.mp3" }, "x.y", SERVICES, place).absent).toEqual([]);
    expect(findReferences({ who: "{{ x }}" }, "x.y", SERVICES, place).templated).toBe(true);
  });
});
