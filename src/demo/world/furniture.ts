/** How the furniture of the house is written down. */

import type { Attributes } from "./states.ts";
import type { Quirk } from "./world.ts";

export type DeviceSpec = {
  /** Referred to by entities and child devices. */
  readonly key: string;
  readonly name: string;
  readonly area?: string;
  readonly maker?: string;
  readonly model?: string;
  readonly labels?: readonly string[];
  /** Key of the device this one is a part of. */
  readonly parent?: string;
};

export type EntitySpec = {
  readonly id: string;
  readonly state: string;
  readonly attributes?: Attributes;
  /** Absent: the device's name is the whole name. */
  readonly name?: string;
  readonly device?: string;
  readonly area?: string;
  /** The integration; `demo` unless told. */
  readonly platform?: string;
  readonly features?: number;
  readonly labels?: readonly string[];
  readonly aliases?: readonly string[];
  readonly category?: "config" | "diagnostic";
  readonly hidden?: boolean;
  /** To voice assistants; the domain decides unless told. */
  readonly exposed?: boolean;
  /** Old integrations give no unique id: no registry entry, no area, no labels. */
  readonly unregistered?: boolean;
  readonly quirk?: Quirk;
  readonly members?: readonly string[];
  readonly memory?: Readonly<Record<string, unknown>>;
};

export type AreaSpec = {
  readonly id: string;
  readonly name: string;
  readonly floor: string | null;
  readonly aliases?: readonly string[];
  readonly labels?: readonly string[];
};

export type Furniture = { readonly devices: readonly DeviceSpec[]; readonly entities: readonly EntitySpec[] };
