/** The homes that the end-to-end suite runs on, and which of their entities plays which part. */

import { startDemoHouse } from "../../src/demo/house.ts";

export type Roles = {
  /** On and off at once, brightness and colour temperature. */
  readonly dimmable: { readonly id: string; readonly name: string };
  readonly switch: string;
  /** Accepts everything, changes never. */
  readonly liar: string;
  /** The state follows 3 s after the answer. */
  readonly slow: string;
  /** Home Assistant answers after 15 s. */
  readonly block: string;
  readonly fail: string;
  readonly reject: string;
  readonly offline: string;
  readonly lock: string;
  readonly garage: string;
  readonly climate: string;
  /** A number entity and its range. */
  readonly number: { readonly id: string; readonly max: number };
  readonly select: { readonly id: string; readonly options: readonly [string, string] };
  readonly scene: string;
  /** A script that runs for 20 s, and one that answers. */
  readonly slowScript: string;
  readonly answeringScript: string;
  /** An area with lights. */
  readonly area: { readonly id: string; readonly name: string; readonly light: string };
  /** Whose name, state or attribute orders a model about. */
  readonly hostile: readonly string[];
  readonly weather: string;
  /** What lies outside the area, and the ways to it. */
  readonly outside: {
    readonly light: string;
    readonly floor: string;
    readonly floorOfArea: string;
    /** On something outside. */
    readonly label: string;
    readonly group: string;
    readonly script: string;
    readonly scene: string;
    readonly automation: string;
  };
  readonly automation: string;
};

export type TestHome = {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  /** Of a user who is no administrator. */
  readonly userToken: string;
  readonly roles: Roles;
  close(): Promise<void>;
};

const REAL: Roles = {
  dimmable: { id: "light.ceiling_lights", name: "Ceiling Lights" },
  switch: "switch.ac",
  liar: "switch.ci_liar",
  slow: "switch.ci_slow",
  block: "switch.ci_block",
  fail: "switch.ci_fail",
  reject: "switch.ci_reject",
  offline: "switch.ci_offline",
  lock: "lock.front_door",
  garage: "cover.garage_door",
  climate: "climate.heatpump",
  number: { id: "number.large_range", max: 1000 },
  select: { id: "select.speed", options: ["light_speed", "ludicrous_speed"] },
  scene: "scene.ci_evening",
  slowScript: "script.ci_slow",
  answeringScript: "script.ci_respond",
  area: { id: "ci_area_00", name: "CI Area 00", light: "light.gen_00002" },
  hostile: ["sensor.ci_hostile_name", "sensor.ci_hostile_state", "sensor.ci_hostile_attr"],
  weather: "weather.demo_weather_south",
  automation: "automation.ci_guest_light",
  outside: {
    light: "light.gen_00012",
    floor: "ci_upper",
    floorOfArea: "ci_ground",
    label: "ci_mood",
    group: "group.hearthgate_outside",
    script: "script.hearthgate_outside",
    scene: "scene.hearthgate_outside",
    automation: "automation.hearthgate_outside",
  },
};

const DEMO: Roles = {
  dimmable: { id: "light.kitchen_counter", name: "Kitchen counter" },
  switch: "switch.coffee_machine",
  liar: "switch.heater_liar",
  slow: "switch.heater_slow",
  block: "switch.heater_block",
  fail: "switch.heater_fail",
  reject: "switch.heater_reject",
  offline: "switch.heater_offline",
  lock: "lock.front_door",
  garage: "cover.garage_door",
  climate: "climate.living_room",
  number: { id: "number.desk_height", max: 127 },
  select: { id: "select.desk_preset", options: ["sit", "stand"] },
  scene: "scene.movie_night",
  slowScript: "script.slow_start",
  answeringScript: "script.house_report",
  area: { id: "kitchen", name: "Kitchen", light: "light.kitchen_counter" },
  hostile: ["sensor.mailbox_sender", "sensor.mailbox_subject", "sensor.mailbox_note", "switch.hall_mirror"],
  weather: "weather.home",
  automation: "automation.guest_light",
  outside: {
    light: "light.hall",
    floor: "upper_floor",
    floorOfArea: "ground_floor",
    label: "evening",
    group: "group.downstairs_lights",
    script: "script.all_off",
    scene: "scene.movie_night",
    automation: "automation.guest_light",
  },
};

/** The real Home Assistant named by HASS_URL when TEST_HOME=real, else the demo house. */
export async function openHome(): Promise<TestHome> {
  if (process.env["TEST_HOME"] !== "real") return await openDemo();
  const { HASS_URL: url, HASS_TOKEN: token } = process.env;
  if (!url || !token) throw new Error("TEST_HOME=real needs HASS_URL and HASS_TOKEN");
  return {
    name: "real",
    url,
    token,
    userToken: process.env["HASS_USER_TOKEN"] ?? "",
    roles: REAL,
    close: async () => undefined,
  };
}

async function openDemo(): Promise<TestHome> {
  const house = await startDemoHouse({ restless: false, lockMs: 300 });
  return {
    name: "demo",
    url: house.url,
    token: house.tokens.admin,
    userToken: house.tokens.user,
    roles: DEMO,
    close: () => house.close(),
  };
}
