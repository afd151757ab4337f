/** The demo house: a small Home Assistant on loopback that speaks the real protocol. */

import type { ReceivedCall } from "./commands/premises.ts";
import { commandTable } from "./commands/table.ts";
import { createWorld } from "./create-world.ts";
import { setState } from "./device-changes.ts";
import { accessToken } from "./door/logins.ts";
import { createDoor } from "./door/server.ts";
import { nudge } from "./drift.ts";
import { build } from "./inventory/build.ts";
import { createLife } from "./life.ts";
import { operate } from "./operate.ts";
import type { AreaEntry, DeviceEntry, EntityEntry } from "./world/entries.ts";
import { addEntity, showAll } from "./world/furnish.ts";
import type { EntitySpec } from "./world/furniture.ts";
import { seededRandom } from "./world/random.ts";
import type { Attributes } from "./world/states.ts";
import { createTicker } from "./world/ticker.ts";
import type { User, World } from "./world/world.ts";

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
  /** As its owner changes a user: of the one who holds the token. */
  changeUser(token: string, changes: Partial<Pick<User, "isActive" | "isAdmin" | "localOnly">>): void;
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
const PRESENT = { isActive: true, localOnly: false };

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
  const sensors = first.map(({ id }) => id).filter((id) => id.startsWith("sensor."));
  const tokens = { admin: accessToken(), user: accessToken() };
  const users = new Map<string, User>([
    [tokens.admin, { id: random.hex(32), name: "Alex", isOwner: true, isAdmin: true, ...PRESENT }],
    [tokens.user, { id: random.hex(32), name: "Sam", isOwner: false, isAdmin: false, ...PRESENT }],
  ]);
  const running = operate(world, users, () => void restart());
  let url = "";
  const door = createDoor(() => ({ ...running, url }), commandTable(world.version));
  const life = createLife(world, running.services, restless ? sensors : []);

  const restart: DemoHouse["restart"] = async ({ downMs = 200, startingMs: ms = 200 } = {}) => {
    const states = life.goDown();
    await door.shut();
    await life.wait(downMs);
    const up = life.boot(states, Math.max(1, ms));
    await door.open(Number(new URL(url).port));
    await up;
  };

  const up = life.boot(first, startingMs);
  url = `http://127.0.0.1:${await door.open(port)}`;
  if (startingMs <= 0) await up;

  return {
    url,
    tokens,
    states: world.states,
    calls: running.calls,
    async close() {
      life.end();
      await door.shut();
    },
    restart,
    freeze: () => door.freeze(true),
    thaw: () => door.freeze(false),
    dropConnections: door.drop,
    changeUser(token, changes) {
      const user = users.get(token);
      if (user) users.set(token, { ...user, ...changes });
    },
    revokeTokens() {
      users.clear();
      door.sendAway();
    },
    setState: (entityId, state, attributes) => setState(world, entityId, state, attributes),
    removeEntity: (entityId) => removeEntity(world, entityId),
    addEntity(spec) {
      if (spec.id.startsWith("sensor.")) sensors.push(spec.id);
      moveIn(world, spec);
    },
    changeRegistry: (kind: Registry, id: string, changes: object) => changeRegistry(world, kind, id, changes),
    tick(count) {
      for (let moved = 0; moved < count; moved += 1) {
        const id = sensors[moved % sensors.length];
        if (id !== undefined) nudge(world, id, 1);
      }
    },
  };
}

function removeEntity(world: World, entityId: string): void {
  world.entities.delete(entityId);
  world.registries.removeEntity(entityId);
  world.states.remove(entityId, world.states.context());
}

/** The device is named by its key in the inventory. */
function moveIn(world: World, spec: EntitySpec): void {
  const device = [...world.registries.devices.values()].find(
    ({ identifiers }) => identifiers[0]?.[1] === spec.device,
  );
  showAll(world, [addEntity(world, spec, device?.id ?? null, world.ticker.seconds())]);
}

type Registry = "entity" | "device" | "area";

function changeRegistry(world: World, kind: Registry, id: string, changes: object): void {
  const { registries, ticker } = world;
  const at = ticker.seconds();
  if (kind === "entity") registries.updateEntity(id, changes, at);
  else if (kind === "device") registries.updateDevice(id, changes, at);
  else {
    const area = registries.areas.get(id);
    if (area) registries.putArea({ ...area, ...changes, modified_at: at });
  }
}
