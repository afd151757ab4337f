/** The road on the embedded demo house: nothing outside this process is touched, and nothing is kept. */

import type { Config } from "../../config/config.ts";
import { Secret } from "../../core/secret.ts";
import { startDemoHouse } from "../../demo/house.ts";
import type { Logger } from "../../log/logger.ts";
import type { GrantBook } from "../../security/grant/book/grant-book.ts";
import { openRoad, type RoadState, type WholeRoad } from "../road.ts";

export async function openDemoRoad(
  config: Config,
  grants: GrantBook,
  state: RoadState,
  logger: Logger,
): Promise<WholeRoad> {
  const house = await startDemoHouse();
  const road = openRoad(
    { ...config, audit: { ...config.audit, enabled: false } },
    { url: house.url, token: new Secret(house.tokens.admin) },
    grants,
    state,
    logger,
  );
  return {
    ...road,
    close() {
      road.close();
      void house.close();
    },
  };
}
