/** The systemd unit, as systemd reads it. */

import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { programOf } from "../../scripts/programs.ts";
import { processEnv } from "../process-env.ts";
import { ranIn } from "./served.ts";

const UNIT = "deploy/systemd/hearthgate.service";
/** Of ten; systemd calls what is below 2 "OK". */
const MOST_EXPOSED = 2;

test("systemd takes it without a word", async () => {
  const words = [programOf("systemd-analyze"), "verify", "--man=no", UNIT];
  expect(await ranIn(words, ".", processEnv())).toEqual({ code: 0, said: "" });
});

test("it exposes little", async () => {
  const words = [programOf("systemd-analyze"), "security", "--offline=yes", "--no-pager", UNIT];
  const { said } = await ranIn(words, ".", processEnv());
  const level = Number(/Overall exposure level for hearthgate.service: ([\d.]+)/.exec(said)?.[1]);
  process.stdout.write(`systemd's exposure level: ${level} of 10\n`);
  expect(level).toBeGreaterThan(0);
  expect(level).toBeLessThan(MOST_EXPOSED);
});

test("no secret stands in it, and none in the environment", () => {
  const unit = readFileSync(UNIT, "utf8");
  expect(unit).toMatch(/^LoadCredential=hass-token:\/etc\/hearthgate\/hass-token$/m);
  expect(unit).toMatch(/^Environment=HASS_TOKEN_FILE=%d\/hass-token$/m);
  expect(unit).not.toMatch(/^Environment=.*HASS_TOKEN=/m);
});
