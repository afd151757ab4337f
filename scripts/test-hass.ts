/** `npm run test:hass`: the end-to-end suite on a real Home Assistant, as administrator, then as an ordinary user. */

import { openRealHome } from "./real-home.ts";
import { prepareTests, reportTests } from "./run-tests.ts";

prepareTests();
const home = await openRealHome();
try {
  console.log(`Home Assistant ${home.version}`);
  await reportTests(["tests/e2e", "tests/attack"], {
    TEST_HOME: "real",
    CHROMIUM: Bun.which("chromium") ?? "chromium",
    HASS_URL: home.url,
    HASS_TOKEN: home.token,
    HASS_USER_TOKEN: home.userToken,
    HASS_OWNER_TOKEN: home.ownerToken,
  });
} finally {
  home.stop();
}
