/** What is loaded of a home, kept current by Home Assistant's events. */

import { afterEach, describe, expect, test } from "bun:test";
import type { LiveGateway } from "../../src/hass/live-gateway.ts";
import { until } from "../until.ts";
import { closeAll, type FakeHass, type Message, openGateway, openHass, Refusal } from "./fake-hass.ts";

afterEach(closeAll);

const LIST = "config/entity_registry/list_for_display";
const ENTRIES = "config/entity_registry/get_entries";

/** A home whose entity list, aliases and exposure the test may change. */
async function openHome(onEvent: (event: string, detail?: unknown) => void = () => undefined) {
  const hass = await openHass();
  const registry = {
    entities: [{ ei: "light.a", pl: "hue" }] as { ei: string; pl: string; ec?: number }[],
    aliases: { "light.a": ["Lamp", "  ", null] } as Record<string, unknown[]>,
    exposed: true,
  };
  hass.answers.set(LIST, () => ({ entity_categories: { "0": "config" }, entities: registry.entities }));
  hass.answers.set(ENTRIES, ({ entity_ids }) =>
    Object.fromEntries(
      (entity_ids as string[]).map((id) => [
        id,
        registry.aliases[id] ? { aliases: registry.aliases[id] } : null,
      ]),
    ),
  );
  hass.answers.set("config/entity_registry/list", () => [
    { entity_id: "light.a", options: { conversation: { should_expose: registry.exposed } } },
  ]);
  const gateway = openGateway(hass.url, { onEvent });
  await gateway.ready();
  await gateway.aliasesLoaded();
  hass.received.splice(0);
  return { hass, gateway, registry };
}

const of = (hass: FakeHass, type: string) => hass.received.filter((message) => message.type === type);

function changed(hass: FakeHass, id: string, more: object = {}): void {
  const event = { event_type: "entity_registry_updated", data: { action: "update", entity_id: id, ...more } };
  hass.event("subscribe_events", event, "entity_registry_updated");
}

/** Resolves when `gateway.revision` has grown by so much. */
async function grown(gateway: LiveGateway, from: number, by: number): Promise<void> {
  while (gateway.revision < from + by) await new Promise((resolve) => setImmediate(resolve));
}

describe("loading", () => {
  test("every registry, in the words of the port", async () => {
    const hass = await openHass();
    hass.answers
      .set("config/floor_registry/list", () => [
        { floor_id: "up", name: "Upstairs", level: 1, aliases: ["First floor"] },
        { floor_id: "in", name: "Inside", level: null },
      ])
      .set("config/area_registry/list", () => [
        { area_id: "bed", name: "Bedroom", floor_id: "up", aliases: ["Sleep"], labels: ["quiet"] },
        { area_id: "hall", name: "Hall", floor_id: null },
      ])
      .set("config/label_registry/list", () => [{ label_id: "quiet", name: "Quiet" }])
      .set("config/device_registry/list", () => [
        { id: "d1", name: "Lamp", name_by_user: "My lamp", manufacturer: "M", model: "X", area_id: "bed" },
        { id: "d2", name: null, parent_device_id: "d1", labels: ["quiet"] },
      ])
      .set(LIST, () => ({
        entity_categories: { "0": "config", "1": "diagnostic" },
        entities: [
          { ei: "light.a", pl: "hue", di: "d1", lb: ["quiet"], en: "Left" },
          { ei: "sensor.a", pl: "hue", ai: "hall", ec: 1, hb: true },
          { ei: "number.a", ec: 0 },
          { ei: "switch.a", ec: 7 },
        ],
      }));
    const gateway = openGateway(hass.url);
    await gateway.ready();
    const { floors, areas, labels, devices, entities } = gateway.registries;
    expect([...floors.values()]).toEqual([
      { id: "up", name: "Upstairs", aliases: ["First floor"], level: 1 },
      { id: "in", name: "Inside", aliases: [], level: undefined },
    ]);
    expect([...areas.values()]).toEqual([
      { id: "bed", name: "Bedroom", aliases: ["Sleep"], floorId: "up", labels: ["quiet"] },
      { id: "hall", name: "Hall", aliases: [], floorId: undefined, labels: [] },
    ]);
    expect([...labels.values()]).toEqual([{ id: "quiet", name: "Quiet" }]);
    expect([...devices.values()]).toMatchObject([
      { id: "d1", name: "My lamp", manufacturer: "M", model: "X", areaId: "bed", parentId: undefined },
      { id: "d2", name: "", manufacturer: undefined, labels: ["quiet"], parentId: "d1" },
    ]);
    expect([...entities.values()]).toMatchObject([
      { entityId: "light.a", platform: "hue", deviceId: "d1", labels: ["quiet"], ownName: "Left" },
      { entityId: "sensor.a", areaId: "hall", category: "diagnostic", hidden: true },
      { entityId: "number.a", platform: undefined, category: "config", hidden: false },
      { entityId: "switch.a", category: undefined },
    ]);
  });

  test("large registries are whole", async () => {
    const hass = await openHass();
    const entities = Array.from({ length: 4_500 }, (_, index) => ({ ei: `light.l${index}` }));
    const devices = Array.from({ length: 4_500 }, (_, index) => ({ id: `d${index}`, name: "D" }));
    hass.answers.set(LIST, () => ({ entities })).set("config/device_registry/list", () => devices);
    const gateway = openGateway(hass.url);
    await gateway.ready();
    expect(gateway.registries.entities.size).toBe(4_500);
    expect(gateway.registries.devices.size).toBe(4_500);
    await gateway.aliasesLoaded();
    const asked = of(hass, ENTRIES).flatMap((message) => message["entity_ids"] as string[]);
    expect(asked).toHaveLength(4_500);
    expect(Math.max(...of(hass, ENTRIES).map((message) => (message["entity_ids"] as string[]).length))).toBe(
      200,
    );
  });

  test("which script a service runs: by the name that it was made with, read anew with the entities", async () => {
    const hass = await openHass();
    const names: Record<string, unknown> = { "script.party": { unique_id: "welcome" }, "script.gone": null };
    const entities = [{ ei: "script.party" }, { ei: "light.a" }, { ei: "script.gone" }];
    hass.answers.set(LIST, () => ({ entities })).set(ENTRIES, () => names);
    const gateway = openGateway(hass.url);
    await gateway.ready();
    expect(gateway.registries.scripts).toEqual(new Map([["script.welcome", "script.party"]]));
    // it was listed a moment ago: it may be called otherwise now
    expect(gateway.registries.unreadScripts).toBe(true);
    const before = gateway.revision;
    names["script.party"] = { unique_id: "hello" };
    changed(hass, "script.party");
    await grown(gateway, before, 1);
    expect(gateway.registries.scripts).toEqual(new Map([["script.hello", "script.party"]]));
  });

  test("a home is served all the same where names of scripts cannot be read; which ones is not known", async () => {
    const many = Array.from({ length: 250 }, (_, at) => `script.s${at}`);
    const refused = () => {
      throw new Refusal("invalid_format");
    };
    const answers: readonly (readonly [unknown, number])[] = [
      [() => ({ "script.s0": { unique_id: 7 } }), 0],
      [() => null, 0],
      [refused, 0],
      [
        ({ entity_ids }: Message) =>
          (entity_ids as string[]).includes("script.s0")
            ? refused()
            : Object.fromEntries((entity_ids as string[]).map((id) => [id, { unique_id: id.slice(7) }])),
        50,
      ],
    ];
    for (const [answer, known] of answers) {
      const hass = await openHass();
      hass.answers
        .set(LIST, () => ({ entities: many.map((ei) => ({ ei })) }))
        .set(ENTRIES, answer as (message: Message) => unknown);
      const gateway = openGateway(hass.url);
      await gateway.ready();
      expect(gateway.registries.scripts?.size).toBe(known);
      expect(gateway.registries.unreadScripts).toBe(true);
    }
  });

  test("aliases come after the rest; blanks and nulls are none", async () => {
    const { gateway } = await openHome();
    expect([...gateway.registries.aliases]).toEqual([["light.a", ["Lamp"]]]);
  });
});

describe("events", () => {
  const reads: readonly (readonly [string, string])[] = [
    ["floor_registry_updated", "config/floor_registry/list"],
    ["area_registry_updated", "config/area_registry/list"],
    ["label_registry_updated", "config/label_registry/list"],
    ["device_registry_updated", "config/device_registry/list"],
    ["entity_registry_updated", LIST],
    ["service_registered", "get_services"],
    ["service_removed", "get_services"],
  ];
  test("each reads the part that it names anew", async () => {
    for (const [event, type] of reads) {
      const { hass, gateway } = await openHome();
      const before = gateway.revision;
      hass.event("subscribe_events", { data: {} }, event);
      await hass.until((message: Message) => message.type === type);
      await grown(gateway, before, 1);
      expect(hass.received).toHaveLength(1);
    }
  });

  test("a burst is read once, and the aliases of what it named with it", async () => {
    const { hass, gateway, registry } = await openHome();
    const before = gateway.revision;
    registry.entities.push({ ei: "light.new", pl: "hue" });
    registry.aliases = { "light.new": ["Fresh"] };
    for (let time = 0; time < 5; time++) changed(hass, "light.new", { old_entity_id: "light.a" });
    await grown(gateway, before, 2);
    await gateway.aliasesLoaded();
    expect(of(hass, LIST)).toHaveLength(1);
    expect(of(hass, ENTRIES)).toMatchObject([{ entity_ids: ["light.new", "light.a"] }]);
    expect([...gateway.registries.entities.keys()]).toEqual(["light.a", "light.new"]);
    expect([...gateway.registries.aliases]).toEqual([["light.new", ["Fresh"]]]);
    hass.received.splice(0);
    changed(hass, "light.b");
    expect(await hass.until(({ type }) => type === ENTRIES)).toMatchObject({ entity_ids: ["light.b"] });
  });

  test("aliases that did not change are no revision", async () => {
    const { hass, gateway } = await openHome();
    const [before, aliases] = [gateway.revision, gateway.registries.aliases];
    changed(hass, "light.a");
    await hass.until(({ type }) => type === ENTRIES);
    await gateway.aliasesLoaded();
    expect(gateway.revision).toBe(before + 1);
    expect(gateway.registries.aliases).toBe(aliases);
  });

  test.each([
    ["entities", LIST],
    ["aliases", ENTRIES],
  ])("%s that cannot be read are reported, and what was known stays", async (part, type) => {
    let told: (detail: unknown) => void = () => undefined;
    const fault = new Promise((resolve) => {
      told = resolve;
    });
    const { hass, gateway } = await openHome((event, detail) => event === "reload_failed" && told(detail));
    hass.answers.set(type, () => {
      throw new Refusal("no");
    });
    changed(hass, "light.a");
    expect(await fault).toMatchObject({ part, fault: { code: "HASS_REJECTED" } });
    expect([...gateway.registries.entities.keys()]).toEqual(["light.a"]);
    expect([...gateway.registries.aliases]).toEqual([["light.a", ["Lamp"]]]);
  });
});

describe("a registry that is answered oddly after it changed", () => {
  test("is asked for again, and the home goes on with it", async () => {
    const { hass, gateway, registry } = await openHome();
    const [answer, before] = [hass.answers.get(LIST), gateway.revision];
    hass.answers.set(LIST, (message) => {
      if (answer) hass.answers.set(LIST, answer);
      registry.entities.push({ ei: "light.b", pl: "hue" });
      return message["nothing"];
    });
    changed(hass, "light.b");
    await grown(gateway, before, 1);
    expect([...gateway.registries.entities.keys()]).toEqual(["light.a", "light.b"]);
  });

  test("and again oddly, decides no more: there is no home until it can be read", async () => {
    const { hass, gateway, registry } = await openHome();
    const answer = hass.answers.get(LIST);
    hass.answers.set(LIST, () => "odd");
    changed(hass, "light.a");
    await until(() => !gateway.connected);
    registry.entities = [{ ei: "light.c", pl: "hue" }];
    if (answer) hass.answers.set(LIST, answer);
    await until(() => gateway.connected);
    expect([...gateway.registries.entities.keys()]).toEqual(["light.c"]);
  });
});

describe("what is exposed to Assist", () => {
  test("is asked for once, and again after an entry changed", async () => {
    const { hass, gateway, registry } = await openHome();
    expect(of(hass, "config/entity_registry/list")).toHaveLength(0);
    for (let time = 0; time < 3; time++) expect([...(await gateway.exposedToAssist())]).toEqual(["light.a"]);
    expect(of(hass, "config/entity_registry/list")).toHaveLength(1);
    registry.exposed = false;
    const before = gateway.revision;
    changed(hass, "light.a");
    await grown(gateway, before, 1);
    expect((await gateway.exposedToAssist()).size).toBe(0);
  });

  test("is asked for again after it could not be had", async () => {
    const { hass, gateway } = await openHome();
    const answer = hass.answers.get("config/entity_registry/list");
    hass.answers.set("config/entity_registry/list", () => {
      throw new Refusal("no");
    });
    await expect(gateway.exposedToAssist()).rejects.toMatchObject({ code: "HASS_REJECTED" });
    if (answer) hass.answers.set("config/entity_registry/list", answer);
    expect((await gateway.exposedToAssist()).size).toBe(1);
  });

  test("is asked for again after a reconnection", async () => {
    const { hass, gateway, registry } = await openHome();
    expect((await gateway.exposedToAssist()).size).toBe(1);
    registry.exposed = false;
    hass.drop();
    while (gateway.connected) await new Promise((resolve) => setImmediate(resolve));
    await gateway.ready();
    expect((await gateway.exposedToAssist()).size).toBe(0);
  });
});
