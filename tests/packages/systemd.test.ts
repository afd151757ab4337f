/** The systemd unit, as systemd reads it. */

import { expect, test } from "bun:test";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNode } from "../../scripts/newer-node.ts";
import { programOf } from "../../scripts/programs.ts";
import { startDemoHouse } from "../../src/demo/house.ts";
import { makeCertificate } from "../doors/certificate.ts";
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

test("the owner's commands have the settings and the folder of the service", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-owner-"));
  const at = (name: string) => join(folder, name);
  for (const name of ["etc", "state", "bin"]) mkdirSync(at(name), { mode: 0o700 });
  const house = await startDemoHouse({ restless: false });
  const settings = readFileSync("deploy/systemd/hearthgate.env", "utf8").replace(
    /^HASS_URL=.*$/m,
    `HASS_URL=${house.url}\nAPPROVAL_NOTIFY="notify.phone, notify.tablet"`,
  );
  writeFileSync(at("etc/hearthgate.env"), settings);
  writeFileSync(at("etc/hass-token"), house.tokens.admin, { mode: 0o600 });
  const script = readFileSync("deploy/systemd/hearthgate-owner", "utf8")
    .replaceAll("/etc/hearthgate/", `${at("etc")}/`)
    .replaceAll("/etc/systemd/system/hearthgate.service.d", at("etc"))
    .replaceAll("/var/lib/hearthgate", at("state"));
  writeFileSync(at("bin/owner"), script, { mode: 0o755 });
  // there is no such user here: what follows -- is run
  writeFileSync(at("bin/runuser"), '#!/bin/sh\nshift 3\nexec "$@"\n', { mode: 0o755 });
  const cli = join(process.cwd(), "dist/cli.js");
  writeFileSync(at("bin/hearthgate"), `#!/bin/sh\nexec ${findNode()} ${cli} "$@"\n`, { mode: 0o755 });
  const env = { PATH: `${at("bin")}:${processEnv()["PATH"]}` };
  const owner = (...words: string[]) => ranIn([at("bin/owner"), ...words], "/", env);
  expect(await owner("grants", "create", "--preset", "viewer", "--name", "Reader")).toMatchObject({
    code: 0,
  });
  expect(readFileSync(at("state/grants.json"), "utf8")).toContain("Reader");
  expect(await owner("backup", "backup.json")).toMatchObject({ code: 0 });
  expect(existsSync(at("state/backup.json"))).toBe(true);
  const { said } = await owner("doctor", "--door", "serve", "--json");
  const { findings } = JSON.parse(said.slice(said.indexOf("{")));
  const faults = findings
    .filter(({ result }: { result: string }) => result === "fault" || result === "warning")
    .map(({ check }: { check: string }) => check);
  // both of what is written with a blank between; the public name leads nowhere here
  expect(faults.filter((check: string) => check !== "door.public_url")).toEqual([
    "approvals.phones",
    "approvals.phones",
  ]);
  const { cert, key } = makeCertificate({ name: "DNS:home.example" });
  copyFileSync(cert, at("etc/cert.pem"));
  copyFileSync(key, at("etc/key.pem"));
  copyFileSync("deploy/systemd/tls.conf", at("etc/tls.conf"));
  const overTls = await owner("doctor", "--door", "serve");
  expect(overTls.said).toMatch(/ok {4}door\.certificate +The certificate of SSL_CERT_PATH/);
  await house.close();
});
