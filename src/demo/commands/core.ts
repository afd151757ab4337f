/** The commands every client uses: configuration, states, services, subscriptions, calls. */

import { isJsonObject } from "../../core/json.ts";
import { isAtLeast } from "../version.ts";
import {
  type Check,
  entityId,
  extractTarget,
  integer,
  listOf,
  mapping,
  serviceTarget,
  serviceTargetWithoutExclude,
  strictBoolean,
  strictText,
} from "../world/checks.ts";
import { Fault, unauthorized } from "../world/fault.ts";
import { membersOf } from "../world/members.ts";
import { type Change, stateOf } from "../world/states.ts";
import { extract, selectionOf } from "../world/targets.ts";
import { isoTime } from "../world/ticker.ts";
import { answered, type Commands, eventFrame, type Session } from "./command.ts";
import { configOf } from "./config.ts";
import type { Premises } from "./premises.ts";
import { servicesFor } from "./services-for.ts";

type Message = Readonly<Record<string, unknown>>;

/** What ordinary users may listen to. */
const openEvents = new Set([
  "area_registry_updated",
  "category_registry_updated",
  "component_loaded",
  "core_config_updated",
  "device_registry_updated",
  "entity_registry_updated",
  "floor_registry_updated",
  "label_registry_updated",
  "labs_updated",
  "lovelace_updated",
  "panels_updated",
  "recorder_5min_statistics_generated",
  "recorder_hourly_statistics_generated",
  "repairs_issue_registry_updated",
  "service_registered",
  "service_removed",
  "shopping_list_updated",
  "state_changed",
  "themes_updated",
]);

const maxCalls = 10_000;

function subscribeEvents(
  { premises, user, send, result, subscribe }: Session,
  message: Message,
  id: number,
): symbol {
  const { world } = premises;
  const wanted = message["event_type"];
  if (!user.isAdmin && (typeof wanted !== "string" || !openEvents.has(wanted))) throw unauthorized();
  const stops: (() => void)[] = [];
  if (wanted === undefined || wanted === "*" || wanted === "state_changed") {
    stops.push(world.states.onChange((change) => send(stateChangedFrame(id, change))));
  }
  if (wanted !== "state_changed") {
    stops.push(
      world.onEvent(({ type, data, context }) => {
        if (typeof wanted === "string" && wanted !== "*" && wanted !== type) return;
        const fired = isoTime(world.ticker.date().getTime() / 1000);
        send(eventFrame(id, { event_type: type, data, origin: "LOCAL", time_fired: fired, context }));
      }),
    );
  }
  subscribe(id, () => {
    for (const stop of stops) stop();
  });
  result(id, null);
  return answered;
}

function stateChangedFrame(id: number, { id: entity, before, now }: Change): string {
  const state = now ?? before;
  return eventFrame(id, {
    event_type: "state_changed",
    data: {
      entity_id: entity,
      old_state: before ? stateOf(before) : null,
      new_state: now ? stateOf(now) : null,
    },
    origin: "LOCAL",
    time_fired: isoTime(state?.lastUpdated ?? 0),
    context: state?.context,
  });
}

function callService({ premises, user }: Session, message: Message): unknown {
  const { world, run, calls } = premises;
  const domain = String(message["domain"]).toLowerCase();
  const service = String(message["service"]).toLowerCase();
  const data = {
    ...(message["service_data"] as Message | undefined),
    ...(message["target"] as Message | undefined),
  };
  const ids = data["entity_id"];
  const entityIds = Array.isArray(ids) ? ids.map(String) : typeof ids === "string" ? [ids] : [];
  if (calls.length < maxCalls) calls.push({ domain, service, data, entityIds, userId: user.id });
  const context = world.states.context(user.id);
  world.fire("call_service", { domain, service, service_data: data }, context);
  const returnResponse = message["return_response"] === true;
  const answer = (response: unknown): unknown =>
    returnResponse ? { context, response: response ?? {} } : { context };
  const done = run({ domain, service, data, context, user, returnResponse });
  return done instanceof Promise ? done.then(answer) : answer(done);
}

function extractFromTarget({ premises }: Session, message: Message): unknown {
  const { world } = premises;
  if (!isAtLeast(world.version, 2025, 11)) throw new Fault("unknown_command", "Unknown command.");
  const found = extract(world.registries, membersOf(world), selectionOf(message["target"] as Message), {
    expandGroup: message["expand_group"] === true,
    primaryOnly: message["primary_entities_only"] !== false,
  });
  return {
    referenced_entities: [...new Set([...found.explicit, ...found.indirect])],
    referenced_devices: [...found.devices],
    referenced_areas: [...found.areas],
    missing_devices: [...found.missingDevices],
    missing_areas: [...found.missingAreas],
    missing_floors: [...found.missingFloors],
    missing_labels: [...found.missingLabels],
  };
}

/** Early in the start only a part of the integrations is there. */
const earlyDomains = new Set([
  "homeassistant",
  "persistent_notification",
  "group",
  "input_boolean",
  "input_number",
  "input_select",
  "scene",
]);

function servicesOf({ services, world }: Premises): Record<string, Record<string, unknown>> {
  const shown: Record<string, Record<string, unknown>> = {};
  for (const [domain, table] of services) {
    if (world.coreState !== "RUNNING" && !earlyDomains.has(domain)) continue;
    shown[domain] = Object.fromEntries([...table].map(([name, { wire }]) => [name, wire]));
  }
  return shown;
}

const features: Check = (value, path) => mapping(value, path);

export function coreCommands(version: string): Commands {
  const target = isAtLeast(version, 2026, 11) ? serviceTarget : serviceTargetWithoutExclude;
  return {
    ping: {
      run({ send }, _message, id) {
        send(`{"id":${id},"type":"pong"}`);
        return answered;
      },
    },
    supported_features: {
      required: { features },
      run({ coalesce }, message) {
        const wanted = message["features"];
        if (isJsonObject(wanted) && wanted["coalesce_messages"] !== undefined) coalesce();
        return null;
      },
    },
    get_config: { run: ({ premises }) => configOf(premises) },
    get_states: { run: ({ premises }) => [...premises.world.states.all()].map(stateOf) },
    get_services: { run: ({ premises }) => servicesOf(premises) },
    subscribe_events: { optional: { event_type: strictText }, run: subscribeEvents },
    unsubscribe_events: {
      required: { subscription: integer },
      run({ unsubscribe }, message) {
        if (!unsubscribe(Number(message["subscription"])))
          throw new Fault("not_found", "Subscription not found.");
        return null;
      },
    },
    call_service: {
      required: { domain: strictText, service: strictText },
      optional: { service_data: mapping, target, return_response: strictBoolean },
      run: callService,
    },
    extract_from_target: {
      required: { target: extractTarget },
      optional: { expand_group: strictBoolean, primary_entities_only: strictBoolean },
      run: extractFromTarget,
    },
    get_services_for_target: {
      required: { target: extractTarget },
      optional: { expand_group: strictBoolean },
      run: ({ premises }, message) =>
        servicesFor(premises, message["target"] as Message, message["expand_group"] !== false),
    },
    "entity/source": {
      optional: { entity_id: listOf(entityId) },
      run: ({ premises: { world } }) =>
        Object.fromEntries(
          [...world.states.all()].map(({ id }) => [
            id,
            { domain: world.registries.entities.get(id)?.platform ?? "demo" },
          ]),
        ),
    },
  };
}
