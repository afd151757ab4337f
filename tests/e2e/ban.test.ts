/** A Home Assistant that bans whoever logs in wrongly five times: it must never be us, whatever strangers send. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { openRealHome } from "../../scripts/real-home.ts";
import { startDoor } from "../doors/door.ts";

setDefaultTimeout(120_000);

const ATTEMPTS = 400;

test.skipIf(process.env["TEST_HOME"] !== "real")(
  "wrong logins from hundreds of addresses do not get us banned (on a real Home Assistant)",
  async () => {
    const home = await openRealHome({ bans: true });
    const door = await startDoor({
      env: { HASS_URL: home.url, HASS_TOKEN: home.token, TRUSTED_PROXIES: "127.0.0.1" },
    });
    const logIn = async (token: string, address: string) => {
      const response = await fetch(`${door.url}/api/auth/login`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Forwarded-For": address },
        body: JSON.stringify({ token }),
      });
      await response.text();
      return response.status;
    };
    const ask = async (token: string) =>
      (await fetch(`${home.url}/api/`, { headers: { Authorization: `Bearer ${token}` } })).status;
    try {
      expect(await logIn(home.token, "198.51.100.1")).toBe(200);
      const foreign = `${home.token.slice(0, -12)}AAAAAAAAAAAA`;
      const statuses = new Map<number, number>();
      for (let at = 0; at < ATTEMPTS; at++) {
        const status = await logIn(foreign, `198.51.${100 + (at >> 8)}.${at & 255}`);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      // Home Assistant was asked four times; the others were told to wait
      expect([...statuses]).toEqual([
        [401, 4],
        [429, ATTEMPTS - 4],
      ]);
      expect(existsSync(`${home.folder}/ip_bans.yaml`)).toBe(false);
      expect(await ask(home.token)).toBe(200);
      // the ban is real: the next wrong token, from here, is the last thing it takes
      for (let at = 0; at < 5; at++) await ask(foreign);
      expect(await ask(home.token)).toBe(403);
    } finally {
      await door.close();
      home.stop();
    }
  },
);
