/** The services of machines that go about: vacuums, mowers, sirens, cameras, updates. */

import { float, text, within } from "../world/checks.ts";
import { hassError, invalidValue } from "../world/fault.ts";
import type { Entity, World } from "../world/world.ts";
import { choice, flag, needs, object, plainField, required, words } from "./fields.ts";
import { entityService, type Service } from "./service.ts";

type Table = Readonly<Record<string, Service>>;
type Act = NonNullable<Service["onEntity"]>;

/** `VacuumEntityFeature`. */
export const vacuumFeature = { pause: 4, stop: 8, home: 16, fan: 32, locate: 512, start: 8192 } as const;

/** `LawnMowerEntityFeature`. */
export const mowerFeature = { mow: 1, pause: 2, dock: 4 } as const;

/** How long the way back to the dock takes. */
const homeMs = 20_000;

const to =
  (state: string): Act =>
  (world, entity) => {
    entity.cancel?.();
    entity.cancel = undefined;
    world.write(entity, state);
  };

/** On its way at once, docked later, with a context of its own by then. */
const goHome: Act = (world, entity) => {
  if (world.states.get(entity.id)?.state === "docked") return;
  entity.cancel?.();
  world.write(entity, "returning");
  entity.cancel = world.ticker.after(homeMs, () => {
    entity.cancel = undefined;
    world.write(entity, "docked");
  });
};

const setFanSpeed: Act = (world, entity, data) => {
  if (((entity.features ?? 0) & vacuumFeature.fan) === 0) return;
  const state = world.states.get(entity.id);
  world.write(entity, state?.state ?? "docked", { fan_speed: data["fan_speed"] });
};

export const vacuumServices: Table = {
  start: entityService("vacuum", [vacuumFeature.start], {}, to("cleaning")),
  pause: entityService("vacuum", [vacuumFeature.pause], {}, to("paused")),
  return_to_base: entityService("vacuum", [vacuumFeature.home], {}, goHome),
  locate: entityService("vacuum", [vacuumFeature.locate], {}, () => undefined),
  stop: entityService("vacuum", [vacuumFeature.stop], {}, to("idle")),
  set_fan_speed: entityService(
    "vacuum",
    undefined,
    { fan_speed: required(choice("fan_speed", { example: "low" })) },
    setFanSpeed,
  ),
  send_command: entityService(
    "vacuum",
    undefined,
    { command: required(words({ example: "set_dnd_timer" })), params: object() },
    () => undefined,
  ),
};

export const mowerServices: Table = {
  start_mowing: entityService("lawn_mower", [mowerFeature.mow], {}, to("mowing")),
  pause: entityService("lawn_mower", [mowerFeature.pause], {}, to("paused")),
  dock: entityService("lawn_mower", [mowerFeature.dock], {}, goHome),
};

/** `SirenEntityFeature`. */
export const sirenFeature = { on: 1, off: 2, tones: 4, volume: 8, duration: 16 } as const;

const soundSiren: Act = (world, siren, data) => {
  const tone = data["tone"];
  const known = world.states.get(siren.id)?.attributes["available_tones"];
  if (typeof tone === "string" && !(Array.isArray(known) && known.includes(tone))) {
    throw invalidValue(
      `Invalid tone specified for entity ${siren.id}: ${tone}, check the available_tones attribute for valid tones to pass in`,
      "siren",
      "invalid_tone",
      { entity_id: siren.id, tone },
    );
  }
  world.write(siren, "on");
};

const sirenFields = {
  tone: { ...words({ example: "fire", ...needs(sirenFeature.tones) }), check: text },
  volume_level: plainField({ number: { min: 0, max: 1, step: 0.05, mode: "slider" } }, within(float, 0, 1), {
    example: 0.5,
    ...needs(sirenFeature.volume),
  }),
  duration: { ...words({ example: 15, ...needs(sirenFeature.duration) }), check: float },
};

export const sirenServices: Table = {
  turn_on: entityService("siren", [sirenFeature.on], sirenFields, soundSiren),
  turn_off: entityService("siren", [sirenFeature.off], {}, to("off")),
  toggle: entityService("siren", [sirenFeature.on | sirenFeature.off], {}, (world, siren) =>
    world.write(siren, world.states.get(siren.id)?.state === "on" ? "off" : "on"),
  ),
};

const filename = { filename: required(words({ example: "/config/www/snapshot.jpg" })) };

const notAllowed: Act = (_world, camera, data) => {
  throw hassError(
    `Cannot write \`${String(data["filename"])}\`, no access to path; \`allowlist_external_dirs\` may need to be adjusted in \`configuration.yaml\` (${camera.id})`,
  );
};

/** `CameraEntityFeature`. */
export const cameraFeature = { onOff: 1, stream: 2 } as const;

/** Whether a camera can be turned on is not asked by the service, but by the camera. */
export const cameraServices: Table = {
  turn_on: entityService("camera", undefined, {}, to("streaming")),
  turn_off: entityService("camera", undefined, {}, to("idle")),
  enable_motion_detection: entityService("camera", undefined, {}, () => undefined),
  disable_motion_detection: entityService("camera", undefined, {}, () => undefined),
  snapshot: entityService("camera", undefined, filename, notAllowed),
};

/** `UpdateEntityFeature`. */
export const updateFeature = { install: 1, version: 2, progress: 4, backup: 8, notes: 16 } as const;

const installMs = 5000;

async function install(world: World, update: Entity): Promise<void> {
  const { attributes } = world.states.get(update.id) ?? {};
  const latest = attributes?.["latest_version"];
  if (attributes?.["installed_version"] === latest) throw hassError(`No update available for ${update.id}`);
  world.write(update, "on", { in_progress: true });
  await world.ticker.sleep(installMs);
  world.write(update, "off", { in_progress: false, installed_version: latest });
}

const admin = { admin: true };

export const updateServices: Table = {
  install: entityService(
    "update",
    undefined,
    { version: words(), backup: flag(needs(updateFeature.backup)) },
    install,
    admin,
  ),
  skip: entityService(
    "update",
    undefined,
    {},
    (world, update) =>
      world.write(update, "off", {
        skipped_version: world.states.get(update.id)?.attributes["latest_version"],
      }),
    admin,
  ),
  clear_skipped: entityService(
    "update",
    undefined,
    {},
    (world, update) => world.write(update, "on", { skipped_version: null }),
    admin,
  ),
};

/** A press is the time it was pressed at. */
export function pressServices(domain: string, pressed: (world: World) => string): Table {
  return {
    press: entityService(domain, undefined, {}, (world, entity) => world.write(entity, pressed(world))),
  };
}
