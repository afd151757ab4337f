/** The road on the embedded demo house: nothing outside this process is touched, and nothing is kept. */

import type { Config } from "../config/config.ts";
import { Secret } from "../core/secret.ts";
import { startDemoHouse } from "../demo/house.ts";
import { openRoad, type Road } from "./road.ts";

export async function openDemoRoad(config: Config): Promise<Road> {
  const house = await startDemoHouse();
  const road = openRoad(
    { ...config, audit: { ...config.audit, enabled: false } },
    { url: house.url, token: new Secret(house.tokens.admin) },
  );
  return {
    call: road.call,
    close() {
      road.close();
      void house.close();
    },
  };
}
