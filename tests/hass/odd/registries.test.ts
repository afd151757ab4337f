/** Registries that Home Assistant answers in another form than its own: an empty list would open what a grant denies. */

import { afterEach, describe, expect, test } from "bun:test";
import { isDoubtful } from "../../../src/hass/registries.ts";
import { objectOf } from "../../../src/hass/wire-values.ts";
import type { EntityRule } from "../../../src/security/grant/model/access.ts";
import { isPhysical } from "../../../src/security/grant/reach/physical.ts";
import { compileRules } from "../../../src/security/grant/scope/selectors.ts";
import { closeAll, openGateway, openHass, Refusal } from "../fake-hass.ts";

afterEach(closeAll);

const ENTITIES = "config/entity_registry/list_for_display";
const AREAS = "config/area_registry/list";
const DEVICES = "config/device_registry/list";
const FLOORS = "config/floor_registry/list";
const LABELS = "config/label_registry/list";

type Answers = Readonly<Record<string, unknown>>;

const HOME: Answers = {
  [FLOORS]: [{ floor_id: "up", name: "Upstairs" }],
  [LABELS]: [
    { label_id: "l1", name: "Physical" },
    { label_id: "l2", name: "Private" },
  ],
  [AREAS]: [
    { area_id: "bed", name: "Bedroom", floor_id: "up" },
    { area_id: "hall", name: "Hall", labels: ["l2"] },
  ],
  [DEVICES]: [{ id: "d1", name: "Lamp", area_id: "bed", labels: ["l2"] }],
  [ENTITIES]: { entity_categories: {}, entities: [entity({ ai: "bed" })] },
};

function entity(more: object): object {
  return { ei: "light.a", pl: "hue", ...more };
}

async function opened(answers: Answers, states = ["light.a"]) {
  const hass = await openHass();
  hass.first = Object.fromEntries(states.map((id) => [id, { s: "off", lc: 1 }]));
  for (const [type, answer] of Object.entries({ ...HOME, ...answers }))
    hass.answers.set(type, () => {
      if (answer instanceof Refusal) throw answer;
      return answer;
    });
  let tell: (fault: unknown) => void = () => undefined;
  const refused = new Promise((resolve) => {
    tell = resolve;
  });
  const gateway = openGateway(hass.url, {
    onEvent: (event, detail) => event === "load_failed" && tell(objectOf(detail)["fault"]),
  });
  return { hass, gateway, refused };
}

const ODD = [null, 5, true, "areas", {}, { areas: [] }];

describe("a part that decides what a grant opens", () => {
  test.each([AREAS, DEVICES, ENTITIES].flatMap((type) => ODD.map((answer) => [type, answer] as const)))(
    "%s = %j: nothing is served, and why is said",
    async (type, answer) => {
      const { refused } = await opened({ [type]: answer });
      expect(await refused).toMatchObject({
        code: "HASS_REJECTED",
        message: expect.stringContaining("cannot be read"),
        hint: expect.stringContaining("restart"),
      });
    },
  );

  test("whoever waits hears it, also while it is tried again", async () => {
    const { hass, gateway, refused } = await opened({ [AREAS]: {} });
    await refused;
    await expect(gateway.ready()).rejects.toThrow("its areas cannot be read");
    expect(hass.received.filter(({ type }) => type === AREAS).length).toBeGreaterThan(1);
    hass.answers.set(AREAS, () => HOME[AREAS]);
    while (!gateway.connected) await new Promise((resolve) => setImmediate(resolve));
    expect(gateway.registries.areas.size).toBe(2);
  });

  test("of entities: a list without its frame, a frame without its list", async () => {
    for (const answer of [[entity({})], { entity_categories: {} }, { entities: { "light.a": {} } }]) {
      const { refused } = await opened({ [ENTITIES]: answer });
      expect(await refused).toMatchObject({
        message: expect.stringContaining("its entities cannot be read"),
      });
      closeAll();
    }
  });
});

const DENIALS: readonly EntityRule[] = [
  { area: ["other"] },
  { floor: ["other"] },
  { label: ["other"] },
  { device: ["other"] },
];

describe("one entry that cannot be read", () => {
  const odd = [5, true, {}, ["bed"], ""];
  const cases: [string, Answers][] = [
    ...["ai", "di", "lb"].flatMap((key) =>
      odd
        .filter((value) => key !== "lb" || !Array.isArray(value))
        .map((value): [string, Answers] => [
          `entity ${key} = ${JSON.stringify(value)}`,
          { [ENTITIES]: { entities: [entity({ [key]: value })] } },
        ]),
    ),
    ["entity lb = [5]", { [ENTITIES]: { entities: [entity({ lb: ["l2", 5] })] } }],
    ...[null, 5, "", "no id", {}, []].map((ei): [string, Answers] => [
      `entity ei = ${JSON.stringify(ei)}`,
      { [ENTITIES]: { entities: [entity({ ei, ai: "bed" })] } },
    ]),
    ["entity = null", { [ENTITIES]: { entities: [null] } }],
    ...["area_id", "parent_device_id", "labels"].map((key): [string, Answers] => [
      `device ${key} = 5`,
      { [ENTITIES]: { entities: [entity({ di: "d1" })] }, [DEVICES]: [{ id: "d1", [key]: 5 }] },
    ]),
    [
      "device id = 5",
      { [ENTITIES]: { entities: [entity({ di: "d1" })] }, [DEVICES]: [{ id: 5, area_id: "bed" }] },
    ],
    [
      "parent id = 5",
      {
        [ENTITIES]: { entities: [entity({ di: "d1" })] },
        [DEVICES]: [
          { id: "d1", parent_device_id: "d2" },
          { id: 5, area_id: "bed" },
        ],
      },
    ],
    ["area area_id = 5", { [AREAS]: [{ area_id: 5, floor_id: "up" }] }],
    ["area floor_id = 5", { [AREAS]: [{ area_id: "bed", floor_id: 5 }] }],
    ["area labels = 5", { [AREAS]: [{ area_id: "bed", labels: 5 }] }],
  ];
  test.each(cases)("%s: every denial by place holds it, nothing opens by place", async (_, answers) => {
    const { gateway } = await opened(answers);
    await gateway.ready();
    expect(isDoubtful(gateway.registries, "light.a")).toBe(true);
    for (const rule of DENIALS) {
      expect([rule, compileRules([rule], "denies").has("light.a", gateway)]).toEqual([rule, true]);
      expect([rule, compileRules([rule]).has("light.a", gateway)]).toEqual([rule, false]);
    }
    // the rest of a selector still decides
    const locks = compileRules([{ area: ["other"], domain: ["lock"] }], "denies");
    expect(locks.has("light.a", gateway)).toBe(false);
    expect(isPhysical("light.turn_on", "light.a", gateway)).toBe(true);
  });

  test("leaves the others as they are", async () => {
    const { gateway } = await opened(
      { [ENTITIES]: { entities: [entity({ ai: 5 }), { ei: "light.b", ai: "bed" }, { ei: "light.c" }] } },
      ["light.a", "light.b", "light.c", "light.without"],
    );
    await gateway.ready();
    for (const id of ["light.b", "light.c", "light.without"]) {
      expect([id, isDoubtful(gateway.registries, id)]).toEqual([id, false]);
      for (const rule of DENIALS) expect(compileRules([rule], "denies").has(id, gateway)).toBe(false);
      expect(isPhysical("light.turn_on", id, gateway)).toBe(false);
    }
  });

  test("a platform or device class that cannot be read is denied with all others", async () => {
    const { hass, gateway } = await opened({ [ENTITIES]: { entities: [entity({ pl: 5 })] } }, []);
    hass.first = { "light.a": { s: "off", a: { device_class: ["x"] } }, "light.b": { s: "off" } };
    await gateway.ready();
    for (const rule of [{ integration: ["nest"] }, { device_class: ["door"] }]) {
      const denied = compileRules([rule], "denies");
      expect([denied.has("light.a", gateway), denied.has("light.b", gateway)]).toEqual([true, false]);
      expect(compileRules([rule]).has("light.a", gateway)).toBe(false);
    }
  });
});

describe("floors and labels that do not load", () => {
  const faults = [new Refusal("no"), null, {}, "x"];
  test.each(faults)("%j: a denial by floor or label holds", async (fault) => {
    const { gateway } = await opened({ [FLOORS]: fault, [LABELS]: fault });
    await gateway.ready();
    expect(gateway.registries.floors.size + gateway.registries.labels.size).toBe(0);
    expect(compileRules([{ floor: ["up"] }], "denies").has("light.a", gateway)).toBe(true);
    const labelled = await opened({ [LABELS]: fault, [ENTITIES]: { entities: [entity({ lb: ["l2"] })] } });
    await labelled.gateway.ready();
    expect(compileRules([{ label: ["l2"] }], "denies").has("light.a", labelled.gateway)).toBe(true);
  });

  test.each([
    ["the list", new Refusal("no")],
    ["the id of an entry", [{ label_id: 5, name: "Physical" }]],
    ["the name of an entry", [{ label_id: "l1", name: null }]],
  ])("%s: what carries a label may carry the owner's and asks", async (_, labels) => {
    const { gateway } = await opened(
      { [LABELS]: labels, [ENTITIES]: { entities: [entity({ lb: ["l1"] }), { ei: "light.b" }] } },
      ["light.a", "light.b"],
    );
    await gateway.ready();
    expect(isPhysical("light.turn_on", "light.a", gateway)).toBe(true);
    expect(isPhysical("light.turn_on", "light.b", gateway)).toBe(false);
  });
});

describe("what a lock is worked by", () => {
  test("asks where its own device or the lock's cannot be read", async () => {
    const states = ["lock.front", "button.unlatch"];
    const lock = { ei: "lock.front", di: "d1" };
    for (const entities of [
      [lock, { ei: "button.unlatch", di: 5 }],
      [
        { ...lock, di: 5 },
        { ei: "button.unlatch", di: "d1" },
      ],
      [lock, { ei: 5, di: "d1" }],
    ]) {
      const { gateway } = await opened({ [LABELS]: [], [ENTITIES]: { entities } }, states);
      await gateway.ready();
      expect(isPhysical("button.press", "button.unlatch", gateway)).toBe(true);
      closeAll();
    }
  });
});
