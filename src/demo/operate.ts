/** Puts the services, the automations and the recorder to work on a world. */

import { type Calls, createCalls } from "./commands/calls.ts";
import type { Premises } from "./commands/premises.ts";
import { createLogins } from "./door/logins.ts";
import { automations, scenes, scripts } from "./inventory/routines.ts";
import { createRecorder } from "./past/recorder.ts";
import type { Notification } from "./services/core.ts";
import { automationStarter } from "./services/routines.ts";
import { serviceTable } from "./services/table.ts";
import type { User, World } from "./world/world.ts";

/** `users` is looked at for every login, so that tokens can be revoked; `restart` is what the service of that name does. */
export function operate(
  world: World,
  users: ReadonlyMap<string, User>,
  restart: () => void,
): Omit<Premises, "url"> {
  const notifications = new Map<string, Notification>();
  let run: Calls = () => undefined;
  const startAutomation = automationStarter(world, automations, (context) => (domain, service, data) => {
    world.fire("call_service", { domain, service, service_data: data }, context);
    return run({ domain, service, data, context, user: undefined, returnResponse: false });
  });
  const services = serviceTable({
    scripts,
    automations,
    scenes: { ...scenes },
    notifications,
    startAutomation,
    restart,
  });
  run = createCalls(world, services);
  for (const [key, { triggers }] of Object.entries(automations)) {
    for (const { entity_id: watched, to } of triggers) {
      world.states.watch(watched, ({ before, now }) => {
        const entity = world.entities.get(`automation.${key}`);
        const armed = world.states.get(`automation.${key}`)?.state === "on";
        if (entity && armed && before && now?.state === to && before.state !== to)
          startAutomation(entity, now.context);
      });
    }
  }
  const logins = createLogins(
    () => users.values(),
    () => world.ticker.date().getTime(),
  );
  return {
    world,
    services,
    run,
    calls: [],
    recorder: createRecorder(world),
    notifications,
    scripts,
    automations,
    userOf: (token) => users.get(token) ?? logins.userOf(token),
    logins,
    users: () => users.values(),
  };
}
