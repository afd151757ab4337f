/** The port to Home Assistant: everything the product may ask of it, in Home Assistant's own words. */

import type { JsonObject } from "../core/json.ts";
import type { Registries } from "./registries.ts";
import type { WireExtracted, WireServices, WireTarget } from "./wire.ts";

/**
 * One entity's live state. The object is replaced at every change, never mutated: keeping a reference keeps a snapshot.
 */
export type EntityState = {
  readonly id: string;
  /** At most 255 characters; `unknown` (no value yet) and `unavailable` (device gone) are words, not nulls. */
  readonly state: string;
  readonly attributes: JsonObject;
  /** Context of the call or event that set the state; Home Assistant keeps it on an entity for 5 s only. */
  readonly contextId: string;
  readonly parentContextId: string | undefined;
  /** Seconds since 1970. */
  readonly lastChanged: number;
  /** Seconds since 1970. */
  readonly lastUpdated: number;
};

export type StateListener = (
  id: string,
  now: EntityState | undefined,
  before: EntityState | undefined,
) => void;

/** A call as it is sent: `entityIds` undefined = no target at all; an empty list is a defect and refused. */
export type ServiceCall = {
  readonly domain: string;
  readonly service: string;
  readonly data: JsonObject;
  readonly entityIds: readonly string[] | undefined;
  readonly returnResponse?: boolean;
  /** For what only reads: then it is given up as HASS_UNAVAILABLE. */
  readonly withinMs?: number;
};

/** What Home Assistant answered: after the handler ended, which says nothing about the effect. */
export type ServiceResult = { readonly contextId: string; readonly response: unknown };

/** An event as Home Assistant hands it out; `user_id` is null for what no person caused. */
export type HomeEvent = {
  readonly data: JsonObject;
  readonly context: { readonly id: string; readonly user_id: string | null };
};

/** As it came; `mimeType` begins with `image/`. */
export type Picture = { readonly bytes: Buffer; readonly mimeType: string };

/** Events of Home Assistant's bus, for the owner's own concerns: no tool reaches them. */
export type HomeEvents = {
  /** One listener by kind, heard also after each new connection. */
  listen(eventType: string, listener: (event: HomeEvent) => void): void;
  /** HASS_REJECTED where our token is no administrator's, HASS_UNAVAILABLE. */
  fire(eventType: string, data: JsonObject): Promise<void>;
};

export type House = {
  /** e.g. `2026.11.0` */
  readonly version: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly language: string;
  /** `°C` or `°F`; undefined where the home does not say. */
  readonly temperatureUnit?: string;
  readonly name: string;
  readonly user: { readonly id: string; readonly isAdmin: boolean };
  /** It does not say RUNNING, and is used as far as it is. */
  readonly starting?: true;
};

/**
 * One home, connected. Every method but `ready`, `status` and `close` may throw HASS_UNAVAILABLE (nothing was sent).
 */
export type Gateway = {
  /** Resolves when the home is loaded and Home Assistant says RUNNING; HASS_UNAVAILABLE with the cause in words when that takes longer than the connect deadline. */
  ready(caller?: { readonly signal: AbortSignal }): Promise<void>;
  /** Whether calls can be sent and changes are heard. */
  readonly connected: boolean;
  readonly states: ReadonlyMap<string, EntityState>;
  readonly registries: Registries;
  /** Resolves when `registries.aliases` is loaded, or cannot be. */
  aliasesLoaded(): Promise<void>;
  readonly services: WireServices;
  readonly house: House;
  /** Grows whenever registries, services or exposure changed. */
  readonly revision: number;
  /** Called for every change, in order, synchronously; must not throw. Returns the way to stop. */
  onChange(listener: StateListener): () => void;
  /**
   * Sends once, never again. Resolves when Home Assistant's handler ended, however long that takes.
   * HASS_REJECTED: Home Assistant said no (`cause` is its HassError). OUTCOME_UNKNOWN: the connection was lost after sending.
   */
  callService(call: ServiceCall): Promise<ServiceResult>;
  /** Home Assistant's own resolver (2025.11 and newer), groups expanded. Unknown entity ids come back as referenced. */
  extractFromTarget(target: WireTarget): Promise<WireExtracted>;
  /** Renders a template in Home Assistant, with its user's rights; rejects when it fails or takes longer than `timeoutMs`. */
  renderTemplate(template: string, timeoutMs: number): Promise<string>;
  /** Entity ids exposed to Assist (`conversation`). Loaded at first use, then kept current. */
  exposedToAssist(): Promise<ReadonlySet<string>>;
  /** What a camera or image entity shows now. HASS_REJECTED when there is none. */
  picture(entityId: string): Promise<Picture>;
  /**
   * Any other command that only reads, e.g. `{type: "script/config", entity_id}`. HASS_REJECTED carries Home Assistant's
   * error as HassError in `cause` (`unauthorized`, `unknown_command`, `not_found` …).
   */
  query(message: JsonObject & { readonly type: string }): Promise<unknown>;
};
