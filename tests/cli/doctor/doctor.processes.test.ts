/** `hearthgate doctor`: each fault is found by its own check, and a good home has none. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { examine } from "../../../src/cli/doctor/doctor.ts";
import { doorChecks } from "../../../src/cli/doctor/doors.ts";
import type { Check } from "../../../src/cli/doctor/examined.ts";
import type { Finding } from "../../../src/cli/doctor/finding.ts";
import { grantChecks } from "../../../src/cli/doctor/grants.ts";
import { homeChecks } from "../../../src/cli/doctor/home.ts";
import { runtime } from "../../../src/cli/doctor/machine.ts";
import { settingChecks } from "../../../src/cli/doctor/settings.ts";
import { stateChecks } from "../../../src/cli/doctor/state.ts";
import { startDemoHouse } from "../../../src/demo/house.ts";
import { hearthgate } from "../owner-home.ts";
import { type Environment, FAULTS, fileWith, goodHome, type Lab } from "./injected-faults.ts";

const CHECKS: readonly Check[] = [settingChecks, homeChecks, stateChecks, grantChecks, doorChecks];

let lab: Lab;
let busy: Server;
beforeAll(async () => {
  busy = createServer((socket) => void socket.end("nothing of ours\n"));
  await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", () => resolve()));
  const address = busy.address();
  const busyPort = String(typeof address === "object" && address ? address.port : 0);
  lab = { house: await startDemoHouse({ restless: false }), busyPort };
});
afterAll(async () => {
  busy.close();
  await lab.house.close();
});

/** What is not good, by check; the words of each. */
async function found(environment: Environment): Promise<readonly Finding[]> {
  const findings = await examine("serve", environment, CHECKS);
  return findings.filter(({ result }) => result === "fault" || result === "warning");
}

test("a good home has no fault and no warning", async () => {
  expect(await found(goodHome(lab))).toEqual([]);
});

describe("one fault, one diagnosis", () => {
  test.each(FAULTS)("%s", async (_, check, result, inject) => {
    const home = goodHome(lab);
    const findings = await found({ ...home, ...(await inject(home, lab)) });
    const names = [...new Set(findings.map((each) => `${each.check} ${each.result}`))];
    expect(names).toEqual([`${check} ${result}`]);
    // each with what to do
    for (const { said, fix = "" } of findings)
      expect([said.length > 10, fix.length > 10]).toEqual([true, true]);
  });
});

test("a runtime that is too old: enough for stdio, not for a door", () => {
  expect(runtime({ node: "20.19.0" }, "stdio").result).toBe("warning");
  expect(runtime({ node: "22.12.9" }, "serve").result).toBe("fault");
  expect(runtime({ node: "22.13.0" }, "serve").result).toBe("good");
  expect(runtime({ node: "24.1.0", bun: "1.4.5" }, "serve").result).toBe("good");
});

test("as a command: no fault is 0, a fault is 1; nothing is made; a word on stdout is found", async () => {
  const home = goodHome(lab);
  const before = readdirSync(home.HEARTHGATE_HOME);
  const good = await hearthgate(home.HEARTHGATE_HOME, ["doctor", "--json"], home);
  const { faults, warnings, findings } = JSON.parse(good.out);
  expect([good.code, faults, warnings, good.err]).toEqual([0, 0, 0, ""]);
  expect(findings.length).toBeGreaterThanOrEqual(25);
  expect(readdirSync(home.HEARTHGATE_HOME)).toEqual(before);
  const preload = fileWith('console.log("hello");', 0o600);
  const noisy = await hearthgate(home.HEARTHGATE_HOME, ["doctor"], {
    ...home,
    BUN_OPTIONS: `--preload ${preload}`,
  });
  expect(noisy.code).toBe(1);
  expect(noisy.out).toContain("FAIL  machine.stdout");
  const wrong = await hearthgate(home.HEARTHGATE_HOME, ["doctor", "--door", "back"], home);
  expect([wrong.code, wrong.err.includes("--door is stdio, http or serve")]).toEqual([78, true]);
}, 60_000);
