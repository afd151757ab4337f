/** The services of covers and valves: things that take time to open. */

import { percentage } from "../world/checks.ts";
import type { Entity, World } from "../world/world.ts";
import { percent, required } from "./fields.ts";
import { entityService, type Fields, type Service } from "./service.ts";

type Table = Readonly<Record<string, Service>>;

/** `CoverEntityFeature`. */
export const coverFeature = {
  open: 1,
  close: 2,
  position: 4,
  stop: 8,
  openTilt: 16,
  closeTilt: 32,
  stopTilt: 64,
  tilt: 128,
} as const;

/** `ValveEntityFeature`. */
export const valveFeature = { open: 1, close: 2, position: 4, stop: 8 } as const;

const stepMs = 1000 / 3;
const stepPercent = 10;

function positionOf(world: World, entity: Entity): number {
  const state = world.states.get(entity.id);
  const position = state?.attributes["current_position"];
  if (typeof position === "number") return position;
  const remembered = entity.memory["position"];
  if (typeof remembered === "number") return remembered;
  return state?.state === "closed" ? 0 : 100;
}

function halt(world: World, entity: Entity, position: number): void {
  entity.cancel?.();
  entity.cancel = undefined;
  show(world, entity, position === 0 ? "closed" : "open", position);
}

function show(world: World, entity: Entity, state: string, position: number): void {
  entity.memory["position"] = position;
  const told = ((entity.features ?? 0) & coverFeature.position) !== 0;
  const shown = told ? { current_position: position } : {};
  world.write(entity, state, { is_closed: position === 0, ...shown });
}

/** Starts moving, a step every third of a second; the steps carry the context of the call that started them. */
function moveTo(world: World, entity: Entity, wanted: number): void {
  entity.cancel?.();
  entity.cancel = undefined;
  const from = positionOf(world, entity);
  if (from === wanted) {
    halt(world, entity, wanted);
    return;
  }
  const direction = wanted > from ? 1 : -1;
  world.write(entity, direction > 0 ? "opening" : "closing", {});
  entity.cancel = world.ticker.every(stepMs, () => {
    const next = positionOf(world, entity) + direction * stepPercent;
    const arrived = direction > 0 ? next >= wanted : next <= wanted;
    if (arrived) halt(world, entity, wanted);
    else show(world, entity, direction > 0 ? "opening" : "closing", next);
  });
}

function moveMembers(entity: Entity, call: Parameters<NonNullable<Service["onEntity"]>>[3]): unknown {
  const { domain, service, data } = call;
  return call.run(domain, service, { ...data, entity_id: entity.members });
}

const position: Fields = { position: required(percent()) };

function toggleTo(world: World, entity: Entity): number {
  const state = world.states.get(entity.id)?.state;
  return state === "closed" || state === "closing" ? 100 : 0;
}

const travel =
  (
    wanted: (world: World, entity: Entity, data: Readonly<Record<string, unknown>>) => number,
  ): Service["onEntity"] =>
  (world, entity, data, call) => {
    if (entity.members) return moveMembers(entity, call);
    moveTo(world, entity, wanted(world, entity, data));
    return undefined;
  };

const tiltTo =
  (wanted: (data: Readonly<Record<string, unknown>>) => number): NonNullable<Service["onEntity"]> =>
  (world, entity, data) => {
    const state = world.states.get(entity.id)?.state ?? "open";
    world.write(entity, state, { current_tilt_position: wanted(data) });
  };

const act = (handler: Service["onEntity"]): NonNullable<Service["onEntity"]> => handler ?? (() => undefined);

const stop: NonNullable<Service["onEntity"]> = (world, entity, _data, call) => {
  if (entity.members) return moveMembers(entity, call);
  if (entity.cancel) halt(world, entity, positionOf(world, entity));
  return undefined;
};

export const coverServices: Table = {
  open_cover: entityService("cover", [coverFeature.open], {}, act(travel(() => 100))),
  close_cover: entityService("cover", [coverFeature.close], {}, act(travel(() => 0))),
  set_cover_position: entityService(
    "cover",
    [coverFeature.position],
    position,
    act(travel((_w, _e, data) => Number(data["position"]))),
  ),
  stop_cover: entityService("cover", [coverFeature.stop], {}, stop),
  toggle: entityService("cover", [coverFeature.open | coverFeature.close], {}, act(travel(toggleTo))),
  open_cover_tilt: entityService(
    "cover",
    [coverFeature.openTilt],
    {},
    tiltTo(() => 100),
  ),
  close_cover_tilt: entityService(
    "cover",
    [coverFeature.closeTilt],
    {},
    tiltTo(() => 0),
  ),
  set_cover_tilt_position: entityService(
    "cover",
    [coverFeature.tilt],
    { tilt_position: required({ ...percent(), check: percentage }) },
    tiltTo((data) => Number(data["tilt_position"])),
  ),
};

/** A valve holds its result back until it has turned. */
const turnValve =
  (wanted: (world: World, entity: Entity) => number): NonNullable<Service["onEntity"]> =>
  async (world, entity) => {
    const position = wanted(world, entity);
    world.write(entity, position === 0 ? "closing" : "opening");
    await world.ticker.sleep(world.lockMs);
    show(world, entity, position === 0 ? "closed" : "open", position);
  };

export const valveServices: Table = {
  open_valve: entityService(
    "valve",
    [valveFeature.open],
    {},
    turnValve(() => 100),
  ),
  close_valve: entityService(
    "valve",
    [valveFeature.close],
    {},
    turnValve(() => 0),
  ),
  set_valve_position: entityService(
    "valve",
    [valveFeature.position],
    position,
    act(travel((_w, _e, data) => Number(data["position"]))),
  ),
  stop_valve: entityService("valve", [valveFeature.stop], {}, stop),
  toggle: entityService("valve", [valveFeature.open | valveFeature.close], {}, turnValve(toggleTo)),
};
