/** The services of what is only on or off. */

import type { Entity, World } from "../world/world.ts";
import { type Call, type Data, entityService, type Service } from "./service.ts";

type Table = Readonly<Record<string, Service>>;

function switchTo(state: "on" | "off"): (world: World, entity: Entity, data: Data, call: Call) => unknown {
  return (world, entity, data, call) => {
    if (entity.members)
      return call.run(entity.domain, `turn_${state}`, { ...data, entity_id: entity.members });
    world.write(entity, state);
    return undefined;
  };
}

const on = switchTo("on");
const off = switchTo("off");

/** turn_on, turn_off and toggle for a domain that knows nothing more. */
export function onOffServices(domain: string): Table {
  return {
    turn_off: entityService(domain, undefined, {}, off),
    turn_on: entityService(domain, undefined, {}, on),
    toggle: entityService(domain, undefined, {}, (world, entity, data, call) => {
      const isOn = world.states.get(entity.id)?.state === "on";
      return (isOn ? off : on)(world, entity, data, call);
    }),
  };
}
