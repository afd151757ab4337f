/** The fail2ban filter, on the log of a door that was attacked. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programOf } from "../../scripts/programs.ts";
import { startDoor } from "../doors/door.ts";
import { ask, call } from "../doors/exchange.ts";
import { processEnv } from "../process-env.ts";
import { until } from "../until.ts";
import { ranIn } from "./served.ts";

setDefaultTimeout(60_000);

const WRONG = 4;

test("it finds each wrong credential, and nothing of who had a right one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-fail2ban-"));
  const door = await startDoor({ env: { LOG_FILE: join(folder, "door.log"), LOG_LEVEL: "info" } });
  const good = await door.issue("viewer");
  const body = call(1, "ha_overview");
  for (let time = 0; time < WRONG; time++)
    expect((await ask(`${door.url}/mcp`, { token: `hg_wrong${time}_x`, body })).status).toBe(401);
  await ask(`${door.url}/mcp`, { token: good, body });
  // what was good once is no attack
  const ended = await door.issue("viewer");
  await door.run("tokens", "revoke", ended.split("_")[1] ?? "");
  expect((await ask(`${door.url}/mcp`, { token: ended, body })).status).toBe(401);
  const logs = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  await until(() => logs().join("").split('"auth_failed"').length > WRONG + 1);
  await door.close();
  const [log = ""] = readdirSync(folder).filter((name) => name.includes("door"));
  const filters = join(folder, "filter.d");
  cpSync("deploy/fail2ban/filter.d", filters, { recursive: true });
  const words = [
    programOf("fail2ban-regex"),
    "--print-all-matched",
    join(folder, log),
    join(filters, "hearthgate.conf"),
  ];
  const { code, said } = await ranIn(words, ".", processEnv());
  expect([code, said]).toEqual([0, expect.stringContaining(`${WRONG} matched`)]);
  expect(said).not.toContain(good);
});
