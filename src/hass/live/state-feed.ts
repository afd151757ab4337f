/** Feeds the live map from `subscribe_entities`. */

import type { Connection } from "home-assistant-js-websocket";
import { isJsonObject } from "../../core/json.ts";
import { subscribe } from "../link/commands.ts";
import type { WireEntitiesEvent } from "../wire.ts";
import type { EntityMap } from "./entity-map.ts";

export type StateFeed = {
  /** Resolves when the whole home is in the map; what the map held of it before and is gone is out. */
  follow(connection: Connection): Promise<void>;
  /** The big event that is being applied; undefined when none is. */
  settled(): Promise<void> | undefined;
};

export function feedStates(map: EntityMap): StateFeed {
  let applying: Promise<void> | undefined;
  return {
    async follow(connection) {
      map.expectWhole();
      let first: () => void = () => undefined;
      const whole = new Promise<void>((resolve) => {
        first = resolve;
      });
      await subscribe(connection, { type: "subscribe_entities" }, (event) => {
        applying = map.apply(isJsonObject(event) ? (event as WireEntitiesEvent) : {});
        if (!applying) return first();
        applying = applying.then(() => {
          applying = undefined;
          first();
        });
      });
      await whole;
    },
    settled: () => applying,
  };
}
