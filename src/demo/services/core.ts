/** The services that belong to no kind of device: homeassistant, groups, notifications. */

import { anything, comparableEntityIds, listOf, text } from "../world/checks.ts";
import { joinAll } from "../world/joined.ts";
import { membersOf } from "../world/members.ts";
import { extract, selectionOf } from "../world/targets.ts";
import { isoTime } from "../world/ticker.ts";
import type { World } from "../world/world.ts";
import { entities, flag, needs, object, plainField, required, words } from "./fields.ts";
import {
  anyEntityService,
  type Call,
  type Data,
  entityService,
  plainService,
  type Service,
  type ServiceTable,
} from "./service.ts";

type Table = Readonly<Record<string, Service>>;

/** What a restart of Home Assistant does to the house; the result of the call never comes. */
export type Restart = () => void;

function withoutTarget(data: Data): Data {
  const {
    entity_id: _e,
    device_id: _d,
    area_id: _a,
    floor_id: _f,
    label_id: _l,
    exclude: _x,
    ...rest
  } = data;
  return rest;
}

/** Hands the call to every domain that has such a service; the others are left alone without an error. */
function onAnyDomain(world: World, services: ServiceTable, call: Call): unknown {
  const found = extract(world.registries, membersOf(world), selectionOf(call.data), {
    expandGroup: true,
    primaryOnly: true,
  });
  const byDomain = new Map<string, string[]>();
  for (const id of new Set([...found.explicit, ...found.indirect])) {
    const domain = id.split(".")[0] ?? "";
    if (!services.get(domain)?.has(call.service)) continue;
    byDomain.set(domain, [...(byDomain.get(domain) ?? []), id]);
  }
  const data = withoutTarget(call.data);
  return joinAll(
    [...byDomain].map(
      ([domain, ids]) =>
        () =>
          call.run(domain, call.service, { ...data, entity_id: ids }),
    ),
    () => undefined,
  );
}

const nothing = (): undefined => undefined;
const adminOnly = plainService({}, nothing, { admin: true });

export function homeassistantServices(services: ServiceTable, restart: Restart): Table {
  const onAny = anyEntityService((world, call) => onAnyDomain(world, services, call));
  const goDown = plainService(
    {},
    () => {
      restart();
      return new Promise(() => undefined);
    },
    { admin: true },
  );
  return {
    save_persistent_states: plainService({}, nothing),
    turn_off: onAny,
    turn_on: onAny,
    toggle: onAny,
    stop: goDown,
    restart: goDown,
    check_config: adminOnly,
    update_entity: plainService(
      { entity_id: required({ ...entities(true), check: comparableEntityIds }) },
      nothing,
    ),
    reload_core_config: adminOnly,
    reload_all: adminOnly,
  };
}

export type Notification = {
  readonly message: string;
  readonly notification_id: string;
  readonly title: string | null;
  readonly created_at: string;
};

/** `notifications` is what `persistent_notification/get` answers. */
export function notificationServices(notifications: Map<string, Notification>): Table {
  return {
    create: plainService(
      { message: required(words()), title: words(), notification_id: words() },
      (world, { data }) => {
        const id = String(data["notification_id"] ?? world.random.hex(32));
        notifications.set(id, {
          message: String(data["message"]),
          notification_id: id,
          title: typeof data["title"] === "string" ? data["title"] : null,
          created_at: isoTime(world.ticker.seconds()),
        });
      },
    ),
    dismiss: plainService({ notification_id: required(words()) }, (_world, { data }) => {
      notifications.delete(String(data["notification_id"]));
    }),
    dismiss_all: plainService({}, () => notifications.clear()),
  };
}

/** `NotifyEntityFeature`. */
export const notifyFeature = { title: 1 } as const;

export function notifyServices(notifications: Map<string, Notification>): Table {
  const create = notificationServices(notifications)["create"];
  return {
    send_message: entityService(
      "notify",
      undefined,
      { message: required(words()), title: words(needs(notifyFeature.title)) },
      (world, entity) => world.write(entity, isoTime(world.ticker.seconds())),
    ),
    persistent_notification: plainService(
      { message: required(words()), title: words(), data: object() },
      (world, call) => create?.plain?.(world, call),
    ),
  };
}

export const groupServices: Table = {
  reload: adminOnly,
  set: plainService(
    {
      object_id: required(words()),
      name: words(),
      icon: plainField({ icon: {} }, text),
      entities: entities(true),
      add_entities: entities(true),
      remove_entities: entities(true),
      all: flag(),
    },
    setGroup,
  ),
  remove: plainService(
    { object_id: required(plainField({ object: { multiple: false } }, anything)) },
    (world, { data }) => {
      const id = `group.${String(data["object_id"])}`;
      world.entities.delete(id);
      world.states.remove(id, world.states.context());
    },
  ),
};

function setGroup(world: World, { data }: Call): void {
  const id = `group.${String(data["object_id"])}`;
  const members = listOf(text)(data["entities"], "entities") as readonly string[];
  const name = String(data["name"] ?? data["object_id"]);
  world.addGroup(id, members, name);
}
