/** `npm run test:hass`: the end-to-end suite on a real Home Assistant, as administrator, then as an ordinary user. */

import { openRealHome } from "./real-home.ts";
import { runTests } from "./run-tests.ts";

const build = Bun.spawnSync([process.execPath, "run", "scripts/build.ts"], {
  stdout: "ignore",
  stderr: "inherit",
});
if (build.exitCode !== 0) process.exit(1);
const home = await openRealHome();
try {
  console.log(`Home Assistant ${home.version}`);
  const { passed, failed, skipped } = await runTests(["tests/e2e", "tests/attack"], {
    TEST_HOME: "real",
    CHROMIUM: Bun.which("chromium") ?? "chromium",
    HASS_URL: home.url,
    HASS_TOKEN: home.token,
    HASS_USER_TOKEN: home.userToken,
    HASS_OWNER_TOKEN: home.ownerToken,
  });
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
} finally {
  home.stop();
}
