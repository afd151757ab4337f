/** A gateway over the vectors' home, which remembers what it was asked. */

import { Failure } from "../../../src/core/failure.ts";
import type {
  EntityState,
  Gateway,
  ServiceCall,
  ServiceResult,
  StateListener,
} from "../../../src/hass/gateway.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import type { WireServices, WireTarget } from "../../../src/hass/wire.ts";
import type { Selection } from "../../../src/security/grant/target/input.ts";
import { resolveSelection } from "../../../src/security/grant/target/resolve.ts";
import { type VectorHome, vectorHome } from "./vector-home.ts";

export type Fake = {
  readonly gateway: Gateway;
  readonly asked: string[];
  /** Service calls that left, in order. */
  readonly sent: ServiceCall[];
  readonly states: Map<string, EntityState>;
  /** Changes a state as Home Assistant would. */
  readonly set: (state: EntityState) => void;
};

const SERVICES: WireServices = {
  light: { turn_on: { fields: {}, target: { entity: [{ domain: ["light"] }] } } },
  lock: { unlock: { fields: {}, target: { entity: [{ domain: ["lock"] }] } } },
  script: { turn_on: { fields: {}, target: { entity: [{ domain: ["script"] }] } } },
  input_boolean: { turn_on: { fields: {}, target: { entity: [{ domain: ["input_boolean"] }] } } },
};

const NOTHING: Selection = { area_id: [], floor_id: [], label_id: [], device_id: [] };

const NOTHING_MISSING = { missing_devices: [], missing_floors: [], missing_labels: [] };

export type FakeOptions = {
  /** Answers to `query`, by message type; a missing one is refused as unauthorized. */
  readonly answers?: Readonly<Record<string, (message: Readonly<Record<string, unknown>>) => unknown>>;
  /** An administrator's token reads what automations wait for. */
  readonly isAdmin?: boolean;
  readonly renderTemplate?: Gateway["renderTemplate"];
  readonly resolver?: "home assistant" | "unknown command" | "gone";
  readonly services?: WireServices;
  /** What cameras show; without it they show nothing. */
  readonly picture?: Gateway["picture"];
  readonly home?: VectorHome;
  /** What becomes of a call that was sent; without it, accepted and nothing more. */
  readonly onCall?: (call: ServiceCall, fake: Pick<Fake, "states" | "set">) => Promise<ServiceResult>;
};

export function fakeGateway({
  answers = {},
  isAdmin = false,
  resolver = "home assistant",
  renderTemplate = () => Promise.reject(new Error("no templates here")),
  services = SERVICES,
  picture = () => Promise.reject(new Failure("HASS_REJECTED", "no picture")),
  home = vectorHome(),
  onCall = async () => ({ contextId: "ours", response: undefined }),
}: FakeOptions = {}): Fake {
  const states = new Map(home.place.states);
  const asked: string[] = [];
  const sent: ServiceCall[] = [];
  const listeners = new Set<StateListener>();
  const set = (state: EntityState): void => {
    const before = states.get(state.id);
    states.set(state.id, state);
    for (const listener of listeners) listener(state.id, state, before);
  };
  const gateway: Gateway = {
    ready: async () => undefined,
    connected: true,
    states,
    registries: home.place.registries,
    aliasesLoaded: async () => undefined,
    services,
    house: {
      version: "2026.11.0",
      timeZone: "UTC",
      language: "en",
      name: "",
      user: { id: "u", isAdmin },
    },
    revision: 1,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    callService(call) {
      sent.push(call);
      return onCall(call, { states, set });
    },
    picture,
    exposedToAssist: async () => new Set(["light.kitchen"]),
    async extractFromTarget(target: WireTarget) {
      asked.push("extract_from_target");
      if (resolver === "gone") throw new Failure("HASS_UNAVAILABLE", "not connected");
      const unknown = new HassError("unknown_command", "Unknown command.");
      if (resolver === "unknown command") throw new Failure("HASS_REJECTED", "no", { cause: unknown });
      const { entityIds, missing } = resolveSelection({ ...NOTHING, ...(target as object) }, home.place);
      return { ...NOTHING_MISSING, referenced_entities: entityIds, missing_areas: missing };
    },
    renderTemplate,
    async query(message) {
      asked.push(message.type);
      const answer = answers[message.type];
      if (!answer)
        throw new Failure("HASS_REJECTED", "no", { cause: new HassError("unauthorized", "Unauthorized") });
      return answer(message);
    },
  };
  return { gateway, asked, sent, states, set };
}
