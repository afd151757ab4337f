/** What is planted in a run of each door comes up nowhere: see `canaries.ts`. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { DOORS, failedStart } from "../door.ts";
import { PASSWORD, scanDoor } from "./canaries.ts";

setDefaultTimeout(90_000);

test.each(DOORS)("the %s door keeps them to itself", (kind) => scanDoor(kind));

test("a start that fails says none of them", async () => {
  const env = {
    STORE: `redis://user:${PASSWORD}@127.0.0.1:1/zero`,
    JWT_SECRET: PASSWORD,
    METRICS_TOKEN: PASSWORD,
    HASS_TOKEN: `two ${PASSWORD}`,
    LOG_ENCRYPTION_KEY: `/nowhere/${PASSWORD}`,
  };
  const { code, said } = await failedStart({ env });
  expect(code).toBe(78);
  expect(said).not.toContain(PASSWORD);
});
