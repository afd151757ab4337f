/** A home made of a few entities, for the road. */

import type { Registries } from "../../src/hass/registries.ts";
import { NO_REGISTRIES } from "../../src/hass/registries.ts";
import { stateOf, type VectorHome } from "../security/grant/vector-home.ts";

export type Thing = {
  readonly state?: string;
  readonly name?: string;
  readonly area?: string;
  readonly device?: string;
  readonly platform?: string;
  readonly category?: "config" | "diagnostic";
  readonly hidden?: boolean;
  readonly labels?: readonly string[];
  readonly aliases?: readonly string[];
  readonly ownName?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
};

export type Places = {
  /** Area id → name and floor. */
  readonly areas?: Readonly<Record<string, { readonly name: string; readonly floor?: string }>>;
  readonly floors?: Readonly<Record<string, { readonly name: string; readonly level?: number }>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly devices?: Readonly<
    Record<string, { readonly name: string; readonly area?: string; readonly parent?: string }>
  >;
};

export function homeOf(things: Readonly<Record<string, Thing>>, places: Places = {}): VectorHome {
  const { areas = {}, floors = {}, labels = {}, devices = {} } = places;
  const table = <T, R>(from: Readonly<Record<string, T>>, make: (id: string, value: T) => R) =>
    new Map(Object.entries(from).map(([id, value]) => [id, make(id, value)]));
  const registries: Registries = {
    ...NO_REGISTRIES,
    aliases: table(things, (_, { aliases = [] }) => aliases),
    floors: table(floors, (id, { name, level }) => ({ id, name, aliases: [], level })),
    areas: table(areas, (id, { name, floor }) => ({ id, name, aliases: [], floorId: floor, labels: [] })),
    labels: table(labels, (id, name) => ({ id, name })),
    devices: table(devices, (id, { name, area, parent }) => ({
      id,
      name,
      manufacturer: undefined,
      model: undefined,
      areaId: area,
      labels: [],
      parentId: parent,
    })),
    entities: table(
      things,
      (entityId, { platform = "demo", area, device, labels: own = [], category, hidden, ownName }) => ({
        entityId,
        platform,
        areaId: area,
        deviceId: device,
        labels: own,
        category,
        hidden: hidden === true,
        ownName,
      }),
    ),
  };
  const states = table(things, (id, { state = "on", name, attributes = {} }) =>
    stateOf(id, { ...attributes, ...(name === undefined ? {} : { friendly_name: name }) }, state),
  );
  return { place: { states, registries }, configs: new Map() };
}
