/** The folder of state, what is kept in it, the audit. */

import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { auditParts } from "../../audit/read-audit.ts";
import { verifyAudit } from "../../audit/verify.ts";
import { DAY_MS } from "../../core/clock.ts";
import { Failure } from "../../core/failure.ts";
import { listLockouts } from "../../security/identity/guard/lockout.ts";
import { readMark } from "../../security/identity/keep/clock-mark.ts";
import { readKillSwitch } from "../../security/identity/keep/kill-switch.ts";
import { activeKey, isOver, type Ring } from "../../security/identity/key/ring.ts";
import { readRing } from "../../security/identity/key/ring-store.ts";
import { type Examined, faultOf, onPart } from "./examined.ts";
import { type Finding, fault, good, warning } from "./finding.ts";

const OLD_DAYS = 90;

export async function stateChecks(examined: Examined): Promise<readonly Finding[]> {
  const { config, now, store, storeSaid } = examined;
  const parts = await Promise.all([
    [folder(config.homePath)],
    [store instanceof Failure ? faultOf("state.store", store) : good("state.store", "The state opens.")],
    storeSaid.map((line) => warning("state.redis", line, "docs/operations.md has how Redis is set up.")),
    onPart("state.kill", store, async (state) => {
      const { on = false } = (await readKillSwitch(state)) ?? {};
      return [
        on
          ? warning(
              "state.kill",
              "The kill switch is on: nobody gets in.",
              "hearthgate kill off, when the reason is gone.",
            )
          : good("state.kill", "The kill switch is off."),
      ];
    }),
    onPart("state.lockouts", store, async (state) => {
      const locked = (await listLockouts(state, now)).filter(({ lockedUntil }) => lockedUntil !== undefined);
      return [
        locked.length > 0
          ? warning(
              "state.lockouts",
              `Locked out after wrong credentials: ${locked.map(({ network }) => network).join(", ")}.`,
              "hearthgate lockouts clear ADDRESS, if that was you.",
            )
          : good("state.lockouts", "Nobody is locked out."),
      ];
    }),
    onPart("state.clock", store, async (state) => [clock((await readMark(state)) ?? now, Date.now())]),
    onPart("secrets.keys", store, async (state) => keys(await readRing(state), now)),
    audit(examined),
  ]);
  return parts.flat();
}

/** Clocks that NTP keeps are closer. */
const AHEAD_MS = 60_000;

/** Several machines on one state go by the clock that is ahead: one that is wrong ends tokens on all of them. */
function clock(mark: number, now: number): Finding {
  const check = "state.clock";
  const ahead = mark - now;
  if (ahead > DAY_MS)
    return fault(
      check,
      "The clock is more than a day behind the latest time that was seen here: every hour and end of a grant denies.",
      "Set the clock; if it is right now, hearthgate clock accept.",
    );
  if (ahead > AHEAD_MS)
    return warning(
      check,
      `The latest time that was seen here is ${Math.round(ahead / 60_000)} minutes ahead of this machine's clock, and counts.`,
      "Set the clocks of all machines on this state by NTP; then hearthgate clock accept on one whose clock is right.",
    );
  return good(check, "The clock has not gone back.");
}

function folder(homePath: string): Finding {
  const check = "state.folder";
  if (!existsSync(homePath))
    return good(check, "HEARTHGATE_HOME is not there yet; the first start makes it.");
  const { mode, uid } = statSync(homePath);
  if (process.platform !== "win32") {
    if (process.getuid && uid !== process.getuid() && process.getuid() !== 0)
      return fault(
        check,
        "HEARTHGATE_HOME belongs to another user.",
        `Run the server as that user, or chown -R the folder.`,
      );
    if ((mode & 0o077) !== 0)
      return fault(
        check,
        `Others may look into HEARTHGATE_HOME (mode ${(mode & 0o777).toString(8)}).`,
        "chmod 700 on that folder.",
      );
  }
  try {
    accessSync(homePath, constants.R_OK | constants.W_OK | constants.X_OK);
    return good(check, "HEARTHGATE_HOME is this user's alone, and can be written.");
  } catch {
    return fault(
      check,
      "HEARTHGATE_HOME cannot be written.",
      "Make it writable for this user, or set HEARTHGATE_HOME to another folder.",
    );
  }
}

function keys(ring: Ring, now: number): readonly Finding[] {
  const check = "secrets.keys";
  const active = ring.keys.filter(({ status }) => status === "active");
  if (active.length > 1)
    return [
      fault(
        check,
        "The key ring has more than one active key.",
        "hearthgate keys list shows them, hearthgate keys revoke KID --now ends one.",
      ),
    ];
  const key = activeKey(ring);
  if (key === undefined) return [good(check, "The key ring is empty; the first login makes a key.")];
  const days = Math.floor((now - key.created_at) / DAY_MS);
  const valid = ring.keys.filter((each) => !isOver(each, now)).length;
  return [
    days > OLD_DAYS
      ? warning(
          check,
          `The key that signs logins is ${days} days old.`,
          "hearthgate keys rotate: nobody is logged out.",
        )
      : good(check, `The key that signs logins is ${days} days old; ${valid} verify.`),
  ];
}

function audit({ config }: Examined): readonly Finding[] {
  const { homePath } = config;
  const { enabled, file } = config.audit;
  if (!enabled) return [];
  const folderOf = file === undefined ? homePath : dirname(file);
  const found: Finding[] = [];
  try {
    if (existsSync(folderOf)) accessSync(folderOf, constants.W_OK);
    found.push(good("audit.writable", "The audit can be written."));
  } catch {
    found.push(
      fault(
        "audit.writable",
        "The audit cannot be written: every control call is refused.",
        "Make HEARTHGATE_HOME or the folder of AUDIT_LOG_FILE writable.",
      ),
    );
  }
  try {
    const { broken, unwritten, lines } = verifyAudit(auditParts({ homePath, file }));
    const [first] = broken;
    if (first !== undefined)
      found.push(
        fault(
          "audit.chain",
          `The audit is broken: ${first.file} line ${first.line}: ${first.why}${broken.length > 1 ? `, and ${broken.length - 1} more` : ""}.`,
          "hearthgate audit verify names every place; look at who may write that folder, and keep the files.",
        ),
      );
    else if (unwritten > 0)
      found.push(
        warning(
          "audit.chain",
          `${unwritten} lines of the audit could not be written when they happened.`,
          "Look at the disk; hearthgate audit verify.",
        ),
      );
    else found.push(good("audit.chain", `${lines} lines of the audit are as they were written.`));
  } catch {
    found.push(fault("audit.chain", "The audit cannot be read.", "Make its folder readable for this user."));
  }
  return found;
}
