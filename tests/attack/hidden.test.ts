/** What is hidden makes no difference: answers before and after it came are the same, byte for byte. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openHome, type TestHome } from "../e2e/homes.ts";
import { type Host, startHost } from "../e2e/host.ts";
import { until } from "../until.ts";
import { type Owner, openOwner, removeTraps, setTraps } from "./owner.ts";

setDefaultTimeout(120_000);

const isReal = process.env["TEST_HOME"] === "real";
const HIDDEN = 120;
const QUERIES = 300;

let home: TestHome;
let owner: Owner;
let host: Host;

beforeAll(async () => {
  if (!isReal) return;
  home = await openHome();
  owner = await openOwner(home);
  const lights = { domain: ["light", "switch"], area: [home.roles.area.id, "ci_area_01"] };
  const access = {
    read: [lights, "weather.*"],
    history: [lights],
    actions: [{ service: "*", target: lights }, "*@scene.ci_evening", "*@script.ci_slow"],
    deny: ["light.gen_00012", { label: ["hidden_label"] }],
    exclude_attributes: { "light.*": ["effect_list"] },
  };
  host = await startHost({ ...home, grant: { name: "hidden", access, expires_at: "never" } });
});
afterAll(async () => {
  await host?.close();
  owner?.close();
  await home?.close();
});

type Question = readonly [tool: string, args: Readonly<Record<string, unknown>>];

// Names that only the hidden things have, and others.
const WORDS = [
  "light",
  "gen",
  "kitchen",
  "hidden",
  "secret lamp",
  "hidden area",
  "hidden floor",
  "vault",
  "motion",
  "front door",
  "evening",
  "hidden script",
  "weather",
  "lamp 7",
  "vaul",
  "secrt lmp",
  "ci area 00",
  "switch",
  "zz",
  "99",
];
const IDS = [
  "light.gen_00002",
  "light.gen_00012",
  "light.secret_lamp_7",
  "sensor.secret_7",
  "light.nobody",
  "script.hidden_script",
  "scene.hidden_scene",
  "weather.demo_weather_south",
  "area:ci_area_00",
  "area:hidden_area",
  "floor:hidden_floor",
  "floor:ci_ground",
  "label:hidden_label",
  "Secret lamp 7",
  "switch.gen_00001",
];

function questions(): readonly Question[] {
  const asked: Question[] = [
    ["ha_overview", {}],
    ["ha_access", {}],
    ["ha_services", {}],
  ];
  for (const query of WORDS) {
    asked.push(
      ["ha_search", { query }],
      ["ha_search", { query, limit: 50 }],
      ["ha_search", { query, kind: ["area", "floor", "label", "device"] }],
    );
    asked.push(
      ["ha_search", { query, domain: ["light"] }],
      ["ha_read", { ids: [query] }],
      ["ha_overview", { area: query }],
    );
  }
  for (const id of IDS) {
    asked.push(
      ["ha_read", { ids: [id] }],
      ["ha_read", { ids: [id, "light.gen_00002"], detail: "full" }],
      ["ha_services", { id }],
    );
    const dry = { dry_run: true, wait_s: 0 };
    asked.push(["ha_call_service", { service: "light.turn_on", target: { entity_id: [id] }, ...dry }]);
    asked.push([
      "ha_call_service",
      { service: "light.turn_on", target: { entity_id: ["light.gen_00002"] }, data: { effect: id }, ...dry },
    ]);
    asked.push(["ha_call_service", { service: "scene.apply", data: { entities: { [id]: "on" } }, ...dry }]);
  }
  for (const area of ["ci_area_00", "hidden_area", "nowhere", "ci_area_05"])
    for (const key of ["area_id", "floor_id", "label_id", "device_id"])
      asked.push(["ha_call_service", { service: "light.turn_on", target: { [key]: [area] }, dry_run: true }]);
  for (const service of [
    "light.turn_on",
    "script.hidden_script",
    "script.nobody",
    "scene.turn_on",
    "notify.nobody",
    "light.toggle",
  ])
    asked.push(
      ["ha_call_service", { service, dry_run: true }],
      ["ha_services", { id: service.split(".")[0] ?? "" }],
    );
  for (let at = 0; asked.length < QUERIES; at++)
    asked.push(["ha_search", { query: `${WORDS[at % WORDS.length]} ${IDS[at % IDS.length]}` }]);
  return asked;
}

async function ask(all: readonly Question[]): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const [tool, args] of all) {
    const { error, text, structured, meta } = await host.call(tool, args);
    answers.push(JSON.stringify({ error, text, structured, meta }));
  }
  return answers;
}

/** 120 entities, an area, a label, a floor, a script, a scene, an automation: nothing the grant opens. */
async function hideThings(): Promise<void> {
  const floor = (await owner.command({ type: "config/floor_registry/create", name: "Hidden floor" })) as {
    floor_id: string;
  };
  await owner.command({
    type: "config/area_registry/create",
    name: "Hidden area",
    floor_id: floor.floor_id,
    aliases: ["vault"],
  });
  await owner.command({ type: "config/label_registry/create", name: "Hidden label" });
  for (let at = 0; at < HIDDEN; at++) {
    const domain = at % 2 === 0 ? "light" : "sensor";
    const id = domain === "light" ? `light.secret_lamp_${at + 1}` : `sensor.secret_${at}`;
    await owner.rest("POST", `states/${id}`, {
      state: "on",
      attributes: { friendly_name: `Secret lamp ${at}`, device_class: "motion" },
    });
  }
  await setTraps(owner, TRAPS);
}

const TRAPS = {
  "script.hidden_script": {
    sequence: [{ action: "light.turn_on", target: { entity_id: "light.gen_00012" } }],
  },
  "scene.hidden_scene": { entities: { "light.gen_00012": "on" } },
  "automation.hidden_automation": {
    triggers: [{ trigger: "state", entity_id: "light.gen_00012" }],
    conditions: [],
    actions: [{ action: "light.turn_on", target: { entity_id: "light.gen_00022" } }],
  },
};

describe.skipIf(!isReal)("what is hidden", () => {
  test("changes no answer: 300 of them, byte for byte", async () => {
    const all = questions();
    expect(all.length).toBe(QUERIES);
    const before = await ask(all);
    // what changes by itself says nothing
    const again = await ask(all);
    const steady = all.map((_, at) => before[at] === again[at]);
    await hideThings();
    // until our server has heard of it: its own search would find it
    const other = await startHost({ ...home });
    await until(async () =>
      (
        await other.call("ha_read", { ids: ["automation.hidden_automation", "light.secret_lamp_7"] })
      ).text.includes("secret_lamp_7"),
    );
    await other.close();
    await until(async () => (await owner.stateOf("scene.hidden_scene")) !== undefined);
    const after = await ask(all);
    const different = all.filter((_, at) => steady[at] && before[at] !== after[at]);
    expect(different).toEqual([]);
    expect(steady.filter((each) => !each).length).toBeLessThanOrEqual(QUERIES / 50);
    await removeTraps(owner, TRAPS);
  });
});
