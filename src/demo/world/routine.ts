/** How scripts, automations and scenes are written down. */

import type { WireServiceField } from "../../hass/wire.ts";

type Data = Readonly<Record<string, unknown>>;

/** One step; the keys are Home Assistant's, a small part of them. */
export type Step = {
  readonly action?: string;
  readonly target?: Data;
  readonly data?: Data;
  /** `hh:mm:ss` */
  readonly delay?: string;
  readonly variables?: Data;
  readonly stop?: string;
  readonly response_variable?: string;
};

export type ScriptConfig = {
  readonly alias: string;
  readonly description?: string;
  readonly fields?: Readonly<Record<string, WireServiceField>>;
  readonly sequence: readonly Step[];
};

export type AutomationConfig = {
  readonly id: string;
  readonly alias: string;
  readonly description: string;
  readonly triggers: readonly {
    readonly trigger: "state";
    readonly entity_id: string;
    readonly to: string;
  }[];
  readonly conditions: readonly never[];
  readonly actions: readonly Step[];
  readonly mode: "single";
};

export type SceneConfig = {
  readonly name: string;
  /** State, or state with attributes, by entity id. */
  readonly entities: Readonly<Record<string, Data | string>>;
};
