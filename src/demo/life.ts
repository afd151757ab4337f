/** The life of Home Assistant in the house: coming up, running, restarting. */

import { startDrift } from "./drift.ts";
import { groups } from "./inventory/helpers.ts";
import type { ServiceTable } from "./services/service.ts";
import { type FirstState, showAll } from "./world/furnish.ts";
import type { World } from "./world/world.ts";

/** Integrations that are there before the devices are. */
const earlyDomains = new Set([
  "zone",
  "sun",
  "person",
  "input_boolean",
  "input_number",
  "input_select",
  "counter",
  "timer",
]);

export type Life = {
  /** Shows a few states at once and everything after `startingMs`, as NOT_RUNNING and RUNNING; resolves when it runs. */
  boot(states: readonly FirstState[], startingMs: number): Promise<void>;
  /** Everything that was going on ends; returns what there will be to show again. */
  goDown(): FirstState[];
  /** Ends for good. */
  end(): void;
  /** Not one of the house's timers: a house that is down still has to come up. */
  wait(ms: number): Promise<void>;
};

export function createLife(world: World, services: ServiceTable, restlessSensors: readonly string[]): Life {
  let waiting: NodeJS.Timeout | undefined;

  const wait: Life["wait"] = (ms) =>
    new Promise((resolve) => {
      waiting = setTimeout(resolve, ms);
    });

  const come = (states: readonly FirstState[], late: boolean): void => {
    showAll(world, states);
    for (const group of groups) world.addGroup(group.id, group.members, group.name);
    if (late) {
      for (const [domain, table] of services) {
        for (const service of table.keys()) world.fire("service_registered", { domain, service });
      }
    }
    world.coreState = "RUNNING";
    world.fire("core_config_updated", {});
    world.fire("homeassistant_started", {});
    startDrift(world, restlessSensors);
  };

  const end = (): void => {
    world.ticker.stop();
    clearTimeout(waiting);
  };

  return {
    async boot(states, startingMs) {
      if (startingMs <= 0) {
        come(states, false);
        return;
      }
      world.coreState = "NOT_RUNNING";
      const early = states.filter(({ id }) => earlyDomains.has(id.slice(0, id.indexOf("."))));
      showAll(world, early);
      await wait(startingMs);
      come(states, true);
    },
    goDown() {
      end();
      const states = lastStates(world);
      for (const entity of world.entities.values()) {
        entity.cancel = undefined;
        entity.context = undefined;
      }
      world.states.clear();
      return states;
    },
    end,
    wait,
  };
}

/** What the house shows again after a restart; what was moving has arrived. */
function lastStates(world: World): FirstState[] {
  const arrived: Readonly<Record<string, string>> = {
    opening: "open",
    closing: "closed",
    locking: "locked",
    unlocking: "unlocked",
  };
  return [...world.states.all()]
    .filter(({ id }) => !id.startsWith("group."))
    .map(({ id, state, attributes }) => ({ id, state: arrived[state] ?? state, attributes }));
}
