/** The demo house: a small Home Assistant on loopback that speaks the real protocol. */

import { randomBytes } from "node:crypto";
import { type Calls, createCalls } from "./calls.ts";
import { commandTable } from "./commands/table.ts";
import { createWorld } from "./create-world.ts";
import { nudge, startDrift } from "./drift.ts";
import type { AreaEntry, DeviceEntry, EntityEntry } from "./entries.ts";
import { addArea, addEntity, type FirstState, furnish, showAll } from "./furnish.ts";
import type { EntitySpec } from "./furniture.ts";
import { grow } from "./grow.ts";
import { groundFloor } from "./inventory/ground-floor.ts";
import { groups, helpers } from "./inventory/helpers.ts";
import { misbehaving } from "./inventory/misbehaving.ts";
import { outside } from "./inventory/outside.ts";
import { areas, floors, labels } from "./inventory/plan.ts";
import { automations, scenes, scripts } from "./inventory/routines.ts";
import { upperFloor } from "./inventory/upper-floor.ts";
import type { Premises, ReceivedCall } from "./premises.ts";
import { seededRandom } from "./random.ts";
import { createRecorder } from "./recorder.ts";
import { createDoor } from "./server.ts";
import type { Notification } from "./services/core.ts";
import { automationStarter } from "./services/routines.ts";
import { serviceTable } from "./services/table.ts";
import type { Attributes } from "./states.ts";
import { createTicker } from "./ticker.ts";
import type { User, World } from "./world.ts";

export type DemoHouseOptions = {
  /** 0 or absent: any free one. */
  readonly port?: number;
  /** The house grows to about so many entities; about 120 are there anyway. */
  readonly entities?: number;
  /** The same seed builds the same house. Tokens are random all the same. */
  readonly seed?: number;
  /** What it says it is; older ones lack what came later. */
  readonly version?: string;
  readonly now?: () => Date;
  /** How long it says NOT_RUNNING, with few states, before it runs. */
  readonly startingMs?: number;
  /** Sensors drift by themselves every few seconds; true unless told. */
  readonly restless?: boolean;
  /** How long a bolt or a valve takes; 2000 unless told. */
  readonly lockMs?: number;
};

export type DemoHouse = {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `admin` is the owner, `user` is no administrator. New at every start. */
  readonly tokens: { readonly admin: string; readonly user: string };
  /** The truth on Home Assistant's side. */
  readonly states: {
    get(entityId: string): { readonly state: string; readonly attributes: Attributes } | undefined;
  };
  /** Every call_service received, in order; the first 10,000. */
  readonly calls: readonly ReceivedCall[];
  close(): Promise<void>;
  /** Closes the sockets (code 1000), refuses for `downMs`, says NOT_RUNNING for `startingMs`, resolves when RUNNING. */
  restart(options?: { readonly downMs?: number; readonly startingMs?: number }): Promise<void>;
  /** Half-open: sockets stay open; what arrives is lost, nothing is sent. */
  freeze(): void;
  thaw(): void;
  /** Cuts every connection without a close frame. */
  dropConnections(): void;
  /** Closes the sockets and answers `auth_invalid` from now on. */
  revokeTokens(): void;
  /** A change as a device would make it: attributes are merged, `unavailable` hides the volatile ones. */
  setState(entityId: string, state: string, attributes?: Attributes): void;
  removeEntity(entityId: string): void;
  addEntity(spec: EntitySpec): void;
  /** A change of a registry from outside, with its event. */
  changeRegistry(kind: "entity", id: string, changes: Partial<EntityEntry>): void;
  changeRegistry(kind: "device", id: string, changes: Partial<DeviceEntry>): void;
  changeRegistry(kind: "area", id: string, changes: Partial<AreaEntry>): void;
  /** Changes `count` sensor states in one loop pass; a client with more than 4096 messages waiting is cut off. */
  tick(count: number): void;
};

const newest = "2026.11.0";

/** Ordinary attributes go when a device does; these describe it and stay. */
const lasting =
  /^(min_|max_|supported_|options$|device_class$|state_class$|unit_of_measurement$|friendly_name$|entity_id$)|(_list|_modes)$/;

/** Platforms that are there before the devices are. */
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

/** Starts a house and resolves when it answers; listens on loopback only. */
export async function startDemoHouse(options: DemoHouseOptions = {}): Promise<DemoHouse> {
  const { port = 0, startingMs = 0, restless = true } = options;
  const ticker = createTicker(options.now ?? (() => new Date()));
  const random = seededRandom(options.seed ?? 1);
  const world = createWorld({
    version: options.version ?? newest,
    ticker,
    random,
    lockMs: options.lockMs ?? 2000,
  });
  const first = build(world, options.entities ?? 0);
  const tokens = { admin: newToken(), user: newToken() };
  const users = new Map<string, User>([
    [tokens.admin, { id: random.hex(32), name: "Alex", isOwner: true, isAdmin: true }],
    [tokens.user, { id: random.hex(32), name: "Sam", isOwner: false, isAdmin: false }],
  ]);
  const running = operate(world, users, () => void restart().catch(() => undefined));
  const door = createDoor(() => ({ ...running, url }), commandTable(world.version));
  const sensors = [...world.entities.values()]
    .filter(({ domain }) => domain === "sensor")
    .map(({ id }) => id);

  const boot = (states: readonly FirstState[], ms: number, done: () => void): void => {
    const finish = (): void => {
      showAll(world, states);
      for (const group of groups) world.addGroup(group.id, group.members, group.name);
      for (const [domain, table] of running.services) {
        if (ms > 0) for (const service of table.keys()) world.fire("service_registered", { domain, service });
      }
      world.coreState = "RUNNING";
      world.fire("core_config_updated", {});
      world.fire("homeassistant_started", {});
      if (restless) startDrift(world, sensors);
      done();
    };
    if (ms <= 0) {
      finish();
      return;
    }
    world.coreState = "NOT_RUNNING";
    showAll(
      world,
      states.filter(({ id }) => earlyDomains.has(id.slice(0, id.indexOf(".")))),
    );
    starting = setTimeout(finish, ms);
  };

  let starting: NodeJS.Timeout | undefined;
  let url = "";

  const restart: DemoHouse["restart"] = async ({ downMs = 200, startingMs: ms = 200 } = {}) => {
    ticker.stop();
    clearTimeout(starting);
    const states = lastStates(world);
    await door.shut();
    for (const entity of world.entities.values()) {
      entity.cancel = undefined;
      entity.context = undefined;
    }
    world.states.clear();
    await new Promise<void>((resolve) => {
      starting = setTimeout(resolve, downMs);
    });
    const running = new Promise<void>((resolve) => boot(states, Math.max(1, ms), resolve));
    await door.open(Number(new URL(url).port));
    await running;
  };

  boot(first, startingMs, () => undefined);
  url = `http://127.0.0.1:${await door.open(port)}`;

  return {
    url,
    tokens,
    states: world.states,
    calls: running.calls,
    async close() {
      ticker.stop();
      clearTimeout(starting);
      await door.shut();
    },
    restart,
    freeze: () => door.freeze(true),
    thaw: () => door.freeze(false),
    dropConnections: door.drop,
    revokeTokens() {
      users.clear();
      door.sendAway();
    },
    setState: (entityId, state, attributes) => setState(world, entityId, state, attributes),
    removeEntity(entityId) {
      world.entities.delete(entityId);
      world.registries.removeEntity(entityId);
      world.states.remove(entityId, world.states.context());
    },
    addEntity(spec) {
      const device = [...world.registries.devices.values()].find(
        ({ identifiers }) => identifiers[0]?.[1] === spec.device,
      );
      showAll(world, [addEntity(world, spec, device?.id ?? null, ticker.seconds())]);
      if (spec.id.startsWith("sensor.")) sensors.push(spec.id);
    },
    changeRegistry(kind: "entity" | "device" | "area", id: string, changes: object) {
      const at = ticker.seconds();
      const { registries } = world;
      if (kind === "entity") registries.updateEntity(id, changes, at);
      else if (kind === "device") registries.updateDevice(id, changes, at);
      else {
        const area = registries.areas.get(id);
        if (area) registries.putArea({ ...area, ...changes, modified_at: at });
      }
    },
    tick(count) {
      for (let moved = 0; moved < count; moved += 1) {
        const id = sensors[moved % sensors.length];
        if (id !== undefined) nudge(world, id, 1);
      }
    },
  };
}

function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Builds everything but the states, which come when the house is up. */
function build(world: World, wanted: number): FirstState[] {
  const at = world.ticker.seconds();
  for (const { id, name, level, aliases } of floors) {
    world.registries.putFloor({
      aliases,
      created_at: at,
      floor_id: id,
      icon: null,
      level,
      name,
      modified_at: at,
    });
  }
  for (const { id, name, color, description } of labels) {
    world.registries.putLabel({
      color,
      created_at: at,
      description,
      icon: null,
      label_id: id,
      name,
      modified_at: at,
    });
  }
  for (const area of areas) addArea(world, area, at);
  const states = [groundFloor, upperFloor, outside, helpers, misbehaving].flatMap((part) =>
    furnish(world, part, at),
  );
  return [...states, ...grow(world, wanted - states.length, at)];
}

/** Services, automations and the books about what was asked. */
function operate(world: World, users: ReadonlyMap<string, User>, restart: () => void): Omit<Premises, "url"> {
  const notifications = new Map<string, Notification>();
  let run: Calls = () => undefined;
  const startAutomation = automationStarter(
    world,
    automations,
    (context) => (domain, service, data) =>
      run({ domain, service, data, context, user: undefined, returnResponse: false }),
  );
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
  return {
    world,
    services,
    run,
    calls: [],
    recorder: createRecorder(world),
    notifications,
    scripts,
    automations,
    userOf: (token) => users.get(token),
  };
}

function setState(world: World, entityId: string, state: string, attributes: Attributes = {}): void {
  const entity = world.entities.get(entityId);
  const now = world.states.get(entityId);
  if (!entity || !now) {
    world.states.set(entityId, state, attributes, world.states.context());
    return;
  }
  entity.context = undefined;
  const hidden = entity.memory["hidden"] as Attributes | undefined;
  if (state === "unavailable") {
    if (now.state !== "unavailable") entity.memory["hidden"] = now.attributes;
    const kept = Object.entries({ ...now.attributes, ...attributes }).filter(([key]) => lasting.test(key));
    world.states.set(entityId, state, Object.fromEntries(kept), world.states.context());
    return;
  }
  delete entity.memory["hidden"];
  world.write(entity, state, { ...hidden, ...attributes });
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
