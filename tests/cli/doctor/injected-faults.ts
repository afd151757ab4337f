/** Faults of a set-up, each made alone, with the check that must find it. */

import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal } from "../../../src/audit/journal.ts";
import { DAY_MS, processClock, systemClock } from "../../../src/core/clock.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { DemoHouse } from "../../../src/demo/house.ts";
import { setPassphrase } from "../../../src/security/approval/passphrase.ts";
import { openLockout } from "../../../src/security/identity/guard/lockout.ts";
import { acceptMark } from "../../../src/security/identity/keep/clock-mark.ts";
import { throwKillSwitch } from "../../../src/security/identity/keep/kill-switch.ts";
import { leaveNotice } from "../../../src/security/identity/keep/notices.ts";
import { withFirstKey } from "../../../src/security/identity/key/ring.ts";
import { changeRing } from "../../../src/security/identity/key/ring-store.ts";
import { issueToken } from "../../../src/security/identity/token/issue.ts";
import { openStore, statePath } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import { makeCertificate } from "../../doors/certificate.ts";

export type Environment = Record<string, string>;
export type TestHome = Environment & { readonly HEARTHGATE_HOME: string };

/** What the faults are made against; `busyPort`: another program listens there. */
export type Lab = { readonly house: DemoHouse; readonly busyPort: string };

export function goodHome({ house }: Lab): TestHome {
  const homePath = mkdtempSync(join(tmpdir(), "hearthgate-doctor-"));
  setPassphrase(homePath, "a long enough passphrase");
  return { HASS_URL: house.url, HASS_TOKEN: house.tokens.admin, HEARTHGATE_HOME: homePath, PORT: "0" };
}

type Inject = (home: TestHome, lab: Lab) => Environment | Promise<Environment>;

/** What is done to the state. */
function inState(change: (store: Store, homePath: string) => Promise<unknown>): Inject {
  return async ({ HEARTHGATE_HOME }) => {
    const store = await openStore("sqlite", HEARTHGATE_HOME, processClock);
    await change(store, HEARTHGATE_HOME);
    await store.close();
    return {};
  };
}

/** What is done to the files. */
function inFolder(change: (homePath: string) => void): Inject {
  return ({ HEARTHGATE_HOME }) => {
    change(HEARTHGATE_HOME);
    return {};
  };
}

export function fileWith(content: string, mode: number): string {
  const path = join(mkdtempSync(join(tmpdir(), "hearthgate-secret-")), "secret");
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  return path;
}

function writeGrants(homePath: string, ...grants: readonly JsonObject[]): void {
  const dates = { created_at: "2026-01-01T00:00:00Z", expires_at: "never" };
  const whole = grants.map((grant, at) => ({ id: `grt_${at}`, name: `g${at}`, ...dates, ...grant }));
  writeFileSync(join(homePath, "grants.json"), JSON.stringify({ version: 1, grants: whole }), {
    mode: 0o600,
  });
}

export const FAULTS: readonly (readonly [
  name: string,
  check: string,
  result: "fault" | "warning",
  inject: Inject,
])[] = [
  ["a URL that is none", "settings.hold", "fault", () => ({ HASS_CA_PATH: "/nowhere/ca.pem" })],
  ["a setting misspelt", "settings.names", "warning", () => ({ HEARTHGATE_GRAND: "viewer" })],
  ["no audit", "settings.weak", "warning", () => ({ AUDIT_ENABLED: "false" })],
  ["a log at debug", "settings.weak", "warning", () => ({ LOG_LEVEL: "debug" })],
  ["data in the audit", "settings.weak", "warning", () => ({ AUDIT_INCLUDE_PARAMS: "true" })],
  ["nothing kept", "settings.weak", "warning", () => ({ STORE: "memory" })],
  ["no Redis", "state.store", "fault", () => ({ STORE: "redis://127.0.0.1:1" })],
  ["no rates", "settings.weak", "warning", () => ({ RATE_LIMIT_ENABLED: "false" })],
  ["any page", "settings.weak", "warning", () => ({ CORS_ORIGINS: "*" })],
  [
    "plain HTTP for a network",
    "settings.weak",
    "warning",
    () => ({ HOST: "0.0.0.0", ALLOW_PLAIN_HTTP: "true", PUBLIC_URL: "https://a.example" }),
  ],
  [
    "a token file that others may read",
    "secrets.files",
    "fault",
    (_, { house }) => ({ HASS_TOKEN: "", HASS_TOKEN_FILE: fileWith(house.tokens.admin, 0o644) }),
  ],
  [
    "a short secret",
    "secrets.jwt",
    "warning",
    () => ({ JWT_SECRET: "q8Zr3nT7wX1mK5vB9cJ2hL6pS4dG0fAeYuIo" }),
  ],
  [
    "a known secret",
    "secrets.jwt",
    "fault",
    () => ({ JWT_SECRET: "your-super-secret-key-min-32-characters-long" }),
  ],
  [
    "an old key",
    "secrets.keys",
    "warning",
    inState((store) => changeRing(store, (ring) => withFirstKey(ring, Date.now() - 100 * DAY_MS))),
  ],
  ["Home Assistant away", "home.reach", "fault", () => ({ HASS_URL: "http://127.0.0.1:1" })],
  [
    "another program at HASS_URL",
    "home.reach",
    "fault",
    (_, { busyPort }) => ({ HASS_URL: `http://127.0.0.1:${busyPort}` }),
  ],
  ["a wrong token", "home.reach", "fault", () => ({ HASS_TOKEN: "wrong" })],
  [
    "an ordinary user's token",
    "home.rights",
    "warning",
    (_, { house }) => ({ HASS_TOKEN: house.tokens.user }),
  ],
  [
    "a folder that others may read",
    "state.folder",
    "fault",
    inFolder((homePath) => {
      chmodSync(homePath, 0o755);
    }),
  ],
  [
    "a damaged state",
    "state.store",
    "fault",
    inFolder((homePath) => {
      writeFileSync(statePath(homePath), "not a database, but long enough to be looked at as one".repeat(40));
    }),
  ],
  [
    "the kill switch",
    "state.kill",
    "warning",
    inState((store) => throwKillSwitch(store, { on: true, at: Date.now(), reason: "" })),
  ],
  [
    "somebody locked out",
    "state.lockouts",
    "warning",
    inState(async (store) => {
      for (let tries = 0; tries < 8; tries++) await openLockout(store).failed("198.51.100.7", Date.now());
    }),
  ],
  [
    "a clock that went back",
    "state.clock",
    "fault",
    inState((store) => acceptMark(store, Date.now() + 3 * DAY_MS)),
  ],
  [
    "a line of the audit that was changed",
    "audit.chain",
    "fault",
    ({ HEARTHGATE_HOME: homePath }) => {
      const journal = openJournal({
        file: undefined,
        includeParams: false,
        fsync: "second",
        homePath,
        clock: systemClock,
      });
      for (const action of ["one", "two"])
        journal.append({
          user: "u",
          action,
          entity: [],
          result: "ok",
          ip: "local",
          call_id: action,
          entity_count: 0,
          credential: "c",
        });
      journal.close();
      const [name = ""] = readdirSync(join(homePath, "audit"));
      const path = join(homePath, "audit", name);
      writeFileSync(path, readFileSync(path, "utf8").replace('"one"', '"won"'));
      return {};
    },
  ],
  [
    "a grant that does not hold",
    "grants.file",
    "fault",
    inFolder((homePath) => {
      writeGrants(homePath, { access: { read: ["light"] }, expires_at: "soon" });
    }),
  ],
  [
    "a grant file that others may write",
    "grants.file",
    "fault",
    inFolder((homePath) => {
      writeGrants(homePath);
      chmodSync(join(homePath, "grants.json"), 0o666);
    }),
  ],
  [
    "a ceiling that is damaged",
    "grants.ceiling",
    "fault",
    inFolder((homePath) => {
      writeFileSync(join(homePath, "ceiling.json"), "{", { mode: 0o600 });
    }),
  ],
  [
    "a grant that has ended",
    "grants.ended",
    "warning",
    inFolder((homePath) => {
      writeGrants(homePath, { access: { read: ["light.*"] }, expires_at: "2026-02-01T00:00:00Z" });
    }),
  ],
  [
    "a grant for what is not there",
    "grants.names",
    "warning",
    inFolder((homePath) => {
      writeGrants(homePath, { access: { read: ["light.*", "light.gone_long_ago"] } });
    }),
  ],
  [
    "a grant that opens nothing",
    "grants.reach",
    "warning",
    inFolder((homePath) => {
      writeGrants(homePath, { access: { read: ["light.*"], deny: ["*"] } });
    }),
  ],
  ["a local grant that is none", "grants.local", "fault", () => ({ HEARTHGATE_GRANT: "somebody" })],
  [
    "a token of a grant that is gone",
    "grants.tokens",
    "warning",
    inState((store) =>
      issueToken(store, { grantId: "grt_gone", label: "old", expiresAt: "never", signs: false }, Date.now()),
    ),
  ],
  [
    "a phone that is none",
    "approvals.phones",
    "fault",
    () => ({ APPROVAL_NOTIFY: "notify.mobile_app_nobody" }),
  ],
  ["an approver who is none", "approvals.people", "fault", () => ({ APPROVERS: "f".repeat(32) })],
  ["a port in use", "door.port", "fault", (_, { busyPort }) => ({ PORT: busyPort })],
  [
    "a certificate that ends soon",
    "door.certificate",
    "warning",
    () => {
      const { cert, key } = makeCertificate({ to: 5 });
      chmodSync(key, 0o600);
      return { HTTPS_ENABLED: "true", SSL_CERT_PATH: cert, SSL_KEY_PATH: key };
    },
  ],
  ["a public URL in clear", "door.public_url", "fault", () => ({ PUBLIC_URL: "http://hearthgate.example" })],
  [
    "a proxy that nobody declared",
    "door.proxies",
    "fault",
    inState((store) =>
      leaveNotice(store, "undeclared_proxy", { address: "192.168.1.2" }, { now: Date.now() }),
    ),
  ],
  [
    "a server that was started otherwise",
    "door.drift",
    "warning",
    inState((store, homePath) => {
      const started = { pid: process.pid, marks: { HOST: "other" } };
      return leaveNotice(store, "serve", started, { now: Date.now(), homePath });
    }),
  ],
];
