/** What each service makes of the demo devices of a real Home Assistant: call, what goes before it, what must be so after. */

type Data = Readonly<Record<string, unknown>>;
export type Truth = Readonly<Record<string, unknown>>;

export type Cell = {
  readonly service: string;
  readonly id: string;
  readonly data: Data;
  /** Brings the device elsewhere, so that there is something to do: `service` or `service` with data. */
  readonly before: readonly (readonly [string, Data?])[];
  /** By attribute, `state` among them, what Home Assistant must say after it. */
  readonly truth: Truth;
  /** Verdict of the first call, several where the device's own pace decides; `confirmed` unless told. */
  readonly first?: string;
  /** Verdict of the same call again; `already` unless told. */
  readonly again?: string;
  /** Data that the entity or Home Assistant refuses. */
  readonly beyond?: Data;
};

const cell = (
  service: string,
  id: string,
  data: Data,
  before: Cell["before"],
  truth: Truth,
  more: Pick<Cell, "first" | "again" | "beyond"> = {},
): Cell => ({ service, id, data, before, truth, ...more });

/** On, off and the other way. */
function switchable(id: string, domain = id.split(".")[0] ?? "", on = "on", off = "off"): readonly Cell[] {
  const [up, down] = [`${domain}.turn_on`, `${domain}.turn_off`] as const;
  return [
    cell(up, id, {}, [[down]], { state: on }),
    cell(down, id, {}, [[up]], { state: off }),
    cell(`${domain}.toggle`, id, {}, [[down]], { state: on }, { again: "confirmed" }),
    cell("homeassistant.turn_on", id, {}, [[down]], { state: on }),
    cell("homeassistant.turn_off", id, {}, [[up]], { state: off }),
    cell("homeassistant.toggle", id, {}, [[up]], { state: off }, { again: "confirmed" }),
  ];
}

/** One attribute set to one of two values. */
function settable(
  service: string,
  id: string,
  key: string,
  attribute: string,
  values: readonly unknown[],
  beyond?: unknown,
): readonly Cell[] {
  return values.map((value, at) => {
    const other = values[(at + 1) % values.length];
    const more = beyond === undefined ? {} : { beyond: { [key]: beyond } };
    return cell(service, id, { [key]: value }, [[service, { [key]: other }]], { [attribute]: value }, more);
  });
}

const lit = (id: string, data: Data, truth: Truth, beyond?: Data): Cell =>
  cell("light.turn_on", id, data, [["light.turn_off"]], { state: "on", ...truth }, beyond ? { beyond } : {});

const LIGHTS: readonly Cell[] = [
  "light.bed_light",
  "light.ceiling_lights",
  "light.kitchen_lights",
  "light.office_rgbw_lights",
  "light.living_room_rgbww_lights",
  "light.entrance_color_white_lights",
].flatMap((id) => [
  ...switchable(id),
  lit(id, { brightness: 100 }, { brightness: 100 }, { brightness: 256 }),
  lit(id, { brightness_pct: 40 }, { brightness: 102 }, { brightness_pct: 101 }),
  lit(id, { color_temp_kelvin: 3000 }, {}, { color_temp_kelvin: "warm" }),
]);
const COLORS: readonly Cell[] = [
  "light.bed_light",
  "light.office_rgbw_lights",
  "light.living_room_rgbww_lights",
  "light.entrance_color_white_lights",
].flatMap((id) => [
  lit(id, { rgb_color: [0, 255, 0] }, { rgb_color: [0, 255, 0] }),
  lit(id, { hs_color: [300, 60] }, { hs_color: [300, 60] }),
  lit(id, { color_name: "Royal Blue" }, {}, { color_name: "blurple" }),
]);

const COVER = "cover.living_room_window";
const MEDIA = ["media_player.bedroom", "media_player.living_room", "media_player.walkman"] as const;
const UNLOCKABLE = ["lock.front_door", "lock.kitchen_door", "lock.openable_lock_2"] as const;

const MOVES = "in_progress|confirmed|already";

export const CELLS: readonly Cell[] = [
  ...LIGHTS,
  ...COLORS,
  lit("light.bed_light", { effect: "rainbow" }, { effect: "rainbow" }, { effect: "snow" }),
  cell(
    "light.turn_on",
    "light.kitchen_lights",
    { brightness_step: 20 },
    [["light.turn_on", { brightness: 100 }]],
    { brightness: 120 },
    { again: "confirmed" },
  ),
  ...["switch.ac", "switch.decorative_lights", "switch.hub_switch"].flatMap((id) => switchable(id)),
  ...switchable("input_boolean.ci_guest_mode"),
  ...switchable("humidifier.hygrostat"),
  ...settable("humidifier.set_humidity", "humidifier.humidifier", "humidity", "humidity", [45, 60], 101),
  ...settable("humidifier.set_mode", "humidifier.hygrostat", "mode", "mode", ["eco", "home"], "party"),
  ...switchable("siren.siren"),
  ...switchable("siren.siren_with_all_features"),
  ...switchable("remote.remote_one"),
  ...switchable("fan.living_room_fan"),
  ...switchable("fan.percentage_full_fan"),
  ...settable("fan.set_percentage", "fan.living_room_fan", "percentage", "percentage", [33, 66], 101),
  ...settable(
    "fan.set_direction",
    "fan.living_room_fan",
    "direction",
    "direction",
    ["forward", "reverse"],
    "up",
  ),
  ...settable("fan.oscillate", "fan.living_room_fan", "oscillating", "oscillating", [true, false]),
  ...settable(
    "fan.set_preset_mode",
    "fan.preset_only_limited_fan",
    "preset_mode",
    "preset_mode",
    ["auto", "smart"],
    "storm",
  ),
  cell(
    "fan.increase_speed",
    "fan.living_room_fan",
    {},
    [["fan.set_percentage", { percentage: 33 }]],
    {},
    { again: "confirmed" },
  ),
  cell(
    "fan.decrease_speed",
    "fan.living_room_fan",
    {},
    [["fan.set_percentage", { percentage: 100 }]],
    {},
    { again: "confirmed" },
  ),
  ...settable("climate.set_temperature", "climate.heatpump", "temperature", "temperature", [19, 22.5], 99),
  ...settable("climate.set_hvac_mode", "climate.heatpump", "hvac_mode", "state", ["heat", "off"], "boil"),
  ...settable("climate.set_hvac_mode", "climate.hvac", "hvac_mode", "state", ["cool", "auto"], "boil"),
  ...settable("climate.set_fan_mode", "climate.hvac", "fan_mode", "fan_mode", ["on_low", "on_high"], "gale"),
  ...settable("climate.set_swing_mode", "climate.hvac", "swing_mode", "swing_mode", ["auto", "1"], "tango"),
  ...settable("climate.set_humidity", "climate.hvac", "humidity", "humidity", [50, 60], 101),
  ...settable(
    "climate.set_preset_mode",
    "climate.ecobee",
    "preset_mode",
    "preset_mode",
    ["home", "eco"],
    "party",
  ),
  cell("climate.turn_off", "climate.hvac", {}, [["climate.set_hvac_mode", { hvac_mode: "cool" }]], {
    state: "off",
  }),
  cell("climate.turn_on", "climate.hvac", {}, [["climate.set_hvac_mode", { hvac_mode: "off" }]], {}),
  ...settable(
    "water_heater.set_operation_mode",
    "water_heater.demo_water_heater",
    "operation_mode",
    "operation_mode",
    ["eco", "electric"],
    "steam",
  ),
  cell(
    "water_heater.set_away_mode",
    "water_heater.demo_water_heater_celsius",
    { away_mode: true },
    [["water_heater.set_away_mode", { away_mode: false }]],
    { away_mode: "on" },
  ),
  ...UNLOCKABLE.flatMap((id) => [
    cell("lock.lock", id, {}, [["lock.unlock"]], { state: "locked" }),
    cell("lock.unlock", id, {}, [["lock.lock"]], { state: "unlocked" }),
  ]),
  cell("lock.open", "lock.openable_lock_2", {}, [["lock.lock"]], {}),
  ...(["away", "home", "night", "vacation"] as const).map((way) =>
    cell(
      `alarm_control_panel.alarm_arm_${way}`,
      "alarm_control_panel.security",
      { code: "1234" },
      [["alarm_control_panel.alarm_disarm", { code: "1234" }]],
      {},
      { first: "in_progress", again: "in_progress" },
    ),
  ),
  cell(
    "alarm_control_panel.alarm_disarm",
    "alarm_control_panel.security",
    { code: "1234" },
    [["alarm_control_panel.alarm_arm_home", { code: "1234" }]],
    { state: "disarmed" },
  ),
  ...settable("number.set_value", "number.large_range", "value", "state", [200, 300], 1e6),
  ...settable("number.set_value", "number.small_range", "value", "state", [100, 200], -1),
  ...settable("input_number.set_value", "input_number.ci_target", "value", "state", [10, 20], 101),
  cell(
    "input_number.increment",
    "input_number.ci_target",
    {},
    [["input_number.set_value", { value: 5 }]],
    { state: 6 },
    { again: "confirmed" },
  ),
  cell(
    "input_number.decrement",
    "input_number.ci_target",
    {},
    [["input_number.set_value", { value: 5 }]],
    { state: 4 },
    { again: "confirmed" },
  ),
  cell(
    "input_number.increment",
    "input_number.ci_target",
    {},
    [["input_number.set_value", { value: 100 }]],
    { state: 100 },
    { first: "already" },
  ),
  ...settable(
    "select.select_option",
    "select.speed",
    "option",
    "state",
    ["light_speed", "ludicrous_speed"],
    "warp",
  ),
  ...(["select", "input_select"] as const).flatMap((domain) => {
    const id = domain === "select" ? "select.speed" : "input_select.ci_mode";
    const last = domain === "select" ? "ludicrous_speed" : "night";
    const first = domain === "select" ? "light_speed" : "home";
    return [
      cell(`${domain}.select_first`, id, {}, [[`${domain}.select_last`]], { state: first }),
      cell(`${domain}.select_last`, id, {}, [[`${domain}.select_first`]], { state: last }),
      cell(`${domain}.select_next`, id, {}, [[`${domain}.select_first`]], {}, { again: "confirmed" }),
      cell(
        `${domain}.select_next`,
        id,
        { cycle: false },
        [[`${domain}.select_last`]],
        { state: last },
        { first: "already" },
      ),
      cell(`${domain}.select_previous`, id, {}, [[`${domain}.select_last`]], {}, { again: "confirmed" }),
    ];
  }),
  ...settable(
    "input_select.select_option",
    "input_select.ci_mode",
    "option",
    "state",
    ["home", "away"],
    "party",
  ),
  ...settable("text.set_value", "text.text", "value", "state", ["007", "7"]),
  ...settable("date.set_value", "date.date", "date", "state", ["2026-01-02", "2026-03-04"]),
  ...settable("time.set_value", "time.time", "time", "state", ["07:05:00", "08:06:00"]),
  cell(
    "datetime.set_value",
    "datetime.date_and_time",
    { datetime: "2026-12-01 10:00:00" },
    [["datetime.set_value", { datetime: "2025-12-01 10:00:00" }]],
    { state: "2026-12-01T09:00:00+00:00" },
  ),
  cell("button.press", "button.push", {}, [], {}, { again: "confirmed" }),
  cell(
    "counter.increment",
    "counter.ci_counter",
    {},
    [["counter.set_value", { value: 3 }]],
    { state: 4 },
    { again: "confirmed" },
  ),
  cell(
    "counter.decrement",
    "counter.ci_counter",
    {},
    [["counter.set_value", { value: 3 }]],
    { state: 2 },
    { again: "confirmed" },
  ),
  cell("counter.reset", "counter.ci_counter", {}, [["counter.set_value", { value: 3 }]], { state: 0 }),
  ...settable("counter.set_value", "counter.ci_counter", "value", "state", [7, 8]),
  cell("timer.start", "timer.ci_timer", { duration: "00:02:00" }, [["timer.cancel"]], {
    state: "active",
    duration: "0:02:00",
  }),
  cell("timer.pause", "timer.ci_timer", {}, [["timer.start"]], { state: "paused" }),
  cell("timer.cancel", "timer.ci_timer", {}, [["timer.start"]], { state: "idle" }),
  cell("timer.finish", "timer.ci_timer", {}, [["timer.start"]], { state: "idle" }),
  ...MEDIA.flatMap((id) => [
    cell("media_player.turn_off", id, {}, [["media_player.turn_on"]], { state: "off" }),
    cell("media_player.turn_on", id, {}, [["media_player.turn_off"]], {}),
    cell("media_player.media_pause", id, {}, [["media_player.turn_on"], ["media_player.media_play"]], {
      state: "paused",
    }),
    cell("media_player.media_play", id, {}, [["media_player.turn_on"], ["media_player.media_pause"]], {
      state: "playing",
    }),
    cell(
      "media_player.media_play_pause",
      id,
      {},
      [["media_player.media_play"]],
      { state: "paused" },
      { again: "confirmed" },
    ),
    ...settable("media_player.volume_set", id, "volume_level", "volume_level", [0.3, 0.7], 1.1),
    cell(
      "media_player.volume_up",
      id,
      {},
      [["media_player.volume_set", { volume_level: 1 }]],
      { volume_level: 1 },
      { first: "already" },
    ),
    cell(
      "media_player.volume_up",
      id,
      {},
      [["media_player.volume_set", { volume_level: 0.4 }]],
      { volume_level: 0.5 },
      { again: "confirmed" },
    ),
    cell(
      "media_player.volume_down",
      id,
      {},
      [["media_player.volume_set", { volume_level: 0 }]],
      { volume_level: 0 },
      { first: "already" },
    ),
    ...settable("media_player.volume_mute", id, "is_volume_muted", "is_volume_muted", [true, false]),
  ]),
  ...settable("media_player.shuffle_set", "media_player.walkman", "shuffle", "shuffle", [true, false]),
  ...settable("media_player.repeat_set", "media_player.walkman", "repeat", "repeat", ["all", "off"], "never"),
  ...settable(
    "media_player.select_sound_mode",
    "media_player.walkman",
    "sound_mode",
    "sound_mode",
    ["Music", "Movie"],
    "Cave",
  ),
  cell(
    "media_player.media_next_track",
    "media_player.walkman",
    {},
    [["media_player.media_play"]],
    {},
    { again: "confirmed" },
  ),
  cell("vacuum.start", "vacuum.demo_vacuum_0_ground_floor", {}, [["vacuum.stop"]], { state: "cleaning" }),
  cell("vacuum.pause", "vacuum.demo_vacuum_0_ground_floor", {}, [["vacuum.start"]], { state: "paused" }),
  cell("vacuum.stop", "vacuum.demo_vacuum_0_ground_floor", {}, [["vacuum.start"]], {}),
  cell(
    "vacuum.return_to_base",
    "vacuum.demo_vacuum_0_ground_floor",
    {},
    [["vacuum.start"]],
    {},
    { first: "in_progress", again: "in_progress" },
  ),
  ...settable(
    "vacuum.set_fan_speed",
    "vacuum.demo_vacuum_0_ground_floor",
    "fan_speed",
    "fan_speed",
    ["min", "max"],
    "warp",
  ),
  cell("lawn_mower.start_mowing", "lawn_mower.mower_can_do_all", {}, [["lawn_mower.dock"]], {
    state: "mowing",
  }),
  cell("lawn_mower.pause", "lawn_mower.mower_can_do_all", {}, [["lawn_mower.start_mowing"]], {
    state: "paused",
  }),
  cell(
    "cover.set_cover_position",
    "cover.hall_window",
    { position: 20 },
    [],
    {},
    { first: MOVES, again: MOVES },
  ),
  cell(
    "cover.close_cover",
    "cover.garage_door",
    {},
    [["cover.open_cover"]],
    {},
    { first: MOVES, again: MOVES },
  ),
  cell(
    "cover.set_cover_tilt_position",
    COVER,
    { tilt_position: 20 },
    [["cover.open_cover_tilt"]],
    {},
    { first: MOVES, again: MOVES },
  ),
  cell(
    "valve.close_valve",
    "valve.front_garden",
    {},
    [["valve.open_valve"]],
    {},
    { first: MOVES, again: MOVES },
  ),
  cell("camera.enable_motion_detection", "camera.demo_camera", {}, [["camera.disable_motion_detection"]], {
    motion_detection: true,
  }),
  cell("camera.disable_motion_detection", "camera.demo_camera", {}, [["camera.enable_motion_detection"]], {}),
  cell("camera.turn_off", "camera.demo_camera", {}, [["camera.turn_on"]], { state: "idle" }),
  cell("camera.turn_on", "camera.demo_camera", {}, [["camera.turn_off"]], {}),
  cell("update.skip", "update.demo_add_on", {}, [["update.clear_skipped"]], { state: "off" }),
  cell("automation.turn_off", "automation.ci_guest_light", {}, [["automation.turn_on"]], { state: "off" }),
  cell("automation.turn_on", "automation.ci_guest_light", {}, [["automation.turn_off"]], { state: "on" }),
  cell("scene.turn_on", "scene.ci_evening", {}, [["light.turn_off"]], {}),
  cell("todo.add_item", "todo.ci_shopping", { item: "milk" }, [], {}, { again: "confirmed" }),
  cell("notify.send_message", "notify.notifier", { message: "hello" }, [], {}, { again: "confirmed" }),
  cell(
    "weather.get_forecasts",
    "weather.demo_weather_north",
    { type: "daily" },
    [],
    {},
    { again: "confirmed" },
  ),
];
