/** A door over a whole road, for what follows it. */

import { Failure } from "../../../src/core/failure.ts";
import type { Door } from "../../../src/transport/door.ts";
import { grantOf, openRoad, type Road } from "../../road/road.ts";

export const CONTEXT = { progress: () => undefined, signal: new AbortController().signal };
export const KITCHEN = "ha://entity/light.kitchen";
export const HALL = "ha://entity/light.hall";

/** Two lights, of which a caller follows `most` at once; `following` counts what is open. */
export async function followingDoor(most = 5) {
  let following = 0;
  const access = { read: ["light.kitchen", "light.hall"] };
  const road = await openRoad(grantOf({ access, limits: { subscriptions: most } }));
  const door: Door = {
    version: "0",
    tools: async () => [{ name: "ha_read" }, { name: "ha_overview" }, { name: "ha_access" }] as never,
    onToolsChanged: () => () => undefined,
    hostAnswers: async () => false,
    call: () => Promise.reject(new Error("no calls here")),
    async follow(input, heard) {
      const stop = await road.follow(input, heard);
      if (typeof stop === "string") throw new Failure(stop as "NOT_FOUND", "not here");
      following += 1;
      return () => {
        following -= 1;
        stop();
      };
    },
  };
  return { road, door, following: () => following };
}

export function change(road: Road, id: string): void {
  const before = road.states.get(id);
  if (before) road.set({ ...before, state: before.state === "on" ? "off" : "on" });
}
