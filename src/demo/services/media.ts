/** The services of media players. */

import { isJsonObject } from "../../core/json.ts";
import { text } from "../world/checks.ts";
import type { Attributes } from "../world/states.ts";
import type { Entity, World } from "../world/world.ts";
import { choice, flag, needs, plainField, range, required, select, untold, words } from "./fields.ts";
import { type Data, entityService, type Service } from "./service.ts";

/** `MediaPlayerEntityFeature`. */
export const mediaFeature = {
  pause: 1,
  seek: 2,
  volume: 4,
  mute: 8,
  previous: 16,
  next: 32,
  on: 128,
  off: 256,
  play: 512,
  step: 1024,
  source: 2048,
  stop: 4096,
  resume: 16_384,
  shuffle: 32_768,
  announce: 1_048_576,
  enqueue: 2_097_152,
} as const;

type Act = NonNullable<Service["onEntity"]>;

function stateOf(world: World, player: Entity): string {
  return world.states.get(player.id)?.state ?? "off";
}

/** What a player shows while it is on; off it shows only what it is able to. */
function shownBy(player: Entity): Attributes {
  const { volume, source, title } = player.memory;
  return {
    volume_level: volume ?? 0.5,
    is_volume_muted: player.memory["muted"] === true,
    ...(source === undefined ? {} : { source }),
    ...(title === undefined ? {} : { media_title: title }),
  };
}

const hidden = {
  volume_level: undefined,
  is_volume_muted: undefined,
  source: undefined,
  media_title: undefined,
  media_content_type: undefined,
  media_content_id: undefined,
};

const turnOn: Act = (world, player) => {
  if (stateOf(world, player) === "off") world.write(player, "on", shownBy(player));
};

const turnOff: Act = (world, player) => world.write(player, "off", hidden);

const to =
  (state: string): Act =>
  (world, player) => {
    if (stateOf(world, player) !== "off") world.write(player, state, {});
  };

const remember =
  (from: (data: Data, player: Entity) => Readonly<Record<string, unknown>>): Act =>
  (world, player, data) => {
    Object.assign(player.memory, from(data, player));
    const state = stateOf(world, player);
    if (state !== "off") world.write(player, state, shownBy(player));
  };

const stepVolume = (step: number): Act =>
  remember((_data, player) => {
    const volume = Number(player.memory["volume"] ?? 0.5);
    return { volume: Math.round(Math.min(1, Math.max(0, volume + step)) * 100) / 100 };
  });

const playMedia: Act = (world, player, data) => {
  const media = isJsonObject(data["media"]) ? data["media"] : data;
  const title = String(media["media_content_id"] ?? "");
  player.memory["title"] = title;
  world.write(player, "playing", {
    ...shownBy(player),
    media_content_id: title,
    media_content_type: media["media_content_type"] ?? null,
  });
};

const service = (
  mask: number | readonly number[],
  fields: Parameters<typeof entityService>[2],
  act: Act,
): Service => entityService("media_player", typeof mask === "number" ? [mask] : mask, fields, act);

const anyMedia = (value: unknown): unknown => value;

export const mediaServices: Readonly<Record<string, Service>> = {
  turn_on: service(mediaFeature.on, {}, turnOn),
  turn_off: service(mediaFeature.off, {}, turnOff),
  toggle: service(mediaFeature.on | mediaFeature.off, {}, (world, player, data, call) =>
    (stateOf(world, player) === "off" ? turnOn : turnOff)(world, player, data, call),
  ),
  volume_up: service([mediaFeature.volume, mediaFeature.step], {}, stepVolume(0.1)),
  volume_down: service([mediaFeature.volume, mediaFeature.step], {}, stepVolume(-0.1)),
  media_play_pause: service(mediaFeature.pause | mediaFeature.resume, {}, (world, player, data, call) =>
    to(stateOf(world, player) === "playing" ? "paused" : "playing")(world, player, data, call),
  ),
  media_play: service(mediaFeature.resume, {}, to("playing")),
  media_pause: service(mediaFeature.pause, {}, to("paused")),
  media_stop: service(mediaFeature.stop, {}, to("idle")),
  media_next_track: service(mediaFeature.next, {}, () => undefined),
  media_previous_track: service(mediaFeature.previous, {}, () => undefined),
  volume_set: service(
    mediaFeature.volume,
    {
      volume_level: required({
        ...range(0, 1),
        wire: { selector: { number: { min: 0, max: 1, step: 0.01, mode: "slider" } } },
      }),
    },
    remember((data) => ({ volume: data["volume_level"] })),
  ),
  volume_mute: service(
    mediaFeature.mute,
    { is_volume_muted: required(flag()) },
    remember((data) => ({ muted: data["is_volume_muted"] })),
  ),
  select_source: service(
    mediaFeature.source,
    { source: required({ ...choice("source", { example: "video1" }), check: text }) },
    remember((data) => ({ source: data["source"] })),
  ),
  play_media: entityService(
    "media_player",
    [mediaFeature.play],
    {
      media: plainField({ media: { multiple: false, image_upload: false } }, anyMedia, { required: true }),
      media_content_id: untold(words()),
      media_content_type: untold(words()),
      enqueue: select(["play", "next", "add", "replace"], needs(mediaFeature.enqueue)),
      announce: flag(needs(mediaFeature.announce)),
    },
    playMedia,
    { anyOf: ["media", "media_content_id"] },
  ),
  shuffle_set: service(mediaFeature.shuffle, { shuffle: required(flag()) }, (world, player, data) =>
    world.write(player, stateOf(world, player), { shuffle: data["shuffle"] }),
  ),
};
