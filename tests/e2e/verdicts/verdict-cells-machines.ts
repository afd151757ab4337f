/** What the services of players, covers, vacuums and of what runs make of the demo devices of a real Home Assistant. */

import { type Cell, cell, settable } from "./verdict-cell.ts";

const COVER = "cover.living_room_window";
const MEDIA = ["media_player.bedroom", "media_player.living_room", "media_player.walkman"] as const;
const MOVES = "in_progress|confirmed|already";

export const MACHINES: readonly Cell[] = [
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
